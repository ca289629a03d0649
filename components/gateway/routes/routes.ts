import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { canonical } from "../../component/canonical";
import { type ComponentArgs, changedArgsOf, childrenOf, type Nodes } from "../../component/children";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType } from "../../component/options";
import { resolvePart } from "../../component/part";
import type { ApiResponse } from "../../dynamic/publication/apiResponse";
import { RouteNames } from "../../dynamic/routeNames/resource";
import { knownValue } from "../../validation/known";
import { definitionOf } from "./definition";
import { checkDefaults, type ResolvedRoute, type Route, type RouteDefaults, resolveRoutes } from "./plan";

/** Arguments of {@link Routes}. */
export interface RoutesArgs extends ComponentArgs {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** Name of the VPC access authorization that leads to the service. @default none, which is for mocks alone */
  accessName?: pulumi.Input<string>;
  /**
   * What else a published API keeps a copy of: when one of these values changes, the APIs are published again though
   * their definition is the same. `GatewayAccess.accessId` and the group's base path are such values.
   *
   * @default none
   */
  republishOn?: pulumi.Input<string | undefined>[];
  /** Gateway instance that serves the group; a dedicated one waits longer for a service. @default the shared one */
  instanceId?: pulumi.Input<string>;
  /**
   * The APIs by name: 4 to 50 letters, digits, hyphens or underscores, a letter first. At least one. A route that gets
   * another name and keeps its method and path is renamed; its API stays published meanwhile.
   */
  routes: Record<string, Route>;
  /** What routes are that say nothing else. @default {} */
  defaults?: RouteDefaults;
}

/** An API and a digest of its definition. */
export interface RouteRevision {
  /** Id of the API: 32 hexadecimal digits. */
  apiId: pulumi.Output<string>;
  /** Changes with anything that a publication would change. */
  revision: pulumi.Output<string>;
  /** What its documents tell of the answers, to be set before it is published; absent: what the provider wrote. */
  response?: ApiResponse;
}

/** APIs in front of one service in a VPC. They answer once they are published. */
export class Routes extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The APIs, by route. */
  readonly apis: Record<string, alicloud.apigateway.Api>;
  /** What a publication needs of them, by route. */
  readonly revisions: Record<string, RouteRevision>;
  /** Ids of the APIs, by route. */
  readonly apiIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: RoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const routes = resolvePart({ type: "Routes", name, args }, (problems, args) => {
      checkDefaults(args.defaults, problems, args.instanceId);
      const resolved = resolveRoutes(args.routes, problems.under("routes"), args.instanceId, args.defaults);
      const calling = Object.keys(resolved).find((key) => resolved[key]?.backend.mock === undefined);
      if (args.accessName === undefined && calling !== undefined) {
        problems.add("accessName", `is missing, though "${calling}" is no mock.`, "Give one, or a mock.");
      }
      return resolved;
    });
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("Routes"), name, {}, options);
    this.nodes = nodes;
    this.apis = {};
    this.revisions = {};
    const names = new RouteNames(`${name}-route-names`, namesOf(routes, args.groupId), childOf(this));
    const renamed = knownValue(names.renamed);
    const after = knownValue(names.after);
    for (const [key, route] of Object.entries(routes)) {
      const definition = definitionOf(key, route, args);
      const api = new alicloud.apigateway.Api(
        `${name}-${key}`,
        definition,
        childOf(this, {
          // Stages belong to the publication, which the provider would undo as a change of its own.
          ignoreChanges: ["stageNames"],
          aliases: [
            { name: renamed.then((former) => `${name}-${former?.[key] ?? route.formerName ?? key}`) },
          ],
          // A promise in place of the list becomes an Output, and Pulumi then walks through all that resources hold.
          dependsOn: [names, after.then((others) => this.apis[others?.[key] ?? ""] ?? names)],
        }),
      );
      this.apis[key] = api;
      const revision = digest({ definition: changedArgsOf(api) ?? definition, copied: args.republishOn });
      const { response } = route;
      this.revisions[key] = { apiId: api.apiId, revision, ...(response && { response }) };
    }
    this.apiIds = pulumi.output(
      Object.fromEntries(Object.entries(this.apis).map(([key, { apiId }]) => [key, apiId])),
    );
    this.registerOutputs({ apiIds: this.apiIds, revisions: this.revisions });
  }
}

function namesOf(routes: Record<string, ResolvedRoute>, groupId: pulumi.Input<string>) {
  const requests = Object.entries(routes).map(([key, { method, path }]) => [key, `${method} ${path}`]);
  const formerNames = Object.entries(routes).flatMap(([key, { formerName }]) =>
    formerName === undefined ? [] : [[key, formerName]],
  );
  return { groupId, requests: Object.fromEntries(requests), formerNames: Object.fromEntries(formerNames) };
}

function digest(published: pulumi.Inputs): pulumi.Output<string> {
  return pulumi
    .output(published)
    .apply((plain) => createHash("sha256").update(canonical(plain)).digest("hex").slice(0, 16));
}
