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

/** IDs of the apps that a document refers to, by name. */
export type AppIds = Record<string, pulumi.Input<string>>;

/** A plug-in in the form that the cloud accepts. */
export interface PluginDocument {
  type: PluginType;
  /** Whether the document contains, or may contain, a secret. */
  isSecret: boolean;
  document: (appIds: AppIds) => pulumi.Input<object | string>;
}

/** Apps and environments that the arguments of a plug-in may refer to. */
export interface PluginContext {
  /** Undefined if unknown, because the argument has a wrong type. */
  apps: readonly string[] | undefined;
  /** Environments. Undefined if the only environment is unknown. */
  stages: readonly string[] | undefined;
}

/** A type of plug-in with typed arguments. */
export interface PluginKind<Args> {
  type: PluginType;
  /** Arguments for the value `true`. @default true is rejected */
  standard?: Args;
  /** Validates the arguments and renders the document. */
  render(args: Args, problems: Problems, context: PluginContext): Omit<PluginDocument, "type">;
}

/** A document without secrets whose values are all known. */
export const plain = (document: object): Omit<PluginDocument, "type"> => ({
  isSecret: false,
  document: () => document,
});
