import type { StoredResource } from "../../store/model";
import { type Call, vpcOperation } from "../common/call";
import { formatAddress, lastAddress, parseCidr } from "../common/cidr";
import { accountId } from "../common/regions";
import { storedKind, type Values } from "../common/stored";
import { keyValueTags } from "../common/tags";
import { reservedAtEnd } from "./addresses";
import { vpcError } from "./errors";
import { findNatGateway } from "./natGateways";
import { availableVpc } from "./vpcs";
import { availableVSwitch } from "./vswitches";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const flag = { type: "boolean" } as const;
const number = { type: "integer" } as const;
const name = { type: "string", maxLength: 128 } as const;
const description = { type: "string", maxLength: 256 } as const;
const required = { type: "string", required: true } as const;
/** Newer actions answer tags as a plain list. */
const plainTags = ({ tags }: StoredResource) => ({ Tags: keyValueTags(tags) });

/** The highest address of a block that is not taken. Instances get the lowest ones. */
function lastFreeAddress(cidr: string, taken: readonly unknown[]): string {
  const block = parseCidr(cidr);
  if (!block) return "";
  let address = lastAddress(block) - reservedAtEnd;
  while (taken.includes(formatAddress(address))) address -= 1;
  return formatAddress(address);
}

export const haVip = storedKind({
  define: vpcOperation,
  kind: "vpc high-availability virtual IP address",
  idName: "HaVipId",
  newId: "havip",
  notFound: "InvalidHaVipId.NotFound",
  fields: { Name: name, Description: description },
  defaults: { instances: [], AssociatedInstanceType: "" },
  describe: ({ store }, { values, createdTime }) => ({
    instances: undefined,
    VpcId: store.vswitches.get(String(values.VSwitchId))?.vpcId ?? "",
    Status: (values.instances as string[]).length > 0 ? "InUse" : "Available",
    CreateTime: createdTime,
    ChargeType: "PostPaid",
    AssociatedInstances: { associatedInstance: values.instances },
    AssociatedEipAddresses: { associatedEipAddresse: [] },
    MasterInstanceId: (values.instances as string[])[0] ?? "",
  }),
});

/** Addresses that move between instances. No connection uses them. */
const haVips = [
  haVip.create("CreateHaVip", {
    fixed: { VSwitchId: text, IpAddress: text, ResourceGroupId: text },
    required: ["VSwitchId"],
    prepare(call, given) {
      const vswitch = availableVSwitch(call, String(given.VSwitchId));
      const taken = haVip.all(call.store).map(({ values }) => values.IpAddress);
      return { IpAddress: given.IpAddress || lastFreeAddress(vswitch.cidrBlock, taken) };
    },
    answer: (_call, { id, values }) => ({ HaVipId: id, IpAddress: values.IpAddress }),
  }),
  haVip.list("DescribeHaVips", {
    filters: { ResourceGroupId: text },
    more: { Filter: { type: "objects", fields: { Key: text, Value: texts } } },
    as: "HaVips.HaVip",
    matches(call, resource, given) {
      const described = haVip.describe(call, resource);
      const filters = given.Filter as { Key?: string; Value: string[] }[];
      return filters.every(({ Key = "", Value }) =>
        Value.includes(String(Key === "VpcId" ? described.VpcId : described[Key])),
      );
    },
  }),
  haVip.changing("ModifyHaVipAttribute"),
  haVip.changing("AssociateHaVip", {
    only: [],
    more: {
      InstanceId: required,
      InstanceType: { type: "string", enum: ["EcsInstance", "NetworkInterface"] },
    },
    prepare: (_call, given, { values }) => ({
      instances: [...(values.instances as string[]), given.InstanceId],
      AssociatedInstanceType: given.InstanceType ?? "EcsInstance",
    }),
  }),
  haVip.changing("UnassociateHaVip", {
    only: [],
    more: { InstanceId: required, InstanceType: text, Force: text },
    prepare(_call, given, { values }) {
      const instances = (values.instances as string[]).filter((one) => one !== given.InstanceId);
      return { instances, ...(instances.length === 0 && { AssociatedInstanceType: "" }) };
    },
  }),
  haVip.remove("DeleteHaVip"),
];

