import type { parameterTypes, places } from "./values";

/** Location of a parameter. In a body, it is a field of a form. */
export type ParameterIn = keyof typeof places;
/** Type of a parameter. The gateway checks it. */
export type ParameterType = keyof typeof parameterTypes;

/** Location and name of a parameter in the request to the service. */
export interface BackendParameterArgs {
  /** Location in the request to the service. @default the location in the client's request */
  in?: ParameterIn;
  /** Name in the request to the service. @default the name in the client's request */
  name?: string;
}

/** A parameter of the request. */
export interface ParameterArgs {
  /** Location in the request. @default "path" if the route's path has `[name]`, else "query" */
  in?: ParameterIn;
  /** Type of the value. The gateway rejects other values with I400IP. @default "string" */
  type?: ParameterType;
  /**
   * Whether the parameter is required. The gateway rejects a request without it with I400MP.
   *
   * @default true in the path, else false
   */
  required?: boolean;
  /**
   * Value if the request does not have the parameter. Only for parameters that are not required.
   *
   * @default none
   */
  default?: string | number | boolean;
  /** Description for readers. @default none */
  description?: string;
  /** Location and name in the request to the service. @default the same location and name */
  backend?: BackendParameterArgs;
}

/**
 * Constant that the gateway adds to every call. It is not a secret: anyone who may read the API can read it.
 */
export interface ConstantParameterArgs {
  /** Location in the request to the service. */
  in: "query" | "header";
  /** The value. Must not be empty. */
  value: string;
  /** Description for readers. @default none */
  description?: string;
}

/** Location and name of a system parameter in the request to the service. */
export interface SystemParameterArgs {
  /** Location in the request to the service. */
  in: "query" | "header";
  /** Name in the request to the service. */
  name: string;
}

/** System parameters, which the gateway sets for each call. Source: DescribeSystemParameters. */
export interface SystemParameters {
  /** Address of the client. @default not sent */
  CaClientIp?: SystemParameterArgs;
  /** Domain of the request. @default not sent */
  CaDomain?: SystemParameterArgs;
  /** Time at which the gateway received the request. @default not sent */
  CaRequestHandleTime?: SystemParameterArgs;
  /** ID of the calling app. @default not sent */
  CaAppId?: SystemParameterArgs;
  /** ID of the request. @default not sent */
  CaRequestId?: SystemParameterArgs;
  /** Name of the API. @default not sent */
  CaApiName?: SystemParameterArgs;
  /** Scheme of the request: `http` or `https`. @default not sent */
  CaHttpSchema?: SystemParameterArgs;
  /** Name of the gateway as a proxy. @default not sent */
  CaProxy?: SystemParameterArgs;
}

/** Parameters of a route. */
export interface RouteParameters {
  /**
   * Request mode. With `"pass-through"`, the service gets the whole request. With `"mapping"`, it gets only
   * the declared parameters, and the gateway checks them. With POST, PUT and PATCH, the gateway passes on a
   * body that is not a form. If a form field is declared, it passes on the declared fields only.
   *
   * @default "pass-through"
   */
  mode?: "pass-through" | "mapping";
  /**
   * Parameters by name. Path parameters do not need an entry. All others require the mode "mapping".
   *
   * @default those of the path
   */
  parameters?: Record<string, ParameterArgs>;
  /** Constants, by their name in the request to the service. @default none */
  constantParameters?: Record<string, ConstantParameterArgs>;
  /** System parameters that the service gets, such as `CaClientIp`. @default none */
  systemParameters?: SystemParameters;
}
