import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { ApiResponse } from "../../dynamic/publication/apiResponse";
import type { RouteParameters } from "./parameterArgs";
import type { ResponseArgs } from "./response";

/** Methods of a request. Source: ModifyApiConfigurationRequest. */
export const methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "ANY"] as const;
/** A method of a request; `ANY` is each of them. */
export type Method = (typeof methods)[number];

/** How a client may speak to the gateway. */
export type Protocol = "HTTP" | "HTTPS";

/** Where a client may put its AppCode. In a query it is easily written to logs. */
export type AppCodeIn = "header" | "header and query" | "off";

/** What the gateway asks the service for. */
export interface BackendArgs {
  /**
   * Path at the service. `[name]` and a last `/*` stand for what they stood for in the request. It may end in a slash.
   *
   * @default the path of the request
   */
  path?: string;
  /** Method at the service. @default the method of the request */
  method?: Method;
  /**
   * Longest wait for the service's answer, in milliseconds; 1 to 30,000, on a dedicated gateway instance to 120,000.
   *
   * @default 10000
   */
  timeout?: number;
  /**
   * Answers in place of the service, with status 200: no back end is called, nor is one needed. The provider can send
   * neither another status nor headers. With it, nothing else of the back end is given.
   *
   * @default the service answers
   */
  mock?: MockArgs;
}

/** The answer of a mock. */
export interface MockArgs {
  /** The body; not empty. */
  body: string;
}

/** What routes are that say nothing else. */
export interface RouteDefaults {
  /** Who may call. @default "app" */
  auth?: "app" | "anonymous";
  /** What clients may speak. @default ["HTTPS"] */
  protocols?: Protocol[];
  /** Where an app may put its AppCode. @default "header" */
  appCode?: AppCodeIn;
  /** Longest wait for the service's answer, in milliseconds. @default 10000 */
  timeout?: number;
}

/** One API: a request that clients make, and what the gateway asks the service for. */
export interface RouteArgs extends RouteParameters {
  /** Method of the request. @default "GET" */
  method?: Method;
  /**
   * Path of the request below the group's base path; `[name]` stands for one segment, a last `/*` for any rest. It
   * does not end in a slash: set `backend.path` if the service needs one.
   * Where several routes match, the local cloud takes the most specific: the service does not document its order.
   * The cloud refuses a path that another route of the same method still has. A route may take the path of one that
   * gets another path in the same update. The preview refuses to exchange the paths of two routes, and to give a route
   * that exists the path of one that is removed: run `pulumi up` for the first step alone, then for the second.
   */
  path: string;
  /** What clients may speak. An AppCode over HTTP can be read on its way. @default ["HTTPS"] */
  protocols?: Protocol[];
  /**
   * Who may call: apps that are authorized (`"app"`), or anybody (`"anonymous"`).
   *
   * @default "app"
   */
  auth?: "app" | "anonymous";
  /** Where an app may put its AppCode. @default "header" */
  appCode?: AppCodeIn;
  /** What the gateway asks the service for. @default the same request */
  backend?: BackendArgs;
  /** Format and examples of the answers, for the documents of the API. @default what the provider writes: JSON */
  response?: ResponseArgs;
  /** At most 180 characters. @default the method and the path */
  description?: string;
  /**
   * The name that this route had before, if method or path change as well: otherwise another API is created, and the
   * old one deleted. A new name alone needs nothing. Keep it for as long as any stack knows the old name.
   *
   * @default none
   */
  formerName?: string;
}

/** A route in full, or in short as `"METHOD /path"`, with all else as by default; `"/path"` is a GET. */
export type Route = RouteArgs | string;

/** Arguments of {@link Routes}. */
export interface RoutesArgs extends ComponentArgs {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** Name of the VPC access authorization that leads to the service. @default none, which is for mocks alone */
  accessName?: pulumi.Input<string>;
  /**
   * What else a published API keeps a copy of: when one of these values changes, the APIs are published again though
   * their definition is the same. `GatewayAccess.accessId` and the group's base path are such values.
   *
   * @default none
   * @anyText
   */
  republishOn?: pulumi.Input<string | undefined>[];
  /** Gateway instance that serves the group; a dedicated one waits longer for a service. @default the shared one */
  instanceId?: pulumi.Input<string>;
  /**
   * The APIs by name: 4 to 50 letters, digits, hyphens or underscores, a letter first. At least one. A route that gets
   * another name and keeps its method and path is renamed; its API stays published meanwhile.
   */
  routes: Record<string, Route>;
  /** What routes are that say nothing else. @default {} */
  defaults?: RouteDefaults;
}

/** An API and a digest of its definition. */
export interface RouteRevision {
  /** Id of the API: 32 hexadecimal digits. */
  apiId: pulumi.Output<string>;
  /** Changes with anything that a publication would change. */
  revision: pulumi.Output<string>;
  /** What its documents tell of the answers, to be set before it is published; absent: what the provider wrote. */
  response?: ApiResponse;
}