export const ipv4Gateway = storedKind({
  define: vpcOperation,
  kind: "vpc IPv4 gateway",
  idName: "Ipv4GatewayId",
  newId: "ipv4gw",
  notFound: "ResourceNotFound.Ipv4Gateway",
  fields: { Ipv4GatewayName: name, Ipv4GatewayDescription: description },
  defaults: { Enabled: false, Ipv4GatewayRouteTableId: "" },
  tags: plainTags,
  describe: (_call, { createdTime }) => ({
    Status: "Created",
    CreateTime: createdTime,
    GmtCreate: createdTime,
  }),
});

const ipv4Gateways = [
  ipv4Gateway.create("CreateIpv4Gateway", {
    fixed: { VpcId: text, ResourceGroupId: text },
    required: ["VpcId"],
    prepare: (call, given) => {
      availableVpc(call, String(given.VpcId));
    },
    answer: (_call, { id, resourceGroupId }) => ({ Ipv4GatewayId: id, ResourceGroupId: resourceGroupId }),
  }),
  ipv4Gateway.get("GetIpv4GatewayAttribute"),
  ipv4Gateway.list("ListIpv4Gateways", {
    filters: { Ipv4GatewayId: text, Ipv4GatewayName: text, VpcId: text, ResourceGroupId: text },
    as: "Ipv4GatewayModels",
    byToken: true,
  }),
  ipv4Gateway.changing("UpdateIpv4GatewayAttribute"),
  ipv4Gateway.changing("EnableVpcIpv4Gateway", {
    only: [],
    more: { RouteTableList: texts },
    prepare: () => ({ Enabled: true }),
  }),
  ipv4Gateway.remove("DeleteIpv4Gateway", { InternetMode: text }),
  ...(["AssociateRouteTableWithGateway", "DissociateRouteTableFromGateway"] as const).map((action) =>
    vpcOperation({
      action,
      parameters: {
        ...{ ClientToken: text, DryRun: flag },
        GatewayId: required,
        GatewayType: { type: "string", required: true, implemented: ["IPv4Gateway"] },
        RouteTableId: required,
      },
      handle(call, p) {
        const gateway = ipv4Gateway.find(call, p.GatewayId);
        if (!call.store.routeTables.get(p.RouteTableId))
          throw vpcError("InvalidRouteTableId.NotFound", p.RouteTableId);
        const isAssociation = action === "AssociateRouteTableWithGateway";
        ipv4Gateway.change(gateway, { Ipv4GatewayRouteTableId: isAssociation ? p.RouteTableId : "" });
        return {};
      },
    }),
  ),
];

const egressRule = storedKind({
  define: vpcOperation,
  kind: "vpc IPv6 egress-only rule",
  idName: "Ipv6EgressOnlyRuleId",
  newId: "ipv6py",
  notFound: "InvalidIpv6EgressRuleId.NotFound",
  fields: { Name: name, Description: description },
  describe: () => ({ Status: "Available" }),
});

const egressRules = [
  egressRule.create("CreateIpv6EgressOnlyRule", {
    fixed: { Ipv6GatewayId: text, InstanceId: text, InstanceType: { type: "string", enum: ["Ipv6Address"] } },
    required: ["Ipv6GatewayId", "InstanceId"],
    prepare: (_call, given) => ({ InstanceType: given.InstanceType ?? "Ipv6Address" }),
    answer: (_call, { id }) => ({ Ipv6EgressRuleId: id }),
  }),
  egressRule.list("DescribeIpv6EgressOnlyRules", {
    filters: {
      Ipv6EgressOnlyRuleId: text,
      Ipv6GatewayId: text,
      InstanceId: text,
      InstanceType: text,
      Name: text,
    },
    as: "Ipv6EgressOnlyRules.Ipv6EgressOnlyRule",
  }),
  egressRule.remove("DeleteIpv6EgressOnlyRule", { Ipv6GatewayId: text }),
];

