import type { Vpc } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import { type Call, inScope, vpcOperation } from "../common/call";
import { type Cidr, contains, overlaps, parseCidr } from "../common/cidr";
import { newResourceId } from "../common/ids";
import { pageFields, pageOf, paging } from "../common/paging";
import { accountId } from "../common/regions";
import { hasTags, keyValueTags, tagParameter, tagsOf } from "../common/tags";
import { isoSeconds, readyTime } from "../common/times";
import { vpcError } from "./errors";
import { freeVpcBlock } from "./ipv6";

const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const vpcId = { type: "string", required: true } as const;

const reservedRanges = ["100.64.0.0/10", "224.0.0.0/4", "127.0.0.0/8", "169.254.0.0/16"].map(requireCidr);

/** Finds a VPC by ID in any region. */
export function findVpc(call: Call, id: string): Vpc {
  const vpc = call.store.vpcs.get(id);
  if (!vpc) throw vpcError("InvalidVpcId.NotFound", id);
  return vpc;
}

/**
 * Finds a VPC that is ready for use.
 *
 * @throws ApiError while it is being created
 */
export function availableVpc(call: Call, id: string): Vpc {
  const vpc = findVpc(call, id);
  const status = networkStatus(vpc, call.cloud.clock());
  if (status !== "Available") throw vpcError("IncorrectVpcStatus", vpc.id, status);
  return vpc;
}

/** The time from a fault at which a resource is ready, for the store. */
export function availability(call: Call): { availableTime?: string } {
  const availableTime = readyTime(call);
  return availableTime === undefined ? {} : { availableTime };
}

export function requireCidr(text: string): Cidr {
  const block = parseCidr(text);
  if (!block) throw vpcError("InvalidCidrBlock.Malformed", text);
  return block;
}

function checkVpcCidr(text: string): void {
  const block = requireCidr(text);
  const isReserved = reservedRanges.some((range) => overlaps(range, block));
  const allowed = block.bits >= 8 && block.bits <= 28 && !isReserved;
  if (!allowed) throw vpcError("InvalidCidrBlock.NotSupported", text);
}

/** Common fields of DescribeVpcAttribute and DescribeVpcs. Unset texts are empty, never absent. */
function describeVpc(call: Call, vpc: Vpc) {
  const vswitchIds = call.store.vswitches.filter((vswitch) => vswitch.vpcId === vpc.id).map(({ id }) => id);
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    Description: vpc.description,
    CidrBlock: vpc.cidrBlock,
    Status: networkStatus(vpc, call.cloud.clock()),
    RegionId: vpc.regionId,
    CreationTime: vpc.createdTime,
    IsDefault: false,
    VRouterId: vpc.routerId,
    ResourceGroupId: vpc.resourceGroupId,
    OwnerId: Number(accountId),
    DnsHostnameStatus: "DISABLED",
    EnabledIpv6: vpc.ipv6CidrBlock !== undefined,
    Ipv6CidrBlock: vpc.ipv6CidrBlock ?? "",
    Ipv6CidrBlocks: {
      Ipv6CidrBlock: vpc.ipv6CidrBlock ? [{ Ipv6CidrBlock: vpc.ipv6CidrBlock, Ipv6Isp: "BGP" }] : [],
    },
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    UserCidrs: { UserCidr: [] },
    VSwitchIds: { VSwitchId: vswitchIds },
    Tags: { Tag: keyValueTags(vpc.tags) },
  };
}

