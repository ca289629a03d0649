import assert from "node:assert/strict";
import type { Profile } from "../../policy/core/configuration";
import { apiGroupCustomDomainBound, rules } from "../../policy/rules";
import { type EvaluateOptions, evaluate, type TestResource, unknown } from "../support/policyHarness";

const access = (instanceId: unknown): TestResource => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId, port: 80 },
});
const group: TestResource = {
  type: "alicloud:ecs/securityGroup:SecurityGroup",
  name: "service",
  props: { vpcId: "vpc-1", description: "service" },
};
const instance = (securityGroups: unknown): TestResource => ({
  type: "alicloud:ecs/instance:Instance",
  name: "web",
  props: { securityGroups, vswitchId: "vsw-1" },
});
const open = (props: object = {}): TestResource => ({
  type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  name: "open",
  props: {
    securityGroupId: { ref: "service" },
    type: "ingress",
    ipProtocol: "tcp",
    portRange: "22/22",
    cidrIp: "0.0.0.0/0",
    ...props,
  },
});
const proxy: TestResource = {
  type: "alicloud:apigateway/api:Api",
  name: "proxy",
  props: { name: "proxy", serviceType: "HTTP", httpServiceConfig: { address: "https://api.example.com" } },
};
const publicAlb: TestResource = {
  type: "alicloud:alb/loadBalancer:LoadBalancer",
  name: "alb",
  props: { addressType: "Internet" },
};

/** Evaluates all rules, and returns the findings of those with a prefix. */
async function find(prefix: string, resources: readonly TestResource[], options: EvaluateOptions = {}) {
  const findings = await evaluate(rules, resources, options);
  const own = findings.filter(({ policy }) => policy.startsWith(prefix));
  const notes = findings.filter(({ message }) => message.startsWith(prefix)).map(({ message }) => message);
  return [...own.map(({ policy, resource }) => `${policy} ${resource}`), ...notes];
}

describe("profiles", () => {
  const notBehind = [group, instance([{ ref: "service" }]), open()];
  const behind = [...notBehind, access({ ref: "web" })];

  for (const [title, profile, resources, found] of [
    ["leave out an open port of an instance that the gateway does not call", "gateway-only", notBehind, []],
    ["report it as part of everything", "everything", notBehind, ["sg-ingress-not-world open"]],
    ["report an open port of a back end", "gateway-only", behind, ["sg-ingress-not-world open"]],
  ] as const) {
    it(title, async () => {
      assert.deepEqual(await find("sg-ingress-not-world", resources, { profile }), found);
    });
  }

  it("follow the option of a rule in the configuration of a run", async () => {
    const config = { "sg-ingress-not-world": { profile: "everything" } };
    assert.deepEqual(await find("sg-ingress-not-world", notBehind, { config }), [
      "sg-ingress-not-world open",
    ]);
  });

  it("are refused with an unknown name, by path", async () => {
    const config = { "sg-ingress-not-world": { profile: "all" } };
    await assert.rejects(
      find("sg-ingress-not-world", [], { config }),
      /sg-ingress-not-world\.profile: "all"/,
    );
  });

  it("leave an open port undecided while it is unknown what the gateway calls", async () => {
    const [note = ""] = await find("sg-ingress-not-world", [...notBehind, access(unknown)]);
    assert.match(note, /not decided for open, because the target of access is unknown at preview/);
  });

  for (const [title, profile, resources, found] of [
    ["leave out a gateway that is a proxy of public services", "gateway-only", [proxy], []],
    [
      "report a public back end beside back ends in a VPC",
      "gateway-only",
      [proxy, access("i-1")],
      ["api-backend-private proxy"],
    ],
    ["report a public back end as part of everything", "everything", [proxy], ["api-backend-private proxy"]],
  ] as const) {
    it(title, async () => {
      assert.deepEqual(await find("api-backend-private", resources, { profile: profile as Profile }), found);
    });
  }
});

describe("one fault", () => {
  it("is one finding, by the rule that knows the gateway", async () => {
    const found = await find("alb-", [publicAlb, access({ ref: "alb" })]);
    const network = found.filter((one) => one.includes("address-type"));
    assert.deepEqual(network, ["alb-backend-address-type-intranet alb"]);
  });

  it("is found by the other rule if the gateway does not call the balancer", async () => {
    const found = await find("alb-", [publicAlb, access("i-1")]);
    assert.ok(found.includes("alb-address-type-intranet alb"), found.join());
  });

  it("needs one exemption", async () => {
    const exemptions = [{ resource: "alb", reason: "agreed", expires: "2026-12-31" }];
    const found = await find("alb-", [publicAlb, access({ ref: "alb" })], {
      config: { "alb-backend-address-type-intranet": { exemptions } },
    });
    const network = found.filter((one) => one.includes("address-type"));
    assert.deepEqual(network, [
      "alb-backend-address-type-intranet: exempted alb (until 2026-12-31: agreed).",
    ]);
  });

  it("is one finding of the rule that blocks before the balancer is created, if that is mandatory", async () => {
    const found = await find("alb-", [publicAlb, access({ ref: "alb" })], { level: "mandatory" });
    const network = found.filter((one) => one.includes("address-type"));
    assert.deepEqual(network, ["alb-address-type-intranet alb"]);
  });

  it("is one finding for a port of a back end that is open to the world", async () => {
    const found = await find("sg-ingress", [
      { type: "alicloud:vpc/network:Network", name: "vpc", props: { cidrBlock: "10.0.0.0/16" } },
      group,
      instance([{ ref: "service" }]),
      open(),
      access({ ref: "web" }),
    ]);
    assert.deepEqual(found, ["sg-ingress-not-world open"]);
  });

  const apiGroup = { type: "alicloud:apigateway/group:Group", name: "shop", props: { name: "shop" } };
  const domain = (name: string) => ({
    type: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
    name: "domain",
    props: { groupId: { ref: "shop" }, domain: name, network: "INTERNET", fingerprint: "0f1e" },
  });
  const defaultDomain = [apiGroup, domain("shop-cn-hangzhou.alicloudapi.com")];

  it("is one finding for a domain of the gateway that is bound to a group", async () => {
    assert.deepEqual(await find("api-group-custom-domain", defaultDomain), [
      "api-group-custom-domain-not-default domain",
    ]);
  });

  it("needs one exemption for a domain of the gateway that is bound to a group", async () => {
    const exemptions = [{ resource: "domain", reason: "agreed", expires: "2026-12-31" }];
    const found = await find("api-group-custom-domain", defaultDomain, {
      config: { "api-group-custom-domain-not-default": { exemptions } },
    });
    assert.deepEqual(found, [
      "api-group-custom-domain-not-default: exempted domain (until 2026-12-31: agreed).",
    ]);
  });

  it("is found by the rule for groups if the rule for domains does not run", async () => {
    const findings = await evaluate([apiGroupCustomDomainBound], defaultDomain);
    assert.deepEqual(
      findings.map(({ resource }) => resource),
      ["shop"],
    );
  });

  it("names rules that exist", () => {
    const names = new Set(rules.map(({ name }) => name));
    for (const { coveredBy = [] } of rules) for (const name of coveredBy) assert.ok(names.has(name), name);
  });
});
