import type * as sdk from "@alicloud/cloudapi20160714";
import type OpenApiClient from "@alicloud/openapi-core";
import { callAction } from "./action";

/** Actions of API Gateway, such as `describeApiGroups`. */
export type Action = {
  [Name in keyof typeof sdk]: Name extends `${infer Action}Request` ? Uncapitalize<Action> : never;
}[keyof typeof sdk] &
  keyof sdk.default;

/** Fields of a request, and of the objects in it. */
type Fields<T> = T extends (infer Item)[]
  ? Fields<Item>[]
  : T extends object
    ? { [Key in Exclude<keyof T, "validate" | "toMap" | "copyWithoutStream">]?: Fields<T[Key]> }
    : T;

/** Parameters of an action. */
export type Query<Name extends Action> = sdk.default[Name] extends (request: infer Request) => unknown
  ? Fields<Request>
  : never;

/** Body of the response of an action. */
export type Body<Name extends Action> = sdk.default[Name] extends (
  request: never,
) => Promise<{ body?: infer Body }>
  ? Body | undefined
  : never;

/**
 * Calls an action of API Gateway, and returns the body of its response. The SDK gives the types only: loading its
 * 900 files takes a third of a second.
 */
export async function callApiGateway<Name extends Action>(
  client: OpenApiClient,
  action: Name,
  query: Query<Name>,
): Promise<Body<Name>> {
  const body = await callAction(client, "2016-07-14", upper(action), renameKeys(query, upper) as object);
  return renameKeys(body, lower) as Body<Name>;
}

/** The SDK writes the first letter of a name in lower case, except in `IPV6AclId`. The service writes a capital. */
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const lower = (name: string): string =>
  /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);

function renameKeys(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [rename(key), renameKeys(field, rename)]),
  );
}
