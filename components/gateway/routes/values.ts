/** Methods of a request. Source: ModifyApiConfigurationRequest. */
export const methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "ANY"] as const;

/** Locations of a parameter, with their names in the service's API. */
export const places = { path: "PATH", query: "QUERY", header: "HEAD", body: "BODY" } as const;

/** Pattern of the values, by the gateway's types. */
export const parameterTypes = {
  string: /^/,
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  float: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  double: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  boolean: /^(true|false)$/i,
} as const;
