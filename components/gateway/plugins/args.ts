import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";
import type { Stage } from "../../validation/stages";
import type { PluginDocumentArgs } from "./document";

/**
 * Plug-ins of an API group. An API has at most one plug-in of each type in each environment. A value may
 * differ by environment: `throttling: { TEST: { perApi: 10 }, RELEASE: { perApi: 100 } }`. Environments that
 * are not listed have no such plug-in.
 */
export interface GroupPluginArgs {
  /** Other plug-ins, by names of your choice. @default none */
  plugins?: Record<string, PluginDocumentArgs>;
}

/**
 * Plug-ins of one route, which replace the group's plug-ins of the same type. `false` disables a plug-in. If
 * a value lists environments, the other environments keep the group's plug-in.
 */
export interface RoutePluginArgs {
  /** Other plug-ins, by names of your choice. @default none */
  plugins?: Record<string, PluginDocumentArgs>;
}

/** Arguments of {@link Plugins}. */
export interface PluginsArgs extends GroupPluginArgs, ComponentArgs {
  /** Prefix of the names of the plug-ins, such as the name of the group. */
  prefix: string;
  /** Group of the APIs. */
  groupId: pulumi.Input<string>;
  /**
   * The environment: `Publication.stage`, because a plug-in can only be attached to published APIs. Conflicts
   * with `stages`.
   *
   * @default none
   */
  stage?: pulumi.Input<string>;
  /**
   * Environments with the APIs that are published there: `Publication.published`.
   *
   * @default the one of `stage`
   */
  stages?: Partial<Record<Stage, PublishedIn>>;
  /** IDs of the published APIs, by route. */
  apiIds: Record<string, pulumi.Input<string>>;
  /** Plug-ins of single routes, which replace those of the group. @default none */
  routes?: Record<string, RoutePluginArgs>;
  /** IDs of the apps that throttling limits refer to, by name of the app. @default none */
  appIds?: Record<string, pulumi.Input<string>>;
  /** Tags on the plug-ins. @default none */
  tags?: Tags;
}

/** APIs that are published in one environment. */
export interface PublishedIn {
  /** The environment. Its value is known after the APIs are published there. */
  stage: pulumi.Input<string>;
  /** IDs of the APIs, by route. */
  apiIds: Record<string, pulumi.Input<string>>;
}
