import assert from "node:assert/strict";
import { DescribeSecurityGroupAttributeRequest } from "@alicloud/ecs20140526";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addNetwork, type TestNetwork } from "../support/localNetwork";

describe("ECS security groups", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const _statusOf = (id: string) => cloud.store.instances.get(id)?.status;

  describe("security-group rules", () => {
    const rule = { IpProtocol: "tcp", PortRange: "80/80", SourceCidrIp: "10.0.0.0/8" };
    const authorize = (change: Record<string, string>) =>
      ecs("AuthorizeSecurityGroup", { SecurityGroupId: network.securityGroupId, ...change });
    const rules = async (query: Record<string, string> = {}) => {
      const seen = await ecs("DescribeSecurityGroupAttribute", {
        SecurityGroupId: network.securityGroupId,
        ...query,
      });
      const list = at(seen, "Permissions.Permission");
      assert.ok(Array.isArray(list));
      return list;
    };

    it("are added once, however often, described anew and taken away", async () => {
      const permission = Object.fromEntries(
        Object.entries(rule).map(([name, value]) => [`Permissions.1.${name}`, value]),
      );
      await authorize(permission);
      await authorize({ ...rule, Policy: "Accept", Priority: "1", NicType: "<nil>" });
      assert.equal((await rules({ Direction: "ingress", NicType: "<nil>" })).length, 1);
      assert.equal((await rules({ Direction: "egress" })).length, 0);
      // As the provider does: over TLS, twice, with what it does not know left empty.
      const named = {
        SecurityGroupId: network.securityGroupId,
        ...rule,
        Policy: "accept",
        Priority: "1",
        NicType: "intranet",
      };
      for (let time = 0; time < 2; time += 1) {
        await cloud.call(versions.ecs, "ModifySecurityGroupRule", { ...named, Description: "web" }, "HTTPS");
      }
      const [shown] = await rules();
      assert.equal(at(shown, "Description"), "web");
      assert.equal(at(shown, "SourceCidrIp"), "10.0.0.0/8");
      assert.equal(at(shown, "SourceGroupOwnerAccount"), "");
      assert.equal(at(shown, "Priority"), "1");
      await cloud.call(versions.ecs, "RevokeSecurityGroup", { ...named, Description: "" }, "HTTPS");
      assert.deepEqual(await rules(), []);
      await ecs("RevokeSecurityGroup", named);
    });

    it("answer IPv6 blocks in compressed form", async () => {
      await authorize({ IpProtocol: "all", PortRange: "-1/-1", Ipv6SourceCidrIp: "2001:0DB8:0:0::/32" });
      assert.equal(at((await rules())[0], "Ipv6SourceCidrIp"), "2001:db8::/32");
    });

    it("with egress direction have a destination", async () => {
      const egress = { IpProtocol: "udp", PortRange: "53/53", DestCidrIp: "0.0.0.0/0", Policy: "drop" };
      await ecs("AuthorizeSecurityGroupEgress", { SecurityGroupId: network.securityGroupId, ...egress });
      const seen = await cloud.ecs.describeSecurityGroupAttribute(
        new DescribeSecurityGroupAttributeRequest({
          regionId: "cn-hangzhou",
          securityGroupId: network.securityGroupId,
        }),
      );
      const permission = seen.body?.permissions?.permission?.[0];
      assert.equal(permission?.direction, "egress");
      assert.equal(permission?.destCidrIp, "0.0.0.0/0");
      assert.equal(permission?.policy, "Drop");
    });

    const refusals: [Record<string, string>, string][] = [
      [{ ...rule, SourceCidrIp: "" }, "InvalidParam.SourceIp"],
      [{ ...rule, SourceCidrIp: "10.0.0.0/40" }, "InvalidSourceCidrIp.Malformed"],
      [{ ...rule, PortRange: "80" }, "InvalidPortRange.Malformed"],
      [{ ...rule, PortRange: "90/80" }, "InvalidPortRange.Malformed"],
      [{ ...rule, IpProtocol: "icmp" }, "InvalidPortRange.Malformed"],
      [{ ...rule, IpProtocol: "sctp" }, "InvalidIpProtocol.Malformed"],
      [{ ...rule, Priority: "101" }, "InvalidPriority.OutOfRange"],
      [{ PortRange: "80/80", SourceCidrIp: "10.0.0.0/8" }, "MissingIpProtocol"],
      [{ ...rule, SourceCidrIp: "", SourceGroupId: "sg-none" }, "InvalidSecurityGroupId.NotFound"],
      [{ ...rule, SourceCidrIp: "", SourcePrefixListId: "pl-none" }, "InvalidPrefixListId.NotFound"],
    ];
    for (const [query, code] of refusals) {
      it(`are refused: ${JSON.stringify(query)}`, async () => {
        assert.equal(await readCode(authorize(query)), code);
      });
    }

    it("keep a group from being deleted while another refers to it", async () => {
      const other = textAt(await ecs("CreateSecurityGroup", { VpcId: network.vpcId }), "SecurityGroupId");
      await authorize({ ...rule, SourceCidrIp: "", SourceGroupId: other });
      assert.equal(
        await readCode(ecs("DeleteSecurityGroup", { SecurityGroupId: other })),
        "DependencyViolation",
      );
      await ecs("DeleteSecurityGroup", { SecurityGroupId: network.securityGroupId });
      await ecs("DeleteSecurityGroup", { SecurityGroupId: other });
      await cloud.call(versions.vpc, "DeleteVSwitch", { VSwitchId: network.vswitchId });
      await cloud.call(versions.vpc, "DeleteVpc", { VpcId: network.vpcId });
    });
  });

  describe("prefix lists", () => {
    const create = (change: Record<string, string> = {}) =>
      ecs("CreatePrefixList", {
        PrefixListName: "gateway",
        AddressFamily: "IPv4",
        MaxEntries: "3",
        "Entry.1.Cidr": "100.104.13.0/26",
        "Entry.1.Description": "",
        "Entry.2.Cidr": "100.104.13.64/26",
        ...change,
      });

    it("are made, used by a rule, changed and deleted", async () => {
      const PrefixListId = textAt(await create(), "PrefixListId");
      await ecs("AuthorizeSecurityGroup", {
        SecurityGroupId: network.securityGroupId,
        "Permissions.1.IpProtocol": "tcp",
        "Permissions.1.PortRange": "80/80",
        "Permissions.1.SourcePrefixListId": PrefixListId,
      });
      const associations = await ecs("DescribePrefixListAssociations", { PrefixListId });
      assert.equal(
        at(associations, "PrefixListAssociations.PrefixListAssociation.0.ResourceId"),
        network.securityGroupId,
      );
      await ecs("ModifyPrefixList", {
        PrefixListId,
        "RemoveEntry.1.Cidr": "100.104.13.64/26",
        "AddEntry.1.Cidr": "100.104.27.0/26",
        "AddEntry.1.Description": "new",
      });
      const seen = await ecs("DescribePrefixListAttributes", { PrefixListId });
      assert.deepEqual(at(seen, "Entries.Entry"), [
        { Cidr: "100.104.13.0/26", Description: "" },
        { Cidr: "100.104.27.0/26", Description: "new" },
      ]);
      assert.equal(
        await readCode(ecs("DeletePrefixList", { PrefixListId })),
        "DependencyViolation.SecurityGroup",
      );
      const [rule] = cloud.store.securityGroups.get(network.securityGroupId)?.rules ?? [];
      await ecs("RevokeSecurityGroup", {
        SecurityGroupId: network.securityGroupId,
        "SecurityGroupRuleId.1": rule?.ruleId ?? "",
      });
      await ecs("DeletePrefixList", { PrefixListId });
      assert.equal(
        await readCode(ecs("DescribePrefixListAttributes", { PrefixListId })),
        "InvalidPrefixListId.NotFound",
      );
    });

    it("are refused when too full, doubled or of the wrong family", async () => {
      assert.equal(await readCode(create({ MaxEntries: "1" })), "PrefixListMaxEntries.LimitExceeded");
      assert.equal(await readCode(create({ "Entry.2.Cidr": "100.104.13.0/26" })), "InvalidEntry.Duplicated");
      assert.equal(
        await readCode(create({ "Entry.2.Cidr": "2001:db8::/32" })),
        "InvalidAddressFamily.Mismatch",
      );
      assert.equal(await readCode(create({ MaxEntries: "201" })), "InvalidMaxEntries.OutOfRange");
    });

    it("count as many rules as they may hold", async () => {
      for (let index = 0; index < 4; index += 1) {
        const list = await create({ PrefixListName: `list-${index}`, MaxEntries: "50" });
        const authorized = ecs("AuthorizeSecurityGroup", {
          SecurityGroupId: network.securityGroupId,
          IpProtocol: "tcp",
          PortRange: "80/80",
          SourcePrefixListId: textAt(list, "PrefixListId"),
        });
        await authorized;
      }
      const oneMore = { IpProtocol: "tcp", PortRange: "22/22", SourceCidrIp: "10.0.0.0/8" };
      const refused = ecs("AuthorizeSecurityGroup", { SecurityGroupId: network.securityGroupId, ...oneMore });
      assert.equal(await readCode(refused), "AuthorizationLimitExceed");
    });
  });
});
