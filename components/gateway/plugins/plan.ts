import { claimName } from "../../component/claims";
import type { ComponentDefinition, WithDefaults } from "../../component/component";
import { digest } from "../../validation/canonical";
import type { Problems } from "../../validation/problems";
import { nameInStage } from "../../validation/stages";
import type { GroupPluginArgs, PluginsArgs, PublishedIn, RoutePluginArgs } from "./args";
import type { PluginContext, PluginDocument, PluginType } from "./plugin";
import { renderPlugins, type StagedPlugin } from "./table";

/** A plug-in with its attachments in one environment. */
export interface PlannedPlugin {
  /** Unique in the plan: `cors`, `list-items-cors` for a route, `cors-test` for TEST. */
  key: string;
  plugin: PluginDocument;
  stage: string;
  /** All APIs of the group, or those of some routes. */
  places: "group" | string[];
}

export interface PluginsPlan
  extends WithDefaults<Pick<PluginsArgs, "prefix" | "groupId" | "appIds" | "tags">> {
  plugins: PlannedPlugin[];
  published: Partial<Record<string, PublishedIn>>;
}

export const pluginsDefinition: ComponentDefinition<PluginsArgs, PluginsPlan> = {
  type: "Plugins",
  plan(args, problems) {
    const { prefix, groupId, stage, stages, apiIds, appIds = {}, tags = {} } = args;
    if ((stage === undefined) === (stages === undefined)) {
      const problem = stages ? "is set together with stage." : "is missing, and stage is not set.";
      problems.add("stages", problem, "Set exactly one of stage and stages.");
    }
    const targets = {
      routes: Object.keys(apiIds),
      apps: Object.keys(appIds),
      stages: stages && Object.keys(stages),
    };
    const plugins = planPlugins(args, args.routes ?? {}, targets, problems);
    const published = stages ?? { [onlyStage]: { stage: stage ?? "", apiIds } };
    return { plugins, prefix, groupId, published, appIds, tags };
  },
  claims: ({ plugins, prefix }) =>
    [...new Set(plugins.map(({ key }) => pluginName(prefix, key)))].map((name) =>
      claimName("plugin", "prefix", name),
    ),
};

/** Routes, apps and environments that a plan may refer to. */
interface PluginTargets extends PluginContext {
  routes: readonly string[];
}

/** Placeholder for the only environment while it is unknown. */
const onlyStage = "RELEASE";

/**
 * Plans the plug-ins and their attachments. A plug-in for all routes is attached to the group or, if a route
 * disables its type, to each of the other routes. Each environment has its own plug-in, so a change of the
 * arguments updates one that stays attached.
 */
export function planPlugins(
  settings: GroupPluginArgs,
  ofRoutes: Record<string, RoutePluginArgs>,
  known: PluginTargets,
  problems: Problems,
  /** Path of the plug-in arguments in the entry of a route. */
  inRoute = "",
): PlannedPlugin[] {
  const shared = renderPlugins(settings, known, problems);
  const own = Object.entries(ofRoutes).map(([route, routeArgs]) => {
    const at = problems.under(`routes["${route}"]`).under(inRoute);
    if (!known.routes.includes(route))
      at.add("", "is not a route.", `Use one of ${known.routes.join(", ") || "the routes"}.`);
    return { route, plugins: renderPlugins(routeArgs, known, at) };
  });
  return (known.stages ?? [onlyStage]).flatMap((stage) => {
    const there = own.map(({ route, plugins }) => ({ route, plugins: pluginsIn(stage, plugins) }));
    return planStage(stage, pluginsIn(stage, shared), there, known.routes);
  });
}

type ByType = Map<PluginType, StagedPlugin>;

function pluginsIn(stage: string, plugins: readonly StagedPlugin[]): ByType {
  const here = plugins.filter(({ stages }) => stages?.some((one) => one === stage) ?? true);
  return new Map(here.map((one) => [one.type, one]));
}

function planStage(
  stage: string,
  shared: ByType,
  own: { route: string; plugins: ByType }[],
  routes: readonly string[],
): PlannedPlugin[] {
  const forAll = [...shared.values()].flatMap(({ plugin, type }): PlannedPlugin[] => {
    if (plugin === false) return [];
    const key = nameInStage(type, stage);
    const settled = new Set(own.filter(({ plugins }) => plugins.has(type)).map(({ route }) => route));
    const places = routes.filter((route) => !settled.has(route));
    if (!own.some(({ plugins }) => plugins.get(type)?.plugin === false)) {
      return [{ key, plugin, stage, places: "group" }];
    }
    return places.length > 0 ? [{ key, plugin, stage, places }] : [];
  });
  const forOne = own.flatMap(({ route, plugins }) =>
    [...plugins.values()].flatMap(({ plugin, type }): PlannedPlugin[] =>
      plugin ? [{ key: nameInStage(`${route}-${type}`, stage), plugin, stage, places: [route] }] : [],
    ),
  );
  return [...forAll, ...forOne];
}

/**
 * Creates a name of at most 50 letters, digits and underscores. The provider rejects the hyphens of groups
 * and APIs. A digest keeps names distinct that differ only by hyphens.
 */
export function pluginName(prefix: string, key: string): string {
  const fullName = `${prefix}_${key}`;
  const plain = fullName.replace(/\W+/g, "_").replace(/^_+/, "");
  return plain === fullName && plain.length <= 50 ? plain : `${plain.slice(0, 43)}_${digest(fullName, 6)}`;
}
