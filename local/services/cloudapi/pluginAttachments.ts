import type { Plugin, StageName } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { isoSeconds } from "../common/times";
import { findApi } from "./apis";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { optionalId, requiredId, stageName } from "./names";
import { findPlugin, formatPlace } from "./pluginLookup";
import { describePlugin, requireImplemented } from "./plugins";
import { requireOnline } from "./publications";
import { stageId } from "./stages";

const requiredStage = { ...stageName, required: true } as const;
const maxApis = 100;

interface Place {
  groupId: string;
  apiId: string;
  stage: StageName;
}

const attachmentId = ({ groupId, apiId, stage }: Place, plugin: Plugin): string =>
  `${groupId}:${apiId}:${stage}:${plugin.id}`;

/** Plug-ins that are attached to exactly this API or group. */
function attachedTo(call: Call, place: Place): Plugin[] {
  return call.store.pluginAttachments
    .filter(
      ({ groupId, apiId, stage }) =>
        groupId === place.groupId && apiId === place.apiId && stage === place.stage,
    )
    .map(({ pluginId }) => findPlugin(call, pluginId));
}

/** Attaches a plug-in to all targets or to none. Existing attachments remain. */
function attach(call: Call, plugin: Plugin, places: readonly Place[]): void {
  requireImplemented(plugin);
  for (const place of places) {
    const rival = attachedTo(call, place).find(({ type, id }) => type === plugin.type && id !== plugin.id);
    if (rival) throw apiError("DuplicatePluginType", formatPlace(place), rival.id, rival.type, place.stage);
  }
  for (const place of places) {
    call.store.pluginAttachments.put({
      id: attachmentId(place, plugin),
      regionId: plugin.regionId,
      createdTime: isoSeconds(call.cloud.clock()),
      tags: [],
      pluginId: plugin.id,
      ...place,
    });
  }
}

function detach(call: Call, plugin: Plugin, place: Place): void {
  const id = attachmentId(place, plugin);
  if (!call.store.pluginAttachments.get(id)) {
    throw apiError("NotFoundPluginAttachment", plugin.id, formatPlace(place), place.stage);
  }
  call.store.pluginAttachments.delete(id);
}

/** The attachment target for an API that is published in the environment. */
function publishedPlace(call: Call, apiId: string, groupId: string | undefined, stage: StageName): Place {
  const api = findApi(call, apiId, groupId);
  requireOnline(api, stage);
  return { groupId: api.groupId, apiId: api.id, stage };
}

function listPlugins(call: Call, places: readonly Place[], p: { PageNumber?: number; PageSize?: number }) {
  const found = places.flatMap((place) => attachedTo(call, place));
  const page = takePage(found, p);
  return { ...pageFields(page), Plugins: { PluginAttribute: page.items.map(describePlugin) } };
}

const stagesAsked = (stage: StageName | undefined): readonly StageName[] =>
  stage ? [stage] : ["TEST", "PRE", "RELEASE"];

