import type { Vpc } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import { type Call, inScope, vpcOperation } from "../common/call";
import { type Cidr, contains, overlaps, parseCidr } from "../common/cidr";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds, readyTime } from "../common/times";
import { allocate } from "../vpcipam/allocations";
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

/** Block of a VPC without one, and of every default VPC. */
const defaultCidrBlock = "172.16.0.0/12";

/** At most three blocks, separated by commas. */
function readUserCidrs(text = ""): string[] {
  const blocks = text.split(",").filter((block) => block !== "");
  for (const block of blocks) requireCidr(block);
  if (blocks.length > 3) throw vpcError("QuotaExceeded.UserCidr", blocks.length);
  return blocks;
}

/** The default VPC of the region of a call. */
export function findDefaultVpc(call: Call): Vpc | undefined {
  return call.store.vpcs.find((vpc) => vpc.regionId === call.regionId && vpc.isDefault === true);
}

/**
 * The default VPC of the region of a call, which ECS creates for a resource without a VPC.
 *
 * Assumption: it is ready at once.
 */
export function ensureDefaultVpc(call: Call): Vpc {
  return findDefaultVpc(call) ?? createDefaultVpc(call, {});
}

function createDefaultVpc(call: Call, p: { EnableIpv6?: boolean; ResourceGroupId?: string }): Vpc {
  return createVpc(call, {
    tags: [],
    name: "",
    description: "",
    cidrBlock: defaultCidrBlock,
    isDefault: true,
    ...(p.EnableIpv6 && { ipv6CidrBlock: freeVpcBlock(call.store) }),
    resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
  });
}

type NewVpc = Omit<Vpc, "id" | "regionId" | "createdTime" | "routerId" | "routeTableId" | "availableTime">;

function createVpc(call: Call, values: NewVpc): Vpc {
  const { regionId } = call;
  return call.store.vpcs.put({
    id: newResourceId("vpc", regionId),
    regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    ...values,
    ...availability(call),
    routerId: newResourceId("vrt", regionId),
    routeTableId: newResourceId("vtb", regionId),
  });
}

const answerCreated = (vpc: Vpc) => ({
  VpcId: vpc.id,
  VRouterId: vpc.routerId,
  RouteTableId: vpc.routeTableId,
  ResourceGroupId: vpc.resourceGroupId,
});

/** Whether every vSwitch of a VPC is inside one of its blocks. */
function checkBlocks(call: Call, vpc: Vpc, blocks: readonly string[]): void {
  const ranges = blocks.map(requireCidr);
  const left = call.store.vswitches.find(
    ({ vpcId, cidrBlock }) =>
      vpcId === vpc.id && !ranges.some((range) => contains(range, requireCidr(cidrBlock))),
  );
  if (left) throw vpcError("InvalidCidrBlock.InUse", blocks[0], left.cidrBlock, left.id);
}

/** The ID of a stored resource that belongs to a VPC. Empty without one. */
const attachedId = (call: Call, belongs: (values: Record<string, unknown>) => boolean): string =>
  call.store.storedResources.find(({ values }) => belongs(values))?.id ?? "";

const dhcpOptionsSetOf = (call: Call, vpc: Vpc): string =>
  attachedId(call, ({ vpcs }) => Array.isArray(vpcs) && vpcs.includes(vpc.id));

const dryRun = { type: "boolean", implemented: [false] } as const;

