import * as sdk from "@alicloud/cloudapi20160714";

type Client = sdk.default;

/** Actions of API Gateway, such as `describeApiGroups`. */
export type Action = {
  [Name in keyof typeof sdk]: Name extends `${infer Action}Request` ? Uncapitalize<Action> : never;
}[keyof typeof sdk] &
  keyof Client;

/** Fields of a request, and of the objects in it. */
type Fields<T> = T extends (infer Item)[]
  ? Fields<Item>[]
  : T extends object
    ? { [Key in Exclude<keyof T, "validate" | "toMap" | "copyWithoutStream">]?: Fields<T[Key]> }
    : T;

/** Parameters of an action. */
export type Query<Name extends Action> = Client[Name] extends (request: infer Request) => unknown
  ? Fields<Request>
  : never;

/** Body of the response of an action. */
export type Body<Name extends Action> = Client[Name] extends (
  request: never,
) => Promise<{ body?: infer Body }>
  ? Body | undefined
  : never;

const requests: typeof sdk = sdk;

/** Calls an action of API Gateway, and returns the body of its response. */
export async function callApiGateway<Name extends Action>(
  client: Client,
  action: Name,
  query: Query<Name>,
): Promise<Body<Name>> {
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}Request` as keyof typeof sdk;
  const Request = requests[name] as unknown as new (query: unknown) => never;
  const call = client[action] as unknown as (request: never) => Promise<{ body: Body<Name> }>;
  const { body } = await call.call(client, new Request(query));
  return body;
}
