import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";
import type { Stage } from "../../validation/stages";

/** A credential that the package makes, with `@pulumi/random`; it stays the same until `rotation` changes. */
export interface GeneratedCredential {
  /** Any text or number, such as `"2026-11"`. Another value makes another credential. */
  rotation: string | number;
}

/** A credential: given, and then best from `config.requireSecret`, or generated. */
export type CredentialSource = pulumi.Input<string> | GeneratedCredential;

/**
 * What an app authenticates itself with. To change one is to rotate it: a new AppCode comes beside the old one, and so
 * does a new pair of AppKey and AppSecret, so that callers have time to follow. An AppSecret alone is exchanged under its
 * AppKey, and the old one ends at once: to have time with signed calls too, change `appKey` with it.
 *
 * Source: CreateAppCode, DeleteAppCode, CreateAppKey, DeleteAppKey, ResetAppSecret.
 */
export interface AppCredentialArgs {
  /**
   * The code for `Authorization: APPCODE …`; if given, 16 to 128 letters, digits, underscores, dots or hyphens. No other
   * app in API Gateway may have it.
   *
   * @default made by the service
   */
  appCode?: CredentialSource;
  /** The key that a signed request names; if given, 4 to 128 such characters, and unique. @default made by the service */
  appKey?: CredentialSource;
  /** The secret that a request is signed with; if given, 16 to 128 such characters. @default made by the service */
  appSecret?: CredentialSource;
  /**
   * Whether a replaced AppCode or pair goes on working. It ends at the next update in which this is `false` or a time
   * that has passed (UTC, `2026-12-01T00:00:00Z`), and at the next rotation. `false` for what has leaked.
   *
   * @default true
   */
  keepPrevious?: boolean | string;
}

/** What an app is, apart from what it may call. */
export interface CommonAppArgs {
  /** At most 180 characters. @default none */
  description?: string;
  /** Given or generated credentials, and their rotation. @default made by the service, for good */
  credentials?: AppCredentialArgs;
  /**
   * When its authorizations end: UTC to the second, in the future, such as `2027-01-31T00:00:00Z`. From then on the
   * gateway answers 403, `A403EP`. Source: AuthValidTime of SetApisAuthorities.
   *
   * @default never
   */
  expires?: string;
}

/** An app of `VpcApi`. */
export interface VpcApiAppArgs extends CommonAppArgs {
  /** The routes that it may call. @default all that are not anonymous */
  routes?: string[];
  /** Environments in which it may call them. @default all that the APIs are published to */
  stages?: Stage[];
}

/** What an app may call in one environment. */
export interface AppAuthorization {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** Environment in which it may call them; they must be published there. */
  stage: pulumi.Input<string>;
  /** Ids of the APIs, by route. */
  apiIds: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Arguments of {@link App}. */
export interface AppArgs extends CommonAppArgs, ComponentArgs {
  /** Name of the app: 4 to 26 letters, digits or underscores, a letter first. */
  appName: string;
  /** What it may call in one environment. Not beside `authorizations`. @default nothing */
  authorization?: AppAuthorization;
  /** What it may call, by environment. @default nothing */
  authorizations?: Partial<Record<Stage, AppAuthorization>>;
  /** Tags on the app. @default none */
  tags?: Tags;
}
