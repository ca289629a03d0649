import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { ApiResponse } from "../../dynamic/publication/apiResponse";
import type { RouteParameters } from "./parameterArgs";
import type { ResponseArgs } from "./response";
import type { methods } from "./values";

/** Method of a request. `ANY` matches every method. */
export type Method = (typeof methods)[number];

/** Protocol between client and gateway. */
export type Protocol = "HTTP" | "HTTPS";

/** Location of the AppCode in a request. A query often ends up in logs. */
export type AppCodeIn = "header" | "header and query" | "off";

/** Request that the gateway sends to the service. */
export interface BackendArgs {
  /**
   * Path at the service. `[name]` and a trailing `/*` have the values that they have in the request. It may
   * end with a slash.
   *
   * @default the path of the request
   */
  path?: string;
  /** Method at the service. @default the method of the request */
  method?: Method;
  /**
   * Timeout for the service's response, in milliseconds: 1 to 30,000, or to 120,000 on a dedicated gateway
   * instance.
   *
   * @default 10000
   */
  timeout?: number;
  /**
   * Mock response with status 200. The gateway calls no back end, and none is required. The provider supports
   * neither another status nor headers. Conflicts with all other arguments of the back end.
   *
   * @default the service answers
   */
  mock?: MockArgs;
}

/** Mock response. */
export interface MockArgs {
  /** Body of the response. Must not be empty. */
  body: string;
}

/** Defaults for routes that do not set these arguments themselves. */
export interface RouteDefaults {
  /** Who may call. @default "app" */
  auth?: "app" | "anonymous";
  /** Protocols that clients may use. @default ["HTTPS"] */
  protocols?: Protocol[];
  /** Locations of the AppCode in a request. @default "header" */
  appCode?: AppCodeIn;
  /** Timeout for the service's response, in milliseconds. @default 10000 */
  timeout?: number;
}

/** One API: the request of the client, and the request that the gateway sends to the service. */
export interface RouteArgs extends RouteParameters {
  /** Method of the request. @default "GET" */
  method?: Method;
  /**
   * Path of the request below the group's base path. `[name]` matches one segment. A trailing `/*` matches
   * any remaining path. The path does not end with a slash: set `backend.path` if the service needs one.
   *
   * If several routes match, the local cloud selects the most specific one. The service does not document its
   * order.
   *
   * The cloud rejects a path that another route with the same method still has. A route can get the path of a
   * route whose own path changes in the same update. The preview rejects two changes: two routes that
   * exchange their paths, and an existing route that gets the path of a removed route. Run `pulumi up` for
   * the first step alone, then for the second.
   */
  path: string;
  /** Protocols that clients may use. HTTP does not protect an AppCode in transit. @default ["HTTPS"] */
  protocols?: Protocol[];
  /** Who may call: authorized apps (`"app"`), or anyone (`"anonymous"`). @default "app" */
  auth?: "app" | "anonymous";
  /** Locations of the AppCode in a request. @default "header" */
  appCode?: AppCodeIn;
  /** Request that the gateway sends to the service. @default the same request */
  backend?: BackendArgs;
  /**
   * Format and examples of the responses, for the documentation of the API.
   *
   * @default the provider's default: JSON
   */
  response?: ResponseArgs;
  /** Description. @maxLength 180 @default the method and the path */
  description?: string;
  /**
   * Previous name of the route. Required if a rename also changes the method or the path. Otherwise the
   * update creates a new API and deletes the old one. A rename alone does not need it. Keep it until no stack
   * has the old name.
   *
   * @default none
   */
  formerName?: string;
}

/** A route, or its short form `"METHOD /path"` with defaults for all other arguments. `"/path"` is a GET. */
export type Route = RouteArgs | string;

/** Arguments of {@link Routes}. */
export interface RoutesArgs extends ComponentArgs {
  /** Group of the APIs. */
  groupId: pulumi.Input<string>;
  /** Name of the VPC access authorization for the service. @default none, for mocks only */
  accessName?: pulumi.Input<string>;
  /**
   * Values that a published API keeps a copy of, such as `GatewayAccess.accessId` and the group's base path.
   * If one of them changes, the APIs are published again, even though their definition is the same.
   *
   * @default none
   * @anyText
   */
  republishOn?: pulumi.Input<string | undefined>[];
  /**
   * Gateway instance that serves the group. A dedicated one allows a longer timeout.
   *
   * @default the shared one
   */
  instanceId?: pulumi.Input<string>;
  /**
   * APIs by name: 4 to 50 letters, digits, hyphens or underscores, starting with a letter. At least one. If a
   * route gets another name and keeps its method and path, the API is renamed and stays published.
   */
  routes: Record<string, Route>;
  /** Defaults for routes that do not set these arguments themselves. @default {} */
  defaults?: RouteDefaults;
}

/** An API with a digest of its definition. */
export interface RouteRevision {
  /** ID of the API: 32 hexadecimal digits. */
  apiId: pulumi.Output<string>;
  /** Digest that changes with everything that affects the published API. */
  revision: pulumi.Output<string>;
  /**
   * Response part of the API's documentation, which is written before the API is published. If absent, the
   * value of the provider stays.
   */
  response?: ApiResponse;
}
