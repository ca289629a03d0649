import type OpenApiClient from "@alicloud/openapi-core";
import { $OpenApiUtil, OpenApiUtil } from "@alicloud/openapi-core";
import { withoutUndefined } from "../../validation/given";
import { type Time, whileBusy } from "./calls";

type Runtime = Parameters<OpenApiClient["callApi"]>[2];

/** Calls an idempotent action, and returns its response. */
type Call = (client: OpenApiClient, action: string, query: object, time?: Time) => Promise<unknown>;

/** Source: API 2020-06-16 of ALB. */
export const callAlb: Call = (client, action, query, time) =>
  whileBusy(() => callAction(client, "2020-06-16", action, query), time);

/** Source: API 2014-05-15 of CLB. */
export const callClb: Call = (client, action, query, time) =>
  whileBusy(() => callAction(client, "2014-05-15", action, { RegionId: client._regionId, ...query }), time);

/** Calls an action of a version of an API, and returns the body of its response. */
export async function callAction(
  client: OpenApiClient,
  version: string,
  action: string,
  query: object,
): Promise<unknown> {
  const params = new $OpenApiUtil.Params({
    action,
    version,
    protocol: client._protocol || "HTTPS",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new $OpenApiUtil.OpenApiRequest({
    query: OpenApiUtil.query(withoutUndefined({ ...query })),
  });
  const { body } = await client.callApi(params, request, {} as Runtime);
  return body;
}
