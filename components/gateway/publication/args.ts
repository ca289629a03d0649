import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Stage } from "../../validation/stages";
import type { RouteRevision } from "../routes/args";

/** Versions of APIs in their publication history, by route. A version has 17 digits. */
export type ApiVersions = Record<string, string>;

/** Arguments of one environment. */
export interface StageArgs {
  /**
   * Remarks in the history of each publication. They are sent with the next publication. A change of the
   * remarks alone publishes nothing.
   *
   * @maxLength 180
   * @default those of all environments
   */
  remarks?: string;
  /**
   * Versions that the environment serves, by route: those that another environment served when it was tested,
   * see `Publication.versions`. The environment serves nothing else. Routes that are not listed are not
   * published here. An empty object publishes nothing yet. To roll back, set the previous versions.
   *
   * The service can only switch APIs that are published. When a version is published here for the first time,
   * the current definition is therefore published for the moment between two calls. If an API does not have a
   * version, the preview fails and lists the versions that it has. A version keeps everything it was
   * published with, including the VPC access authorization.
   *
   * @default the current definitions of all routes
   */
  promoted?: ApiVersions;
  /**
   * Versions that the environment serves instead of the current definition, by route. All other routes follow
   * their definition. Conflicts with `promoted`. Remove a version to publish the current definition again.
   *
   * @default none
   */
  rolledBack?: ApiVersions;
}

/** Environments, versions and remarks of the publication. */
export interface VpcApiPublicationArgs {
  /** Environment that the APIs are published to. Conflicts with `stages`. @default "RELEASE" */
  stage?: Stage;
  /**
   * Environments that the APIs are published to: a list, or the arguments of each. They are published in the
   * order TEST, PRE, RELEASE. Removing one first deletes its authorizations, then withdraws its APIs.
   *
   * With `RELEASE: { promoted }`, a changed definition is published to TEST only. After the test, set its
   * versions for RELEASE, which then serves exactly the same definitions.
   *
   * @default the one of `stage`
   */
  stages?: Stage[] | Partial<Record<Stage, StageArgs>>;
  /**
   * Remarks in the history of each publication. They are sent with the next publication. A change of the
   * remarks alone publishes nothing.
   *
   * @maxLength 180
   * @default "Published by Pulumi"
   */
  remarks?: string;
}

/** Arguments of {@link Publication}. */
export interface PublicationArgs extends VpcApiPublicationArgs, ComponentArgs {
  /** Group of the APIs. */
  groupId: pulumi.Input<string>;
  /** APIs to publish, by route: `Routes.revisions`. */
  routes: Record<string, RouteRevision>;
  /** Environments of routes that are not published to all of them. @default all routes to all environments */
  routeStages?: Record<string, readonly Stage[]>;
}
