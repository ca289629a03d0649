import { checkDistinct } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { Stage } from "../../validation/stages";
import type { GroupPluginArgs, RoutePluginArgs } from "./args";
import { checkSize, renderDocument } from "./document";
import kinds from "./kinds";
import type { PluginContext, PluginDocument, PluginKind, PluginType } from "./plugin";
import { checkPublished, type InStages, inStages, sharedStages } from "./stages";

/** Types of plug-ins with typed arguments, by argument. */
export const pluginKinds = kinds as unknown as Readonly<
  Record<Exclude<keyof GroupPluginArgs, "plugins">, PluginKind<object>>
>;

/** A plug-in of one type in some environments. */
export interface StagedPlugin {
  type: PluginType;
  /** False disables the plug-in. */
  plugin: PluginDocument | false;
  /** Undefined means all environments. */
  stages: readonly Stage[] | undefined;
}

/** Renders the documents of plug-ins. If two are for the same place, the later one applies. */
export function renderPlugins(
  settings: RoutePluginArgs,
  context: PluginContext,
  problems: Problems,
): StagedPlugin[] {
  const plugins: StagedPlugin[] = [];
  for (const [property, kind] of Object.entries(pluginKinds)) {
    const argument = settings[property as keyof typeof pluginKinds] as InStages<object | boolean> | undefined;
    for (const { stages, value, at } of inStages(argument, context.stages, problems.under(property))) {
      const args = value === true ? kind.standard : value;
      if (args === undefined) {
        at.invalid("", "is true, but has no default.", "Set it to an object, or to false for none.");
        continue;
      }
      const plugin = args === false ? false : { type: kind.type, ...kind.render(args, at, context) };
      if (plugin) checkSize(plugin.document({}), at, "");
      plugins.push({ type: kind.type, stages, plugin });
    }
  }
  for (const [name, args] of Object.entries(settings.plugins ?? {})) {
    const at = problems.under(`plugins["${name}"]`);
    const { type, stages } = args;
    if (stages?.length === 0) at.add("stages", "is empty.", "Add an environment, or remove it.");
    checkDistinct(stages ?? [], at, "stages");
    stages?.forEach((stage, index) => {
      checkPublished(stage, context.stages, at.under(`stages[${index}]`));
    });
    for (const other of plugins) {
      const shared = other.type === type && other.plugin ? sharedStages(stages, other.stages) : undefined;
      if (shared === undefined) continue;
      const hint = "Use one plug-in of each type.";
      at.add("type", `is ${type}, which another plug-in already has in ${shared}.`, hint);
    }
    plugins.push({ type, stages, plugin: renderDocument(args, at) });
  }
  return plugins;
}