const dhcpOptions = storedKind({
  define: vpcOperation,
  kind: "vpc DHCP options set",
  idName: "DhcpOptionsSetId",
  newId: "dopt",
  notFound: "InvalidDhcpOptionsSetId.NotFound",
  fields: {
    DhcpOptionsSetName: name,
    DhcpOptionsSetDescription: description,
    DomainName: text,
    DomainNameServers: text,
    LeaseTime: text,
    Ipv6LeaseTime: text,
  },
  defaults: {
    DomainNameServers: "100.100.2.136,100.100.2.138",
    LeaseTime: "24",
    Ipv6LeaseTime: "24",
    vpcs: [],
  },
  tags: plainTags,
  describe(_call, { values, createdTime }) {
    const { DomainName = "", DomainNameServers, LeaseTime, Ipv6LeaseTime } = values;
    const vpcs = values.vpcs as string[];
    return {
      vpcs: undefined,
      DhcpOptions: { DomainName, DomainNameServers, LeaseTime, Ipv6LeaseTime },
      Status: vpcs.length > 0 ? "InUse" : "Available",
      AssociateVpcs: vpcs.map((VpcId) => ({ VpcId, AssociateStatus: "InUse" })),
      AssociateVpcCount: vpcs.length,
      CreationTime: createdTime,
      OwnerId: 0,
    };
  },
});

/** Settings of DHCP. Instances of the local cloud do not use them. */
const dhcpOptionsSets = [
  dhcpOptions.create("CreateDhcpOptionsSet", {
    fixed: { ResourceGroupId: text },
    answer: (_call, { id, resourceGroupId }) => ({ DhcpOptionsSetId: id, ResourceGroupId: resourceGroupId }),
  }),
  dhcpOptions.get("GetDhcpOptionsSet"),
  dhcpOptions.list("ListDhcpOptionsSets", {
    filters: { DhcpOptionsSetId: texts, DhcpOptionsSetName: text, DomainName: text, ResourceGroupId: text },
    as: "DhcpOptionsSets",
    byToken: true,
  }),
  dhcpOptions.changing("UpdateDhcpOptionsSetAttribute"),
  dhcpOptions.changing("AttachDhcpOptionsSetToVpc", {
    only: [],
    more: { VpcId: required },
    prepare: (call, given, { values }) => ({
      vpcs: [...new Set([...(values.vpcs as string[]), availableVpc(call, String(given.VpcId)).id])],
    }),
  }),
  dhcpOptions.changing("DetachDhcpOptionsSetFromVpc", {
    only: [],
    more: { VpcId: required },
    prepare: (_call, given, { values }) => ({
      vpcs: (values.vpcs as string[]).filter((id) => id !== given.VpcId),
    }),
  }),
  dhcpOptions.remove("DeleteDhcpOptionsSet"),
];

const entries = { type: "objects", fields: { Cidr: text, Description: text } } as const;
type Entry = { Cidr?: string; Description?: string };
const entriesOf = ({ values }: StoredResource): Entry[] => (values.entries ?? []) as Entry[];

const prefixList = storedKind({
  define: vpcOperation,
  kind: "vpc prefix list",
  idName: "PrefixListId",
  newId: "pl",
  notFound: "ResourceNotFound.PrefixList",
  fields: { PrefixListName: name, PrefixListDescription: description, MaxEntries: number },
  defaults: { IpVersion: "IPV4", MaxEntries: 50 },
  tags: plainTags,
  describe: (_call, resource) => ({
    entries: undefined,
    PrefixListEntries: undefined,
    CidrBlocks: entriesOf(resource).map(({ Cidr }) => Cidr),
    PrefixListStatus: "Created",
    Status: "Created",
    PrefixListType: "Custom",
    OwnerId: accountId,
    ShareType: "",
    CreationTime: resource.createdTime,
  }),
});

