import type OpenApiClient from "@alicloud/openapi-core";
import { readAlbServers } from "../albServer/servers";
import { callAlb, callClb } from "../client/action";
import type { Time } from "../client/calls";
import type { BalancerServers } from "./resource";

/** A server that gets no calls yet. */
export interface UnhealthyServer {
  /** `<server ID>:<port>` */
  server: string;
  /** Status of the balancer, or `not registered`. */
  status: string;
}

const healthy = "normal";

/** Status of each server behind a listener, by `<server ID>:<port>`. */
type Statuses = Map<string, string>;

const formatServer = ({ ServerId, Port }: { ServerId?: string; Port?: number }) => `${ServerId}:${Port}`;

async function readClbStatuses(
  client: OpenApiClient,
  { loadBalancerId, port, protocol }: { loadBalancerId: string; port: number; protocol: string },
  time: Time,
): Promise<Statuses> {
  const query = { LoadBalancerId: loadBalancerId, ListenerPort: port, ListenerProtocol: protocol };
  const body = (await callClb(client, "DescribeHealthStatus", query, time)) as {
    BackendServers?: {
      BackendServer?: { ServerId?: string; Port?: number; ServerHealthStatus?: string }[];
    };
  };
  const servers = body.BackendServers?.BackendServer ?? [];
  return new Map(
    servers.map((server) => [formatServer(server), server.ServerHealthStatus ?? "unknown"] as const),
  );
}

/** An ALB lists the servers that get no calls. Those of its server group that it does not list do. */
async function readAlbStatuses(
  client: OpenApiClient,
  { serverGroupId, id }: { serverGroupId: string; id: string },
  time: Time,
): Promise<Statuses> {
  const registered = await readAlbServers(client, serverGroupId, time);
  const body = (await callAlb(client, "GetListenerHealthStatus", { ListenerId: id }, time)) as {
    ListenerHealthStatus?: {
      ServerGroupInfos?: {
        ServerGroupId?: string;
        NonNormalServers?: { ServerId?: string; Port?: number; Status?: string }[];
      }[];
    }[];
  };
  const groups = (body.ListenerHealthStatus ?? []).flatMap(({ ServerGroupInfos = [] }) => ServerGroupInfos);
  const group = groups.find((one) => one.ServerGroupId === serverGroupId);
  // Without an entry, the listener does not use the group yet.
  const others = group ? (group.NonNormalServers ?? []) : undefined;
  const unhealthy = new Map(others?.map((server) => [formatServer(server), server.Status ?? "unknown"]));
  return new Map(
    [...registered].map(([server, status]) => {
      const known = status === "Available" ? unhealthy.get(server) : status;
      return [server, known ?? (others ? healthy : "Initial")] as const;
    }),
  );
}

function readStatuses(client: OpenApiClient, servers: BalancerServers, time: Time): Promise<Statuses> {
  const { listener } = servers;
  return listener.of === "CLB"
    ? readClbStatuses(client, { ...servers, ...listener }, time)
    : readAlbStatuses(client, { ...servers, ...listener }, time);
}

/**
 * Lists the expected servers that a balancer does not report as healthy. Servers that are replaced at the end of
 * the update still answer, so a call through the balancer does not show that the new ones do.
 */
export async function findUnhealthy(
  client: OpenApiClient,
  servers: BalancerServers,
  time: Time,
): Promise<UnhealthyServer[]> {
  const statuses = await readStatuses(client, servers, time);
  return servers.expected
    .map((server) => ({ server, status: statuses.get(server) ?? "not registered" }))
    .filter(({ status }) => status !== healthy);
}

/**
 * Seconds for which a balancer may still send calls to a server after it was told to stop. No document names them.
 * Calls that the server answers later are cut off when the update deletes it.
 */
const drainSeconds = 6;

/**
 * Lets a balancer send no more calls to former servers that are not expected any more, and waits until it follows.
 * Without this, calls fail that the balancer sends to a server while the update deletes it.
 */
export async function drainServers(
  client: OpenApiClient,
  former: readonly string[],
  servers: BalancerServers,
  time: Time,
): Promise<void> {
  const outgoing = former.filter((server) => !servers.expected.includes(server));
  if (outgoing.length === 0) return;
  const statuses = await readStatuses(client, servers, time);
  const registered = outgoing.filter((server) => statuses.has(server));
  if (registered.length === 0) return;
  const unweighted = registered.map((server) => {
    const [ServerId, Port] = server.split(":");
    return { ServerId, Port, Weight: "0" };
  });
  const { serverGroupId } = servers;
  if (servers.listener.of === "CLB") {
    const query = { VServerGroupId: serverGroupId, BackendServers: JSON.stringify(unweighted) };
    await callClb(client, "SetVServerGroupAttribute", query, time);
  } else {
    const typed = unweighted.map((server) => ({ ...server, ServerType: "Ecs" }));
    const query = { ServerGroupId: serverGroupId, Servers: typed };
    await callAlb(client, "UpdateServerGroupServersAttribute", query, time);
  }
  await time.pass(1_000 * drainSeconds);
}
