import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";
import type { Stage } from "../../validation/stages";
import type { CorsArgs } from "./cors";
import type { PluginDocumentArgs } from "./document";
import type { ErrorMappingArgs } from "./errorMapping";
import type { IpAccessArgs } from "./ipAccess";
import type { JwtArgs } from "./jwt";
import type { InStages } from "./stages";
import type { ThrottlingArgs } from "./throttling";

/**
 * What the gateway does beside routing. There is at most one plug-in of a type in each place and environment. A setting
 * may differ by environment: `throttling: { TEST: { perApi: 10 }, RELEASE: { perApi: 100 } }`; where none is named
 * there is none.
 */
export interface GroupPluginArgs {
  /**
   * Limits of calls; `true` is 100 a second for each API.
   *
   * @default none but those of the gateway instance
   */
  throttling?: InStages<boolean | ThrottlingArgs>;
  /** Calls by pages of other origins; `true` is any origin without credentials. @default none */
  cors?: InStages<boolean | CorsArgs>;
  /** Addresses that may call, or may not. @default all may */
  ipAccess?: InStages<IpAccessArgs>;
  /** JSON web tokens. @default none asked for */
  jwt?: InStages<JwtArgs>;
  /** Other answers in place of errors of the service. @default none */
  errorMapping?: InStages<ErrorMappingArgs>;
  /** Any other plug-ins, by names of your own. @default none */
  plugins?: Record<string, PluginDocumentArgs>;
}

/**
 * The same for one route, in place of the group's plug-in of the type; `false` is none at all. What names environments
 * leaves those that it does not name as they are for the group.
 */
export interface RoutePluginArgs extends Omit<GroupPluginArgs, "ipAccess" | "jwt" | "errorMapping"> {
  /** Addresses that may call, or may not; `false`: all may. @default that of the group */
  ipAccess?: InStages<IpAccessArgs | false>;
  /** JSON web tokens; `false`: none asked for. @default that of the group */
  jwt?: InStages<JwtArgs | false>;
  /** Other answers in place of errors of the service; `false`: none. @default that of the group */
  errorMapping?: InStages<ErrorMappingArgs | false>;
}

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
