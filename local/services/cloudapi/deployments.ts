import { ApiError } from "../../rpc/errors";
import type { Api, BatchTask, StageName } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { isoSeconds } from "../common/times";
import { findApi } from "./apis";
import { describeDefinition } from "./describeDefinition";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { optionalId, requiredId, stageName } from "./names";
import { onlineIn, publish, requireOnline, switchTo, takeOffline } from "./publications";
import { stageId } from "./stages";

const requiredStage = { ...stageName, required: true } as const;
const remark = { type: "string", required: true, maxLength: 200 } as const;
const batchFields = { ApiUid: requiredId, GroupId: optionalId } as const;
const succeeded = "Success. Request Success.";

/** Runs the same operation for each API. The task reports failures; the call itself succeeds. */
function runBatch(
  call: Call,
  action: BatchTask["action"],
  items: readonly { apiId: string; groupId: string | undefined; stage: StageName }[],
  run: (api: Api, stage: StageName) => void,
) {
  const results = items.map(({ apiId, groupId, stage }) => {
    let errorMessage = succeeded;
    try {
      run(findApi(call, apiId, groupId), stage);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errorMessage = `${error.code}. ${error.message}`;
    }
    const knownGroup = call.store.apis.get(apiId)?.groupId ?? groupId ?? "";
    return { apiId, groupId: knownGroup, stage, status: "OVER", errorMessage };
  });
  const task = call.store.batchTasks.put({
    id: newHexId(),
    regionId: call.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    tags: [],
    action,
    results,
  });
  return { OperationId: task.id };
}

function findTask(call: Call, action: BatchTask["action"], id: string): BatchTask {
  const task = call.store.batchTasks.get(id);
  if (task?.action !== action) throw apiError("NotFoundOperation", id);
  return task;
}

export const deployments = [
  cloudApiOperation({
    action: "DeployApi",
    parameters: { GroupId: optionalId, ApiId: requiredId, StageName: requiredStage, Description: remark },
    handle(call, p) {
      publish(call, findApi(call, p.ApiId, p.GroupId), p.StageName, p.Description);
      return {};
    },
  }),
  cloudApiOperation({
    action: "AbolishApi",
    parameters: { GroupId: optionalId, ApiId: requiredId, StageName: requiredStage },
    handle(call, p) {
      takeOffline(findApi(call, p.ApiId, p.GroupId), p.StageName);
      return {};
    },
  }),
  cloudApiOperation({
    action: "SwitchApi",
    parameters: {
      GroupId: optionalId,
      ApiId: requiredId,
      StageName: requiredStage,
      HistoryVersion: { type: "string", required: true, pattern: /^\d{17}$/, form: "17 digits" },
      Description: remark,
    },
    handle(call, p) {
      switchTo(call, findApi(call, p.ApiId, p.GroupId), p.StageName, p.HistoryVersion, p.Description);
      return {};
    },
  }),
  cloudApiOperation({
    action: "BatchDeployApis",
    parameters: {
      Api: { type: "objects", fields: batchFields, required: true, max: 100 },
      StageName: requiredStage,
      Description: remark,
    },
    handle(call, p) {
      const items = p.Api.map(({ ApiUid, GroupId }) => ({
        apiId: ApiUid,
        groupId: GroupId,
        stage: p.StageName,
      }));
      return runBatch(call, "BatchDeployApis", items, (api, stage) =>
        publish(call, api, stage, p.Description),
      );
    },
  }),
  cloudApiOperation({
    action: "DescribeDeployApiTask",
    parameters: { OperationUid: requiredId },
    handle(call, p) {
      const rows = findTask(call, "BatchDeployApis", p.OperationUid).results.map((result) => ({
        ApiUid: result.apiId,
        GroupId: result.groupId,
        StageName: result.stage,
        DeployedStatus: result.status,
        ErrorMsg: result.errorMessage,
      }));
      return { DeployedResults: { DeployedResult: rows } };
    },
  }),
  cloudApiOperation({
    action: "BatchAbolishApis",
    parameters: {
      Api: {
        type: "objects",
        fields: { ...batchFields, StageName: requiredStage },
        required: true,
        max: 100,
      },
    },
    handle(call, p) {
      const items = p.Api.map(({ ApiUid, GroupId, StageName }) => ({
        apiId: ApiUid,
        groupId: GroupId,
        stage: StageName,
      }));
      return runBatch(call, "BatchAbolishApis", items, takeOffline);
    },
  }),
  cloudApiOperation({
    action: "DescribeAbolishApiTask",
    parameters: { OperationUid: requiredId },
    handle(call, p) {
      const rows = findTask(call, "BatchAbolishApis", p.OperationUid).results.map((result) => ({
        ApiUid: result.apiId,
        ApiName: call.store.apis.get(result.apiId)?.definition.name ?? "",
        GroupId: result.groupId,
        GroupName: call.store.apiGroups.get(result.groupId)?.name ?? "",
        StageId: stageId(result.groupId, result.stage),
        StageName: result.stage,
        AbolishStatus: result.status,
        ErrorMsg: result.errorMessage,
      }));
      return { ApiAbolishResults: { ApiAbolishResult: rows } };
    },
  }),
  cloudApiOperation({
    action: "DescribeDeployedApi",
    parameters: { GroupId: optionalId, ApiId: requiredId, StageName: requiredStage },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const online = requireOnline(api, p.StageName);
      return {
        ApiId: api.id,
        GroupId: api.groupId,
        GroupName: findGroup(call, api.groupId).name,
        RegionId: api.regionId,
        StageName: online.stage,
        DeployedTime: online.deployedTime,
        ...describeDefinition(call, api.regionId, online.definition),
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeDeployedApis",
    parameters: {
      GroupId: optionalId,
      ApiId: optionalId,
      ApiName: { type: "string" },
      ApiPath: { type: "string" },
      ApiMethod: { type: "string" },
      StageName: stageName,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.apis
        .filter(
          (api) =>
            inScope(call, api) &&
            (!p.GroupId || api.groupId === p.GroupId) &&
            (!p.ApiId || api.id === p.ApiId),
        )
        .flatMap((api) =>
          (["TEST", "PRE", "RELEASE"] as const).flatMap((stage) => onlineIn(api, stage) ?? []),
        )
        .filter(
          ({ stage, definition }) =>
            (!p.StageName || stage === p.StageName) &&
            (!p.ApiName || definition.name.includes(p.ApiName)) &&
            (!p.ApiPath || definition.request.path === p.ApiPath) &&
            (!p.ApiMethod || definition.request.method === p.ApiMethod),
        );
      const page = takePage(found, p);
      const rows = page.items.map(({ apiId, groupId, stage, deployedTime, definition }) => {
        const group = findGroup(call, groupId);
        return {
          ApiId: apiId,
          ApiName: definition.name,
          ApiPath: definition.request.path,
          ApiMethod: definition.request.method,
          Description: definition.description,
          Visibility: definition.visibility,
          GroupId: groupId,
          GroupName: group.name,
          RegionId: group.regionId,
          StageName: stage,
          DeployedTime: deployedTime,
        };
      });
      return { ...pageFields(page), DeployedApis: { DeployedApiItem: rows } };
    },
  }),
];