export const pluginAttachments = [
  cloudApiOperation({
    action: "AttachPlugin",
    parameters: {
      PluginId: requiredId,
      GroupId: optionalId,
      ApiId: optionalId,
      ApiIds: { type: "string" },
      StageName: requiredStage,
    },
    handle(call, p) {
      const plugin = findPlugin(call, p.PluginId);
      const ids = [p.ApiId ?? "", ...(p.ApiIds ?? "").split(",")].map((id) => id.trim()).filter(Boolean);
      if (ids.length === 0 || ids.length > maxApis)
        throw apiError("InvalidApiIds.Malformed", maxApis, ids.length);
      const places = ids.map((id) => publishedPlace(call, id, p.GroupId, p.StageName));
      attach(call, plugin, places);
      return {};
    },
  }),
  cloudApiOperation({
    action: "DetachPlugin",
    parameters: { PluginId: requiredId, GroupId: optionalId, ApiId: requiredId, StageName: requiredStage },
    handle(call, p) {
      const { id: apiId, groupId } = findApi(call, p.ApiId, p.GroupId);
      detach(call, findPlugin(call, p.PluginId), { groupId, apiId, stage: p.StageName });
      return {};
    },
  }),
  cloudApiOperation({
    action: "AttachGroupPlugin",
    parameters: { PluginId: requiredId, GroupId: requiredId, StageName: requiredStage },
    handle(call, p) {
      const { id: groupId } = findGroup(call, p.GroupId);
      attach(call, findPlugin(call, p.PluginId), [{ groupId, apiId: "", stage: p.StageName }]);
      return {};
    },
  }),
  cloudApiOperation({
    action: "DetachGroupPlugin",
    parameters: { PluginId: requiredId, GroupId: requiredId, StageName: requiredStage },
    handle(call, p) {
      const { id: groupId } = findGroup(call, p.GroupId);
      detach(call, findPlugin(call, p.PluginId), { groupId, apiId: "", stage: p.StageName });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DescribePluginsByApi",
    parameters: { GroupId: optionalId, ApiId: requiredId, StageName: stageName, ...paging },
    handle(call, p) {
      const { id: apiId, groupId } = findApi(call, p.ApiId, p.GroupId);
      return listPlugins(
        call,
        stagesAsked(p.StageName).map((stage) => ({ groupId, apiId, stage })),
        p,
      );
    },
  }),
  cloudApiOperation({
    action: "DescribePluginsByGroup",
    parameters: { GroupId: requiredId, StageName: stageName, ...paging },
    handle(call, p) {
      const { id: groupId } = findGroup(call, p.GroupId);
      return listPlugins(
        call,
        stagesAsked(p.StageName).map((stage) => ({ groupId, apiId: "", stage })),
        p,
      );
    },
  }),
  cloudApiOperation({
    // Only APIs with an attachment of their own, not through their group.
    action: "DescribePluginApis",
    parameters: {
      PluginId: requiredId,
      GroupId: optionalId,
      ApiId: optionalId,
      ApiName: { type: "string" },
      Method: { type: "string" },
      Path: { type: "string" },
      Description: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const { id: pluginId } = findPlugin(call, p.PluginId);
      const found = call.store.pluginAttachments
        .filter((it) => it.pluginId === pluginId && it.apiId !== "")
        .map((attachment) => ({ attachment, api: findApi(call, attachment.apiId) }))
        .filter(
          ({ api: { id, groupId, definition } }) =>
            (!p.GroupId || groupId === p.GroupId) &&
            (!p.ApiId || id === p.ApiId) &&
            (!p.ApiName || definition.name.includes(p.ApiName)) &&
            (!p.Method || definition.request.method === p.Method) &&
            (!p.Path || definition.request.path === p.Path) &&
            (!p.Description || definition.description.includes(p.Description)),
        );
      const page = takePage(found, p);
      const rows = page.items.map(({ attachment, api: { id, groupId, regionId, definition } }) => ({
        ApiId: id,
        ApiName: definition.name,
        Description: definition.description,
        Method: definition.request.method,
        Path: definition.request.path,
        GroupId: groupId,
        GroupName: findGroup(call, groupId).name,
        RegionId: regionId,
        StageName: stageId(groupId, attachment.stage),
        StageAlias: attachment.stage,
      }));
      return { ...pageFields(page), ApiSummarys: { ApiPluginSummary: rows } };
    },
  }),
  cloudApiOperation({
    action: "DescribePluginGroups",
    parameters: {
      PluginId: requiredId,
      GroupId: optionalId,
      GroupName: { type: "string" },
      Description: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const { id: pluginId } = findPlugin(call, p.PluginId);
      const found = call.store.pluginAttachments
        .filter((it) => it.pluginId === pluginId && it.apiId === "")
        .map((attachment) => ({ attachment, group: findGroup(call, attachment.groupId) }))
        .filter(
          ({ group: { id, name, description } }) =>
            (!p.GroupId || id === p.GroupId) &&
            (!p.GroupName || name.includes(p.GroupName)) &&
            (!p.Description || description.includes(p.Description)),
        );
      const page = takePage(found, p);
      const rows = page.items.map(({ attachment: { stage }, group }) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.description,
        BasePath: group.basePath,
        RegionId: group.regionId,
        StageName: stageId(group.id, stage),
        StageAlias: stage,
      }));
      return { ...pageFields(page), GroupSummarys: { GroupPluginSummary: rows } };
    },
  }),
];
