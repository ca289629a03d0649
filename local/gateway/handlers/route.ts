import type { Deployment } from "../../store/model";
import { filled, type GatewayContext, type Handler } from "../context";
import { GatewayError } from "../errors";
import { lookUpIn } from "../lookup";

/** Finds the API by method and path among the definitions that are published in the environment. */
export const findApi: Handler = {
  name: "route",
  title: "A published API has this method and path",
  handle(context) {
    const { path, request } = context;
    const match = matchApi(context, request.method);
    if (!match) throw new GatewayError("I404NF", { method: request.method, path });
    context.api = { id: match.deployment.apiId, definition: match.deployment.definition };
    context.pathParameters = match.values;
  },
};

/** The deployment that matches method and path, with the values of the path parameters. */
export function matchApi(
  context: GatewayContext,
  wanted: string,
): { deployment: Deployment; values: Readonly<Record<string, string>> } | undefined {
  const { path, services } = context;
  const group = filled(context.group, "group");
  const match = lookUpIn(services.store).routes(group, filled(context.stage, "stage")).find(wanted, path);
  return match && { deployment: match.route.deployment, values: match.values };
}
