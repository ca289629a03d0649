import assert from "node:assert/strict";
import {
  at,
  type Body,
  readCode,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { addBalancer, addInstance, addNetwork, type TestNetwork } from "../support/localNetwork";

type Query = Record<string, string>;

/** A resource that the local cloud only stores: how it is created, found, changed and deleted. */
interface Case {
  what: string;
  version: string;
  create: string;
  given: (network: TestNetwork) => Query;
  /** Field of the ID in the answer of the creation. */
  id: string;
  /** Parameter of the ID in the other actions. @default id */
  idParameter?: string;
  list: string;
  /** Path of the list in the answer. */
  rows: string;
  /** Parameter of the list for the ID, if it has one. */
  filter?: string;
  /** Field of the ID in a row. @default id */
  rowId?: string;
  get?: string;
  /** Action and parameters of a change, with the fields that it changes. */
  change?: [action: string, given: Query, fields: Query];
  remove: string;
}

const cases: readonly Case[] = [
  {
    what: "a high-availability virtual IP address",
    version: versions.vpc,
    create: "CreateHaVip",
    given: ({ vswitchId }) => ({ VSwitchId: vswitchId, "Tag.1.Key": "a", "Tag.1.Value": "b" }),
    id: "HaVipId",
    list: "DescribeHaVips",
    rows: "HaVips.HaVip",
    change: ["ModifyHaVipAttribute", { Name: "shared" }, { Name: "shared" }],
    remove: "DeleteHaVip",
  },
  {
    what: "an IPv4 gateway",
    version: versions.vpc,
    create: "CreateIpv4Gateway",
    given: ({ vpcId }) => ({ VpcId: vpcId, "Tag.1.Key": "a", "Tag.1.Value": "b" }),
    id: "Ipv4GatewayId",
    list: "ListIpv4Gateways",
    rows: "Ipv4GatewayModels",
    filter: "Ipv4GatewayId",
    get: "GetIpv4GatewayAttribute",
    change: ["UpdateIpv4GatewayAttribute", { Ipv4GatewayName: "exit" }, { Ipv4GatewayName: "exit" }],
    remove: "DeleteIpv4Gateway",
  },
  {
    what: "a DHCP options set",
    version: versions.vpc,
    create: "CreateDhcpOptionsSet",
    given: () => ({ DomainName: "example.com", "Tag.1.Key": "a", "Tag.1.Value": "b" }),
    id: "DhcpOptionsSetId",
    list: "ListDhcpOptionsSets",
    rows: "DhcpOptionsSets",
    filter: "DhcpOptionsSetId.1",
    get: "GetDhcpOptionsSet",
    change: [
      "UpdateDhcpOptionsSetAttribute",
      { DhcpOptionsSetName: "names" },
      { DhcpOptionsSetName: "names" },
    ],
    remove: "DeleteDhcpOptionsSet",
  },
  {
    what: "a prefix list of the VPC",
    version: versions.vpc,
    create: "CreateVpcPrefixList",
    given: () => ({ "PrefixListEntries.1.Cidr": "10.0.0.0/8", "Tag.1.Key": "a", "Tag.1.Value": "b" }),
    id: "PrefixListId",
    list: "ListPrefixLists",
    rows: "PrefixLists",
    filter: "PrefixListIds.1",
    change: ["ModifyVpcPrefixList", { PrefixListName: "inside" }, { PrefixListName: "inside" }],
    remove: "DeleteVpcPrefixList",
  },
  {
    what: "a flow log",
    version: versions.vpc,
    create: "CreateFlowLog",
    given: ({ vpcId }) => ({
      ...{ ResourceType: "VPC", ResourceId: vpcId, TrafficType: "All", ProjectName: "p", LogStoreName: "s" },
      ...{ "Tag.1.Key": "a", "Tag.1.Value": "b" },
    }),
    id: "FlowLogId",
    list: "DescribeFlowLogs",
    rows: "FlowLogs.FlowLog",
    filter: "FlowLogId",
    change: ["ModifyFlowLogAttribute", { FlowLogName: "all" }, { FlowLogName: "all" }],
    remove: "DeleteFlowLog",
  },
  {
    what: "a reserved block of a vSwitch",
    version: versions.vpc,
    create: "CreateVSwitchCidrReservation",
    given: ({ vswitchId }) => ({ VSwitchId: vswitchId, "Tag.1.Key": "a", "Tag.1.Value": "b" }),
    id: "VSwitchCidrReservationId",
    list: "ListVSwitchCidrReservations",
    rows: "VSwitchCidrReservations",
    filter: "VSwitchCidrReservationIds.1",
    change: [
      "ModifyVSwitchCidrReservationAttribute",
      { VSwitchCidrReservationName: "pods" },
      { VSwitchCidrReservationName: "pods" },
    ],
    remove: "DeleteVSwitchCidrReservation",
  },
  {
    what: "a security policy of ALB",
    version: versions.alb,
    create: "CreateSecurityPolicy",
    given: () => ({
      ...{ SecurityPolicyName: "strict", "TLSVersions.1": "TLSv1.2", "Ciphers.1": "AES256-GCM-SHA384" },
      ...{ "Tag.1.Key": "a", "Tag.1.Value": "b" },
    }),
    id: "SecurityPolicyId",
    list: "ListSecurityPolicies",
    rows: "SecurityPolicies",
    filter: "SecurityPolicyIds.1",
    change: [
      "UpdateSecurityPolicyAttribute",
      { SecurityPolicyName: "stricter" },
      { SecurityPolicyName: "stricter" },
    ],
    remove: "DeleteSecurityPolicy",
  },
  {
    what: "a TLS cipher policy of CLB",
    version: versions.slb,
    create: "CreateTLSCipherPolicy",
    given: () => ({ Name: "strict", "TLSVersions.1": "TLSv1.2", "Ciphers.1": "AES256-GCM-SHA384" }),
    id: "TLSCipherPolicyId",
    list: "ListTLSCipherPolicies",
    rows: "TLSCipherPolicies",
    filter: "TLSCipherPolicyId",
    rowId: "InstanceId",
    change: ["SetTLSCipherPolicyAttribute", { Name: "stricter" }, { Name: "stricter" }],
    remove: "DeleteTLSCipherPolicy",
  },
  {
    what: "a group of domains",
    version: versions.alidns,
    create: "AddDomainGroup",
    given: () => ({ GroupName: "shops" }),
    id: "GroupId",
    list: "DescribeDomainGroups",
    rows: "DomainGroups.DomainGroup",
    change: ["UpdateDomainGroup", { GroupName: "stores" }, { GroupName: "stores" }],
    remove: "DeleteDomainGroup",
  },
  {
    what: "an environment model of API Gateway",
    version: versions.cloudapi,
    create: "CreateStageModel",
    given: () => ({ StageName: "canary" }),
    id: "StageModelId",
    list: "DescribeStageModels",
    rows: "StageModelInfoList",
    change: ["ModifyStageModel", { Description: "some calls" }, { Description: "some calls" }],
    remove: "DeleteStageModel",
  },
];

describe("Stored resources", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  before(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  after(() => cloud.close());

  const vpc = (action: string, query: Query = {}) => cloud.call(versions.vpc, action, query);
  const slb = (action: string, query: Query = {}) => cloud.call(versions.slb, action, query);
  const alb = (action: string, query: Query = {}) => cloud.call(versions.alb, action, query);
  const dns = (action: string, query: Query = {}) => cloud.call(versions.alidns, action, query);
  const rowsAt = (body: Body, path: string) => at(body, path) as Record<string, unknown>[];

  for (const it_ of cases) {
    it(`${it_.what} is created, found, changed and deleted`, async () => {
      const call = (action: string, query: Query) => cloud.call(it_.version, action, query);
      const id = textAt(await call(it_.create, it_.given(network)), it_.id);
      const named = { [it_.idParameter ?? it_.id]: id };
      const find = async () => {
        const rows = rowsAt(await call(it_.list, it_.filter ? { [it_.filter]: id } : {}), it_.rows);
        return rows.find((row) => row[it_.rowId ?? it_.id] === id);
      };
      assert.ok(await find());
      if (it_.filter) assert.deepEqual(at(await call(it_.list, { [it_.filter]: "none" }), it_.rows), []);
      if (it_.get) assert.equal(at(await call(it_.get, named), it_.id), id);
      if (it_.change) {
        const [action, given, fields] = it_.change;
        await call(action, { ...named, ...given });
        const row = await find();
        for (const [name, value] of Object.entries(fields)) assert.equal(row?.[name], value);
      }
      await call(it_.remove, named);
      assert.equal(await find(), undefined);
      assert.notEqual(await readCode(call(it_.remove, named)), undefined);
    });
  }

  it("a virtual IP address is in use while an instance has it", async () => {
    const { instanceId } = await addInstance(cloud, network);
    const HaVipId = textAt(await vpc("CreateHaVip", { VSwitchId: network.vswitchId }), "HaVipId");
    const status = async () => {
      const filter = { "Filter.1.Key": "HaVipId", "Filter.1.Value.1": HaVipId };
      return at(await vpc("DescribeHaVips", filter), "HaVips.HaVip.0.Status");
    };
    await vpc("AssociateHaVip", { HaVipId, InstanceId: instanceId });
    assert.equal(await status(), "InUse");
    await vpc("UnassociateHaVip", { HaVipId, InstanceId: instanceId });
    assert.equal(await status(), "Available");
  });

  it("a VPC names its DHCP options set and its IPv4 gateway", async () => {
    const { vpcId: VpcId } = network;
    const DhcpOptionsSetId = textAt(await vpc("CreateDhcpOptionsSet"), "DhcpOptionsSetId");
    await vpc("AttachDhcpOptionsSetToVpc", { DhcpOptionsSetId, VpcId });
    const Ipv4GatewayId = textAt(await vpc("CreateIpv4Gateway", { VpcId }), "Ipv4GatewayId");
    await vpc("EnableVpcIpv4Gateway", { Ipv4GatewayId });
    const described = await vpc("DescribeVpcAttribute", { VpcId });
    assert.equal(at(described, "DhcpOptionsSetId"), DhcpOptionsSetId);
    assert.equal(at(described, "Ipv4GatewayId"), Ipv4GatewayId);
    const found = await vpc("DescribeVpcs", { DhcpOptionsSetId });
    assert.equal(at(found, "Vpcs.Vpc.0.VpcId"), VpcId);
    const set = await vpc("GetDhcpOptionsSet", { DhcpOptionsSetId });
    assert.equal(at(set, "AssociateVpcs.0.VpcId"), VpcId);
    await vpc("DetachDhcpOptionsSetFromVpc", { DhcpOptionsSetId, VpcId });
    assert.equal(at(await vpc("DescribeVpcAttribute", { VpcId }), "DhcpOptionsSetId"), "");
    const RouteTableId = textAt(
      await vpc("CreateRouteTable", { VpcId, AssociateType: "Gateway" }),
      "RouteTableId",
    );
    const pair = { GatewayId: Ipv4GatewayId, GatewayType: "IPv4Gateway", RouteTableId };
    await vpc("AssociateRouteTableWithGateway", pair);
    const table = await vpc("DescribeRouteTableList", { RouteTableId });
    assert.equal(at(table, "RouterTableList.RouterTableListType.0.RoutePropagationEnable"), false);
    const gateway = await vpc("GetIpv4GatewayAttribute", { Ipv4GatewayId });
    assert.equal(at(gateway, "Ipv4GatewayRouteTableId"), RouteTableId);
    await vpc("DissociateRouteTableFromGateway", pair);
    await vpc("DeleteIpv4Gateway", { Ipv4GatewayId });
  });

  it("a prefix list adds and removes entries", async () => {
    const given = { "PrefixListEntries.1.Cidr": "10.0.0.0/8" };
    const PrefixListId = textAt(await vpc("CreateVpcPrefixList", given), "PrefixListId");
    const changes = {
      "AddPrefixListEntry.1.Cidr": "172.16.0.0/12",
      "RemovePrefixListEntry.1.Cidr": "10.0.0.0/8",
    };
    await vpc("ModifyVpcPrefixList", { PrefixListId, ...changes });
    const entries = rowsAt(await vpc("GetVpcPrefixListEntries", { PrefixListId }), "PrefixListEntry");
    assert.deepEqual(
      entries.map(({ Cidr }) => Cidr),
      ["172.16.0.0/12"],
    );
    const users = await vpc("GetVpcPrefixListAssociations", { PrefixListId });
    assert.deepEqual(at(users, "PrefixListAssociation"), []);
  });

  it("a flow log stops and starts", async () => {
    await vpc("OpenFlowLogService");
    assert.equal(at(await vpc("GetFlowLogServiceStatus"), "Enabled"), true);
    const place = { ResourceType: "VSwitch", ResourceId: network.vswitchId, TrafficType: "All" };
    const log = { ...place, ProjectName: "p", LogStoreName: "s", "TrafficPath.1": "all" };
    const FlowLogId = textAt(await vpc("CreateFlowLog", log), "FlowLogId");
    const status = async () =>
      at(await vpc("DescribeFlowLogs", { FlowLogId, VpcId: network.vpcId }), "FlowLogs.FlowLog.0.Status");
    await vpc("DeactiveFlowLog", { FlowLogId });
    assert.equal(await status(), "Inactive");
    await vpc("ActiveFlowLog", { FlowLogId });
    assert.equal(await status(), "Active");
  });

  it("a VPC NAT gateway has addresses", async () => {
    const { vpcId: VpcId, vswitchId: VSwitchId } = network;
    const gateway = { VpcId, VSwitchId, NatType: "Enhanced", NetworkType: "intranet" };
    const NatGatewayId = textAt(await vpc("CreateNatGateway", gateway), "NatGatewayId");
    const block = { NatGatewayId, NatIpCidr: "192.168.0.0/24" };
    await vpc("CreateNatIpCidr", block);
    await vpc("ModifyNatIpCidrAttribute", { ...block, NatIpCidrName: "outside" });
    const NatIpId = textAt(await vpc("CreateNatIp", block), "NatIpId");
    await vpc("ModifyNatIpAttribute", { NatIpId, NatIpName: "first" });
    const found = await vpc("ListNatIps", { NatGatewayId, "NatIpIds.1": NatIpId });
    assert.deepEqual([at(found, "TotalCount"), at(found, "NatIps.0.NatIpName")], [1, "first"]);
    const blocks = await vpc("ListNatIpCidrs", { NatGatewayId, "NatIpCidrName.1": "outside" });
    assert.equal(at(blocks, "NatIpCidrs.0.NatIpCidr"), block.NatIpCidr);
    const described = await vpc("DescribeNatGateways", { NatGatewayId });
    const SnatTableId = textAt(described, "NatGateways.NatGateway.0.SnatTableIds.SnatTableId.0");
    const snat = { SnatTableId, SourceVSwitchId: VSwitchId };
    const foreign = vpc("CreateSnatEntry", { ...snat, SnatIp: "192.168.0.250" });
    assert.equal(await readCode(foreign), "InvalidIp.NotInNatgw");
    const entry = await vpc("CreateSnatEntry", { ...snat, SnatIp: textAt(found, "NatIps.0.NatIp") });
    await vpc("DeleteSnatEntry", { SnatTableId, SnatEntryId: textAt(entry, "SnatEntryId") });
    await vpc("DeleteNatIp", { NatIpId });
    await vpc("DeleteNatIpCidr", block);
    assert.equal(await readCode(vpc("DeleteNatIpCidr", block)), "InvalidNatIpCidr.NotFound");
  });

  it("a gateway endpoint belongs to route tables", async () => {
    const { vpcId: VpcId } = network;
    const given = { VpcId, ServiceName: "com.aliyun.cn-hangzhou.oss", "Tag.1.Key": "a", "Tag.1.Value": "b" };
    const EndpointId = textAt(await vpc("CreateVpcGatewayEndpoint", given), "EndpointId");
    const tables = async () => at(await vpc("GetVpcGatewayEndpointAttribute", { EndpointId }), "RouteTables");
    await vpc("AssociateRouteTablesWithVpcGatewayEndpoint", { EndpointId, "RouteTableIds.1": "vtb-1" });
    assert.deepEqual(await tables(), ["vtb-1"]);
    await vpc("DissociateRouteTablesFromVpcGatewayEndpoint", { EndpointId, "RouteTableIds.1": "vtb-1" });
    assert.deepEqual(await tables(), []);
    await vpc("UpdateVpcGatewayEndpointAttribute", { EndpointId, EndpointName: "oss" });
    await vpc("DeleteVpcGatewayEndpoint", { EndpointId });
  });

  it("an IPv6 address gets bandwidth and an egress-only rule", async () => {
    const created = await vpc("CreateVpc", { CidrBlock: "10.9.0.0/16", EnableIpv6: "true" });
    const VpcId = textAt(created, "VpcId");
    const place = { VpcId, ZoneId: "cn-hangzhou-h", CidrBlock: "10.9.0.0/24", Ipv6CidrBlock: "1" };
    const VSwitchId = textAt(await vpc("CreateVSwitch", place), "VSwitchId");
    const Ipv6GatewayId = textAt(await vpc("CreateIpv6Gateway", { VpcId }), "Ipv6GatewayId");
    const tag = { "Tag.1.Key": "a", "Tag.1.Value": "b" };
    const Ipv6AddressId = textAt(await vpc("AllocateIpv6Address", { VSwitchId, ...tag }), "Ipv6AddressId");
    await vpc("ModifyIpv6AddressAttribute", { Ipv6AddressId, Name: "web" });
    const bandwidth = { Ipv6AddressId, Ipv6GatewayId, Bandwidth: "10" };
    const allocated = await vpc("AllocateIpv6InternetBandwidth", bandwidth);
    const Ipv6InternetBandwidthId = textAt(allocated, "InternetBandwidthId");
    await vpc("ModifyIpv6InternetBandwidth", { Ipv6AddressId, Ipv6InternetBandwidthId, Bandwidth: "20" });
    const found = at(
      await vpc("DescribeIpv6Addresses", { Ipv6InternetBandwidthId }),
      "Ipv6Addresses.Ipv6Address.0",
    );
    assert.deepEqual([at(found, "Ipv6AddressName"), at(found, "RealBandwidth")], ["web", 20]);
    const rule = { Ipv6GatewayId, InstanceId: Ipv6AddressId };
    const Ipv6EgressOnlyRuleId = textAt(await vpc("CreateIpv6EgressOnlyRule", rule), "Ipv6EgressRuleId");
    const rules = await vpc("DescribeIpv6EgressOnlyRules", { Ipv6GatewayId, Ipv6EgressOnlyRuleId });
    assert.equal(at(rules, "Ipv6EgressOnlyRules.Ipv6EgressOnlyRule.0.InstanceId"), Ipv6AddressId);
    await vpc("DeleteIpv6EgressOnlyRule", { Ipv6EgressOnlyRuleId });
    await vpc("DeleteIpv6InternetBandwidth", { Ipv6AddressId, Ipv6InternetBandwidthId });
    await vpc("ReleaseIpv6Address", { Ipv6AddressId });
    const rest = await vpc("DescribeIpv6Addresses", { VSwitchId });
    assert.deepEqual(at(rest, "Ipv6Addresses.Ipv6Address"), []);
  });

  it("Internet Shared Bandwidth has the zone of its addresses", async () => {
    await vpc("CreateCommonBandwidthPackage", { Bandwidth: "20", Zone: "cn-hangzhou-h" });
    const found = await vpc("DescribeCommonBandwidthPackages");
    assert.equal(at(found, "CommonBandwidthPackages.CommonBandwidthPackage.0.Zone"), "cn-hangzhou-h");
  });

  it("an elastic IP address has a mode, a log and a limit in its package", async () => {
    const AllocationId = textAt(await vpc("AllocateEipAddress"), "AllocationId");
    await vpc("ModifyEipForwardMode", { InstanceId: AllocationId, Mode: "BINDED" });
    const log = {
      InstanceId: AllocationId,
      InstanceType: "EIP",
      LogProject: "p",
      LogStore: "s",
      Status: "ON",
    };
    await vpc("SetHighDefinitionMonitorLogStatus", log);
    const found = at(
      await vpc("DescribeEipAddresses", { ChargeType: "PostPaid", AllocationId }),
      "EipAddresses.EipAddress.0",
    );
    assert.deepEqual([at(found, "Mode"), at(found, "HDMonitorStatus")], ["BINDED", "ON"]);
    const monitored = await vpc("DescribeHighDefinitionMonitorLogAttribute", { InstanceId: AllocationId });
    assert.equal(monitored.LogProject, "p");
    const BandwidthPackageId = textAt(
      await vpc("CreateCommonBandwidthPackage", { Bandwidth: "20" }),
      "BandwidthPackageId",
    );
    await vpc("AddCommonBandwidthPackageIp", { BandwidthPackageId, IpInstanceId: AllocationId });
    const member = { BandwidthPackageId, EipId: AllocationId };
    await vpc("ModifyCommonBandwidthPackageIpBandwidth", { ...member, Bandwidth: "5" });
    const limit = async () =>
      at(
        await vpc("DescribeCommonBandwidthPackages", { BandwidthPackageId }),
        "CommonBandwidthPackages.CommonBandwidthPackage.0.PublicIpAddresses.PublicIpAddresse.0.Bandwidth",
      );
    assert.equal(await limit(), 5);
    const eips = await vpc("DescribeEipAddresses", { AllocationId });
    assert.equal(at(eips, "EipAddresses.EipAddress.0.Bandwidth"), "5");
    await vpc("CancelCommonBandwidthPackageIpBandwidth", member);
    assert.equal(await limit(), 0);
  });

  it("a primary/secondary server group has two servers", async () => {
    const { instanceId } = await addInstance(cloud, network);
    const LoadBalancerId = await addBalancer(cloud, network);
    const servers = ["Master", "Slave"].map((ServerType, index) => ({
      ...{ ServerId: instanceId, Port: 80 + index, Weight: 100, ServerType },
    }));
    const given = { LoadBalancerId, MasterSlaveBackendServers: JSON.stringify(servers), "Tag.1.Key": "a" };
    const created = await slb("CreateMasterSlaveServerGroup", given);
    const MasterSlaveServerGroupId = textAt(created, "MasterSlaveServerGroupId");
    const found = await slb("DescribeMasterSlaveServerGroupAttribute", { MasterSlaveServerGroupId });
    assert.equal(at(found, "MasterSlaveBackendServers.MasterSlaveBackendServer.1.ServerType"), "Slave");
    const list = await slb("DescribeMasterSlaveServerGroups", { LoadBalancerId });
    assert.equal(
      at(list, "MasterSlaveServerGroups.MasterSlaveServerGroup.0.MasterSlaveServerGroupId"),
      MasterSlaveServerGroupId,
    );
    await slb("DeleteMasterSlaveServerGroup", { MasterSlaveServerGroupId });
  });

  it("a domain belongs to a group, and has custom lines", async () => {
    const DomainName = "lines.example.com";
    await dns("AddDomain", { DomainName });
    const GroupId = textAt(await dns("AddDomainGroup", { GroupName: "shops" }), "GroupId");
    assert.equal(at(await dns("ChangeDomainGroup", { DomainName, GroupId }), "GroupName"), "shops");
    const segment = { "IpSegment.1.StartIp": "192.0.2.1", "IpSegment.1.EndIp": "192.0.2.9" };
    const created = await dns("AddCustomLine", { DomainName, LineName: "office", ...segment });
    const LineId = String(at(created, "LineId"));
    await dns("UpdateCustomLine", { LineId, LineName: "offices" });
    assert.equal(at(await dns("DescribeCustomLine", { LineId }), "Name"), "offices");
    assert.equal(at(await dns("DescribeCustomLines", { DomainName }), "CustomLines.0.Name"), "offices");
    await dns("DeleteCustomLines", { LineIds: LineId });
    assert.equal(at(await dns("DescribeCustomLines", { DomainName }), "TotalItems"), 0);
  });

  it("DNS names its lines and the record that proves ownership", async () => {
    const lines = await dns("DescribeSupportLines");
    assert.equal(at(lines, "RecordLines.RecordLine.0.LineCode"), "default");
    const txt = await dns("GetTxtRecordForVerify", {
      DomainName: "shop.example.com",
      Type: "ADD_SUB_DOMAIN",
    });
    assert.equal(at(txt, "ParentDomainName"), "example.com");
  });

  it("API Gateway is open", async () => {
    await cloud.call(versions.cloudapi, "OpenApiGatewayService");
  });

  it("ALB has system policies", async () => {
    const policies = rowsAt(await alb("ListSystemSecurityPolicies"), "SecurityPolicies");
    assert.ok(policies.some(({ SecurityPolicyId }) => SecurityPolicyId === "tls_cipher_policy_1_2"));
  });
});
