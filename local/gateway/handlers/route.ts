import type { Deployment } from "../../store/model";
import { filled, type GatewayContext, type Handler } from "../context";
import { GatewayError } from "../errors";
import { bySpecificity, joinPaths, matchPath } from "../paths";

/** Finds the API by method and path among the definitions that are published in the environment. */
export const findApi: Handler = {
  name: "route",
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
  const { path, services, stage } = context;
  const group = filled(context.group, "group");
  const published = services.store.apis
    .filter((api) => api.groupId === group.id)
    .flatMap((api) => api.deployments)
    .filter((it) => it.stage === stage && it.status === "ONLINE")
    .map((deployment) => ({
      deployment,
      pattern: joinPaths(group.basePath, deployment.definition.request.path),
    }))
    .sort((a, b) => bySpecificity(a.pattern, b.pattern) || byMethod(a, b));
  for (const { deployment, pattern } of published) {
    const { method } = deployment.definition.request;
    const values = method === wanted || method === "ANY" ? matchPath(pattern, path) : undefined;
    if (values) return { deployment, values };
  }
  return undefined;
}

interface Published {
  deployment: { definition: { request: { method: string } } };
}

/** For the same path, an API for one method takes precedence over an API for any method. */
function byMethod(a: Published, b: Published): number {
  const isAny = ({ deployment }: Published): number => Number(deployment.definition.request.method === "ANY");
  return isAny(a) - isAny(b);
}
