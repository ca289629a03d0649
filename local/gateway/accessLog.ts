import { logStoreId } from "../store/logs";
import { concealEncoded, concealer } from "./conceal";
import type { GatewayContext } from "./context";
import { ClientGone, GatewayError } from "./errors";
import { lookUpIn } from "./lookup";
import { maskTarget } from "./query";
import { CLIENT_GONE } from "./requestLog";

/** Writes the call to the Logstore of the region's log configuration, if there is one. */
export function writeAccessLog(context: GatewayContext, error: GatewayError | ClientGone | undefined): void {
  const { group, services, receivedAt } = context;
  if (!group) return;
  const config = lookUpIn(services.store).logConfig(group.regionId);
  if (!config) return;
  const id = logStoreId(config.project, config.logStore);
  if (!services.store.logStores.get(id)) return;
  services.store.logEntries.add(id, {
    time: Math.floor(receivedAt / 1000),
    fields: createFields(context, error),
  });
}

/**
 * The fields of an entry, all texts (Simple Log Service, "API Gateway: log fields"). Headers, query and body are
 * omitted: the service logs them only for instances and groups that request them, and they may contain secrets.
 */
function createFields(
  context: GatewayContext,
  error: GatewayError | ClientGone | undefined,
): Record<string, string> {
  const { group, api, app, request, response, receivedAt, serviceStartedAt } = context;
  const now = Date.now();
  const conceal = concealer(context.services.store);
  return {
    apiGroupUid: group?.id ?? "",
    apiGroupName: group?.name ?? "",
    apiUid: api?.id ?? "",
    apiName: api?.definition.name ?? "",
    apiStageName: context.stage ?? "",
    appId: app?.id ?? "",
    appName: app?.name ?? "",
    clientIp: request.clientAddress,
    clientNonce: conceal(context.header("x-ca-nonce") ?? ""),
    domain: conceal(context.host),
    errorCode: error instanceof GatewayError ? error.code : "OK",
    errorMessage: error instanceof GatewayError ? concealEncoded(conceal, error.message) : "",
    httpMethod: request.method,
    instanceId: group?.instanceId ?? "",
    path: maskTarget(context.path, conceal),
    region: group?.regionId ?? "",
    requestHandleTime: context.time.toISOString(),
    requestId: context.requestId,
    requestProtocol: request.tls ? "HTTPS" : "HTTP",
    requestSize: context.header("content-length") ?? "0",
    serviceLatency: String(serviceStartedAt === undefined ? 0 : now - serviceStartedAt),
    statusCode: String(error instanceof ClientGone ? CLIENT_GONE : response.statusCode),
    totalLatency: String(now - receivedAt),
  };
}
