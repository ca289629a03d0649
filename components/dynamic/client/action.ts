import type OpenApiClient from "@alicloud/openapi-core";
import { $OpenApiUtil, OpenApiUtil } from "@alicloud/openapi-core";
import { realTime, whileBusy } from "./calls";

type Runtime = Parameters<OpenApiClient["callApi"]>[2];

/** Calls an idempotent action of a product without an SDK, and returns its response. */
export async function callAction(
  client: OpenApiClient,
  version: string,
  action: string,
  query: object,
  time = realTime,
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
  const request = new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query({ ...query }) });
  const { body } = await whileBusy(() => client.callApi(params, request, {} as Runtime), time);
  return body;
}
