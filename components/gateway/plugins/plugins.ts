import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { claimUnique } from "../../component/claims";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType, type Tags } from "../../component/options";
import { resolvePart } from "../../component/part";
import type { Problems } from "../../validation/problems";
import { nameInStage, type Stage } from "../../validation/stages";
import type { GroupPluginArgs, RoutePluginArgs } from "./args";
import type { PluginDocument } from "./documents";
import { textOf } from "./givenPlugin";
import { onlyStage, type PlannedPlugin, planPlugins, pluginName } from "./plan";

/** Arguments of {@link Plugins}. */
export interface PluginsArgs extends GroupPluginArgs, ComponentArgs {
  /** What the names of the plug-ins begin with, such as the group's name. */
  prefix: string;
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /**
   * The one environment: `Publication.stage`, because a plug-in is attached to what is published. Not beside `stages`.
   *
   * @default none
   */
  stage?: pulumi.Input<string>;
  /** The environments, each with what is published there: `Publication.published`. @default the one of `stage` */
  stages?: Partial<Record<Stage, PublishedIn>>;
  /** Ids of the published APIs, by route. */
  apiIds: Record<string, pulumi.Input<string>>;
  /** Plug-ins of single routes, in place of those of the group. @default none */
  routes?: Record<string, RoutePluginArgs>;
  /** Ids of the apps that limits name, by the app's name. @default none */
  appIds?: Record<string, pulumi.Input<string>>;
  /** Tags on the plug-ins. @default none */
  tags?: Tags;
}

/** What is published in one environment. */
export interface PublishedIn {
  /** The environment, known once the APIs are published there. */
  stage: pulumi.Input<string>;
  /** Ids of the APIs, by route. */
  apiIds: Record<string, pulumi.Input<string>>;
}

function resolvePlugins(args: PluginsArgs, problems: Problems): PlannedPlugin[] {
  if ((args.stage === undefined) === (args.stages === undefined)) {
    problems.add("stages", "or stage is missing, or both are given.", "Give one of the two.");
  }
  const known = {
    routes: Object.keys(args.apiIds),
    apps: Object.keys(args.appIds ?? {}),
    stages: args.stages && Object.keys(args.stages),
  };
  return planPlugins(args, args.routes ?? {}, known, problems);
}

/** What the gateway does with published APIs beside routing: limits, CORS, access lists, tokens and other plug-ins. */
export class Plugins extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /**
   * The plug-ins: of the group by type, such as `cors`, of a route by route and type, such as `list-items-cors`; those of
   * TEST and PRE with the environment after it, such as `cors-test`.
   */
  readonly plugins: Record<string, alicloud.apigateway.Plugin>;
  /** Ids of the plug-ins by the same keys. */
  readonly pluginIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: PluginsArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const planned = resolvePart({ type: "Plugins", name, args }, (problems, args) =>
      resolvePlugins(args, problems),
    );
    const names = [...new Set(planned.map(({ key }) => pluginName(args.prefix, key)))];
    claimUnique(
      { type: "Plugins", name },
      opts,
      names.map((one) => ({ kind: "plugin", value: [one], property: "prefix", words: `"${one}"` })),
    );
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("Plugins"), name, {}, options);
    this.nodes = nodes;
    this.plugins = {};
    for (const plan of planned) {
      const { key, plugin } = plan;
      const created = this.plugins[key] ?? this.create(`${name}-${key}`, plugin, args, key);
      this.plugins[key] = created;
      this.attach(name, plan, created.id, args);
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
    { plugin: { type }, stage, places }: PlannedPlugin,
    pluginId: pulumi.Input<string>,
    { groupId, stage: only, stages, apiIds }: PluginsArgs,
  ): void {
    const published = new Map(Object.entries(stages ?? { [onlyStage]: { stage: only ?? "", apiIds } }));
    const here = published.get(stage);
    if (here === undefined || Object.keys(here.apiIds).length === 0) return;
    const common = { groupId, stageName: here.stage, pluginId };
    if (places === "group") {
      const attachment = nameInStage(`${name}-${type}-attachment`, stage);
      new alicloud.apigateway.GroupPluginAttachment(attachment, common, childOf(this));
      return;
    }
    for (const route of places) {
      const apiId = here.apiIds[route];
      if (apiId === undefined) continue;
      const attachment = nameInStage(`${name}-${route}-${type}-attachment`, stage);
      new alicloud.apigateway.PluginAttachment(attachment, { ...common, apiId }, childOf(this));
    }
  }
}
