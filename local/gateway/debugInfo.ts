import type { GatewayContext } from "./context";

/**
 * The headers of every answer, and for `X-Ca-Request-Mode: debug` the durations of the back-end call and of the whole
 * request in milliseconds.
 */
export function ownHeaders(context: GatewayContext): Readonly<Record<string, string>> {
  const { responseHeaders } = context;
  if (context.header("x-ca-request-mode")?.toLowerCase() !== "debug") return responseHeaders;
  const now = Date.now();
  const info = {
    ServiceLatency: context.serviceStartedAt === undefined ? 0 : now - context.serviceStartedAt,
    TotalLatency: now - context.receivedAt,
  };
  return { ...responseHeaders, "X-Ca-Debug-Info": JSON.stringify(info) };
}
