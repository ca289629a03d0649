import type { Vpc, VSwitch } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import type { Store } from "../../store/store";
import { type Call, inScope, vpcOperation } from "../common/call";
import { contains, formatAddress, lastAddress, overlaps, parseCidr } from "../common/cidr";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId, requireRegion } from "../common/regions";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freeAddressCount } from "./addresses";
import { vpcError } from "./errors";
import { ipv6User, vswitchBlock } from "./ipv6";
import { networkAclOf } from "./networkAcls";
import { availability, availableVpc, findDefaultVpc, findVpc, requireCidr } from "./vpcs";

const vswitchId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
/** Number of a /64 in the VPC's /56. */
const ipv6Subnet = { type: "integer", min: 0, max: 255 } as const;

/** Finds a vSwitch by ID in any region. */
function findVSwitch(call: Call, id: string): VSwitch {
  const vswitch = call.store.vswitches.get(id);
  if (!vswitch) throw vpcError("InvalidVSwitchId.NotFound", id);
  return vswitch;
}

/** Finds a vSwitch that is ready for use. */
export function availableVSwitch(call: Call, id: string): VSwitch {
  const vswitch = findVSwitch(call, id);
  const status = networkStatus(vswitch, call.cloud.clock());
  if (status !== "Available") throw vpcError("IncorrectVSwitchStatus", vswitch.id, status);
  return vswitch;
}

function checkVSwitchCidr(store: Store, text: string, vpc: Vpc): void {
  const block = requireCidr(text);
  if (block.bits < 16 || block.bits > 29) throw vpcError("InvalidCidrBlock.MaskNotSupported", text);
  const blocks = [vpc.cidrBlock, ...(vpc.secondaryCidrBlocks ?? [])];
  if (!blocks.some((outer) => contains(requireCidr(outer), block)))
    throw vpcError("InvalidCidrBlock.NotInVpc", text, blocks.join(", "));
  const other = store.vswitches.find((vswitch) => {
    const taken = vswitch.vpcId === vpc.id ? parseCidr(vswitch.cidrBlock) : undefined;
    return taken !== undefined && overlaps(taken, block);
  });
  if (other) throw vpcError("InvalidCidrBlock.Overlapped", text, other.cidrBlock, other.id);
}

function describeVSwitch(call: Call, vswitch: VSwitch) {
  const vpc = call.store.vpcs.get(vswitch.vpcId);
  return {
    VSwitchId: vswitch.id,
    VSwitchName: vswitch.name,
    Description: vswitch.description,
    VpcId: vswitch.vpcId,
    ZoneId: vswitch.zoneId,
    CidrBlock: vswitch.cidrBlock,
    Status: networkStatus(vswitch, call.cloud.clock()),
    CreationTime: vswitch.createdTime,
    IsDefault: vswitch.isDefault ?? false,
    AvailableIpAddressCount: freeAddressCount(call.store, vswitch),
    // Empty, not absent: the provider treats a missing key as enabled.
    Ipv6CidrBlock: vswitch.ipv6CidrBlock ?? "",
    EnabledIpv6: vswitch.ipv6CidrBlock !== undefined,
    NetworkAclId: networkAclOf(call, vswitch.id),
    OwnerId: Number(accountId),
    ResourceGroupId: vpc?.resourceGroupId ?? "",
    RouteTable: {
      RouteTableId: vswitch.routeTableId ?? vpc?.routeTableId ?? "",
      RouteTableType: vswitch.routeTableId ? "Custom" : "System",
    },
    ShareType: "",
    Tags: { Tag: keyValueTags(vswitch.tags) },
  };
}

/** The /64 of a VPC with this number, which must be free. */
function findIpv6Block(store: Store, vpc: Vpc, subnet: number): string {
  if (vpc.ipv6CidrBlock === undefined) throw vpcError("OperationDenied.VpcIpv6NotEnabled", vpc.id);
  const block = vswitchBlock(vpc.ipv6CidrBlock, subnet);
  const other = store.vswitches.find(
    ({ vpcId, ipv6CidrBlock }) => vpcId === vpc.id && ipv6CidrBlock === block,
  );
  if (other) throw vpcError("InvalidIpv6CidrBlock.Overlapped", subnet, vpc.id, other.id);
  return block;
}

