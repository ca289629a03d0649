import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Stage } from "../../validation/stages";
import type { RouteRevision } from "../routes/args";

/** Versions of APIs in the history of their publications, by route; each is 17 digits. */
export type ApiVersions = Record<string, string>;

/** What one environment serves. */
export interface StageArgs {
  /**
   * Words that the history of each publication keeps; 1 to 180 characters. They go with the next publication:
   * to change them alone publishes nothing.
   *
   * @default those of all environments
   */
  remarks?: string;
  /**
   * The versions that it serves, by route, and nothing else: those that another environment served when it was
   * tested, as `Publication.versions` has them. An empty object publishes nothing yet. A route that is not named is
   * not published here. To go back, give the versions that were here before.
   *
   * A version that is first published here is preceded, for the moment between two calls, by the current definition,
   * because the service switches only what is published. A version that the API does not have is refused in the
   * preview, with those that it has. A version keeps what it was published with, the VPC access authorization too.
   *
   * @default the current definitions of all routes
   */
  promoted?: ApiVersions;
  /**
   * Versions that it serves instead of the current definition, by route; all other routes follow their definition.
   * Not beside `promoted`. Remove it to publish the current definition again.
   *
   * @default none
   */
  rolledBack?: ApiVersions;
}

/** Where to, and with which words, APIs are published. */
export interface VpcApiPublicationArgs {
  /** The one environment that the APIs are published to. Not beside `stages`. @default "RELEASE" */
  stage?: Stage;
  /**
   * The environments that the APIs are published to: a list, or the settings of each. They are published in the order
   * TEST, PRE, RELEASE. To remove one withdraws its APIs there, after the authorizations for them.
   *
   * With `RELEASE: { promoted }`, a changed definition goes to TEST alone. Once it is tested, its versions are given
   * to RELEASE, which then serves the very same definitions.
   *
   * @default the one of `stage`
   */
  stages?: Stage[] | Partial<Record<Stage, StageArgs>>;
  /**
   * Words that the history of each publication keeps; 1 to 180 characters. They go with the next publication:
   * to change them alone publishes nothing.
   *
   * @default "Published by Pulumi"
   */
  remarks?: string;
}

/** Arguments of {@link Publication}. */
export interface PublicationArgs extends VpcApiPublicationArgs, ComponentArgs {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** The APIs to publish, by route: `Routes.revisions`. */
  routes: Record<string, RouteRevision>;
  /** Routes that are published to some environments alone. @default all to all */
  routeStages?: Record<string, readonly Stage[]>;
}