export const vpcs = [
  vpcOperation({
    action: "CreateVpc",
    parameters: {
      CidrBlock: { type: "string" },
      VpcName: nameParameter,
      Description: descriptionParameter,
      ResourceGroupId: { type: "string" },
      EnableIpv6: { type: "boolean" },
      Ipv6Isp: { type: "string", implemented: ["BGP"] },
      EnableDnsHostname: { type: "boolean", implemented: [false] },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const cidrBlock = p.CidrBlock || "172.16.0.0/12";
      checkVpcCidr(cidrBlock);
      const { regionId } = call;
      const vpc = call.store.vpcs.put({
        id: newResourceId("vpc", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: tagsOf(p.Tag),
        name: p.VpcName ?? "",
        description: p.Description ?? "",
        cidrBlock,
        ...(p.EnableIpv6 && { ipv6CidrBlock: freeVpcBlock(call.store) }),
        ...availability(call),
        routerId: newResourceId("vrt", regionId),
        routeTableId: newResourceId("vtb", regionId),
        resourceGroupId: p.ResourceGroupId ?? "",
      });
      return {
        VpcId: vpc.id,
        VRouterId: vpc.routerId,
        RouteTableId: vpc.routeTableId,
        ResourceGroupId: vpc.resourceGroupId,
      };
    },
  }),
  vpcOperation({
    action: "DescribeVpcAttribute",
    parameters: { VpcId: vpcId },
    handle(call, p) {
      const vpc = findVpc(call, p.VpcId);
      return {
        ...describeVpc(call, vpc),
        ClassicLinkEnabled: false,
        CloudResources: { CloudResourceSetType: [] },
        AssociatedCens: { AssociatedCen: [] },
      };
    },
  }),
  vpcOperation({
    action: "DescribeVpcs",
    parameters: {
      VpcId: { type: "string" },
      VpcName: { type: "string" },
      IsDefault: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const ids = p.VpcId?.split(",") ?? [];
      const found = call.store.vpcs.filter(
        (vpc) =>
          inScope(call, vpc) &&
          (ids.length === 0 || ids.includes(vpc.id)) &&
          (!p.VpcName || vpc.name === p.VpcName) &&
          (!p.ResourceGroupId || vpc.resourceGroupId === p.ResourceGroupId) &&
          p.IsDefault !== true &&
          hasTags(vpc, p.Tag),
      );
      const page = pageOf(found, p);
      const rows = page.items.map((vpc) => ({
        ...describeVpc(call, vpc),
        RouterTableIds: { RouterTableIds: [vpc.routeTableId] },
        NatGatewayIds: { NatGatewayIds: [] },
      }));
      return { ...pageFields(page), Vpcs: { Vpc: rows } };
    },
  }),
  vpcOperation({
    action: "DescribeRouteTableList",
    parameters: {
      VpcId: { type: "string" },
      RouteTableId: { type: "string" },
      RouterId: { type: "string" },
      RouteTableType: { type: "string", enum: ["System", "Custom"] },
      ...paging,
    },
    handle(call, p) {
      const found = call.store.vpcs.filter(
        (vpc) =>
          inScope(call, vpc) &&
          (!p.VpcId || vpc.id === p.VpcId) &&
          (!p.RouteTableId || vpc.routeTableId === p.RouteTableId) &&
          (!p.RouterId || vpc.routerId === p.RouterId) &&
          p.RouteTableType !== "Custom",
      );
      const page = pageOf(found, p);
      const rows = page.items.map((vpc) => systemRouteTable(call, vpc));
      return { ...pageFields(page), RouterTableList: { RouterTableListType: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyVpcAttribute",
    parameters: {
      VpcId: vpcId,
      VpcName: nameParameter,
      Description: descriptionParameter,
      CidrBlock: { type: "string" },
      EnableIPv6: { type: "boolean" },
      Ipv6Isp: { type: "string", implemented: ["BGP"] },
      EnableDnsHostname: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      if (p.CidrBlock) {
        checkVpcCidr(p.CidrBlock);
        const block = requireCidr(p.CidrBlock);
        const left = call.store.vswitches.find(
          (vswitch) => vswitch.vpcId === vpc.id && !contains(block, requireCidr(vswitch.cidrBlock)),
        );
        if (left) throw vpcError("InvalidCidrBlock.InUse", p.CidrBlock, left.cidrBlock, left.id);
      }
      if (p.EnableIPv6 !== undefined) setIpv6(call, vpc, p.EnableIPv6);
      vpc.cidrBlock = p.CidrBlock || vpc.cidrBlock;
      vpc.name = p.VpcName ?? vpc.name;
      vpc.description = p.Description ?? vpc.description;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteVpc",
    parameters: {
      VpcId: vpcId,
      ForceDelete: { type: "boolean", implemented: [false] },
      ClientToken: { type: "string" },
    },
    handle(call, p) {
      const { store } = call;
      const vpc = availableVpc(call, p.VpcId);
      const vswitch = store.vswitches.find(({ vpcId }) => vpcId === vpc.id);
      if (vswitch) throw vpcError("DependencyViolation.VSwitch", vpc.id, vswitch.id);
      const group = store.securityGroups.find(({ vpcId }) => vpcId === vpc.id);
      if (group) throw vpcError("DependencyViolation.SecurityGroup", vpc.id, group.id);
      store.vpcs.delete(vpc.id);
      return {};
    },
  }),
];

/** A VPC keeps its block while IPv6 is enabled. */
function setIpv6(call: Call, vpc: Vpc, enabled: boolean): void {
  if (enabled) {
    vpc.ipv6CidrBlock ??= freeVpcBlock(call.store);
    return;
  }
  const user = call.store.vswitches.find((one) => one.vpcId === vpc.id && one.ipv6CidrBlock !== undefined);
  if (user) throw vpcError("OperationDenied.Ipv6InUse", vpc.id, user.id);
  delete vpc.ipv6CidrBlock;
}

function systemRouteTable(call: Call, vpc: Vpc) {
  const vswitchIds = call.store.vswitches.filter(({ vpcId }) => vpcId === vpc.id).map(({ id }) => id);
  return {
    RouteTableId: vpc.routeTableId,
    RouteTableType: "System",
    RouteTableName: "",
    Description: "",
    RouterId: vpc.routerId,
    RouterType: "VRouter",
    VpcId: vpc.id,
    ResourceGroupId: vpc.resourceGroupId,
    RoutePropagationEnable: true,
    AssociateType: "VSwitch",
    Status: "Available",
    CreationTime: vpc.createdTime,
    OwnerId: Number(accountId),
    VSwitchIds: { VSwitchId: vswitchIds },
    Tags: { Tag: [] },
  };
}
