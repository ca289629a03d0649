import assert from "node:assert/strict";
import { assignedOutputs } from "../../policy/core/assignedOutputs";
import { rules } from "../../policy/rules";
import { evaluate, type Finding, type TestResource } from "../support/policyHarness";
import { readRecord } from "../support/record/messages";

const types = {
  alb: "alicloud:alb/loadBalancer:LoadBalancer",
  clb: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  nlb: "alicloud:nlb/loadBalancer:LoadBalancer",
} as const;
type Kind = keyof typeof types;

/** The rule on the network type of each kind of balancer, and a balancer that violates it. */
const ruleNames: Readonly<Record<Kind, string>> = {
  alb: "alb-backend-address-type-intranet",
  clb: "clb-backend-address-type-intranet",
  nlb: "nlb-backend-no-public-exposure",
};
const addressTypes: Readonly<Record<Kind, string>> = { alb: "Internet", clb: "internet", nlb: "Internet" };

const balancer = (kind: Kind, props: object = {}, more: Partial<TestResource> = {}): TestResource => ({
  type: types[kind],
  name: kind,
  props: { addressType: addressTypes[kind], ...props },
  ...more,
});
const access = (instanceId: unknown): TestResource => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId, port: 80 },
});

async function judge(kind: Kind, resources: readonly TestResource[]): Promise<string> {
  const rule = rules.filter(({ name }) => name === ruleNames[kind]);
  const findings = await evaluate(rule, resources);
  const describe = ({ policy, resource, message }: Finding) =>
    policy === "not-judged" ? message.replace(/^.*? not decided /, "undecided ") : `violation of ${resource}`;
  return findings.map(describe).join("; ");
}

const unknownTarget = (kind: Kind) =>
  `undecided for ${kind}, because the target of access is unknown at preview.`;

describe("load balancers that a literal names", () => {
  const zoneMappings = (address: object) => ({
    zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1", ...address }],
  });

  for (const [kind, address] of [
    ["alb", { intranetAddress: "10.0.0.7" }],
    ["nlb", { privateIpv4Address: "10.0.0.7" }],
  ] as const) {
    it(`are found for a new ${kind} whose program sets the private address, which the outputs leave out`, async () => {
      assert.equal(
        await judge(kind, [balancer(kind, zoneMappings(address)), access("10.0.0.7")]),
        `violation of ${kind}`,
      );
    });
  }

  for (const kind of ["alb", "nlb"] as const) {
    for (const literal of ["10.0.0.7", "fd00:0:0::7"]) {
      it(`are undecided for a new ${kind} and ${literal}, because the cloud assigns its addresses`, async () => {
        assert.equal(
          await judge(kind, [balancer(kind, zoneMappings({})), access(literal)]),
          unknownTarget(kind),
        );
      });
    }

    it(`are undecided for a ${kind} that the preview updates, by address`, async () => {
      const updated = balancer(kind, zoneMappings({}), { step: "update" });
      assert.equal(await judge(kind, [updated, access("10.0.0.7")]), unknownTarget(kind));
    });

    it(`are found for a ${kind} that the preview updates, by DNS name`, async () => {
      const updated = balancer(kind, { dnsName: `${kind}-1.example.com` }, { step: "update" });
      assert.equal(await judge(kind, [updated, access(`${kind}-1.example.com`)]), `violation of ${kind}`);
    });
  }

  for (const [kind, id] of [
    ["alb", "alb-1"],
    ["clb", "lb-1"],
    ["nlb", "nlb-1"],
  ] as const) {
    it(`are undecided for a ${kind} that the preview updates, by id`, async () => {
      const updated = balancer(kind, { id, address: "10.0.0.8" }, { step: "update" });
      assert.equal(await judge(kind, [updated, access(id)]), unknownTarget(kind));
    });

    it(`are found for a ${kind} that stays as it is, by id`, async () => {
      assert.equal(
        await judge(kind, [balancer(kind, { id }, { step: "same" }), access(id)]),
        `violation of ${kind}`,
      );
    });

    it(`are not a new ${kind}, by id: a program cannot know it`, async () => {
      assert.equal(
        await judge(kind, [balancer(kind), access(id)]),
        `undecided for access, because its back end "${id}" is not in this stack.`,
      );
    });

    it(`are undecided for a ${kind} of another stack, by id`, async () => {
      assert.equal(
        await judge(kind, [access(id)]),
        `undecided for access, because its back end "${id}" is not in this stack.`,
      );
    });

    it(`are undecided for a ${kind} of another stack, by address`, async () => {
      assert.equal(
        await judge(kind, [access("10.0.0.7")]),
        'undecided for access, because its back end "10.0.0.7" is not in this stack.',
      );
    });

    it(`are not the ${kind} of another stack, by the id of another type`, async () => {
      assert.equal(await judge(kind, [access("i-1")]), "");
    });

    it(`are not a ${kind} that the preview updates, by the id of another type`, async () => {
      const updated = balancer(kind, { id, address: "10.0.0.8" }, { step: "update" });
      assert.equal(await judge(kind, [updated, access("i-1")]), "");
    });

    it(`are undecided for a ${kind} that is only read`, async () => {
      const read = balancer(kind, { id }, { step: "read" });
      assert.equal(
        await judge(kind, [read, access({ ref: kind })]),
        `undecided for access, because ${kind}, the target of access, is only read, and its properties are not part of the preview.`,
      );
    });
  }

  it("are undecided for a new clb, by address", async () => {
    assert.equal(await judge("clb", [balancer("clb"), access("10.0.0.7")]), unknownTarget("clb"));
  });

  it("are found for a clb that the preview updates, by address", async () => {
    const updated = balancer("clb", { address: "10.0.0.7" }, { step: "update" });
    assert.equal(await judge("clb", [updated, access("10.0.0.7")]), "violation of clb");
  });

  it("are found by a private IPv6 address in another spelling", async () => {
    const mappings = { zoneMappings: [{ loadBalancerAddresses: [{ ipv6Address: "fd00:0:0::7" }] }] };
    assert.equal(
      await judge("alb", [balancer("alb", mappings, { step: "same" }), access("[FD00::0007]")]),
      "violation of alb",
    );
  });

  it("are not a new balancer, if an instance has the address", async () => {
    const instance = {
      type: "alicloud:ecs/instance:Instance",
      name: "web",
      props: { privateIp: "10.0.0.7" },
    };
    const rule = rules.filter(({ name }) => name === "vpc-access-same-network");
    const findings = await evaluate(rule, [balancer("alb", zoneMappings({})), instance, access("10.0.0.7")]);
    assert.deepEqual(
      findings.map(({ message }) => message),
      ["vpc-access-same-network: not decided for access, because web has no vSwitch."],
    );
  });
});