/** Common fields of DescribeVpcAttribute and DescribeVpcs. Unset texts are empty, never absent. */
function describeVpc(call: Call, vpc: Vpc) {
  const vswitchIds = call.store.vswitches.filter((vswitch) => vswitch.vpcId === vpc.id).map(({ id }) => id);
  const dhcpOptionsSetId = dhcpOptionsSetOf(call, vpc);
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    Description: vpc.description,
    CidrBlock: vpc.cidrBlock,
    Status: networkStatus(vpc, call.cloud.clock()),
    RegionId: vpc.regionId,
    CreationTime: vpc.createdTime,
    IsDefault: vpc.isDefault ?? false,
    VRouterId: vpc.routerId,
    ResourceGroupId: vpc.resourceGroupId,
    OwnerId: Number(accountId),
    DnsHostnameStatus: vpc.dnsHostnames ? "ENABLED" : "DISABLED",
    EnabledIpv6: vpc.ipv6CidrBlock !== undefined,
    Ipv6CidrBlock: vpc.ipv6CidrBlock ?? "",
    Ipv6CidrBlocks: {
      Ipv6CidrBlock: vpc.ipv6CidrBlock ? [{ Ipv6CidrBlock: vpc.ipv6CidrBlock, Ipv6Isp: "BGP" }] : [],
    },
    SecondaryCidrBlocks: { SecondaryCidrBlock: vpc.secondaryCidrBlocks ?? [] },
    UserCidrs: { UserCidr: vpc.userCidrs ?? [] },
    DhcpOptionsSetId: dhcpOptionsSetId,
    DhcpOptionsSetStatus: dhcpOptionsSetId === "" ? "" : "InUse",
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
      Ipv4IpamPoolId: { type: "string" },
      Ipv4CidrMask: { type: "integer", min: 8, max: 28 },
      Ipv6Isp: { type: "string", implemented: ["BGP"] },
      EnableDnsHostname: { type: "boolean" },
      UserCidr: { type: "string" },
      DryRun: { type: "boolean" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const cidrBlock = p.Ipv4IpamPoolId
        ? allocate(call, p.Ipv4IpamPoolId, {
            ...(p.CidrBlock && { cidr: p.CidrBlock }),
            ...(p.Ipv4CidrMask !== undefined && { bits: p.Ipv4CidrMask }),
          })
        : p.CidrBlock || defaultCidrBlock;
      checkVpcCidr(cidrBlock);
      const userCidrs = readUserCidrs(p.UserCidr);
      const tags = createTags(p.Tag);
      const resourceGroupId = checkResourceGroup(call, p.ResourceGroupId);
      if (p.DryRun) throw vpcError("DryRunOperation");
      const vpc = createVpc(call, {
        tags,
        name: p.VpcName ?? "",
        description: p.Description ?? "",
        cidrBlock,
        ...(userCidrs.length > 0 && { userCidrs }),
        ...(p.EnableDnsHostname && { dnsHostnames: true }),
        ...(p.EnableIpv6 && { ipv6CidrBlock: freeVpcBlock(call.store) }),
        resourceGroupId,
        ...(p.Ipv4IpamPoolId && { ipamPoolId: p.Ipv4IpamPoolId }),
      });
      return answerCreated(vpc);
    },
  }),
  vpcOperation({
    action: "CreateDefaultVpc",
    parameters: {
      EnableIpv6: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const existing = findDefaultVpc(call);
      if (existing) throw vpcError("OperationDenied.DefaultVpcExists", existing.id, call.regionId);
      return answerCreated(createDefaultVpc(call, p));
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
        Ipv4GatewayId: attachedId(
          call,
          (it) => it.VpcId === vpc.id && it.Ipv4GatewayRouteTableId !== undefined,
        ),
        SupportIpv4Gateway: false,
      };
    },
  }),
  vpcOperation({
    action: "DescribeVpcs",
    parameters: {
      VpcId: { type: "string" },
      VpcName: { type: "string" },
      IsDefault: { type: "boolean" },
      EnableIpv6: { type: "boolean" },
      DhcpOptionsSetId: { type: "string" },
      VpcOwnerId: { type: "integer" },
      ResourceGroupId: { type: "string" },
      DryRun: dryRun,
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
          (p.IsDefault === undefined || p.IsDefault === (vpc.isDefault ?? false)) &&
          (p.EnableIpv6 === undefined || p.EnableIpv6 === (vpc.ipv6CidrBlock !== undefined)) &&
          (!p.DhcpOptionsSetId || dhcpOptionsSetOf(call, vpc) === p.DhcpOptionsSetId) &&
          (p.VpcOwnerId === undefined || p.VpcOwnerId === Number(accountId)) &&
          hasTags(vpc, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((vpc) => ({
        ...describeVpc(call, vpc),
        RouterTableIds: {
          RouterTableIds: [
            vpc.routeTableId,
            ...call.store.routeTables.filter(({ vpcId }) => vpcId === vpc.id).map(({ id }) => id),
          ],
        },
        NatGatewayIds: {
          NatGatewayIds: call.store.natGateways.filter((one) => one.vpcId === vpc.id).map(({ id }) => id),
        },
        CenStatus: "",
      }));
      return { ...pageFields(page), Vpcs: { Vpc: rows } };
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
      EnableDnsHostname: { type: "boolean" },
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      if (p.CidrBlock && p.CidrBlock !== vpc.cidrBlock) {
        if (vpc.isDefault) throw vpcError("OperationDenied.DefaultVpcCidrBlock", vpc.id);
        checkVpcCidr(p.CidrBlock);
        checkBlocks(call, vpc, [p.CidrBlock, ...(vpc.secondaryCidrBlocks ?? [])]);
      }
      if (p.EnableIPv6 !== undefined) setIpv6(call, vpc, p.EnableIPv6);
      if (p.EnableDnsHostname !== undefined) vpc.dnsHostnames = p.EnableDnsHostname;
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
      // Deletes attached gateways and routes too. vSwitches and security groups still prevent it.
      ForceDelete: { type: "boolean" },
      DryRun: { type: "boolean" },
      ClientToken: { type: "string" },
    },
    handle(call, p) {
      const { store } = call;
      const vpc = availableVpc(call, p.VpcId);
      const vswitch = store.vswitches.find(({ vpcId }) => vpcId === vpc.id);
      if (vswitch) throw vpcError("DependencyViolation.VSwitch", vpc.id, vswitch.id);
      const group = store.securityGroups.find(({ vpcId }) => vpcId === vpc.id);
      if (group) throw vpcError("DependencyViolation.SecurityGroup", vpc.id, group.id);
      const table = store.routeTables.find(({ vpcId }) => vpcId === vpc.id);
      if (table && !p.ForceDelete) throw vpcError("DependencyViolation.RouteTable", vpc.id, table.id);
      const gateway = store.ipv6Gateways.find(({ vpcId }) => vpcId === vpc.id);
      if (gateway && !p.ForceDelete) throw vpcError("DependencyViolation.Ipv6Gateway", vpc.id, gateway.id);
      if (p.DryRun) throw vpcError("DryRunOperation");
      if (gateway) store.ipv6Gateways.delete(gateway.id);
      const tables = store.routeTables.filter(({ vpcId }) => vpcId === vpc.id).map(({ id }) => id);
      for (const id of tables) store.routeTables.delete(id);
      const entries = store.routeEntries.filter(({ tableId }) =>
        [vpc.routeTableId, ...tables].includes(tableId),
      );
      for (const { id } of entries) store.routeEntries.delete(id);
      store.vpcs.delete(vpc.id);
      return {};
    },
  }),
  vpcOperation({
    action: "AssociateVpcCidrBlock",
    parameters: {
      VpcId: vpcId,
      SecondaryCidrBlock: { type: "string", required: true },
      IpVersion: { type: "string", implemented: ["IPV4", "ipv4"] },
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      checkVpcCidr(p.SecondaryCidrBlock);
      const blocks = vpc.secondaryCidrBlocks ?? [];
      const block = requireCidr(p.SecondaryCidrBlock);
      const taken = [vpc.cidrBlock, ...blocks].find((other) => overlaps(requireCidr(other), block));
      if (taken) throw vpcError("InvalidCidrBlock.OverlapsVpc", p.SecondaryCidrBlock, taken, vpc.id);
      if (blocks.length >= maxSecondaryBlocks) throw vpcError("QuotaExceeded.SecondaryCidrBlock", vpc.id);
      vpc.secondaryCidrBlocks = [...blocks, p.SecondaryCidrBlock];
      return { CidrBlock: p.SecondaryCidrBlock, IpVersion: "IPV4" };
    },
  }),
  vpcOperation({
    action: "UnassociateVpcCidrBlock",
    parameters: { VpcId: vpcId, SecondaryCidrBlock: { type: "string", required: true } },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      const blocks = vpc.secondaryCidrBlocks ?? [];
      if (!blocks.includes(p.SecondaryCidrBlock))
        throw vpcError("InvalidCidrBlock.NotFound", vpc.id, p.SecondaryCidrBlock);
      const kept = blocks.filter((block) => block !== p.SecondaryCidrBlock);
      checkBlocks(call, vpc, [vpc.cidrBlock, ...kept]);
      vpc.secondaryCidrBlocks = kept;
      return {};
    },
  }),
];

/** Default quota. */
const maxSecondaryBlocks = 5;

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