/** Lists of one resource, with a token of the next page that is always empty. */
const wholeList = (field: string, rows: readonly unknown[]) => ({
  [field]: rows,
  Count: rows.length,
  TotalCount: rows.length,
  NextToken: "",
});
const ofPrefixList = { MaxResults: number, NextToken: text, PrefixListId: required } as const;

const prefixLists = [
  prefixList.create("CreateVpcPrefixList", {
    fixed: { IpVersion: text, PrefixListEntries: entries, ResourceGroupId: text },
    prepare: (_call, given) => ({
      entries: given.PrefixListEntries,
      ...(given.IpVersion ? { IpVersion: String(given.IpVersion).toUpperCase() } : {}),
    }),
    answer: (_call, { id, resourceGroupId }) => ({ PrefixListId: id, ResourceGroupId: resourceGroupId }),
  }),
  prefixList.list("ListPrefixLists", {
    filters: { PrefixListIds: texts, PrefixListName: text, ResourceGroupId: text },
    fieldOf: { PrefixListIds: "PrefixListId" },
    as: "PrefixLists",
    byToken: true,
  }),
  vpcOperation({
    action: "GetVpcPrefixListEntries",
    parameters: ofPrefixList,
    handle(call, p) {
      const list = prefixList.find(call, p.PrefixListId);
      const rows = entriesOf(list).map(({ Cidr, Description = "" }) => ({
        Cidr,
        Description,
        PrefixListId: list.id,
        RegionId: list.regionId,
      }));
      return wholeList("PrefixListEntry", rows);
    },
  }),
  vpcOperation({
    action: "GetVpcPrefixListAssociations",
    parameters: ofPrefixList,
    handle(call, p) {
      prefixList.find(call, p.PrefixListId);
      return wholeList("PrefixListAssociation", []);
    },
  }),
  prefixList.changing("ModifyVpcPrefixList", {
    more: { AddPrefixListEntry: entries, RemovePrefixListEntry: entries },
    prepare(_call, given, list) {
      const added = given.AddPrefixListEntry as Entry[];
      const replaced = new Set(
        [...(given.RemovePrefixListEntry as Entry[]), ...added].map(({ Cidr }) => Cidr),
      );
      return { entries: [...entriesOf(list).filter(({ Cidr }) => !replaced.has(Cidr)), ...added] };
    },
    answer: (_call, { id }) => ({ PrefixListId: id }),
  }),
  prefixList.remove("DeleteVpcPrefixList"),
];

const flowLog = storedKind({
  define: vpcOperation,
  kind: "vpc flow log",
  idName: "FlowLogId",
  newId: "fl",
  notFound: "InvalidFlowLogId.NotFound",
  fields: {
    FlowLogName: name,
    Description: description,
    AggregationInterval: { type: "integer", min: 1, max: 10 },
    IpVersion: text,
    LogFormat: text,
  },
  defaults: { AggregationInterval: 10, Status: "Active", TrafficPath: ["all"], IpVersion: "IPv4" },
  describe: (_call, { values, createdTime }) => ({
    TrafficPath: { TrafficPathList: values.TrafficPath },
    BusinessStatus: "Normal",
    CreationTime: createdTime,
    FlowLogDeliverErrorMessage: "",
    FlowLogDeliverStatus: "Success",
    ServiceType: "",
  }),
});
const succeeded = () => ({ Success: "true" });

