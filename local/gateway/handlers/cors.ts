import type { Cors } from "../../plugins/cors";
import type { Handler } from "../context";
import { pluginInEffect } from "../plugins";

/**
 * Lets a page of another origin see the answer, also that of an error. A request of an origin that is not allowed
 * passes without those headers, and the browser keeps the answer from the page (an assumption).
 */
export const addCorsHeaders: Handler = {
  name: "cors",
  handle(context) {
    const origin = context.header("origin");
    const found = origin === undefined ? undefined : pluginInEffect(context, "cors");
    if (!found || origin === undefined || allowedOrigin(found.document, origin) === undefined) return;
    const { exposeHeaders } = found.document;
    Object.assign(context.responseHeaders, originHeaders(found.document, origin));
    if (exposeHeaders.length > 0) {
      context.responseHeaders["access-control-expose-headers"] = exposeHeaders.join(",");
    }
  },
};

/** What is answered as the allowed origin; undefined when it is not allowed. */
export function allowedOrigin({ allowOrigins }: Cors, origin: string): string | undefined {
  if (allowOrigins.includes("*")) return "*";
  return allowOrigins.find((it) => it.toLowerCase() === origin.toLowerCase());
}

/** Names are in lower case, as a back end's are: the gateway's take their place. */
export function originHeaders(cors: Cors, origin: string): Record<string, string> {
  const allowed = allowedOrigin(cors, origin) ?? "";
  return {
    "access-control-allow-origin": allowed,
    ...(allowed !== "*" && { vary: "Origin" }),
    ...(cors.allowCredentials && { "access-control-allow-credentials": "true" }),
  };
}
