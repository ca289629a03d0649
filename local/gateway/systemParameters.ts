import { filled, type GatewayContext } from "./context";

/** Properties of a request that the gateway can pass to a back end if a definition requests them. */
export const SYSTEM_PARAMETERS: Readonly<Record<string, (context: GatewayContext) => string>> = {
  CaClientIp: ({ request }) => request.clientAddress,
  CaDomain: ({ host }) => host,
  CaRequestHandleTime: ({ time }) => `${time.toISOString().slice(0, 19)}Z`,
  CaAppId: ({ app }) => app?.id ?? "null",
  CaRequestId: ({ requestId }) => requestId,
  CaApiName: ({ api }) => filled(api, "api").definition.name,
  CaHttpSchema: ({ request }) => (request.tls ? "HTTPS" : "HTTP"),
  CaProxy: () => "AliCloudAPIGateway",
  CaClientUa: (context) => context.header("user-agent") ?? "",
};
