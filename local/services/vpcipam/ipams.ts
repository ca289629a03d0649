import type { Ipam } from "../../store/model";
import { type Call, ipamOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { takePage, tokenPage, tokenPaging } from "../common/paging";
import { accountId, findRegion } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { ipamError } from "./errors";

const common = {
  ClientToken: { type: "string", maxLength: 64 },
  DryRun: { type: "boolean", implemented: [false] },
} as const;
const ipamId = { type: "string", required: true } as const;
const regionList = { type: "list", item: { type: "string" }, max: 50 } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;

export function findIpam(call: Call, id: string): Ipam {
  const ipam = call.store.ipams.get(id);
  if (!ipam) throw ipamError("ResourceNotFound.Ipam", id);
  return ipam;
}

/** The IPAM with a scope. It has one private and one public scope, and no other can be created here. */
export function ipamOfScope(call: Call, scopeId: string): Ipam {
  const ipam = call.store.ipams.find((one) => listScopes(one).some(({ id }) => id === scopeId));
  if (!ipam) throw ipamError("ResourceNotFound.IpamScope", scopeId);
  return ipam;
}

const listScopes = (ipam: Ipam) => [
  { id: ipam.privateScopeId, type: "private" },
  { id: ipam.publicScopeId, type: "public" },
];

function checkRegions(ids: readonly string[]): void {
  const unknown = ids.find((id) => !findRegion(id));
  if (unknown !== undefined) throw ipamError("IllegalParam.OperatingRegionList", unknown);
}

/** Resource discovery is not implemented. */
const noDiscovery = {
  DefaultResourceDiscoveryId: "",
  DefaultResourceDiscoveryAssociationId: "",
  ResourceDiscoveryAssociationCount: 0,
} as const;

const describeIpam = (ipam: Ipam) => ({
  IpamId: ipam.id,
  IpamName: ipam.name,
  IpamDescription: ipam.description,
  IpamStatus: "Created",
  OperatingRegionList: ipam.operatingRegionIds,
  PrivateDefaultScopeId: ipam.privateScopeId,
  PublicDefaultScopeId: ipam.publicScopeId,
  ScopeCount: 2,
  ...noDiscovery,
  OwnerId: accountId,
  RegionId: ipam.regionId,
  ResourceGroupId: ipam.resourceGroupId,
  CreateTime: ipam.createdTime,
  Tags: keyValueTags(ipam.tags),
});

export const ipams = [
  ipamOperation({
    action: "CreateIpam",
    parameters: {
      ...common,
      IpamName: nameParameter,
      IpamDescription: descriptionParameter,
      OperatingRegionList: { ...regionList, required: true },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      checkRegions(p.OperatingRegionList);
      const other = call.store.ipams.find(({ regionId }) => regionId === call.regionId);
      if (other) throw ipamError("QuotaExceeded.Ipam", other.id);
      const ipam = call.store.ipams.put({
        id: newResourceId("ipam", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.IpamName ?? "",
        description: p.IpamDescription ?? "",
        // The region of the IPAM itself is always one of them.
        operatingRegionIds: [...new Set([call.regionId, ...p.OperatingRegionList])],
        privateScopeId: newResourceId("ipam-scope", call.regionId),
        publicScopeId: newResourceId("ipam-scope", call.regionId),
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return {
        IpamId: ipam.id,
        PrivateDefaultScopeId: ipam.privateScopeId,
        PublicDefaultScopeId: ipam.publicScopeId,
        ...noDiscovery,
      };
    },
  }),
  ipamOperation({
    action: "ListIpams",
    parameters: {
      IpamIds: { type: "list", item: { type: "string" }, max: 100 },
      IpamName: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tags: tagParameter,
      ...tokenPaging,
    },
    handle(call, p) {
      const found = call.store.ipams.filter(
        (ipam) =>
          ipam.regionId === call.regionId &&
          (p.IpamIds.length === 0 || p.IpamIds.includes(ipam.id)) &&
          (!p.IpamName || ipam.name === p.IpamName) &&
          (!p.ResourceGroupId || ipam.resourceGroupId === p.ResourceGroupId) &&
          hasTags(ipam, p.Tags),
      );
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map(describeIpam);
      return { Ipams: rows, Count: rows.length, TotalCount: found.length, MaxResults: page.PageSize };
    },
  }),
  ipamOperation({
    action: "UpdateIpam",
    parameters: {
      ...common,
      IpamId: ipamId,
      IpamName: nameParameter,
      IpamDescription: descriptionParameter,
      AddOperatingRegion: regionList,
      RemoveOperatingRegion: regionList,
    },
    handle(call, p) {
      const ipam = findIpam(call, p.IpamId);
      checkRegions(p.AddOperatingRegion);
      const kept = ipam.operatingRegionIds.filter((id) => !p.RemoveOperatingRegion.includes(id));
      ipam.operatingRegionIds = [...new Set([...kept, ...p.AddOperatingRegion])];
      ipam.name = p.IpamName ?? ipam.name;
      ipam.description = p.IpamDescription ?? ipam.description;
      return {};
    },
  }),
  ipamOperation({
    action: "DeleteIpam",
    parameters: { ...common, IpamId: ipamId },
    handle(call, p) {
      const ipam = findIpam(call, p.IpamId);
      const scopeIds = listScopes(ipam).map(({ id }) => id);
      const pool = call.store.ipamPools.find(({ scopeId }) => scopeIds.includes(scopeId));
      if (pool) throw ipamError("DependencyViolation.IpamPool", ipam.id, pool.id);
      call.store.ipams.delete(ipam.id);
      return {};
    },
  }),
  ipamOperation({
    action: "ListIpamScopes",
    parameters: {
      IpamId: { type: "string" },
      IpamScopeIds: { type: "list", item: { type: "string" }, max: 100 },
      IpamScopeType: { type: "string", enum: ["private", "public"] },
      ...tokenPaging,
    },
    handle(call, p) {
      const found = call.store.ipams
        .filter(({ regionId, id }) => regionId === call.regionId && (!p.IpamId || id === p.IpamId))
        .flatMap((ipam) => listScopes(ipam).map((scope) => ({ ipam, scope })))
        .filter(
          ({ scope }) =>
            (p.IpamScopeIds.length === 0 || p.IpamScopeIds.includes(scope.id)) &&
            (!p.IpamScopeType || scope.type === p.IpamScopeType),
        );
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map(({ ipam, scope }) => ({
        IpamId: ipam.id,
        IpamScopeId: scope.id,
        IpamScopeName: "",
        IpamScopeDescription: "",
        IpamScopeType: scope.type,
        IsDefault: true,
        PoolCount: call.store.ipamPools.filter(({ scopeId }) => scopeId === scope.id).length,
        Status: "Created",
        OwnerId: accountId,
        RegionId: ipam.regionId,
        ResourceGroupId: ipam.resourceGroupId,
        CreateTime: ipam.createdTime,
        Tags: [],
      }));
      return { IpamScopes: rows, Count: rows.length, TotalCount: found.length, MaxResults: page.PageSize };
    },
  }),
];
