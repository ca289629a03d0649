import type { IpamPool } from "../../store/model";
import { type Call, ipamOperation } from "../common/call";
import { overlaps, parseCidr } from "../common/cidr";
import { newResourceId } from "../common/ids";
import { takePage, tokenPage, tokenPaging } from "../common/paging";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { allocate, findPool, listVpcs } from "./allocations";
import { ipamError } from "./errors";
import { ipamOfScope } from "./ipams";

const clientToken = { type: "string", maxLength: 64 } as const;
const dryRun = { type: "boolean", implemented: [false] } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;
const poolId = { type: "string", required: true } as const;
const mask = { type: "integer", min: 0, max: 32 } as const;
const attributes = {
  IpamPoolName: { type: "string", maxLength: 128 },
  IpamPoolDescription: { type: "string", maxLength: 256 },
  AllocationDefaultCidrMask: mask,
  AllocationMinCidrMask: mask,
  AllocationMaxCidrMask: mask,
  AutoImport: { type: "boolean" },
} as const;

function checkMasks({ minMask, defaultMask, maxMask }: Partial<IpamPool>): void {
  const masks = [minMask, defaultMask, maxMask].filter((one) => one !== undefined);
  const inOrder = masks.every((one, index) => index === 0 || (masks[index - 1] ?? 0) <= one);
  if (!inOrder) throw ipamError("IllegalParam.AllocationCidrMask", minMask, defaultMask, maxMask);
}

function describePool(call: Call, pool: IpamPool) {
  return {
    IpamPoolId: pool.id,
    IpamPoolName: pool.name,
    IpamPoolDescription: pool.description,
    IpamId: ipamOfScope(call, pool.scopeId).id,
    IpamScopeId: pool.scopeId,
    IpamScopeType: ipamOfScope(call, pool.scopeId).publicScopeId === pool.scopeId ? "public" : "private",
    IpamRegionId: pool.regionId,
    RegionId: pool.regionId,
    PoolRegionId: pool.poolRegionId,
    SourceIpamPoolId: pool.sourcePoolId ?? "",
    HasSubPool: call.store.ipamPools.find(({ sourcePoolId }) => sourcePoolId === pool.id) !== undefined,
    PoolDepth: pool.sourcePoolId ? 2 : 1,
    IpVersion: "IPv4",
    Ipv6Isp: "",
    Cidrs: pool.cidrs,
    AutoImport: pool.autoImport,
    IsShared: false,
    OwnerId: accountId,
    Status: "Created",
    ResourceGroupId: pool.resourceGroupId,
    CreateTime: pool.createdTime,
    ...(pool.defaultMask !== undefined && { AllocationDefaultCidrMask: pool.defaultMask }),
    ...(pool.minMask !== undefined && { AllocationMinCidrMask: pool.minMask }),
    ...(pool.maxMask !== undefined && { AllocationMaxCidrMask: pool.maxMask }),
    Tags: keyValueTags(pool.tags),
  };
}

