import type { Api, ApiDefinition } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import {
  blankDefinition,
  definitionParameters,
  plainSettings,
  withDefinition,
  withoutExamples,
  withSettings,
} from "./definition";
import { describeDefinition } from "./describeDefinition";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { optionalId, requiredId, stageName, stageNames } from "./names";
import { checkParameters } from "./parameterRules";
import { dropAttachments } from "./pluginLookup";
import {
  checkedPath,
  maxServiceTimeout,
  requestMethods,
  requestModes,
  requestProtocols,
} from "./requestConfig";
import { findVpcAccess } from "./vpcAccesses";

const maxApisPerGroup = 1000;

/** Finds an API by ID. With a group ID, the API must belong to that group. */
export function findApi(call: Call, apiId: string, groupId?: string): Api {
  if (groupId) findGroup(call, groupId);
  const api = call.store.apis.get(apiId);
  if (!api || (groupId && api.groupId !== groupId)) {
    throw apiError("NotFoundApi", apiId, groupId ? ` in group ${groupId}` : "");
  }
  return api;
}

/** Validates a definition by itself, with the other APIs of its group, and with its back end. */
function checkDefinition(call: Call, groupId: string, definition: ApiDefinition, ownId = ""): void {
  checkParameters(definition);
  const { method, path } = definition.request;
  let samePath: ApiDefinition | undefined;
  for (const { id, groupId: itsGroup, definition: other } of call.store.apis.plain()) {
    if (itsGroup !== groupId || id === ownId) continue;
    if (other.name === definition.name) throw apiError("DuplicateApiName", definition.name, groupId);
    if (other.request.method === method && other.request.path === path) samePath ??= other;
  }
  if (samePath) throw apiError("DuplicateApiPath", method, path, groupId, samePath.name);
  if (definition.backendEnabled) {
    const backend = call.store.backends.get(definition.backendId ?? "");
    if (!backend) throw apiError("NotFoundBackend", definition.backendId ?? "");
  } else if (definition.service.vpcEnable) {
    findVpcAccess(call, findGroup(call, groupId).regionId, definition.service.vpcAccessName);
  }
}

const deployedInfos = (api: Api) =>
  stageNames.map((stage) => {
    const online = api.deployments.find((one) => one.stage === stage && one.status === "ONLINE");
    return {
      StageName: stage,
      DeployedStatus: online ? "DEPLOYED" : "NONDEPLOYED",
      EffectiveVersion: online?.historyVersion ?? "",
    };
  });

function change(call: Call, api: Api, definition: ApiDefinition): void {
  checkDefinition(call, api.groupId, definition, api.id);
  api.definition = definition;
  api.modifiedTime = isoSeconds(call.cloud.clock());
}

