import type { Api, Deployment } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { findApi } from "./apis";
import { describeDefinition } from "./describeDefinition";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { optionalId, requiredId, stageName } from "./names";

interface HistoryRequest {
  GroupId: string;
  ApiId?: string;
  ApiName?: string;
  StageName?: string;
  PageNumber?: number;
  PageSize?: number;
}

/** Publications of one API, or of all APIs of the group, newest first. */
function histories(call: Call, p: HistoryRequest) {
  const group = findGroup(call, p.GroupId);
  const apis = p.ApiId
    ? [findApi(call, p.ApiId, p.GroupId)]
    : call.store.apis.filter((api) => inScope(call, api) && api.groupId === group.id);
  const found = apis
    .flatMap((api) => [...api.deployments].reverse())
    .filter(
      ({ stage, definition }) =>
        (!p.StageName || stage === p.StageName) && (!p.ApiName || definition.name.includes(p.ApiName)),
    );
  const page = takePage(found, p);
  const rows = page.items.map((one) => ({
    ApiId: one.apiId,
    ApiName: one.definition.name,
    Description: one.description,
    GroupId: group.id,
    GroupName: group.name,
    RegionId: group.regionId,
    StageName: one.stage,
    StageAlias: one.stage,
    HistoryVersion: one.historyVersion,
    DeployedTime: one.deployedTime,
    Status: one.status,
  }));
  return { ...pageFields(page), ApiHisItems: { ApiHisItem: rows } };
}

function findDeployment(api: Api, stage: string, version: string): Deployment {
  const found = api.deployments.find((one) => one.stage === stage && one.historyVersion === version);
  if (!found) throw apiError("NotFoundHistoryVersion", api.id, version);
  return found;
}

const ofApis = {
  GroupId: requiredId,
  ApiId: optionalId,
  ApiName: { type: "string" },
  StageName: stageName,
  ...paging,
} as const;

/** Publication history. */
export const historyOperations = [
  cloudApiOperation({
    action: "DescribeApiHistories",
    parameters: ofApis,
    handle: histories,
  }),
  cloudApiOperation({
    action: "DescribeHistoryApis",
    parameters: { ...ofApis, PageSize: { ...paging.PageSize, max: 50 } },
    handle: histories,
  }),
  cloudApiOperation({
    action: "DescribeApiHistory",
    parameters: {
      GroupId: optionalId,
      ApiId: requiredId,
      StageName: { ...stageName, required: true },
      HistoryVersion: { type: "string", required: true },
    },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const found = findDeployment(api, p.StageName, p.HistoryVersion);
      return {
        ApiId: api.id,
        GroupId: api.groupId,
        GroupName: findGroup(call, api.groupId).name,
        RegionId: api.regionId,
        StageName: found.stage,
        HistoryVersion: found.historyVersion,
        Status: found.status,
        DeployedTime: found.deployedTime,
        ...describeDefinition(call, api.regionId, found.definition),
      };
    },
  }),
];
