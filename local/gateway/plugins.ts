import type { ImplementedType } from "../plugins/documents";
import { filled, type GatewayContext } from "./context";
import { lookUpIn, type PluginInEffect } from "./lookup";

/**
 * The plug-in of a type for the request's API and environment: the API's own plug-in takes precedence over its group's.
 */
export function pluginInEffect<T extends ImplementedType>(
  context: GatewayContext,
  type: T,
  apiId = filled(context.api, "api").id,
): PluginInEffect<T> | undefined {
  const lookup = lookUpIn(context.services.store);
  const group = filled(context.group, "group");
  const stage = filled(context.stage, "stage");
  return lookup.plugin(group.id, stage, apiId, type) ?? lookup.plugin(group.id, stage, "", type);
}