export const apis = [
  cloudApiOperation({
    action: "CreateApi",
    parameters: {
      GroupId: requiredId,
      ...definitionParameters,
      ApiName: { ...plainSettings.ApiName, required: true },
      RequestConfig: { type: "json", required: true },
      ServiceConfig: { type: "json", required: true },
      Tag: tagParameter,
    },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      const definition = withDefinition(blankDefinition, p);
      checkDefinition(call, group.id, definition);
      let count = 0;
      for (const { groupId } of call.store.apis.plain()) if (groupId === group.id) count++;
      if (count >= maxApisPerGroup) throw apiError("QuotaExceeded.Api", maxApisPerGroup);
      const createdTime = isoSeconds(call.cloud.clock());
      const api = call.store.apis.put({
        id: newHexId(),
        regionId: group.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        groupId: group.id,
        definition,
        deployments: [],
      });
      return { ApiId: api.id };
    },
  }),
  cloudApiOperation({
    action: "ModifyApi",
    parameters: { GroupId: optionalId, ApiId: requiredId, ...definitionParameters },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      // A definition without ForceNonceCheck does not check it: the provider leaves false out.
      const base = { ...withoutExamples(api.definition), forceNonceCheck: false };
      change(call, api, withDefinition(base, p));
      return {};
    },
  }),
  cloudApiOperation({
    action: "ModifyApiConfiguration",
    parameters: {
      ApiId: requiredId,
      ...plainSettings,
      RequestProtocol: { type: "string", enum: requestProtocols },
      RequestHttpMethod: { type: "string", enum: requestMethods },
      RequestPath: { type: "string" },
      RequestMode: { type: "string", enum: requestModes },
      BodyFormat: { type: "string", enum: ["FORM", "STREAM"] },
      ServiceTimeout: { type: "integer", min: 1, max: maxServiceTimeout },
    },
    handle(call, p) {
      const api = findApi(call, p.ApiId);
      const base = withSettings(api.definition, p);
      const request = {
        protocol: p.RequestProtocol ?? base.request.protocol,
        method: p.RequestHttpMethod ?? base.request.method,
        path: p.RequestPath ? checkedPath("RequestPath", p.RequestPath) : base.request.path,
        mode: p.RequestMode ?? base.request.mode,
        bodyFormat: p.BodyFormat ?? base.request.bodyFormat,
      };
      const service = { ...base.service, timeout: p.ServiceTimeout ?? base.service.timeout };
      change(call, api, { ...base, request, service });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DescribeApi",
    parameters: { GroupId: optionalId, ApiId: requiredId },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      return {
        ApiId: api.id,
        GroupId: api.groupId,
        GroupName: findGroup(call, api.groupId).name,
        RegionId: api.regionId,
        CreatedTime: api.createdTime,
        ModifiedTime: api.modifiedTime,
        ...describeDefinition(call, api.regionId, api.definition),
        DeployedInfos: { DeployedInfo: deployedInfos(api) },
        TagList: { Tag: tagKeyValueTags(api.tags) },
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeApis",
    parameters: {
      GroupId: optionalId,
      ApiId: optionalId,
      ApiName: { type: "string" },
      ApiPath: { type: "string" },
      ApiMethod: { type: "string" },
      Visibility: { type: "string" },
      StageName: stageName,
      UnDeployed: { type: "boolean" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.apis.filter(({ definition, ...api }) => {
        const published = api.deployments.some(
          ({ status, stage }) => status === "ONLINE" && (!p.StageName || stage === p.StageName),
        );
        return (
          inScope(call, api) &&
          (!p.GroupId || api.groupId === p.GroupId) &&
          (!p.ApiId || api.id === p.ApiId) &&
          (!p.ApiName || definition.name.includes(p.ApiName)) &&
          (!p.ApiPath || definition.request.path === p.ApiPath) &&
          (!p.ApiMethod || definition.request.method === p.ApiMethod) &&
          (!p.Visibility || definition.visibility === p.Visibility) &&
          (p.UnDeployed === true ? !published : !p.StageName || published) &&
          hasTags(api, p.Tag)
        );
      });
      const page = takePage(found, p);
      const rows = page.items.map((api) => ({
        ApiId: api.id,
        ApiName: api.definition.name,
        ApiPath: api.definition.request.path,
        ApiMethod: api.definition.request.method,
        Description: api.definition.description,
        Visibility: api.definition.visibility,
        GroupId: api.groupId,
        GroupName: findGroup(call, api.groupId).name,
        RegionId: api.regionId,
        CreatedTime: api.createdTime,
        ModifiedTime: api.modifiedTime,
        DeployedInfos: { DeployedInfo: deployedInfos(api) },
        TagList: { Tag: tagKeyValueTags(api.tags) },
      }));
      return { ...pageFields(page), ApiSummarys: { ApiSummary: rows } };
    },
  }),
  cloudApiOperation({
    action: "DeleteApi",
    parameters: { GroupId: optionalId, ApiId: requiredId },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const online = api.deployments.filter(({ status }) => status === "ONLINE").map(({ stage }) => stage);
      if (online.length > 0) throw apiError("ApiStillDeployed", api.id, online.join(", "));
      for (const grant of call.store.authorizations.filter(({ apiId }) => apiId === api.id)) {
        call.store.authorizations.delete(grant.id);
      }
      dropAttachments(call, ({ apiId }) => apiId === api.id);
      call.store.apis.delete(api.id);
      return {};
    },
  }),
];
