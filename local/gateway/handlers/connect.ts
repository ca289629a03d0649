import { isIpv6 } from "../../fabric/address";
import type { Connection, RequestChange } from "../../fabric/hops";
import type { BackEndRequest } from "../../http/backEndConnection";
import { andThen } from "../../soon";
import type { GatewayInstance, VpcAccess } from "../../store/model";
import { filled, type GatewayContext, type Handler } from "../context";
import { GatewayError } from "../errors";
import { endToEndPairs } from "../headers";
import { lookUpIn } from "../lookup";
import { egressAddress } from "../vpcAccess";

const DEFAULT_PORTS: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443 };

/** Formats an address for a Host header. */
const formatHost = (address: string): string => (isIpv6(address) ? `[${address}]` : address);

/**
 * Connects to the back end through its VPC access authorization. The real gateway waits for a connection that is never
 * established. This one detects it immediately and gives the same answer.
 */
export const connectBackend: Handler = {
  name: "connect",
  title: "Connection through the VPC access authorization",
  handle(context) {
    const { store, fabric } = context.services;
    const { service } = filled(context.api, "api").definition;
    const group = filled(context.group, "group");
    if (!service.vpcEnable) {
      throw new GatewayError("D504CO", {
        reason: `the local cloud calls no address outside of its VPCs: ${service.address || service.protocol}`,
      });
    }
    const access = lookUpIn(store).vpcAccess(group.regionId, service.vpcAccessName);
    // Assumption: the effect of a removed authorization on APIs that use it is not documented.
    if (!access) throw new GatewayError("D504CO", { reason: `no VPC access named ${service.vpcAccessName}` });
    const gateway = filled(lookUpIn(store).gatewayInstance(group), "gateway instance");
    const call = filled(context.call, "call");
    const http = access.targetHostName ? { ...call, host: access.targetHostName } : call;
    return andThen(fabric.connect(lookUpIn(store).accessRequest(gateway, access), http), (connection) =>
      useConnection(context, connection, access, gateway),
    );
  },
};

function useConnection(
  context: GatewayContext,
  connection: Connection,
  access: VpcAccess,
  gateway: GatewayInstance,
): void {
  const { service } = filled(context.api, "api").definition;
  const call = filled(context.call, "call");
  context.hops = connection.hops;
  if (!connection.ok) {
    throw new GatewayError("D504CO", {
      reason: `Timeout connecting to ${formatHost(connection.targetAddress)}:${access.port}`,
    });
  }
  if (connection.answer) {
    const { status, headers, body } = connection.answer;
    const own = { ...context.responseHeaders, "Content-Length": String(Buffer.byteLength(body)) };
    context.response.writeHead(status, endToEndPairs(headers, own)).end(body);
    return;
  }
  // Listeners for HTTPS carry no traffic here, so a layer-7 listener has no TLS to offer.
  if (connection.via === "http" && service.vpcScheme === "HTTPS")
    throw new GatewayError("D504RE", { reason: `no TLS at the HTTP listener on port ${access.port}` });
  const target = formatHost(connection.targetAddress);
  const isDefaultPort = DEFAULT_PORTS[service.vpcScheme || "HTTP"] === access.port;
  const address = isDefaultPort ? target : `${target}:${access.port}`;
  call.headers.host = access.targetHostName || address;
  if (connection.via === "http") {
    call.headers["x-forwarded-for"] = `${call.headers["x-forwarded-for"]}, ${egressAddress(gateway)}`;
  }
  if (connection.change) applyChange(call, connection.change);
  context.connection = connection;
}

/** Applies what a listener changes in a request. */
function applyChange(call: BackEndRequest, { host, target, headers = [] }: RequestChange): void {
  if (host !== undefined) call.headers.host = host;
  if (target !== undefined) call.target = target;
  for (const { name, value } of headers) {
    if (value === undefined) delete call.headers[name];
    else call.headers[name] = value;
  }
}
