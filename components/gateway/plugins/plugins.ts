import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child } from "../../component/children";
import { Component } from "../../component/component";
import { nameInStage } from "../../validation/stages";
import type { PluginsArgs } from "./args";
import { textOf } from "./document";
import { type PlannedPlugin, type PluginsPlan, pluginName, pluginsDefinition } from "./plan";
import type { PluginDocument } from "./plugin";

declare module "../../component/children" {
  interface ChildKinds {
    /** A plug-in. */
    plugin: typeof alicloud.apigateway.Plugin;
    /** Plug-in on all APIs of the group. */
    groupPluginAttachment: typeof alicloud.apigateway.GroupPluginAttachment;
    /** Plug-in on one API. */
    pluginAttachment: typeof alicloud.apigateway.PluginAttachment;
  }
}

/** What the gateway does with published APIs beside routing: limits, CORS, access lists, tokens and other plug-ins. */
export class Plugins extends Component<PluginsPlan> {
  /**
   * The plug-ins: of the group by type, such as `cors`, of a route by route and type, such as `list-items-cors`; those of
   * TEST and PRE with the environment after it, such as `cors-test`.
   */
  readonly plugins: Record<string, alicloud.apigateway.Plugin>;
  /** Ids of the plug-ins by the same keys. */
  readonly pluginIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: PluginsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(pluginsDefinition, name, args, opts);
    this.plugins = {};
    for (const planned of this.plan.plugins) {
      const { key, plugin } = planned;
      const created = this.plugins[key] ?? this.create(key, plugin);
      this.plugins[key] = created;
      this.attach(planned, created.id);
    }
    this.pluginIds = pulumi.output(
      Object.fromEntries(Object.entries(this.plugins).map(([key, { id }]) => [key, id])),
    );
    this.registerOutputs({ pluginIds: this.pluginIds });
  }

  private create(key: string, { type, isSecret, document }: PluginDocument): alicloud.apigateway.Plugin {
    const { prefix, appIds, tags } = this.plan;
    const text = pulumi.output(document(appIds)).apply(textOf);
    return child(
      this,
      "plugin",
      alicloud.apigateway.Plugin,
      `${key}-plugin`,
      {
        pluginName: pluginName(prefix, key),
        pluginType: type,
        pluginData: isSecret ? pulumi.secret(text) : text,
        tags,
      },
      isSecret ? { additionalSecretOutputs: ["pluginData"] } : {},
    );
  }

  /** Attachments are known by place and type, of which there is one each, so that another plug-in takes the place in order. */
  private attach({ plugin: { type }, stage, places }: PlannedPlugin, pluginId: pulumi.Input<string>): void {
    const { groupId, published } = this.plan;
    const here = published[stage];
    if (here === undefined || Object.keys(here.apiIds).length === 0) return;
    const common = { groupId, stageName: here.stage, pluginId };
    if (places === "group") {
      const attachment = nameInStage(`${type}-attachment`, stage);
      child(this, "groupPluginAttachment", alicloud.apigateway.GroupPluginAttachment, attachment, common, {
        // A group has one plug-in of a type.
        deleteBeforeReplace: true,
      });
      return;
    }
    for (const route of places) {
      const apiId = here.apiIds[route];
      if (apiId === undefined) continue;
      const attachment = nameInStage(`${route}-${type}-attachment`, stage);
      child(
        this,
        "pluginAttachment",
        alicloud.apigateway.PluginAttachment,
        attachment,
        { ...common, apiId },
        {
          // An API has one plug-in of a type.
          deleteBeforeReplace: true,
        },
      );
    }
  }
}
