import type { Plugin, PluginAttachment } from "../../store/model";
import type { Call } from "../common/call";
import { apiError } from "./errors";

export function findPlugin(call: Call, id: string): Plugin {
  const plugin = call.store.plugins.get(id);
  if (!plugin) throw apiError("NotFoundPlugin", id);
  return plugin;
}

/** Describes the target of an attachment. */
export const formatPlace = ({ groupId, apiId }: Pick<PluginAttachment, "groupId" | "apiId">): string =>
  apiId === "" ? `group ${groupId}` : `API ${apiId}`;

/** Removes the attachments of a deleted API or group. */
export function dropAttachments(call: Call, isOf: (attachment: PluginAttachment) => boolean): void {
  for (const { id } of call.store.pluginAttachments.filter(isOf)) call.store.pluginAttachments.delete(id);
}
