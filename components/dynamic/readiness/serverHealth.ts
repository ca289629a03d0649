import type OpenApiClient from "@alicloud/openapi-core";
import { callAction } from "../client/action";
import type { Time } from "../client/calls";
import type { ClbServers } from "./resource";

/** A server that gets no calls yet. */
export interface UnhealthyServer {
  /** `<server ID>:<port>` */
  server: string;
  /** Status of the CLB, or `not registered`. */
  status: string;
}

/**
 * Lists the expected servers that a CLB does not report as healthy. Servers that are replaced at the end of the
 * update still answer, so a call through the balancer does not show that the new ones do.
 */
export async function findUnhealthy(
  client: OpenApiClient,
  { loadBalancerId, listenerPort, protocol, expected }: ClbServers,
  time: Time,
): Promise<UnhealthyServer[]> {
  const query = { LoadBalancerId: loadBalancerId, ListenerPort: listenerPort, ListenerProtocol: protocol };
  const body = (await callAction(client, "2014-05-15", "DescribeHealthStatus", query, time)) as {
    BackendServers?: {
      BackendServer?: { ServerId?: string; Port?: number; ServerHealthStatus?: string }[];
    };
  };
  const statuses = new Map<string, string>();
  for (const { ServerId, Port, ServerHealthStatus = "unknown" } of body.BackendServers?.BackendServer ?? []) {
    statuses.set(`${ServerId}:${Port}`, ServerHealthStatus);
  }
  return expected
    .map((server) => ({ server, status: statuses.get(server) ?? "not registered" }))
    .filter(({ status }) => status !== "normal");
}
