import { createHash } from "node:crypto";
import type { Mistakes } from "../core/mistakes";
import { type PluginDocument, pluginDocuments } from "./pluginDocuments";
import type { PluginSettings, RoutePluginSettings } from "./pluginSettings";

/** A plug-in and its places. */
export interface PlannedPlugin {
  /** Tells it from the others: `cors`, or `list-items-cors` for that of a route. */
  key: string;
  plugin: PluginDocument;
  /** All APIs of the group, or those of some routes. */
  places: "group" | string[];
}

/**
 * Decides which plug-ins there are and where each is attached. A plug-in for all is attached to the group, unless a
 * route wants none of its type: then it is attached to each of the others.
 */
export function planPlugins(
  settings: PluginSettings,
  ofRoutes: Record<string, RoutePluginSettings>,
  known: { routes: readonly string[]; apps: readonly string[] },
  mistakes: Mistakes,
  /** Where the settings of a route stand in its entry. */
  inRoute = "",
): PlannedPlugin[] {
  const shared = pluginDocuments(settings, known.apps, mistakes);
  const own = Object.entries(ofRoutes).map(([route, given]) => {
    const at = mistakes.under(`routes["${route}"]`).under(inRoute);
    if (!known.routes.includes(route))
      at.add("", "is of no route.", `Use one of ${known.routes.join(", ") || "the routes"}.`);
    return { route, documents: pluginDocuments(given, known.apps, at) };
  });
  const forAll = [...shared.values()].flatMap((plugin): PlannedPlugin[] => {
    if (plugin === false) return [];
    const { type } = plugin;
    const settled = new Set(own.filter(({ documents }) => documents.has(type)).map(({ route }) => route));
    const places = known.routes.filter((route) => !settled.has(route));
    if (!own.some(({ documents }) => documents.get(type) === false)) {
      return [{ key: type, plugin, places: "group" }];
    }
    return places.length > 0 ? [{ key: type, plugin, places }] : [];
  });
  const forOne = own.flatMap(({ route, documents }) =>
    [...documents.values()].flatMap((plugin): PlannedPlugin[] =>
      plugin ? [{ key: `${route}-${plugin.type}`, plugin, places: [route] }] : [],
    ),
  );
  return [...forAll, ...forOne];
}

/**
 * A name that the cloud takes: at most 50 letters, digits and underscores. The provider refuses the hyphen of names
 * of groups and APIs, so that a digest keeps apart what only it told apart.
 */
export function pluginName(prefix: string, key: string): string {
  const wanted = `${prefix}_${key}`;
  const digest = createHash("sha256").update(wanted).digest("hex").slice(0, 6);
  const plain = wanted.replace(/\W+/g, "_").replace(/^_+/, "");
  return plain === wanted && plain.length <= 50 ? plain : `${plain.slice(0, 43)}_${digest}`;
}