/** A VPC has at most one IPv6 block, so the parameter can name only that one. */
function checkVpcIpv6Block(vpc: Vpc, block: string | undefined): void {
  if (block && block !== vpc.ipv6CidrBlock) throw vpcError("InvalidVpcIpv6CidrBlock.NotFound", vpc.id, block);
}

const createIpv6Block = (
  store: Store,
  vpc: Vpc,
  subnet: number | undefined,
): Pick<VSwitch, "ipv6CidrBlock"> =>
  subnet === undefined ? {} : { ipv6CidrBlock: findIpv6Block(store, vpc, subnet) };

function checkZone(regionId: string, zoneId: string): void {
  const { zones } = requireRegion(regionId);
  if (!zones.includes(zoneId)) throw vpcError("InvalidZoneId.NotFound", zoneId, regionId, zones.join(", "));
}

/** The first /20 of a default VPC that no vSwitch uses. */
function freeDefaultBlock(store: Store, vpc: Vpc): string {
  const outer = requireCidr(vpc.cidrBlock);
  const taken = store.vswitches
    .filter(({ vpcId }) => vpcId === vpc.id)
    .map(({ cidrBlock }) => requireCidr(cidrBlock));
  for (let base = outer.base; base <= lastAddress(outer); base += 2 ** 12) {
    const block = { base, bits: 20 };
    if (!taken.some((other) => overlaps(other, block))) return `${formatAddress(base)}/20`;
  }
  throw vpcError("InvalidCidrBlock.Overlapped", "/20", vpc.cidrBlock, vpc.id);
}

type NewVSwitch = Omit<VSwitch, "id" | "regionId" | "createdTime" | "vpcId" | "availableTime">;

function createVSwitch(call: Call, vpc: Vpc, values: NewVSwitch): VSwitch {
  return call.store.vswitches.put({
    id: newResourceId("vsw", vpc.regionId),
    regionId: vpc.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    vpcId: vpc.id,
    ...values,
    ...availability(call),
  });
}

function setIpv6(call: Call, vswitch: VSwitch, enabled: boolean, subnet: number | undefined): void {
  if (enabled) {
    if (subnet === undefined) throw vpcError("MissingIpv6CidrBlock");
    vswitch.ipv6CidrBlock ??= findIpv6Block(call.store, findVpc(call, vswitch.vpcId), subnet);
    return;
  }
  const user = ipv6User(call.store, vswitch.id);
  if (user !== undefined) throw vpcError("OperationDenied.Ipv6InUse", vswitch.id, user);
  delete vswitch.ipv6CidrBlock;
}

