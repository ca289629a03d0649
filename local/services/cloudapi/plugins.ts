import { checkDocument, implementedTypes, isImplemented, pluginTypes } from "../../plugins/documents";
import { PluginDocumentError } from "../../plugins/fields";
import type { Plugin } from "../../store/model";
import { cloudApiOperation, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter, withTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { requiredId } from "./names";
import { findPlugin, formatPlace } from "./pluginLookup";

const maxPlugins = 1000;
const maxDocument = 50 * 1024;

const pluginName = {
  type: "string",
  minLength: 4,
  maxLength: 50,
  pattern: /^[A-Za-z0-9\p{Script=Han}][A-Za-z0-9_\p{Script=Han}]*$/u,
  form: "4 to 50 letters, digits, underscores, no underscore first",
} as const;
const description = { type: "string", maxLength: 200 } as const;
const pluginData = { type: "string", secret: true } as const;

/** Rejects a document that is too large, is neither JSON nor YAML, or violates the schema of its type. */
function checkData(type: string, data: string): void {
  const size = Buffer.byteLength(data);
  if (size > maxDocument) throw apiError("InvalidPluginData.TooLarge", maxDocument, size);
  try {
    checkDocument(type, data);
  } catch (error) {
    if (!(error instanceof PluginDocumentError)) throw error;
    throw apiError("InvalidPluginData.Malformed", type, error.message);
  }
}

/** Rejects fields that the local gateway does not implement, by name. */
export function requireImplemented({ id, type, data }: Plugin): void {
  const unknown = isImplemented(type) ? checkDocument(type, data) : [`plug-ins of type ${type}`];
  if (unknown.length > 0) {
    const what = unknown.map((part) => (isImplemented(type) ? `${part} in a plug-in of type ${type}` : part));
    throw apiError("LocalCloud.ValueNotImplemented", what.join(", "), id, implementedTypes.join(", "));
  }
}

/** A plug-in in the format of all plug-in lists. */
export const describePlugin = (plugin: Plugin) => ({
  PluginId: plugin.id,
  PluginName: plugin.name,
  PluginType: plugin.type,
  PluginData: plugin.data,
  Description: plugin.description,
  RegionId: plugin.regionId,
  CreatedTime: plugin.createdTime,
  ModifiedTime: plugin.modifiedTime,
});

export const plugins = [
  cloudApiOperation({
    action: "CreatePlugin",
    parameters: {
      PluginType: { type: "string", required: true, enum: pluginTypes },
      PluginName: { ...pluginName, required: true },
      PluginData: { ...pluginData, required: true },
      Description: description,
      Tag: tagParameter,
    },
    handle(call, p) {
      checkData(p.PluginType, p.PluginData);
      const count = call.store.plugins.filter(({ regionId }) => regionId === call.regionId).length;
      if (count >= maxPlugins) throw apiError("QuotaExceeded.Plugin", maxPlugins);
      const createdTime = isoSeconds(call.cloud.clock());
      const plugin = call.store.plugins.put({
        id: newHexId(),
        regionId: call.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        name: p.PluginName,
        type: p.PluginType,
        data: p.PluginData,
        description: p.Description ?? "",
      });
      return { PluginId: plugin.id, TagStatus: true };
    },
  }),
  cloudApiOperation({
    action: "DescribePlugins",
    parameters: {
      PluginId: { type: "string" },
      PluginName: { type: "string" },
      PluginType: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.plugins.filter(
        (plugin) =>
          inScope(call, plugin) &&
          (!p.PluginId || plugin.id === p.PluginId) &&
          (!p.PluginName || plugin.name.includes(p.PluginName)) &&
          (!p.PluginType || plugin.type === p.PluginType) &&
          hasTags(plugin, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((plugin) => ({
        ...describePlugin(plugin),
        Tags: { TagInfo: keyValueTags(plugin.tags) },
      }));
      return { ...pageFields(page), Plugins: { PluginAttribute: rows } };
    },
  }),
  cloudApiOperation({
    // The change takes effect immediately for all attachments.
    action: "ModifyPlugin",
    parameters: {
      PluginId: requiredId,
      PluginName: pluginName,
      PluginData: pluginData,
      Description: description,
      Tag: tagParameter,
    },
    handle(call, p) {
      const plugin = findPlugin(call, p.PluginId);
      const isAttached = call.store.pluginAttachments.find(({ pluginId }) => pluginId === plugin.id);
      if (p.PluginData) {
        checkData(plugin.type, p.PluginData);
        if (isAttached) requireImplemented({ ...plugin, data: p.PluginData });
      }
      if (p.Tag.length > 0) plugin.tags = withTags(plugin.tags, p.Tag);
      plugin.name = p.PluginName || plugin.name;
      plugin.data = p.PluginData || plugin.data;
      plugin.description = p.Description ?? plugin.description;
      plugin.modifiedTime = isoSeconds(call.cloud.clock());
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeletePlugin",
    parameters: { PluginId: requiredId, Tag: tagParameter },
    handle(call, p) {
      const plugin = findPlugin(call, p.PluginId);
      const attached = call.store.pluginAttachments.find(({ pluginId }) => pluginId === plugin.id);
      if (attached) throw apiError("PluginInUse", plugin.id, formatPlace(attached), attached.stage);
      call.store.plugins.delete(plugin.id);
      return {};
    },
  }),
];
