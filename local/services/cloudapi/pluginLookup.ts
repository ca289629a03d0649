import type { Plugin, PluginAttachment } from "../../store/model";
import type { Call } from "../common/call";
import { apiError } from "./errors";

export function findPlugin(call: Call, id: string): Plugin {
  const plugin = call.store.plugins.get(id);
  if (!plugin) throw apiError("NotFoundPlugin", id);
  return plugin;
}

/** What a plug-in is attached to, in words. */
export const placeOf = ({ groupId, apiId }: Pick<PluginAttachment, "groupId" | "apiId">): string =>
  apiId === "" ? `group ${groupId}` : `API ${apiId}`;

/** Attachments end with the API or group that they are of. */
export function dropAttachments(call: Call, isOf: (attachment: PluginAttachment) => boolean): void {
  for (const { id } of call.store.pluginAttachments.filter(isOf)) call.store.pluginAttachments.delete(id);
}