export const pools = [
  ipamOperation({
    action: "CreateIpamPool",
    parameters: {
      ...common,
      ...attributes,
      IpamScopeId: { type: "string", required: true },
      PoolRegionId: { type: "string" },
      SourceIpamPoolId: { type: "string" },
      IpVersion: { type: "string", implemented: ["IPv4"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const ipam = ipamOfScope(call, p.IpamScopeId);
      if (p.SourceIpamPoolId) findPool(call, p.SourceIpamPoolId);
      const poolRegionId = p.PoolRegionId || call.regionId;
      if (!ipam.operatingRegionIds.includes(poolRegionId))
        throw ipamError("IllegalParam.PoolRegionId", ipam.id, poolRegionId);
      const masks = {
        ...(p.AllocationDefaultCidrMask !== undefined && { defaultMask: p.AllocationDefaultCidrMask }),
        ...(p.AllocationMinCidrMask !== undefined && { minMask: p.AllocationMinCidrMask }),
        ...(p.AllocationMaxCidrMask !== undefined && { maxMask: p.AllocationMaxCidrMask }),
      };
      checkMasks(masks);
      const pool = call.store.ipamPools.put({
        id: newResourceId("ipam-pool", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.IpamPoolName ?? "",
        description: p.IpamPoolDescription ?? "",
        scopeId: p.IpamScopeId,
        poolRegionId,
        ...(p.SourceIpamPoolId && { sourcePoolId: p.SourceIpamPoolId }),
        ...masks,
        autoImport: p.AutoImport ?? false,
        cidrs: [],
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { IpamPoolId: pool.id };
    },
  }),
  ipamOperation({
    action: "ListIpamPools",
    parameters: {
      IpamScopeId: { type: "string" },
      IpamPoolIds: { type: "list", item: { type: "string" }, max: 100 },
      IpamPoolName: { type: "string" },
      PoolRegionId: { type: "string" },
      SourceIpamPoolId: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tags: tagParameter,
      ...tokenPaging,
    },
    handle(call, p) {
      const found = call.store.ipamPools.filter(
        (pool) =>
          pool.regionId === call.regionId &&
          (!p.IpamScopeId || pool.scopeId === p.IpamScopeId) &&
          (p.IpamPoolIds.length === 0 || p.IpamPoolIds.includes(pool.id)) &&
          (!p.IpamPoolName || pool.name === p.IpamPoolName) &&
          (!p.PoolRegionId || pool.poolRegionId === p.PoolRegionId) &&
          (!p.SourceIpamPoolId || pool.sourcePoolId === p.SourceIpamPoolId) &&
          (!p.ResourceGroupId || pool.resourceGroupId === p.ResourceGroupId) &&
          hasTags(pool, p.Tags),
      );
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map((pool) => describePool(call, pool));
      return { IpamPools: rows, Count: rows.length, TotalCount: found.length, MaxResults: page.PageSize };
    },
  }),
  ipamOperation({
    action: "UpdateIpamPool",
    parameters: {
      ...common,
      ...attributes,
      IpamPoolId: poolId,
      ClearAllocationDefaultCidrMask: { type: "boolean" },
    },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      const masks = {
        defaultMask: p.ClearAllocationDefaultCidrMask
          ? undefined
          : (p.AllocationDefaultCidrMask ?? pool.defaultMask),
        minMask: p.AllocationMinCidrMask ?? pool.minMask,
        maxMask: p.AllocationMaxCidrMask ?? pool.maxMask,
      };
      checkMasks(masks);
      Object.assign(pool, masks);
      pool.name = p.IpamPoolName ?? pool.name;
      pool.description = p.IpamPoolDescription ?? pool.description;
      pool.autoImport = p.AutoImport ?? pool.autoImport;
      return {};
    },
  }),
  ipamOperation({
    action: "DeleteIpamPool",
    parameters: { ...common, IpamPoolId: poolId },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      const below = call.store.ipamPools.find(({ sourcePoolId }) => sourcePoolId === pool.id);
      if (below) throw ipamError("DependencyViolation.IpamPool", pool.id, below.id);
      const [cidr] = pool.cidrs;
      if (cidr) throw ipamError("DependencyViolation.IpamPoolCidr", pool.id, cidr);
      call.store.ipamPools.delete(pool.id);
      return {};
    },
  }),
  ipamOperation({
    action: "AddIpamPoolCidr",
    parameters: { ...common, IpamPoolId: poolId, Cidr: { type: "string" }, NetmaskLength: mask },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      const cidr = pool.sourcePoolId ? allocateFrom(call, pool.sourcePoolId, p) : p.Cidr;
      if (!cidr) throw ipamError("MissingParam.Cidr");
      const block = parseCidr(cidr);
      // Blocks of a scope do not overlap, unless a pool is below another.
      const siblings = call.store.ipamPools.filter(
        ({ scopeId, sourcePoolId }) => scopeId === pool.scopeId && sourcePoolId === pool.sourcePoolId,
      );
      const other = siblings.flatMap(({ cidrs }) => cidrs).find((one) => overlapping(one, cidr));
      if (!block || other) throw ipamError("IllegalParam.Cidr", cidr, other ?? "no other");
      pool.cidrs.push(cidr);
      return { Cidr: cidr, IpamPoolId: pool.id };
    },
  }),
  ipamOperation({
    action: "ListIpamPoolCidrs",
    parameters: { IpamPoolId: poolId, Cidr: { type: "string" }, ...tokenPaging },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      const found = pool.cidrs.filter((cidr) => !p.Cidr || cidr === p.Cidr);
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map((Cidr) => ({ Cidr, IpamPoolId: pool.id, Status: "Provisioned" }));
      return { IpamPoolCidrs: rows, Count: rows.length, TotalCount: found.length, MaxResults: page.PageSize };
    },
  }),
  ipamOperation({
    action: "DeleteIpamPoolCidr",
    parameters: { ...common, IpamPoolId: poolId, Cidr: { type: "string", required: true } },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      if (!pool.cidrs.includes(p.Cidr)) throw ipamError("ResourceNotFound.IpamPoolCidr", pool.id, p.Cidr);
      const user = listVpcs(call.store, pool.id).find(({ cidrBlock }) => overlapping(cidrBlock, p.Cidr));
      if (user) throw ipamError("OperationDenied.IpamPoolAllocationExist", pool.id, p.Cidr, user.id);
      pool.cidrs = pool.cidrs.filter((cidr) => cidr !== p.Cidr);
      return {};
    },
  }),
  ipamOperation({
    action: "ListIpamPoolAllocations",
    parameters: { IpamPoolId: poolId, Cidr: { type: "string" }, ...tokenPaging },
    handle(call, p) {
      const pool = findPool(call, p.IpamPoolId);
      const found = listVpcs(call.store, pool.id).filter(({ cidrBlock }) => !p.Cidr || cidrBlock === p.Cidr);
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map((vpc) => ({
        IpamPoolAllocationId: `ipam-pool-alloc-${vpc.id.slice(4)}`,
        IpamPoolAllocationName: "",
        IpamPoolAllocationDescription: "",
        SourceCidr: "",
        IpamPoolId: pool.id,
        Cidr: vpc.cidrBlock,
        ResourceId: vpc.id,
        ResourceType: "VPC",
        ResourceRegionId: vpc.regionId,
        ResourceOwnerId: accountId,
        RegionId: pool.regionId,
        Status: "Created",
        CreationTime: vpc.createdTime,
      }));
      return {
        IpamPoolAllocations: rows,
        Count: rows.length,
        TotalCount: found.length,
        MaxResults: page.PageSize,
      };
    },
  }),
];

function allocateFrom(
  call: Call,
  sourcePoolId: string,
  p: { Cidr?: string; NetmaskLength?: number },
): string {
  return allocate(call, sourcePoolId, {
    ...(p.Cidr && { cidr: p.Cidr }),
    ...(p.NetmaskLength !== undefined && { bits: p.NetmaskLength }),
  });
}

function overlapping(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && overlaps(a, b);
}
