import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";
import type { Stage } from "../../validation/stages";
import type { Method } from "../routes/args";
import type { InStages } from "./stages";

/** Types of plug-ins. Source: the `plugin_type` of the provider. */
export const pluginTypes = [
  ...([
    "trafficControl",
    "ipControl",
    "backendSignature",
    "jwtAuth",
    "basicAuth",
    "cors",
    "caching",
  ] as const),
  ...(["routing", "accessControl", "errorMapping", "circuitBreaker", "remoteAuth", "logMask"] as const),
  "transformer",
] as const;
/** Types of plug-ins. */
export type PluginType = (typeof pluginTypes)[number];

/** Units of time that calls are counted in. */
export const throttlingUnits = ["SECOND", "MINUTE", "HOUR", "DAY"] as const;
/** A unit of time that calls are counted in. */
export type ThrottlingUnit = (typeof throttlingUnits)[number];

/** How many calls are let through in a unit of time; those beyond are answered with 429. */
export interface ThrottlingArgs {
  /** Unit of time. @default "SECOND" */
  unit?: ThrottlingUnit;
  /** Calls of one API in the unit, by all callers together; at least 1. Each API counts for itself. */
  perApi: number;
  /** Calls of one API by one app; 1 to `perApi`. An anonymous caller is no app. @default no limit but `perApi` */
  perApp?: number;
  /** Limits of single apps, by the app's name, in place of `perApp`; 1 to `perApi`. @default none */
  apps?: Record<string, number>;
}

/** Which pages of other origins a browser lets call the APIs. */
export interface CorsArgs {
  /** Origins such as `https://shop.example.com`, or `["*"]` for any. @default ["*"] */
  origins?: string[];
  /** Methods that a page may use. @default all */
  methods?: Exclude<Method, "ANY">[];
  /** Headers that a page may send. @default those of common requests, of an AppCode and of a signature */
  headers?: string[];
  /** Headers that a page may read. @default X-Ca-Request-Id, X-Ca-Error-Code, X-Ca-Error-Message */
  exposeHeaders?: string[];
  /** Whether a page may send cookies and the like. Not with any origin. @default false */
  credentials?: boolean;
  /** Seconds that a browser keeps the answer to a preflight; 0 to 86,400. @default 7200 */
  maxAge?: number;
}

/** Where the address of a caller is taken from. */
export interface IpAccessSource {
  /**
   * Which entry of `X-Forwarded-For` is the caller's: 0 the first, -1 the last. For callers behind a proxy of your
   * own; anybody else can write the entries before the last.
   *
   * @default the address that the gateway sees
   */
  forwardedFor?: number;
}

/** Who may call, by IPv4 address or CIDR block. */
export type IpAccessArgs = IpAccessSource &
  (
    | {
        /** Addresses and blocks that may call; all others may not. */
        allow: string[];
      }
    | {
        /** Addresses and blocks that may not call; all others may. */
        deny: string[];
      }
  );

/** A key that tokens are checked with, as in RFC 7517. Of a key pair the public half alone. */
export interface Jwk {
  /** Other members, as RFC 7517 allows. */
  [member: string]: unknown;
  /** Kind of the key: `oct` is a secret that both sides share. */
  kty: "RSA" | "EC" | "oct";
  /** Id of the key, which tokens name. */
  kid?: string;
  /** Algorithm, for example `RS256`. */
  alg?: string;
  /** What the key is for, for example `sig`. */
  use?: string;
  /** Modulus of an RSA key, base64url. */
  n?: pulumi.Input<string>;
  /** Exponent of an RSA key, base64url. */
  e?: pulumi.Input<string>;
  /** Curve of an EC key, for example `P-256`. */
  crv?: string;
  /** First coordinate of an EC key, base64url. */
  x?: pulumi.Input<string>;
  /** Second coordinate of an EC key, base64url. */
  y?: pulumi.Input<string>;
  /** A secret that both sides share, base64url: kept as a secret in the state. */
  k?: pulumi.Input<string>;
}

/** Where the service gets a claim of a token. */
export interface ClaimArgs {
  /** Name of the header or query parameter. */
  parameter: string;
  /** Where the service gets it. */
  location: "header" | "query";
}

/** What lets a caller in: a JSON web token. For routes with `auth: "anonymous"`, or beside the app's own identity. */
export interface JwtArgs {
  /** Name of the header, query parameter or cookie. In `Authorization` it may stand after `Bearer`. @default "Authorization" */
  parameter?: string;
  /** Where the token is. @default "header" */
  location?: "header" | "query" | "cookie";
  /** The key; either this or `jwks`. */
  jwk?: Jwk;
  /** Several keys, told apart by their `kid`. */
  jwks?: Jwk[];
  /** Claims that the service gets: claim to the header that carries it, or to header or query parameter. @default none */
  claims?: Record<string, string | ClaimArgs>;
  /** Whether requests without a token pass. @default false */
  allowMissing?: boolean;
  /** Whether expired tokens pass. @default false */
  ignoreExpiration?: boolean;
  /** Whether a token counts once, by its `jti`. @default false */
  preventReplay?: boolean;
}

/** An answer in place of an error of the service. */
export interface MappedErrorArgs {
  /** Status; 200 to 599. */
  status: number;
  /** Text of `X-Ca-Error-Message`; `${name}` stands for a parameter. @default none */
  message?: string;
}

/** Which answers of the service are errors, and what the client gets instead. */
export interface ErrorMappingArgs {
  /** Names for parts of the answer: `StatusCode`, `Header:<name>` or `BodyJsonField:$.<path>`. */
  parameters: Record<string, string>;
  /** When an answer is an error, for example `$status = 200 and $code <> 'OK'`. */
  condition: string;
  /** The parameter that `mappings` are found by. @default none: every error gets `default` */
  code?: string;
  /** Answers by the value of that parameter. @default none */
  mappings?: Record<string, MappedErrorArgs>;
  /** Answer to any other error. @default the service's own */
  default?: MappedErrorArgs;
}

/** Any plug-in, by its document. */
export interface PluginDocumentArgs {
  /** Type of the plug-in. */
  type: PluginType;
  /**
   * The document: an object, which is sent as JSON with sorted keys, or JSON or YAML text, which is sent as it is. At
   * most 50 KB. One that is an output, has one in it, or is of a type with credentials is kept as a secret.
   */
  document: pulumi.Input<string> | pulumi.Input<Record<string, unknown>>;
  /** The environments that it is for. @default all */
  stages?: Stage[];
}

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