/** Flow logs. The local cloud writes no entries. */
const flowLogs = [
  flowLog.create("CreateFlowLog", {
    fixed: {
      ResourceType: { type: "string", enum: ["NetworkInterface", "VSwitch", "VPC"] },
      ResourceId: text,
      TrafficType: { type: "string", enum: ["All", "Allow", "Drop"] },
      TrafficPath: texts,
      ProjectName: text,
      LogStoreName: text,
      ResourceGroupId: text,
    },
    required: ["ResourceType", "ResourceId", "TrafficType", "ProjectName", "LogStoreName"],
    answer: (_call, { id, resourceGroupId }) => ({
      FlowLogId: id,
      ResourceGroupId: resourceGroupId,
      Success: "true",
    }),
  }),
  flowLog.list("DescribeFlowLogs", {
    filters: {
      ...{ FlowLogId: text, FlowLogName: text, Description: text, ResourceType: text, ResourceId: text },
      ...{ ProjectName: text, LogStoreName: text, Status: text, TrafficType: text, ResourceGroupId: text },
    },
    more: { VpcId: text },
    as: "FlowLogs.FlowLog",
    answer: { Success: "true" },
    matches: ({ store }, { values }, { VpcId }) =>
      !VpcId ||
      [values.ResourceId, store.vswitches.get(String(values.ResourceId))?.vpcId].includes(String(VpcId)),
  }),
  flowLog.changing("ModifyFlowLogAttribute", { answer: succeeded }),
  flowLog.changing("ActiveFlowLog", { only: [], prepare: () => ({ Status: "Active" }), answer: succeeded }),
  flowLog.changing("DeactiveFlowLog", {
    only: [],
    prepare: () => ({ Status: "Inactive" }),
    answer: succeeded,
  }),
  flowLog.remove("DeleteFlowLog", {}, undefined, succeeded),
  vpcOperation({
    action: "OpenFlowLogService",
    parameters: { ClientToken: text },
    handle: () => ({ Code: "Success", Message: "" }),
  }),
  vpcOperation({
    action: "GetFlowLogServiceStatus",
    parameters: { ClientToken: text },
    handle: () => ({ Enabled: true }),
  }),
];

const reservation = storedKind({
  define: vpcOperation,
  kind: "vpc vSwitch CIDR reservation",
  idName: "VSwitchCidrReservationId",
  newId: "vcr",
  notFound: "ResourceNotFound.VSwitchCidrReservation",
  fields: { VSwitchCidrReservationName: name, VSwitchCidrReservationDescription: description },
  defaults: { IpVersion: "IPv4", VSwitchCidrReservationType: "Prefix" },
  tags: plainTags,
  describe: ({ store }, { values, createdTime }) => ({
    VpcId: store.vswitches.get(String(values.VSwitchId))?.vpcId ?? "",
    Type: values.VSwitchCidrReservationType,
    Status: "Assigned",
    CreationTime: createdTime,
    AssignedCidrCount: "0",
    AvailableCidrCount: "0",
  }),
});

/** Reserved blocks of a vSwitch. The local cloud assigns single addresses only, also from these blocks. */
const reservations = [
  reservation.create("CreateVSwitchCidrReservation", {
    fixed: {
      ...{ VSwitchId: text, IpVersion: text, VSwitchCidrReservationCidr: text },
      ...{ VSwitchCidrReservationMask: text, VSwitchCidrReservationType: text },
    },
    required: ["VSwitchId"],
    prepare(call, given) {
      const vswitch = availableVSwitch(call, String(given.VSwitchId));
      const block = parseCidr(vswitch.cidrBlock);
      const mask = Number(given.VSwitchCidrReservationMask ?? 28);
      const last = (block?.base ?? 0) + 2 ** (32 - (block?.bits ?? 24)) - 2 ** (32 - mask);
      return {
        VSwitchCidrReservationCidr: given.VSwitchCidrReservationCidr || `${formatAddress(last)}/${mask}`,
      };
    },
  }),
  reservation.list("ListVSwitchCidrReservations", {
    filters: {
      ...{ VSwitchId: text, VSwitchCidrReservationIds: texts, IpVersion: text },
      VSwitchCidrReservationType: text,
    },
    fieldOf: { VSwitchCidrReservationIds: "VSwitchCidrReservationId" },
    as: "VSwitchCidrReservations",
    byToken: true,
  }),
  reservation.changing("ModifyVSwitchCidrReservationAttribute"),
  reservation.remove("DeleteVSwitchCidrReservation"),
];

