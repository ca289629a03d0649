import assert from "node:assert/strict";
import { VpcApi, type VpcApiArgs } from "../../../../components";
import { checkIpv6Blocks } from "../../../../components/network/existing";
import { deployToMocks, findResource } from "../../../../testing/mocks";
import { childTypes } from "../childTypes";
import { all, base, deployed, zones } from "./backEnds";

describe("VpcApi with IPv6", () => {
  it("enables IPv6 for VPC, vSwitches, instances and ALB, and allows the gateway's IPv6 addresses", async () => {
    const resources = await deployed({ network: { ipv6: true, zones }, balancer: { kind: "alb" } });
    assert.equal(findResource(resources, childTypes.vpc).inputs.enableIpv6, true);
    assert.deepEqual(
      all(resources, childTypes.vswitch).map(({ inputs }) => [inputs.enableIpv6, inputs.ipv6CidrBlockMask]),
      [
        [true, 15],
        [true, 16],
      ],
    );
    for (const { inputs } of all(resources, childTypes.instance)) assert.equal(inputs.ipv6AddressCount, 1);
    const { addressIpVersion, ipv6AddressType, addressType } = findResource(resources, childTypes.alb).inputs;
    assert.deepEqual(
      [addressIpVersion, addressType, ipv6AddressType],
      ["DualStack", "Intranet", "Intranet"],
      "neither family may face the Internet",
    );
    const list = resources.find(({ name }) => name === "demo-egress-ipv6-list")?.inputs;
    assert.deepEqual(
      [list?.addressFamily, list?.entries],
      ["IPv6", [{ cidr: "2001:db8:1::/64", description: "API Gateway egress" }]],
    );
    const rules = all(resources, childTypes.securityGroupRule).filter(
      ({ inputs }) => inputs.securityGroupId === "demo-alb-security-group-id",
    );
    assert.deepEqual(
      rules.map(({ inputs }) => inputs.cidrIp ?? inputs.ipv6CidrIp ?? inputs.prefixListId).sort(),
      ["0.0.0.0/0", "::/0", "demo-egress-ipv6-list-id", "demo-egress-list-id"],
    );
  });

  it("keeps an IPv4-only ALB if requested", async () => {
    const resources = await deployed({
      network: { ipv6: true, zones },
      balancer: { kind: "alb", ipv6: false },
    });
    assert.equal(findResource(resources, childTypes.alb).inputs.addressIpVersion, undefined);
  });

  it("does not use IPv6 by default", async () => {
    const resources = await deployed({ network: { zones }, balancer: { kind: "alb" } });
    assert.doesNotMatch(JSON.stringify(resources), /ipv6/i);
  });

  it("rejects an existing VPC or vSwitch without an IPv6 block", () => {
    const block = "2001:db8::/64";
    checkIpv6Blocks([{ id: "vpc-1", ipv6CidrBlock: block }]);
    assert.throws(
      () =>
        checkIpv6Blocks([
          { id: "vpc-1", ipv6CidrBlock: block },
          { id: "vsw-1", ipv6CidrBlock: "" },
        ]),
      /vsw-1 has no IPv6 block/,
    );
  });
});

describe("any combination of existing and new resources", () => {
  const existing = { vpcId: "vpc-1", vswitchIds: ["vsw-1", "vsw-2"] };
  const networks: Record<string, VpcApiArgs["network"]> = {
    "a new VPC": { zones },
    "an existing VPC and its vSwitches": { existing },
    "an existing VPC and new vSwitches": {
      existing: { vpcId: "vpc-1" },
      vswitches: zones.map((zoneId, index) => ({ zoneId, cidrBlock: `10.0.${index}.0/24` })),
    },
    "existing vSwitches beside a new one": {
      existing: { vpcId: "vpc-1", vswitchIds: ["vsw-1"] },
      vswitches: [{ zoneId: "cn-hangzhou-k", cidrBlock: "10.0.9.0/24" }],
    },
  };
  const instances = { instances: [{ id: "i-1" }], port: 80, securityGroupId: "sg-1" };
  const services: Record<string, VpcApiArgs["service"]> = {
    "new instances": {},
    "existing instances": { existing: instances },
    "an existing target": { existing: { target: "lb-1", port: 80, securityGroupId: "sg-1" } },
  };
  const balancers: Record<string, VpcApiArgs["balancer"]> = {
    "no word of a balancer": undefined,
    "a CLB": { kind: "clb" },
    "an ALB": { kind: "alb" },
    "no balancer": { kind: "none" },
  };
  for (const [networkName, network] of Object.entries(networks)) {
    for (const [serviceName, service] of Object.entries(services)) {
      for (const [balancerName, balancer] of Object.entries(balancers)) {
        const isNew = network?.existing === undefined;
        const exists = service?.existing !== undefined;
        const isTarget = serviceName === "an existing target";
        const refused = (isNew && exists) || (isTarget && balancer) || (exists && balancer?.kind === "none");
        it(`${networkName}, ${serviceName} and ${balancerName}: ${refused ? "rejected" : "accepted"}`, async () => {
          const args: VpcApiArgs = {
            ...base,
            ...(network && { network }),
            ...(service && { service }),
            ...(balancer && { balancer }),
          };
          if (refused) {
            await deployToMocks(() => assert.throws(() => new VpcApi("demo", args), /nothing was created/));
            return;
          }
          const { resources } = await deployToMocks(() => new VpcApi("demo", args));
          const kind = isTarget ? "none" : (balancer?.kind ?? "clb");
          assert.equal(all(resources, childTypes.vpc).length, isNew ? 1 : 0);
          assert.equal(all(resources, childTypes.clb).length, kind === "clb" ? 1 : 0);
          assert.equal(all(resources, childTypes.alb).length, kind === "alb" ? 1 : 0);
          assert.equal(all(resources, childTypes.instance).length, exists ? 0 : kind === "none" ? 1 : 2);
          // The callers of the instances and of the balancer are allowed.
          const opened = all(resources, childTypes.securityGroupRule).filter(
            ({ inputs }) => inputs.policy === "accept",
          );
          const own = exists ? "sg-1" : "demo-security-group-id";
          assert.ok(opened.some(({ inputs }) => inputs.securityGroupId === own));
          assert.equal(
            opened.filter(({ inputs }) => inputs.prefixListId === "demo-egress-list-id").length,
            1,
          );
          assert.ok(findResource(resources, childTypes.vpcAccess).inputs.instanceId);
        });
      }
    }
  }
});
