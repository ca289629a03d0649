const places = { path: "PATH", query: "QUERY", header: "HEAD", body: "BODY" } as const;
/** Where a parameter stands. In a body it is a field of a form. */
export type ParameterIn = keyof typeof places;
/** The service's words for the places. */
export const parameterPlaces: Readonly<Record<ParameterIn, string>> = places;

/** What a value looks like, by the gateway's types. */
export const parameterTypes = {
  string: /^/,
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  float: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  double: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  boolean: /^(true|false)$/i,
} as const;
/** Type of a parameter, which the gateway checks. */
export type ParameterType = keyof typeof parameterTypes;

/** What the gateway itself knows of a call. Source: DescribeSystemParameters. */
export const systemParameterNames = [
  "CaClientIp",
  "CaDomain",
  "CaRequestHandleTime",
  "CaAppId",
  "CaRequestId",
  "CaApiName",
  "CaHttpSchema",
  "CaProxy",
] as const;
/** The name of something that the gateway itself knows of a call, such as the client's address. */
export type SystemParameterName = (typeof systemParameterNames)[number];

/** Where the service gets a parameter. */
export interface BackendParameterArgs {
  /** Where the service gets it. @default where it stands in the request */
  in?: ParameterIn;
  /** Its name there. @default its name in the request */
  name?: string;
}

/** A parameter of the request. */
export interface ParameterArgs {
  /** Where it stands. @default "path" where the route's path has `[name]`, else "query" */
  in?: ParameterIn;
  /** Its type: what is of another is refused with I400IP. @default "string" */
  type?: ParameterType;
  /** Whether a request without it is refused, with I400MP. @default true in the path, else false */
  required?: boolean;
  /** Value of a request without it; only of one that is not required. @default none */
  default?: string | number | boolean;
  /** What it is, for readers. @default none */
  description?: string;
  /** Where the service gets it. @default the same place and name */
  backend?: BackendParameterArgs;
}

/** A value that the service gets with every call. It is no secret: whoever may read the API can read it. */
export interface ConstantParameterArgs {
  /** Where the service gets it. */
  in: "query" | "header";
  /** The value; not empty. */
  value: string;
  /** What it is, for readers. @default none */
  description?: string;
}

/** Where the service gets something that the gateway knows. */
export interface SystemParameterArgs {
  /** Where the service gets it. */
  in: "query" | "header";
  /** Its name there. */
  name: string;
}

/** What a route takes from a request, and adds to it. */
export interface RouteParameters {
  /**
   * Whether the service gets all of the request (`"pass-through"`), or the declared parameters alone, checked
   * (`"mapping"`). A body that is no form is passed on with POST, PUT and PATCH; a form by its declared fields where
   * any is declared.
   *
   * @default "pass-through"
   */
  mode?: "pass-through" | "mapping";
  /** Parameters by name. Those of the path need no entry. Others are for mapping. @default those of the path */
  parameters?: Record<string, ParameterArgs>;
  /** Constants by the name under which the service gets them. @default none */
  constantParameters?: Record<string, ConstantParameterArgs>;
  /** What the service gets of what the gateway knows, such as `CaClientIp`. @default none */
  systemParameters?: Partial<Record<SystemParameterName, SystemParameterArgs>>;
}
