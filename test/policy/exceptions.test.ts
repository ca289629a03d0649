import assert from "node:assert/strict";
import type { Rule } from "../../policy/core/rule";
import {
  albAddressTypeIntranet,
  apiAuthenticationRequired,
  apiGroupCustomDomainBound,
  apiRequestProtocolHttps,
  apiVpcBackendAuthorised,
  clbAccessLog,
  clbAddressTypeIntranet,
  ecsNoPublicIp,
  nlbAddressTypeIntranet,
  rules,
} from "../../policy/rules";
import { evaluate, type TestResource, unknown } from "../support/policyHarness";

/** An option that excludes resources by name, and a resource that violates the rule. */
interface Exception {
  readonly rule: Rule;
  readonly option: string;
  readonly type: string;
  /** Properties with a name. */
  readonly names: readonly string[];
  readonly props: Readonly<Record<string, unknown>>;
  readonly asMap?: boolean;
  /** Further resources of the program. `{ ref: "resource" }` is the resource. */
  readonly beside?: readonly TestResource[];
}

const api = "alicloud:apigateway/api:Api";
const exceptions: readonly Exception[] = [
  {
    ...{ rule: apiRequestProtocolHttps, option: "exceptApis", type: api, names: ["name"] },
    props: { requestConfig: { protocol: "HTTP" } },
  },
  {
    ...{ rule: apiAuthenticationRequired, option: "exceptApis", type: api, names: ["name"] },
    props: { authType: "ANONYMOUS", groupId: "group-1", stageNames: ["RELEASE"] },
  },
  {
    ...{ rule: albAddressTypeIntranet, option: "publicLoadBalancers" },
    ...{ type: "alicloud:alb/loadBalancer:LoadBalancer", names: ["loadBalancerName"] },
    props: { addressType: "Internet" },
  },
  {
    ...{ rule: nlbAddressTypeIntranet, option: "publicLoadBalancers" },
    ...{ type: "alicloud:nlb/loadBalancer:LoadBalancer", names: ["loadBalancerName"] },
    props: { addressType: "Internet" },
  },
  {
    ...{ rule: clbAddressTypeIntranet, option: "publicLoadBalancers" },
    ...{ type: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer" },
    ...{ names: ["loadBalancerName", "name"], props: { addressType: "internet" } },
  },
  {
    ...{ rule: clbAccessLog, option: "loggedElsewhere" },
    ...{ type: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer" },
    ...{ names: ["loadBalancerName"], props: {} },
    beside: [
      {
        ...{ type: "alicloud:slb/listener:Listener", name: "listener" },
        props: { loadBalancerId: { ref: "resource" }, protocol: "http", frontendPort: 80 },
      },
    ],
  },
  {
    ...{ rule: ecsNoPublicIp, option: "publicInstances" },
    ...{ type: "alicloud:ecs/instance:Instance", names: ["instanceName"] },
    props: { internetMaxBandwidthOut: 5 },
  },
  {
    ...{ rule: apiGroupCustomDomainBound, option: "externallyBound", asMap: true },
    ...{ type: "alicloud:apigateway/group:Group", names: ["name"], props: {} },
  },
  {
    ...{ rule: apiVpcBackendAuthorised, option: "externalVpcAccess", type: api },
    ...{ names: ["httpVpcServiceConfig.name"], props: { serviceType: "HTTP-VPC" } },
  },
];

/** Options whose names are compared with a property that the rule checks, not with the resource. */
const ofValues = [
  ...[
    "adminPolicies",
    "domainBindings",
    "defaultDomains",
    "allowedPublicBackends",
    "httpsPolicies",
    "policies",
    "pluginTypes",
  ],
  ...["gatewayEgressCidrs", "images", "protectedElsewhere", "recordsElsewhere", "requiredTags", "sensitive"],
];

const at = (path: string, value: unknown): Record<string, unknown> =>
  path
    .split(".")
    .reverse()
    .reduce((inner: unknown, key) => ({ [key]: inner }), value) as Record<string, unknown>;

describe("exceptions by name", () => {
  for (const { rule, option, type, names, props, asMap, beside = [] } of exceptions) {
    for (const property of names) {
      const finds = async (name: unknown, ...listed: string[]): Promise<string> => {
        const resources = [{ type, name: "resource", props: { ...props, ...at(property, name) } }, ...beside];
        const value = asMap ? Object.fromEntries(listed.map((it) => [it, "api.example.com"])) : listed;
        const found = await evaluate([rule], resources, { config: { [rule.name]: { [option]: value } } });
        return found.map(({ policy, message }) => (policy === rule.name ? "violation" : message)).join();
      };

      it(`${option} of ${rule.name} excludes only resources that it lists by ${property}`, async () => {
        assert.equal(await finds("shop", "stock", "shop"), "");
        assert.equal(await finds("shop", "stock"), "violation");
        assert.equal(await finds("shop"), "violation");
      });

      it(`${option} of ${rule.name} is undecided while ${property} is unknown`, async () => {
        assert.match(
          await finds(unknown, "stock"),
          new RegExp(`not decided .*${property.replaceAll(".", "\\.")} is unknown at preview`),
        );
      });

      if (rule === apiVpcBackendAuthorised) continue;
      it(`${option} of ${rule.name} has no effect on an unknown ${property} if it is empty`, async () => {
        assert.equal(await finds(unknown), "violation");
      });
    }
  }

  it("are tested for every option with names", () => {
    const options = rules.flatMap(({ name, options }) =>
      Object.entries(options)
        .filter(([, { schema }]) => schema.type !== "boolean" && schema.items !== undefined)
        .filter(([, { schema }]) => (schema.items as { type?: string }).type === "string")
        .map(([option]) => ({ name, option })),
    );
    const tried = exceptions.map(({ rule, option }) => `${rule.name} ${option}`);
    const left = options
      .filter(({ option }) => !ofValues.includes(option))
      .map(({ name, option }) => `${name} ${option}`)
      .filter((each) => !tried.includes(each));
    assert.deepEqual(left, []);
  });
});