const natIpCidr = storedKind({
  define: vpcOperation,
  kind: "vpc NAT IP CIDR block",
  idName: "NatIpCidrId",
  newId: "vpcnatcidr",
  notFound: "InvalidNatIpCidr.NotFound",
  fields: { NatIpCidrName: name, NatIpCidrDescription: description },
  defaults: { IsDefault: false },
  describe: (_call, { createdTime }) => ({
    NatIpCidrStatus: "Available",
    CreationTime: createdTime,
    Tags: undefined,
  }),
});
export const natIp = storedKind({
  define: vpcOperation,
  kind: "vpc NAT IP address",
  idName: "NatIpId",
  newId: "vpcnatip",
  notFound: "InvalidNatIp.NotFound",
  fields: { NatIpName: name, NatIpDescription: description },
  defaults: { IsDefault: false },
  describe: () => ({ NatIpStatus: "Available", Ipv4Prefix: "", Tags: undefined }),
});

/** The block and the address that every VPC NAT gateway has: those of its vSwitch. */
function addDefaultNatIps(call: Call): void {
  for (const gateway of call.store.natGateways.filter(({ networkType }) => networkType === "intranet")) {
    const values = { NatGatewayId: gateway.id, IsDefault: true };
    const has = (kind: typeof natIp) =>
      kind.all(call.store).some((one) => one.values.NatGatewayId === gateway.id && one.values.IsDefault);
    const NatIpCidr = call.store.vswitches.get(gateway.vswitchId)?.cidrBlock ?? "";
    if (!has(natIpCidr)) natIpCidr.put(call, { ...values, NatIpCidr });
    if (!has(natIp)) natIp.put(call, { ...values, NatIpCidr, NatIp: gateway.privateIp });
  }
}
const knownBlock = (call: Call, given: Values): StoredResource => {
  const found = natIpCidr
    .all(call.store)
    .find(({ values }) => values.NatGatewayId === given.NatGatewayId && values.NatIpCidr === given.NatIpCidr);
  if (!found) throw vpcError("InvalidNatIpCidr.NotFound", given.NatIpCidr, given.NatGatewayId);
  return found;
};
const ofGateway = {
  ...{ ClientToken: text, DryRun: flag },
  NatGatewayId: required,
  NatIpCidr: required,
} as const;

