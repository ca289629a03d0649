import { filled, type Handler } from "../context";
import { GatewayError } from "../errors";
import { bySpecificity, joinPaths, matchPath } from "../paths";

/** Finds the API by method and path among the definitions that are published in the stage. */
export const findApi: Handler = {
  name: "route",
  handle(context) {
    const { path, request, services } = context;
    const group = filled(context.group, "group");
    const published = services.store.apis
      .filter((api) => api.groupId === group.id)
      .flatMap((api) => api.deployments)
      .filter((it) => it.stage === context.stage && it.status === "ONLINE")
      .map((deployment) => ({
        deployment,
        pattern: joinPaths(group.basePath, deployment.definition.request.path),
      }))
      .sort((a, b) => bySpecificity(a.pattern, b.pattern) || byMethod(a, b));
    for (const { deployment, pattern } of published) {
      const { method } = deployment.definition.request;
      const values = method === request.method || method === "ANY" ? matchPath(pattern, path) : undefined;
      if (!values) continue;
      context.api = { id: deployment.apiId, definition: deployment.definition };
      context.pathParameters = values;
      return;
    }
    throw new GatewayError("I404NF", { method: request.method, path });
  },
};

interface Published {
  deployment: { definition: { request: { method: string } } };
}

/** Of the same path, the API for one method comes before that for any. */
function byMethod(a: Published, b: Published): number {
  const isAny = ({ deployment }: Published): number => Number(deployment.definition.request.method === "ANY");
  return isAny(a) - isAny(b);
}
