import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../../validation/problems";

/** A type of plug-in. Source: the `plugin_type` of the provider. */
export type PluginType =
  | "trafficControl"
  | "ipControl"
  | "backendSignature"
  | "jwtAuth"
  | "basicAuth"
  | "cors"
  | "caching"
  | "routing"
  | "accessControl"
  | "errorMapping"
  | "circuitBreaker"
  | "remoteAuth"
  | "logMask"
  | "transformer";

/** Ids of apps by name, as far as a document needs them. */
export type AppIds = Record<string, pulumi.Input<string>>;

/** A plug-in as the cloud accepts it. */
export interface PluginDocument {
  type: PluginType;
  /** Whether the document contains, or may contain, a secret. */
  isSecret: boolean;
  /** An object, or the text itself. */
  document: (appIds: AppIds) => pulumi.Input<object | string>;
}

/** What the arguments of a plug-in may name. */
export interface PluginContext {
  /** Undefined where they are not known, because what names them is of a wrong type. */
  apps: readonly string[] | undefined;
  /** Environments; undefined where it is not known which is the one. */
  stages: readonly string[] | undefined;
}

/** A plug-in with arguments of its own. */
export interface PluginKind<Args> {
  type: PluginType;
  /** Arguments that `true` stands for. @default true is refused */
  standard?: Args;
  /** Validates the arguments, and writes the document. */
  render(args: Args, problems: Problems, context: PluginContext): Omit<PluginDocument, "type">;
}

/** A document without secrets, all of it known. */
export const plain = (document: object): Omit<PluginDocument, "type"> => ({
  isSecret: false,
  document: () => document,
});