/** Addresses of VPC NAT gateways. */
const natIps = [
  natIpCidr.create("CreateNatIpCidr", {
    fixed: { NatGatewayId: text, NatIpCidr: text },
    required: ["NatGatewayId", "NatIpCidr"],
    prepare: (call, given) => {
      findNatGateway(call, String(given.NatGatewayId));
    },
  }),
  natIpCidr.list("ListNatIpCidrs", {
    filters: {
      NatGatewayId: text,
      NatIpCidr: text,
      NatIpCidrs: texts,
      NatIpCidrName: texts,
      NatIpCidrStatus: text,
    },
    fieldOf: { NatIpCidrs: "NatIpCidr" },
    as: "NatIpCidrs",
    byToken: true,
  }),
  vpcOperation({
    action: "ModifyNatIpCidrAttribute",
    parameters: { ...ofGateway, NatIpCidrName: name, NatIpCidrDescription: description },
    handle(call, { NatIpCidrName, NatIpCidrDescription, ...p }) {
      natIpCidr.change(knownBlock(call, p), {
        ...(NatIpCidrName !== undefined && { NatIpCidrName }),
        ...(NatIpCidrDescription !== undefined && { NatIpCidrDescription }),
      });
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteNatIpCidr",
    parameters: ofGateway,
    handle(call, p) {
      call.store.storedResources.delete(knownBlock(call, p).id);
      return {};
    },
  }),
  natIp.create("CreateNatIp", {
    fixed: { NatGatewayId: text, NatIp: text, NatIpCidr: text },
    required: ["NatGatewayId"],
    prepare(call, given) {
      const gateway = findNatGateway(call, String(given.NatGatewayId));
      addDefaultNatIps(call);
      const NatIpCidr = given.NatIpCidr || call.store.vswitches.get(gateway.vswitchId)?.cidrBlock;
      const { values } = knownBlock(call, { NatGatewayId: gateway.id, NatIpCidr });
      const taken = natIp.all(call.store).map((one) => one.values.NatIp);
      return { NatIpCidr, NatIp: given.NatIp || lastFreeAddress(String(values.NatIpCidr), taken) };
    },
    answer: (_call, { id, values }) => ({ NatIpId: id, NatIp: values.NatIp, Ipv4Prefix: "", NatIps: [] }),
  }),
  natIp.list("ListNatIps", {
    filters: { NatGatewayId: text, NatIpCidr: text, NatIpIds: texts, NatIpName: texts, NatIpStatus: text },
    fieldOf: { NatIpIds: "NatIpId" },
    as: "NatIps",
    byToken: true,
  }),
  natIp.changing("ModifyNatIpAttribute"),
  natIp.remove("DeleteNatIp", { NatGatewayId: text }),
];

const endpoint = storedKind({
  define: vpcOperation,
  kind: "vpc gateway endpoint",
  idName: "EndpointId",
  newId: "vpce",
  notFound: "ResourceNotFound.GatewayEndpoint",
  fields: { EndpointName: name, EndpointDescription: description, PolicyDocument: text },
  defaults: { RouteTables: [] },
  tags: plainTags,
  describe: (_call, { createdTime }) => ({ EndpointStatus: "Created", CreationTime: createdTime }),
});

/** Gateway endpoints of other products, which do not exist here. */
const endpoints = [
  endpoint.create("CreateVpcGatewayEndpoint", {
    fixed: { VpcId: text, ServiceName: text, ResourceGroupId: text },
    required: ["VpcId", "ServiceName"],
    prepare(call, given) {
      availableVpc(call, String(given.VpcId));
      const everybody =
        '{"Version":"1","Statement":[{"Effect":"Allow","Resource":["*"],"Action":["*"],"Principal":["*"]}]}';
      return { PolicyDocument: given.PolicyDocument || everybody };
    },
    answer(call, resource) {
      const { CreationTime, EndpointName, ResourceGroupId, ServiceName } = endpoint.describe(call, resource);
      return { EndpointId: resource.id, CreationTime, EndpointName, ResourceGroupId, ServiceName };
    },
  }),
  endpoint.get("GetVpcGatewayEndpointAttribute"),
  endpoint.changing("UpdateVpcGatewayEndpointAttribute"),
  endpoint.changing("AssociateRouteTablesWithVpcGatewayEndpoint", {
    only: [],
    more: { RouteTableIds: texts },
    prepare: (_call, given, { values }) => ({
      RouteTables: [...new Set([...(values.RouteTables as string[]), ...(given.RouteTableIds as string[])])],
    }),
  }),
  endpoint.changing("DissociateRouteTablesFromVpcGatewayEndpoint", {
    only: [],
    more: { RouteTableIds: texts },
    prepare: (_call, given, { values }) => ({
      RouteTables: (values.RouteTables as string[]).filter(
        (id) => !(given.RouteTableIds as string[]).includes(id),
      ),
    }),
  }),
  endpoint.remove("DeleteVpcGatewayEndpoint"),
];

/** The kinds with tags, by the resource type of the tag actions. */
export const taggedKinds = {
  HaVip: haVip,
  IPV4GATEWAY: ipv4Gateway,
  DHCPOPTIONSSET: dhcpOptions,
  PREFIXLIST: prefixList,
  FLOWLOG: flowLog,
  VSWITCHCIDRRESERVATION: reservation,
  GATEWAYENDPOINT: endpoint,
};

/** Resources without an effect on connections. */
export const storedResources = [
  ...haVips,
  ...ipv4Gateways,
  ...egressRules,
  ...dhcpOptionsSets,
  ...prefixLists,
  ...flowLogs,
  ...reservations,
  ...natIps,
  ...endpoints,
];
