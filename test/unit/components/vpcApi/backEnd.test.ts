import assert from "node:assert/strict";
import { ApplicationLoadBalancer, type ArgumentError, VpcApi, type VpcApiArgs } from "../../../../components";
import { distinct } from "../../../../components/balancer/plan";
import { checkPlaces } from "../../../../components/network/existing";
import { deployToMocks, findResource, type Registered, readOutput } from "../../../../testing/mocks";
import { childTypes } from "../childTypes";
import { all, base, deployed, zones } from "./backEnds";

describe("VpcApi behind an ALB", () => {
  let resources: Registered[];
  before(async () => {
    resources = await deployed({ network: { zones }, balancer: { kind: "alb", port: 8080 } });
  });

  it("creates an intranet ALB with fixed addresses in every zone, and no CLB", () => {
    const { inputs } = findResource(resources, childTypes.alb);
    assert.equal(inputs.addressType, "Intranet");
    assert.equal(inputs.addressAllocatedMode, "Fixed");
    assert.equal(inputs.loadBalancerEdition, "Basic");
    assert.deepEqual(
      (inputs.zoneMappings as { zoneId: string; vswitchId: string }[]).map(({ zoneId }) => zoneId),
      ["cn-hangzhou-i", "cn-hangzhou-h"],
    );
    assert.deepEqual(all(resources, childTypes.clb), []);
    assert.equal(findResource(resources, childTypes.albListener).inputs.listenerPort, 8080);
    assert.equal(all(resources, childTypes.albServer).length, 2);
  });

  it("authorizes the private address in the first zone by name, not the id", () => {
    const { inputs } = findResource(resources, childTypes.vpcAccess);
    assert.equal(inputs.instanceId, "172.16.0.7");
    assert.equal(inputs.port, 8080);
  });

  it("allows the vSwitches of the ALB to call the instances, not the gateway", () => {
    const rules = all(resources, childTypes.securityGroupRule)
      .map(({ inputs }) => inputs)
      .filter(({ securityGroupId }) => securityGroupId === "demo-security-group-id");
    assert.deepEqual(
      rules.map(({ cidrIp }) => cidrIp),
      ["172.16.15.0/24", "172.16.16.0/24"],
    );
    for (const rule of rules) {
      assert.equal(rule.portRange, "80/80");
      assert.equal(rule.prefixListId, undefined);
    }
  });

  it("creates a security group for the ALB that allows only the gateway", () => {
    const group = "demo-alb-security-group-id";
    const attachment = findResource(resources, childTypes.albSecurityGroupAttachment).inputs;
    assert.deepEqual([attachment.loadBalancerId, attachment.securityGroupId], ["demo-alb-id", group]);
    const rules = all(resources, childTypes.securityGroupRule).filter(
      ({ inputs }) => inputs.securityGroupId === group,
    );
    assert.deepEqual(
      rules.map(({ inputs: { policy, priority, portRange, cidrIp, prefixListId } }) => [
        policy,
        priority,
        portRange,
        cidrIp ?? prefixListId,
      ]),
      [
        ["drop", 100, "-1/-1", "0.0.0.0/0"],
        ["accept", 1, "8080/8080", "demo-egress-list-id"],
      ],
    );
  });

  it("opens the ALB to the VPC if requested", async () => {
    const open = await deployed({ network: { zones }, balancer: { kind: "alb", openToVpc: true } });
    const { securityGroupId: group } = findResource(open, childTypes.albSecurityGroupAttachment).inputs;
    const rules = all(open, childTypes.securityGroupRule).filter(
      ({ inputs }) => inputs.securityGroupId === group,
    );
    assert.deepEqual(
      rules.map(({ inputs }) => [inputs.policy, inputs.prefixListId]),
      [["accept", "demo-egress-list-id"]],
    );
  });

  it("selects zones that also offer an ALB", async () => {
    const chosen = await deployed({ balancer: { kind: "alb" } });
    const zoneIds = all(chosen, childTypes.vswitch).map(({ inputs }) => inputs.zoneId);
    assert.deepEqual(zoneIds, ["cn-hangzhou-h", "cn-hangzhou-i"], "cn-hangzhou-g does not offer it");
  });
});

