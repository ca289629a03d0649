import type { Api, App, AppAuthorization, StageName } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { keyValueTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { findApi } from "./apis";
import { appId, findApp } from "./apps";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { description, optionalId, requiredId, stageName } from "./names";
import { requireOnline } from "./publications";

const requiredStage = { ...stageName, required: true } as const;
const commaList = { type: "string", required: true } as const;
const maxIds = 100;

const grantId = (api: Api, stage: StageName, app: App): string => `${api.id}:${stage}:${app.id}`;

function splitIds(text: string): string[] {
  const ids = text.split(",").map((id) => id.trim());
  if (ids.length > maxIds || ids.some((id) => id === ""))
    throw apiError("InvalidAppIds.Malformed", text.slice(0, 80));
  return [...new Set(ids)];
}

/** Parses a time in RFC 1123 or ISO format. An empty text means no expiry. */
function validUntil(text: string | undefined): string {
  if (!text) return "";
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw apiError("InvalidAuthValidTime.Malformed", text);
  return isoSeconds(new Date(time));
}

interface Grant {
  stage: StageName;
  description: string;
  validUntil: string;
}

/** Grants all authorizations or none. A repeated grant updates description and time. */
function authorize(call: Call, pairs: readonly { api: Api; app: App }[], grant: Grant): void {
  for (const { api } of pairs) requireOnline(api, grant.stage);
  const now = isoSeconds(call.cloud.clock());
  for (const { api, app } of pairs) {
    call.store.authorizations.put({
      id: grantId(api, grant.stage, app),
      regionId: api.regionId,
      createdTime: now,
      authorizedTime: now,
      tags: [],
      appId: app.id,
      apiId: api.id,
      groupId: api.groupId,
      ...grant,
    });
  }
}

function revoke(call: Call, pairs: readonly { api: Api; app: App }[], stage: StageName): void {
  for (const { api, app } of pairs) {
    const id = grantId(api, stage, app);
    if (!call.store.authorizations.get(id)) throw apiError("NotFoundAuthorization", app.id, api.id, stage);
  }
  for (const { api, app } of pairs) call.store.authorizations.delete(grantId(api, stage, app));
}

const describeGrant = (grant: AppAuthorization) => ({
  StageName: grant.stage,
  Description: grant.description,
  AuthorizedTime: grant.authorizedTime,
  // The real service uses this spelling.
  AuthVaildTime: grant.validUntil,
  AuthorizationSource: "API",
  Operator: "PROVIDER",
});

export const authorizations = [
  cloudApiOperation({
    action: "SetAppsAuthorities",
    parameters: {
      GroupId: optionalId,
      ApiId: requiredId,
      AppIds: commaList,
      StageName: requiredStage,
      Description: description,
      AuthValidTime: { type: "string" },
    },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const pairs = splitIds(p.AppIds).map((id) => ({ api, app: findApp(call, id) }));
      const until = validUntil(p.AuthValidTime);
      authorize(call, pairs, { stage: p.StageName, description: p.Description ?? "", validUntil: until });
      return {};
    },
  }),
  cloudApiOperation({
    action: "SetApisAuthorities",
    parameters: {
      GroupId: optionalId,
      AppId: appId,
      ApiIds: commaList,
      StageName: requiredStage,
      Description: description,
      AuthValidTime: { type: "string" },
    },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      const pairs = splitIds(p.ApiIds).map((id) => ({ api: findApi(call, id, p.GroupId), app }));
      const until = validUntil(p.AuthValidTime);
      authorize(call, pairs, { stage: p.StageName, description: p.Description ?? "", validUntil: until });
      return {};
    },
  }),
  cloudApiOperation({
    action: "RemoveAppsAuthorities",
    parameters: { GroupId: optionalId, ApiId: requiredId, AppIds: commaList, StageName: requiredStage },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const pairs = splitIds(p.AppIds).map((id) => ({ api, app: findApp(call, id) }));
      revoke(call, pairs, p.StageName);
      return {};
    },
  }),
  cloudApiOperation({
    action: "RemoveApisAuthorities",
    parameters: {
      GroupId: optionalId,
      AppId: appId,
      ApiIds: commaList,
      StageName: requiredStage,
      Description: description,
    },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      const pairs = splitIds(p.ApiIds).map((id) => ({ api: findApi(call, id, p.GroupId), app }));
      revoke(call, pairs, p.StageName);
      return {};
    },
  }),
  cloudApiOperation({
    action: "DescribeAuthorizedApps",
    parameters: {
      GroupId: optionalId,
      ApiId: requiredId,
      StageName: stageName,
      AppId: { ...appId, required: false },
      AppName: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const api = findApi(call, p.ApiId, p.GroupId);
      const found = call.store.authorizations
        .filter((grant) => grant.apiId === api.id && (!p.StageName || grant.stage === p.StageName))
        .map((grant) => ({ grant, app: findApp(call, grant.appId) }))
        .filter(({ app }) => (!p.AppId || app.id === p.AppId) && (!p.AppName || app.name === p.AppName));
      const page = takePage(found, p);
      const rows = page.items.map(({ grant, app }) => ({
        AppId: Number(app.id),
        AppName: app.name,
        AppDescription: app.description,
        StageAlias: grant.stage,
        ...describeGrant(grant),
        Tag: { TagInfo: keyValueTags(app.tags) },
      }));
      return { ...pageFields(page), AuthorizedApps: { AuthorizedApp: rows } };
    },
  }),
  cloudApiOperation({
    action: "DescribeAuthorizedApis",
    parameters: { AppId: appId, ...paging },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      const page = takePage(
        call.store.authorizations.filter((grant) => grant.appId === app.id),
        p,
      );
      const rows = page.items.map((grant) => ({
        ApiId: grant.apiId,
        ApiName: findApi(call, grant.apiId).definition.name,
        GroupId: grant.groupId,
        GroupName: findGroup(call, grant.groupId).name,
        RegionId: grant.regionId,
        ...describeGrant(grant),
      }));
      return { ...pageFields(page), AuthorizedApis: { AuthorizedApi: rows } };
    },
  }),
];
