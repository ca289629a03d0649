import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

type Query = Record<string, string>;

describe("IPv6 in a VPC", () => {
  let cloud: TestCloud;
  let place: TestNetwork;
  const vpc = (action: string, query: Query) => cloud.call(versions.vpc, action, query);
  const ecs = (action: string, query: Query) => cloud.call(versions.ecs, action, query);
  const enable = (EnableIPv6: string) => vpc("ModifyVpcAttribute", { VpcId: place.vpcId, EnableIPv6 });
  const enableVSwitch = (change: Query = { EnableIPv6: "true", Ipv6CidrBlock: "7" }) =>
    vpc("ModifyVSwitchAttribute", { VSwitchId: place.vswitchId, ...change });
  const run = (change: Query) => ecs("RunInstances", { ...launchParameters(place), ...change });

  beforeEach(async () => {
    cloud = await startTestCloud();
    place = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  it("gives each VPC a /56 of its own and each vSwitch the /64 of its number", async () => {
    const made = await vpc("CreateVpc", { CidrBlock: "10.1.0.0/16", EnableIpv6: "true" });
    await enable("true");
    const blocks = await Promise.all(
      [textAt(made, "VpcId"), place.vpcId].map(async (VpcId) =>
        textAt(await vpc("DescribeVpcAttribute", { VpcId }), "Ipv6CidrBlock"),
      ),
    );
    assert.deepEqual(blocks, ["2001:db8:0:100::/56", "2001:db8:0:200::/56"]);
    await enableVSwitch();
    const vswitch = await vpc("DescribeVSwitchAttributes", { VSwitchId: place.vswitchId });
    assert.equal(at(vswitch, "Ipv6CidrBlock"), "2001:db8:0:207::/64");
    const other: Query = { VpcId: place.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    assert.equal(
      await readCode(vpc("CreateVSwitch", { ...other, Ipv6CidrBlock: "7" })),
      "InvalidIpv6CidrBlock.Overlapped",
    );
    await vpc("CreateVSwitch", { ...other, Ipv6CidrBlock: "8" });
  });

  it("is not enabled by default, and a vSwitch cannot have it alone", async () => {
    const answer = await vpc("DescribeVSwitchAttributes", { VSwitchId: place.vswitchId });
    assert.deepEqual([at(answer, "Ipv6CidrBlock"), at(answer, "EnabledIpv6")], ["", false]);
    assert.equal(await readCode(enableVSwitch()), "OperationDenied.VpcIpv6NotEnabled");
    await enable("true");
    assert.equal(await readCode(enableVSwitch({ EnableIPv6: "true" })), "MissingIpv6CidrBlock");
    assert.equal(await readCode(run({ Ipv6AddressCount: "1" })), "InvalidVSwitch.Ipv6NotTurnOn");
  });

  it("gives instances addresses of the vSwitch, as many as their type takes", async () => {
    await enable("true");
    await enableVSwitch();
    assert.equal(await readCode(run({ Ipv6AddressCount: "2" })), "InvalidOperation.Ipv6CountExceeded");
    assert.equal(await readCode(run({ "Ipv6Address.1": "2001:db8::1" })), "InvalidIp.Address");
    const id = textAt(await run({ Ipv6AddressCount: "1" }), "InstanceIdSets.InstanceIdSet.0");
    const nics = await ecs("DescribeNetworkInterfaces", { InstanceId: id });
    const nic = at(nics, "NetworkInterfaceSets.NetworkInterfaceSet.0");
    const address = textAt(nic, "Ipv6Sets.Ipv6Set.0.Ipv6Address");
    assert.equal(address, "2001:db8:0:107::1");
    assert.equal(await readCode(run({ "Ipv6Address.1": address })), "InvalidIp.Address", "it is taken");

    assert.equal(await readCode(enableVSwitch({ EnableIPv6: "false" })), "OperationDenied.Ipv6InUse");
    assert.equal(await readCode(enable("false")), "OperationDenied.Ipv6InUse");
    const NetworkInterfaceId = textAt(nic, "NetworkInterfaceId");
    await ecs("UnassignIpv6Addresses", { NetworkInterfaceId, "Ipv6Address.1": address });
    await enableVSwitch({ EnableIPv6: "false" });
    await enable("false");
    assert.equal(at(await vpc("DescribeVpcAttribute", { VpcId: place.vpcId }), "EnabledIpv6"), false);
    assert.equal(
      await readCode(ecs("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6AddressCount: "1" })),
      "InvalidVSwitch.Ipv6NotTurnOn",
    );
  });

  /** Addresses in use get a record when a call first asks for them. */
  const described = () => vpc("DescribeIpv6Addresses", { VSwitchId: place.vswitchId });

  it("leaves nothing of an address with its instance", async () => {
    await enable("true");
    await enableVSwitch();
    const InstanceId = textAt(await run({ Ipv6AddressCount: "1" }), "InstanceIdSets.InstanceIdSet.0");
    await described();
    assert.equal(cloud.store.storedResources.size, 1);
    await ecs("DeleteInstance", { InstanceId, Force: "true" });
    assert.equal(cloud.store.storedResources.size, 0);
  });

  it("leaves nothing of the addresses of an interface", async () => {
    await enable("true");
    await enableVSwitch();
    const group = textAt(
      await ecs("CreateSecurityGroup", { VpcId: place.vpcId, SecurityGroupName: "interfaces" }),
      "SecurityGroupId",
    );
    const given = { VSwitchId: place.vswitchId, SecurityGroupId: group, Ipv6AddressCount: "2" };
    const made = await ecs("CreateNetworkInterface", given);
    const NetworkInterfaceId = textAt(made, "NetworkInterfaceId");
    await described();
    const address = textAt(made, "Ipv6Sets.Ipv6Set.0.Ipv6Address");
    await ecs("UnassignIpv6Addresses", { NetworkInterfaceId, "Ipv6Address.1": address });
    assert.equal(cloud.store.storedResources.size, 1);
    await ecs("DeleteNetworkInterface", { NetworkInterfaceId });
    assert.equal(cloud.store.storedResources.size, 0);
  });

  it("is authorized as a back end by an address that somebody has", async () => {
    await enable("true");
    await enableVSwitch();
    await run({ Ipv6AddressCount: "1" });
    const authorize = (InstanceId: string) =>
      cloud.call(versions.cloudapi, "SetVpcAccess", {
        Name: "over-ipv6",
        VpcId: place.vpcId,
        InstanceId,
        Port: "80",
      });
    assert.equal(await readCode(authorize("2001:db8:0:107::9")), "NotFoundBackendInstance");
    await authorize("2001:db8:0:107::1");
  });
});
