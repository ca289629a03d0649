import assert from "node:assert/strict";
import type { Rule } from "../../policy/core/rule";
import {
  albAddressTypeIntranet,
  apiAuthenticationRequired,
  apiGroupCustomDomainBound,
  apiRequestProtocolHttps,
  apiVpcBackendAuthorised,
  clbAddressTypeIntranet,
  ecsNoPublicIp,
  nlbAddressTypeIntranet,
  rules,
} from "../../policy/rules";
import { judge, unknown } from "../support/policyHarness";

/** An option that leaves resources out by what they are called, and one that violates but for the option. */
interface Exception {
  readonly rule: Rule;
  readonly option: string;
  readonly type: string;
  /** Properties with a name. */
  readonly names: readonly string[];
  readonly props: Readonly<Record<string, unknown>>;
  readonly asMap?: boolean;
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

/** Options with names that leave out no resource by its own: what they name stands in a property that is judged. */
const ofValues = [
  ...["binders", "defaultDomains", "allowedPublicBackends", "httpsPolicies", "policies", "pluginTypes"],
  ...["gatewayEgressCidrs", "images", "protectedElsewhere", "recordsElsewhere", "requiredTags", "sensitive"],
];

const at = (path: string, value: unknown): Record<string, unknown> =>
  path
    .split(".")
    .reverse()
    .reduce((inner: unknown, key) => ({ [key]: inner }), value) as Record<string, unknown>;

describe("an exception by name", () => {
  for (const { rule, option, type, names, props, asMap } of exceptions) {
    for (const property of names) {
      const finds = async (name: unknown, ...listed: string[]): Promise<string> => {
        const resources = [{ type, name: "resource", props: { ...props, ...at(property, name) } }];
        const value = asMap ? Object.fromEntries(listed.map((it) => [it, "api.example.com"])) : listed;
        const found = await judge([rule], resources, { config: { [rule.name]: { [option]: value } } });
        return found.map(({ policy, message }) => (policy === rule.name ? "violation" : message)).join();
      };

      it(`is for what ${option} of ${rule.name} lists as its ${property}, and for nothing else`, async () => {
        assert.equal(await finds("shop", "stock", "shop"), "");
        assert.equal(await finds("shop", "stock"), "violation");
        assert.equal(await finds("shop"), "violation");
      });

      it(`is not decided by ${option} of ${rule.name} while ${property} is not known yet`, async () => {
        assert.match(
          await finds(unknown, "stock"),
          new RegExp(`not decided .*${property.replaceAll(".", "\\.")} is not known yet`),
        );
      });

      if (rule === apiVpcBackendAuthorised) continue;
      it(`has no bearing on ${rule.name} where ${option} lists none, whether ${property} is known or not`, async () => {
        assert.equal(await finds(unknown), "violation");
      });
    }
  }

  it("is tried for every option that has names in it", () => {
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