describe("other resources that a literal names, while the preview updates them", () => {
  const update = { step: "update" } as const;
  const cases: Readonly<Record<string, readonly TestResource[]>> = {
    "vpc-flow-log-active": [
      {
        type: "alicloud:vpc/network:Network",
        name: "vpc",
        props: { id: "vpc-1", cidrBlock: "10.0.0.0/8" },
        ...update,
      },
      {
        type: "alicloud:vpc/flowLog:FlowLog",
        name: "log",
        props: { resourceId: "vpc-1", projectName: "a", logStoreName: "b" },
      },
    ],
    "api-traffic-control-attached": [
      { type: "alicloud:apigateway/group:Group", name: "group", props: { id: "1", name: "shop" }, ...update },
      {
        type: "alicloud:apigateway/api:Api",
        name: "api",
        props: { name: "api", groupId: { ref: "group" }, stageNames: ["RELEASE"] },
      },
      { type: "alicloud:apigateway/plugin:Plugin", name: "limit", props: { pluginType: "trafficControl" } },
      {
        type: "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
        name: "attachment",
        props: { groupId: "1", pluginId: { ref: "limit" }, stageName: "RELEASE" },
      },
    ],
    "api-gateway-instance-acl": [
      { type: "alicloud:apigateway/instance:Instance", name: "gateway", props: {} },
      {
        type: "alicloud:apigateway/accessControlList:AccessControlList",
        name: "list",
        props: { id: "acl-1", aclEntrys: [{ aclEntryIp: "10.0.0.0/8" }] },
        ...update,
      },
      {
        type: "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment",
        name: "attachment",
        props: { instanceId: { ref: "gateway" }, aclId: { ref: "list" }, aclType: "white" },
      },
      {
        type: "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment",
        name: "everybody",
        props: { aclId: "acl-1", entry: "0.0.0.0/0" },
      },
    ],
  };

  for (const [name, resources] of Object.entries(cases)) {
    it(`are undecided in ${name}`, async () => {
      const findings = await evaluate(
        rules.filter((rule) => rule.name === name),
        resources,
      );
      assert.deepEqual(
        findings.map(({ policy }) => policy),
        ["not-judged"],
        JSON.stringify(findings),
      );
    });
  }
});

describe("recorded messages", () => {
  it("leave out each output that the pack expects the cloud to assign", () => {
    const record = readRecord();
    for (const [type, outputs] of Object.entries(assignedOutputs)) {
      const { assigned, computed = [] } = record[type] ?? {};
      if (assigned)
        assert.deepEqual(
          outputs.filter((one) => ![...assigned, ...computed].includes(one)),
          [],
          type,
        );
    }
  });
});
