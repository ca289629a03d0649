import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { type Mistakes, resolveOrThrow } from "../core/mistakes";
import { childOf, componentType, type Tags } from "../core/options";
import { type AppIds, type PluginDocument, textOf } from "./pluginDocuments";
import { type PlannedPlugin, planPlugins, pluginName } from "./pluginPlan";
import type { PluginSettings, RoutePluginSettings } from "./pluginSettings";

/** Arguments of {@link Plugins}. */
export interface PluginsArgs extends PluginSettings {
  /** What the names of the plug-ins begin with, such as the group's name. */
  prefix: string;
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** Environment: `Publication.stage`, because a plug-in is attached to what is published. */
  stage: pulumi.Input<string>;
  /** Ids of the published APIs, by route. */
  apiIds: Record<string, pulumi.Input<string>>;
  /** Plug-ins of single routes, in place of those of the group. @default none */
  routes?: Record<string, RoutePluginSettings>;
  /** Ids of the apps that limits name, by the app's name. @default none */
  appIds?: AppIds;
  /** Tags on the plug-ins. @default none */
  tags?: Tags;
}

function resolvePlugins(args: PluginsArgs, mistakes: Mistakes): PlannedPlugin[] {
  const known = { routes: Object.keys(args.apiIds), apps: Object.keys(args.appIds ?? {}) };
  return planPlugins(args, args.routes ?? {}, known, mistakes);
}

/** What the gateway does with published APIs beside routing: limits, CORS, access lists, tokens and other plug-ins. */
export class Plugins extends pulumi.ComponentResource {
  /** The plug-ins: of the group by type, such as `cors`, of a route by route and type, such as `list-items-cors`. */
  readonly plugins: Record<string, alicloud.apigateway.Plugin>;
  /** Ids of the plug-ins by the same keys. */
  readonly pluginIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: PluginsArgs, opts?: pulumi.ComponentResourceOptions) {
    const planned = resolveOrThrow(`Plugins ${name}`, (mistakes) => resolvePlugins(args, mistakes));
    super(componentType("Plugins"), name, {}, opts);
    this.plugins = {};
    for (const { key, plugin, places } of planned) {
      const created = this.create(`${name}-${key}`, plugin, args, key);
      this.plugins[key] = created;
      this.attach(name, plugin, created.id, places, args);
    }
    this.pluginIds = pulumi.output(
      Object.fromEntries(Object.entries(this.plugins).map(([key, { id }]) => [key, id])),
    );
    this.registerOutputs({ pluginIds: this.pluginIds });
  }

  private create(
    name: string,
    { type, isSecret, document }: PluginDocument,
    { prefix, appIds = {}, tags = {} }: PluginsArgs,
    key: string,
  ): alicloud.apigateway.Plugin {
    const text = pulumi.output(document(appIds)).apply(textOf);
    return new alicloud.apigateway.Plugin(
      `${name}-plugin`,
      {
        pluginName: pluginName(prefix, key),
        pluginType: type,
        pluginData: isSecret ? pulumi.secret(text) : text,
        tags,
      },
      childOf(this, isSecret ? { additionalSecretOutputs: ["pluginData"] } : {}),
    );
  }

  /** Attachments are known by place and type, of which there is one each, so that another plug-in takes the place in order. */
  private attach(
    name: string,
    { type }: PluginDocument,
    pluginId: pulumi.Input<string>,
    places: PlannedPlugin["places"],
    { groupId, stage, apiIds }: PluginsArgs,
  ): void {
    const options = childOf(this, { deleteBeforeReplace: true });
    const common = { groupId, stageName: stage, pluginId };
    if (places === "group") {
      new alicloud.apigateway.GroupPluginAttachment(`${name}-${type}-attachment`, common, options);
      return;
    }
    for (const route of places) {
      const apiId = apiIds[route] ?? "";
      new alicloud.apigateway.PluginAttachment(
        `${name}-${route}-${type}-attachment`,
        { ...common, apiId },
        options,
      );
    }
  }
}
