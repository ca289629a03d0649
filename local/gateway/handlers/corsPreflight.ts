import type { Cors } from "../../plugins/cors";
import type { GatewayContext, Handler } from "../context";
import { GatewayError } from "../errors";
import { pluginInEffect } from "../plugins";
import { allowedOrigin, originHeaders } from "./cors";
import { matchApi } from "./route";

/**
 * Answers the CORS preflight of an API with a CORS plug-in. Assumption: this needs no API for OPTIONS, and an existing
 * one is not called. Assumption: A403CO rejects a preflight that is not allowed.
 */
export const answerPreflight: Handler = {
  name: "cors-preflight",
  title: "CORS: preflight requests of browsers",
  handle(context) {
    const { request, response } = context;
    const origin = context.header("origin");
    const method = context.header("access-control-request-method");
    if (request.method !== "OPTIONS" || origin === undefined || method === undefined) return;
    const api = matchApi(context, method);
    const found = api && pluginInEffect(context, "cors", api.deployment.apiId);
    if (!found) return;
    context.api = { id: api.deployment.apiId, definition: api.deployment.definition };
    const cors = found.document;
    checkAllowed(context, cors, origin, method);
    response
      .writeHead(200, { ...context.responseHeaders, ...answerHeaders(cors, origin), "Content-Length": 0 })
      .end();
  },
};

function checkAllowed(context: GatewayContext, cors: Cors, origin: string, method: string): void {
  if (allowedOrigin(cors, origin) === undefined) throw refusal(`origin ${origin}`);
  if (!allows(cors.allowMethods, method)) throw refusal(`method ${method}`);
  const asked = (context.header("access-control-request-headers") ?? "").split(",").map((it) => it.trim());
  const header = asked.find((it) => it !== "" && !allows(cors.allowHeaders, it));
  if (header !== undefined) throw refusal(`header ${header}`);
}

const refusal = (what: string): GatewayError => new GatewayError("A403CO", { what });

function allows(list: readonly string[], value: string): boolean {
  return list.some((it) => it === "*" || it.toLowerCase() === value.toLowerCase());
}

function answerHeaders(cors: Cors, origin: string): Record<string, string> {
  return {
    ...originHeaders(cors, origin),
    "access-control-allow-methods": cors.allowMethods.join(","),
    ...(cors.allowHeaders.length > 0 && { "access-control-allow-headers": cors.allowHeaders.join(",") }),
    ...(cors.maxAge !== undefined && { "access-control-max-age": String(cors.maxAge) }),
  };
}
