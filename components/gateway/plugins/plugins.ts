import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import { mapValues } from "../../validation/given";
import { nameInStage } from "../../validation/stages";
import type { PluginsArgs } from "./args";
import { serializeDocument } from "./document";
import { type PlannedPlugin, type PluginsPlan, pluginName, pluginsDefinition } from "./plan";
import type { PluginDocument } from "./plugin";

declare module "../../component/children" {
  interface ChildKinds {
    /** A plug-in. @local plugin pluginName */
    plugin: typeof alicloud.apigateway.Plugin;
    /** Attachment of a plug-in to all APIs of the group. @importId groupId:pluginId:stageName */
    groupPluginAttachment: typeof alicloud.apigateway.GroupPluginAttachment;
    /** Attachment of a plug-in to one API. @importId groupId:apiId:pluginId:stageName */
    pluginAttachment: typeof alicloud.apigateway.PluginAttachment;
  }
}

/**
 * Plug-ins for published APIs: throttling, CORS, IP access, JSON Web Tokens and others.
 *
 * @example
 * ```ts
 * import { ApiGroup, Plugins, Publication, Routes } from "alicloud-vpc-api";
 *
 * const { groupId } = new ApiGroup("shop", { groupName: "shop" });
 * const routes = { "get-item": { path: "/items", backend: { mock: { body: "[]" } } } };
 * const { revisions } = new Routes("shop", { groupId, routes });
 * const { stage } = new Publication("shop", { groupId, routes: revisions });
 *
 * new Plugins("shop", {
 *   prefix: "shop",
 *   groupId,
 *   stage,
 *   apiIds: { "get-item": revisions["get-item"].apiId },
 *   throttling: { perApi: 50 },
 *   cors: { origins: ["https://shop.example.com"] },
 * });
 * ```
 */
export class Plugins extends Component<PluginsPlan> {
  /**
   * The plug-ins. Keys are the type for the group, such as `cors`, and route and type for a route, such as
   * `list-items-cors`. Keys for TEST and PRE end with the environment, such as `cors-test`.
   */
  readonly plugins: Record<string, alicloud.apigateway.Plugin>;
  /** IDs of the plug-ins, by the same keys. */
  readonly pluginIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: PluginsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(pluginsDefinition, name, args, opts);
    this.plugins = {};
    for (const planned of this.plan.plugins) {
      const { key, plugin } = planned;
      const created = this.plugins[key] ?? this.create(key, plugin);
      this.plugins[key] = created;
      this.attach(planned, created.id);
    }
    this.pluginIds = pulumi.output(mapValues(this.plugins, ({ id }) => id));
    this.registerProperties("pluginIds");
  }

  private create(key: string, { type, isSecret, document }: PluginDocument): alicloud.apigateway.Plugin {
    const { prefix, appIds, tags } = this.plan;
    const text = pulumi.output(document(appIds)).apply(serializeDocument);
    const args: alicloud.apigateway.PluginArgs = {
      pluginName: pluginName(prefix, key),
      pluginType: type,
      pluginData: isSecret ? pulumi.secret(text) : text,
      tags,
    };
    const options = isSecret ? { additionalSecretOutputs: ["pluginData"] } : {};
    return child(this, "plugin", alicloud.apigateway.Plugin, `${key}-plugin`, args, options);
  }

  /** Names attachments by place and type, of which each place has one. So a new plug-in replaces the old one. */
  private attach({ plugin: { type }, stage, places }: PlannedPlugin, pluginId: pulumi.Input<string>): void {
    const { groupId, published } = this.plan;
    const here = published[stage];
    if (here === undefined || Object.keys(here.apiIds).length === 0) return;
    const { GroupPluginAttachment, PluginAttachment } = alicloud.apigateway;
    const common = { groupId, stageName: here.stage, pluginId };
    if (places === "group") {
      const attachment = nameInStage(`${type}-attachment`, stage);
      // A group has one plug-in of a type.
      uniqueChild(this, "groupPluginAttachment", GroupPluginAttachment, attachment, common);
      return;
    }
    for (const route of places) {
      const apiId = here.apiIds[route];
      if (apiId === undefined) continue;
      const attachment = nameInStage(`${route}-${type}-attachment`, stage);
      // An API has one plug-in of a type.
      uniqueChild(this, "pluginAttachment", PluginAttachment, attachment, { ...common, apiId });
    }
  }
}