export const vswitches = [
  vpcOperation({
    action: "CreateVSwitch",
    parameters: {
      VpcId: { type: "string", required: true },
      ZoneId: { type: "string", required: true },
      CidrBlock: { type: "string", required: true },
      VSwitchName: nameParameter,
      Description: descriptionParameter,
      Ipv6CidrBlock: ipv6Subnet,
      VpcIpv6CidrBlock: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      checkZone(vpc.regionId, p.ZoneId);
      checkVSwitchCidr(call.store, p.CidrBlock, vpc);
      checkVpcIpv6Block(vpc, p.VpcIpv6CidrBlock);
      const vswitch = createVSwitch(call, vpc, {
        tags: createTags(p.Tag),
        name: p.VSwitchName ?? "",
        description: p.Description ?? "",
        zoneId: p.ZoneId,
        cidrBlock: p.CidrBlock,
        ...createIpv6Block(call.store, vpc, p.Ipv6CidrBlock),
      });
      return { VSwitchId: vswitch.id };
    },
  }),
  vpcOperation({
    action: "CreateDefaultVSwitch",
    parameters: {
      ZoneId: { type: "string", required: true },
      Ipv6CidrBlock: ipv6Subnet,
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      checkZone(call.regionId, p.ZoneId);
      const vpc = findDefaultVpc(call);
      if (!vpc) throw vpcError("InvalidDefaultVpc.NotFound", call.regionId);
      const existing = call.store.vswitches.find(
        ({ vpcId, zoneId, isDefault }) => vpcId === vpc.id && zoneId === p.ZoneId && isDefault === true,
      );
      if (existing) throw vpcError("OperationDenied.DefaultVSwitchExists", existing.id, p.ZoneId);
      const vswitch = createVSwitch(call, availableVpc(call, vpc.id), {
        tags: [],
        name: "",
        description: "",
        zoneId: p.ZoneId,
        cidrBlock: freeDefaultBlock(call.store, vpc),
        isDefault: true,
        ...createIpv6Block(call.store, vpc, p.Ipv6CidrBlock),
      });
      return { VSwitchId: vswitch.id };
    },
  }),
  vpcOperation({
    action: "DescribeVSwitchAttributes",
    parameters: { VSwitchId: vswitchId },
    handle: (call, p) => describeVSwitch(call, findVSwitch(call, p.VSwitchId)),
  }),
  vpcOperation({
    action: "DescribeVSwitches",
    parameters: {
      VpcId: { type: "string" },
      VSwitchId: { type: "string" },
      ZoneId: { type: "string" },
      VSwitchName: { type: "string" },
      IsDefault: { type: "boolean" },
      EnableIpv6: { type: "boolean" },
      RouteTableId: { type: "string" },
      VSwitchOwnerId: { type: "integer" },
      ResourceGroupId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const ids = p.VSwitchId?.split(",") ?? [];
      const found = call.store.vswitches.filter(
        (vswitch) =>
          inScope(call, vswitch) &&
          (ids.length === 0 || ids.includes(vswitch.id)) &&
          (!p.VpcId || vswitch.vpcId === p.VpcId) &&
          (!p.ZoneId || vswitch.zoneId === p.ZoneId) &&
          (!p.VSwitchName || vswitch.name === p.VSwitchName) &&
          (p.IsDefault === undefined || p.IsDefault === (vswitch.isDefault ?? false)) &&
          (p.EnableIpv6 === undefined || p.EnableIpv6 === (vswitch.ipv6CidrBlock !== undefined)) &&
          (!p.RouteTableId ||
            p.RouteTableId === (vswitch.routeTableId ?? call.store.vpcs.get(vswitch.vpcId)?.routeTableId)) &&
          (p.VSwitchOwnerId === undefined || p.VSwitchOwnerId === Number(accountId)) &&
          (!p.ResourceGroupId || call.store.vpcs.get(vswitch.vpcId)?.resourceGroupId === p.ResourceGroupId) &&
          hasTags(vswitch, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((vswitch) => describeVSwitch(call, vswitch));
      return { ...pageFields(page), VSwitches: { VSwitch: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyVSwitchAttribute",
    parameters: {
      VSwitchId: vswitchId,
      VSwitchName: nameParameter,
      Description: descriptionParameter,
      EnableIPv6: { type: "boolean" },
      Ipv6CidrBlock: ipv6Subnet,
      VpcIpv6CidrBlock: { type: "string" },
    },
    handle(call, p) {
      const vswitch = availableVSwitch(call, p.VSwitchId);
      checkVpcIpv6Block(findVpc(call, vswitch.vpcId), p.VpcIpv6CidrBlock);
      if (p.EnableIPv6 !== undefined) setIpv6(call, vswitch, p.EnableIPv6, p.Ipv6CidrBlock);
      vswitch.name = p.VSwitchName ?? vswitch.name;
      vswitch.description = p.Description ?? vswitch.description;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteVSwitch",
    parameters: { VSwitchId: vswitchId },
    handle(call, p) {
      const { store } = call;
      const vswitch = availableVSwitch(call, p.VSwitchId);
      const user =
        store.instances.find((instance) => instance.vswitchId === vswitch.id) ??
        store.networkInterfaces.find((one) => one.vswitchId === vswitch.id) ??
        store.natGateways.find((gateway) => gateway.vswitchId === vswitch.id) ??
        store.loadBalancers.find((balancer) => balancer.vswitchId === vswitch.id) ??
        store.albLoadBalancers.find(({ zones }) => zones.some((zone) => zone.vswitchId === vswitch.id));
      if (user) throw vpcError("DependencyViolation", vswitch.id, user.id);
      store.vswitches.delete(vswitch.id);
      return {};
    },
  }),
];