describe("VpcApi without a balancer", () => {
  it("authorizes the only instance by its ID, and allows the gateway", async () => {
    const resources = await deployed({ balancer: { kind: "none" }, service: { port: 8080 } });
    const { name } = findResource(resources, childTypes.instance);
    const access = findResource(resources, childTypes.vpcAccess).inputs;
    assert.deepEqual([access.instanceId, access.port], [`${name}-id`, 8080]);
    const rule = findResource(resources, childTypes.securityGroupRule).inputs;
    assert.deepEqual([rule.prefixListId, rule.portRange], ["demo-egress-list-id", "8080/8080"]);
    assert.deepEqual(all(resources, childTypes.clb), []);
  });

  it("authorizes its private address if requested", async () => {
    const resources = await deployed({ balancer: { kind: "none", target: "address" } });
    assert.equal(findResource(resources, childTypes.vpcAccess).inputs.instanceId, "172.16.0.20");
  });
});

describe("VpcApi with existing resources", () => {
  const existing = { vpcId: "vpc-1" };

  it("calls an existing balancer, and creates only the access to it", async () => {
    const resources = await deployed({
      network: { existing },
      service: { existing: { target: "lb-1", port: 8080, servicePort: 80, securityGroupId: "sg-1" } },
    });
    const access = findResource(resources, childTypes.vpcAccess).inputs;
    assert.deepEqual([access.vpcId, access.instanceId, access.port], ["vpc-1", "lb-1", 8080]);
    const rule = findResource(resources, childTypes.securityGroupRule).inputs;
    assert.deepEqual([rule.securityGroupId, rule.portRange], ["sg-1", "80/80"]);
    for (const type of [childTypes.instance, childTypes.clb, childTypes.alb, childTypes.vswitch]) {
      assert.deepEqual(all(resources, type), [], type);
    }
  });

  it("creates no rule without a security group", async () => {
    const resources = await deployed({
      network: { existing },
      service: { existing: { target: "10.0.0.9", port: 80 } },
    });
    assert.deepEqual(all(resources, childTypes.securityGroupRule), []);
  });

  it("creates a balancer in front of existing instances", async () => {
    const resources = await deployed({
      network: { existing: { vpcId: "vpc-1", vswitchIds: ["vsw-1"] } },
      service: { existing: { instances: [{ id: "i-1" }, { id: "i-2" }], port: 80, securityGroupId: "sg-1" } },
    });
    const attachments = all(
      resources,
      "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
    );
    assert.deepEqual(
      attachments.map(({ inputs }) => inputs.serverId),
      ["i-1", "i-2"],
    );
    assert.deepEqual(all(resources, childTypes.instance), []);
    assert.equal(findResource(resources, childTypes.clb).inputs.vswitchId, "vsw-1");
  });

  it("creates service and balancer in an existing VPC", async () => {
    const resources = await deployed({
      network: {
        existing: { vpcId: "vpc-1", vswitchIds: ["vsw-1"] },
        vswitches: [{ zoneId: "cn-hangzhou-k", cidrBlock: "10.0.9.0/24" }],
      },
    });
    assert.deepEqual(
      all(resources, childTypes.instance)
        .map(({ inputs }) => inputs.vswitchId)
        .sort(),
      ["demo-vswitch-10.0.9.0-id", "vsw-1"],
    );
    assert.equal(findResource(resources, "alicloud:ecs/securityGroup:SecurityGroup").inputs.vpcId, "vpc-1");
  });

  it("rejects a vSwitch of another VPC", () => {
    const found = [
      { id: "vsw-1", vpcId: "vpc-1" },
      { id: "vsw-2", vpcId: "vpc-2" },
    ];
    assert.throws(() => checkPlaces("vpc-1", found), /vsw-2 is in vpc-2, not in vpc-1/);
    assert.equal(checkPlaces("vpc-1", found.slice(0, 1)), "vpc-1");
  });
});

