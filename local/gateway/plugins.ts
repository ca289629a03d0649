import { type ImplementedType, type PluginDocuments, readDocument } from "../plugins/documents";
import type { Plugin } from "../store/model";
import { filled, type GatewayContext } from "./context";

/** A plug-in that applies to a request, with its document. */
export interface PluginInEffect<T extends ImplementedType> {
  plugin: Plugin;
  document: PluginDocuments[T];
}

/**
 * The plug-in of a type for the request's API and environment: the API's own plug-in takes precedence over its group's.
 */
export function pluginInEffect<T extends ImplementedType>(
  context: GatewayContext,
  type: T,
  apiId = filled(context.api, "api").id,
): PluginInEffect<T> | undefined {
  const { store } = context.services;
  const group = filled(context.group, "group");
  const attached = store.pluginAttachments
    .filter((it) => it.groupId === group.id && it.stage === context.stage)
    .map(({ apiId: place, pluginId }) => ({ place, plugin: store.plugins.get(pluginId) }));
  for (const wanted of [apiId, ""]) {
    const plugin = attached.find((it) => it.place === wanted && it.plugin?.type === type)?.plugin;
    if (plugin) return { plugin, document: readDocument(type, plugin.data).document };
  }
  return undefined;
}
