import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance, addNetwork, type TestNetwork } from "../support/localNetwork";

describe("Route tables and NAT gateways", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Record<string, string>) => cloud.call(versions.vpc, action, query);
  const newTable = async () =>
    textAt(await vpc("CreateRouteTable", { VpcId: network.vpcId, RouteTableName: "custom" }), "RouteTableId");
  const newGateway = async () => {
    const gateway = { VpcId: network.vpcId, VSwitchId: network.vswitchId, NatType: "Enhanced" };
    const answer = await vpc("CreateNatGateway", gateway);
    return {
      id: textAt(answer, "NatGatewayId"),
      snatTable: textAt(answer, "SnatTableIds.SnatTableId.0"),
      forwardTable: textAt(answer, "ForwardTableIds.ForwardTableId.0"),
    };
  };
  const newEip = async (InstanceId: string) => {
    const answer = await vpc("AllocateEipAddress", {});
    const AllocationId = textAt(answer, "AllocationId");
    await vpc("AssociateEipAddress", { AllocationId, InstanceId, InstanceType: "Nat" });
    return { AllocationId, ip: textAt(answer, "EipAddress") };
  };

  it("a custom table belongs to a vSwitch until it is unassociated", async () => {
    const RouteTableId = await newTable();
    const place = { RouteTableId, VSwitchId: network.vswitchId };
    await vpc("AssociateRouteTable", place);
    assert.equal(await readCode(vpc("AssociateRouteTable", place)), "OperationDenied.OtherRouteTable");
    const row = at(
      await vpc("DescribeRouteTableList", { RouteTableId }),
      "RouterTableList.RouterTableListType.0",
    );
    assert.equal(at(row, "RouteTableType"), "Custom");
    assert.deepEqual(at(row, "VSwitchIds.VSwitchId"), [network.vswitchId]);
    const vswitch = await vpc("DescribeVSwitchAttributes", { VSwitchId: network.vswitchId });
    assert.equal(at(vswitch, "RouteTable.RouteTableId"), RouteTableId);
    const removal = () => vpc("DeleteRouteTable", { RouteTableId });
    assert.equal(await readCode(removal()), "DependencyViolation.RouteTableVSwitch");
    await vpc("UnassociateRouteTable", place);
    await removal();
    assert.equal(await readCode(removal()), "InvalidRouteTableId.NotFound");
  });

  it("a route leads to an IPv4 gateway", async () => {
    const RouteTableId = cloud.store.vpcs.get(network.vpcId)?.routeTableId ?? "";
    const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", NextHopType: "Ipv4Gateway" };
    const missing = vpc("CreateRouteEntry", { ...route, NextHopId: "ipv4gw-none" });
    assert.equal(await readCode(missing), "InvalidNextHopId.NotFound");
    const gateway = await vpc("CreateIpv4Gateway", { VpcId: network.vpcId });
    const NextHopId = textAt(gateway, "Ipv4GatewayId");
    await vpc("CreateRouteEntry", { ...route, NextHopId });
    const listed = await vpc("DescribeRouteEntryList", { RouteTableId, NextHopId });
    assert.equal(at(listed, "RouteEntrys.RouteEntry.0.DestinationCidrBlock"), "0.0.0.0/0");
  });

  it("a route leads to an instance of the model, once for each block", async () => {
    const { instanceId } = await addInstance(cloud, network);
    const RouteTableId = cloud.store.vpcs.get(network.vpcId)?.routeTableId ?? "";
    const route = { RouteTableId, DestinationCidrBlock: "172.20.0.0/16", NextHopType: "Instance" };
    const create = (NextHopId: string) => vpc("CreateRouteEntry", { ...route, NextHopId });
    assert.equal(await readCode(create("i-none")), "InvalidNextHopId.NotFound");
    await create(instanceId);
    assert.equal(await readCode(create(instanceId)), "RouterEntryConflict.Duplicated");
    const tables = await vpc("DescribeRouteTables", { RouteTableId });
    const entries = at(tables, "RouteTables.RouteTable.0.RouteEntrys.RouteEntry") as Record<
      string,
      unknown
    >[];
    assert.deepEqual(
      entries.map(({ DestinationCidrBlock, NextHopType, InstanceId }) => [
        DestinationCidrBlock,
        NextHopType,
        InstanceId,
      ]),
      [
        ["172.20.0.0/16", "Instance", instanceId],
        ["10.0.0.0/24", "local", ""],
      ],
    );
    await vpc("DeleteRouteEntry", { RouteTableId, DestinationCidrBlock: route.DestinationCidrBlock });
    const list = await vpc("DescribeRouteEntryList", { RouteTableId, RouteEntryType: "Custom" });
    assert.equal(at(list, "TotalCount"), 0);
  });

  it("a NAT gateway uses an address of its vSwitch, which it keeps alive", async () => {
    const { id } = await newGateway();
    const seen = await vpc("DescribeNatGateways", { NatGatewayId: id });
    assert.equal(at(seen, "NatGateways.NatGateway.0.NatGatewayPrivateInfo.PrivateIpAddress"), "10.0.0.1");
    const removal = vpc("DeleteVSwitch", { VSwitchId: network.vswitchId });
    assert.equal(await readCode(removal), "DependencyViolation");
    const protection = { InstanceId: id, Type: "NATGW", ProtectionEnable: "true" };
    await vpc("DeletionProtection", protection);
    assert.equal(
      await readCode(vpc("DeleteNatGateway", { NatGatewayId: id })),
      "OperationDenied.DeletionProtection",
    );
    await vpc("DeletionProtection", { ...protection, ProtectionEnable: "false" });
    await vpc("DeleteNatGateway", { NatGatewayId: id });
  });

  it("NAT gateways exist in every zone of the region", async () => {
    const { Zones } = await vpc("ListEnhanhcedNatGatewayAvailableZones", {});
    assert.ok(Array.isArray(Zones) && Zones.some((zone) => at(zone, "ZoneId") === "cn-hangzhou-h"));
  });

  it("a NAT gateway is listed with its tags and addresses", async () => {
    const answer = await vpc("CreateNatGateway", {
      VpcId: network.vpcId,
      VSwitchId: network.vswitchId,
      NatType: "Enhanced",
      EipBindMode: "NAT",
      Name: "exit",
      Description: "of the shop",
      "Tag.1.Key": "team",
      "Tag.1.Value": "web",
    });
    const NatGatewayId = textAt(answer, "NatGatewayId");
    await newEip(NatGatewayId);
    const protection = { InstanceId: NatGatewayId, Type: "NATGW", ProtectionEnable: "true" };
    await vpc("DeletionProtection", protection);
    const row = at(await vpc("DescribeNatGateways", { NatGatewayId }), "NatGateways.NatGateway.0");
    assert.deepEqual(at(row, "Tags.Tag"), [{ TagKey: "team", TagValue: "web" }]);
    assert.deepEqual(
      [at(row, "Name"), at(row, "Description"), at(row, "DeletionProtection")],
      ["exit", "of the shop", true],
    );
    assert.equal(at(row, "IpLists.IpList.0.UsingStatus"), "Idle");
    assert.equal(at(row, "IpLists.IpList.0.PrivateIpAddress"), "10.0.0.1");
  });

  it("SNAT entries use addresses of their gateway, which cannot leave it", async () => {
    const { id, snatTable } = await newGateway();
    const { AllocationId, ip } = await newEip(id);
    const entry = { SnatTableId: snatTable, SourceVSwitchId: network.vswitchId };
    const wrong = vpc("CreateSnatEntry", { ...entry, SnatIp: "203.0.113.250" });
    assert.equal(await readCode(wrong), "InvalidIp.NotInNatgw");
    const SnatEntryId = textAt(await vpc("CreateSnatEntry", { ...entry, SnatIp: ip }), "SnatEntryId");
    const seen = await vpc("DescribeSnatTableEntries", { SnatTableId: snatTable, SnatEntryId });
    assert.equal(at(seen, "SnatTableEntries.SnatTableEntry.0.SourceCIDR"), "10.0.0.0/24");
    const leave = () => vpc("UnassociateEipAddress", { AllocationId, InstanceId: id });
    assert.equal(await readCode(leave()), "InvalidIpStatus.HasBeenUsedInSnatTable");
    assert.equal(await readCode(vpc("DeleteNatGateway", { NatGatewayId: id })), "DependencyViolation.EIPS");
    await vpc("DeleteSnatEntry", { SnatTableId: snatTable, SnatEntryId });
    await leave();
  });

  it("DNAT entries use each external port once, and end with their gateway by force", async () => {
    const { id, forwardTable } = await newGateway();
    const { ip } = await newEip(id);
    const entry = {
      ForwardTableId: forwardTable,
      ...{
        ExternalIp: ip,
        ExternalPort: "80",
        InternalIp: "10.0.0.9",
        InternalPort: "8080",
        IpProtocol: "tcp",
      },
    };
    const ForwardEntryId = textAt(await vpc("CreateForwardEntry", entry), "ForwardEntryId");
    assert.equal(await readCode(vpc("CreateForwardEntry", entry)), "Forbidden.ForwardEntry.Duplicated");
    await vpc("ModifyForwardEntry", { ForwardTableId: forwardTable, ForwardEntryId, InternalPort: "9090" });
    const seen = await vpc("DescribeForwardTableEntries", { ForwardEntryId });
    assert.equal(at(seen, "ForwardTableEntries.ForwardTableEntry.0.InternalPort"), "9090");
    await vpc("DeleteNatGateway", { NatGatewayId: id, Force: "true" });
    assert.equal(cloud.store.forwardEntries.all().length, 0);
  });
});