describe("VpcApi with conflicting back end arguments", () => {
  const findProblems = async (args: Partial<VpcApiArgs>): Promise<string[]> => {
    let paths: string[] = [];
    const { resources } = await deployToMocks(() => {
      try {
        new VpcApi("demo", { ...base, ...args });
      } catch (error) {
        paths = (error as ArgumentError).problems.map(({ path }) => path);
      }
    });
    assert.deepEqual(resources, []);
    return paths.sort();
  };
  const existing = { vpcId: "vpc-1" };
  const service = { existing: { target: "lb-1", port: 80 } };

  const cases: { title: string; args: Partial<VpcApiArgs>; paths: string[] }[] = [
    {
      title: "an ALB in one zone",
      args: { network: { zones: 1 }, balancer: { kind: "alb" } },
      paths: ["network.zones"],
    },
    {
      title: "an ALB with two vSwitches in one zone",
      args: {
        network: {
          vswitches: [
            { zoneId: "cn-hangzhou-h", cidrBlock: "172.16.0.0/24" },
            { zoneId: "cn-hangzhou-h", cidrBlock: "172.16.1.0/24" },
          ],
        },
        balancer: { kind: "alb" },
      },
      paths: ["network.vswitches"],
    },
    {
      title: "an address type, which no balancer has",
      args: { balancer: { kind: "alb", addressType: "Internet" } as VpcApiArgs["balancer"] & object },
      paths: ["balancer.addressType"],
    },
    {
      title: "an unknown kind",
      args: { balancer: { kind: "nlb" } as unknown as { kind: "alb" } },
      paths: ["balancer.kind"],
    },
    {
      title: "a port of no balancer, and several instances behind it",
      args: {
        balancer: { kind: "none", port: 81 } as VpcApiArgs["balancer"] & object,
        service: { instances: 2 },
      },
      paths: ["balancer.port", "service.instances"],
    },
    {
      title: "an existing target in a new VPC, behind a new balancer",
      args: { service, balancer: {} },
      paths: ["balancer", "network.existing"],
    },
    {
      title: "an ALB's id as a target",
      args: { network: { existing }, service: { existing: { target: "alb-1", port: 80 } } },
      paths: ["service.existing.target"],
    },
    {
      title: "an address that no VPC has as a target",
      args: { network: { existing }, service: { existing: { target: "169.254.0.8", port: 0 } } },
      paths: ["service.existing.port", "service.existing.target"],
    },
    {
      title: "existing instances without a balancer or vSwitches",
      args: {
        network: { existing },
        service: { existing: { instances: [{ id: "i-1" }], port: 80 } },
        balancer: { kind: "none" },
      },
      paths: ["network.existing.vswitchIds", "service.existing.instances"],
    },
    {
      title: "an existing target together with existing instances",
      args: {
        network: { existing },
        service: { existing: { target: "i-1", instances: [{ id: "i-1" }], port: 80 } },
      },
      paths: ["service.existing.target"],
    },
    {
      title: "an existing VPC with a block and zones, and without vSwitches",
      args: { network: { existing, cidrBlock: "10.0.0.0/16", zones: 2 } },
      paths: ["network.cidrBlock", "network.existing.vswitchIds", "network.zones"],
    },
    {
      title: "a dual-stack ALB in an IPv4 network",
      args: { network: { zones }, balancer: { kind: "alb", ipv6: true } },
      paths: ["balancer.ipv6"],
    },
    {
      title: "a vSwitch twice, and a wrong id",
      args: { network: { existing: { vpcId: "vsw-1", vswitchIds: ["vsw-1", "vsw-1"] } } },
      paths: ["network.existing.vpcId", "network.existing.vswitchIds[1]"],
    },
  ];
  for (const { title, args, paths } of cases) {
    it(`reports ${title}`, async () => assert.deepEqual(await findProblems(args), paths));
  }
});

describe("ApplicationLoadBalancer", () => {
  it("rejects two vSwitches in one zone after their zones are known", () => {
    assert.deepEqual(distinct(zones), zones);
    assert.throws(() => distinct(["cn-hangzhou-h", "cn-hangzhou-h"]), /two are in cn-hangzhou-h/);
  });

  it("can be used alone, and allows no caller without a rule", async () => {
    const { resources, result } = await deployToMocks(
      () =>
        new ApplicationLoadBalancer("front", {
          vpcId: "vpc-1",
          vswitches: zones.map((zoneId, index) => ({ id: `vsw-${index}`, zoneId, cidrBlock: "10.0.0.0/24" })),
          instances: [{ id: "i-1" }],
          servicePort: 80,
        }),
    );
    assert.deepEqual(
      all(resources, childTypes.securityGroupRule).map(({ inputs }) => inputs.policy),
      ["drop"],
    );
    assert.ok(result.securityGroupId);
    assert.equal(await readOutput(result.securityGroupId), "front-alb-security-group-id");
  });
});
