import type { GatewayContext } from "./context";

/** For `X-Ca-Request-Mode: debug`: durations of the back-end call and of the whole request in milliseconds. */
export function debugHeaders(context: GatewayContext): Record<string, string> {
  if (context.header("x-ca-request-mode")?.toLowerCase() !== "debug") return {};
  const now = Date.now();
  const info = {
    ServiceLatency: context.serviceStartedAt === undefined ? 0 : now - context.serviceStartedAt,
    TotalLatency: now - context.receivedAt,
  };
  return { "X-Ca-Debug-Info": JSON.stringify(info) };
}
