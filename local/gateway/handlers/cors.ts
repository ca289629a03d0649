import type { Cors } from "../../plugins/cors";
import type { Handler } from "../context";
import { pluginInEffect } from "../plugins";

/**
 * Allows a page of another origin to read the answer, including an error. Assumption: a request of another origin
 * passes without these headers, and the browser hides the answer from the page.
 */
export const addCorsHeaders: Handler = {
  name: "cors",
  title: "CORS: headers for pages of other origins",
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

/** The value of the header for the allowed origin. Undefined if the origin is not allowed. */
export function allowedOrigin({ allowOrigins }: Cors, origin: string): string | undefined {
  if (allowOrigins.includes("*")) return "*";
  return allowOrigins.find((it) => it.toLowerCase() === origin.toLowerCase());
}

/** Header names are in lower case like those of a back end, so that the gateway's headers replace them. */
export function originHeaders(cors: Cors, origin: string): Record<string, string> {
  const allowed = allowedOrigin(cors, origin) ?? "";
  return {
    "access-control-allow-origin": allowed,
    ...(allowed !== "*" && { vary: "Origin" }),
    ...(cors.allowCredentials && { "access-control-allow-credentials": "true" }),
  };
}
