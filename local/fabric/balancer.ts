import { all, andThen, type Soon } from "../soon";
import type { BackendServer, ClbListener, Instance, LoadBalancer } from "../store/model";
import type { Store } from "../store/store";
import type { Clock, HealthChecks } from "./health";
import type { HealthCheck } from "./healthCheck";
import { Stop } from "./hops";
import type { Scheduler } from "./scheduler";
import type { TimedHealthChecks } from "./timedHealth";

/** Values of DescribeHealthStatus. */
export type HealthStatus = "normal" | "abnormal" | "unavailable";

/** `unavailable`: not checked, because the listener is stopped or its health check is disabled. */
export interface ServerHealth {
  server: BackendServer;
  status: HealthStatus;
}

export interface ListenerHealth {
  listener: ClbListener;
  servers: ServerHealth[];
}

/** When servers last changed, in milliseconds since the epoch. */
export interface ServerTimes {
  /** When a balancer learned of a server. */
  registeredAt(serverId: string): number;
  /** When the ports of an instance were opened or closed. */
  changedAt(instanceId: string): number;
}

/** The last known change of a server, and when its balancer learned of it. */
export function readTimes(times: ServerTimes, serverId: string, { id }: Instance) {
  const registeredAt = times.registeredAt(serverId);
  return { registeredAt, changedAt: Math.max(registeredAt, times.changedAt(id)) };
}

export interface BalancerParts {
  store: Store;
  machines: { findPort(instanceId: string, guestPort: number): number | undefined };
  health: Pick<HealthChecks | TimedHealthChecks, "isHealthy">;
  times: ServerTimes;
  scheduler: Scheduler;
  clock: Clock;
  /** The health check of a listener; see `createHealthCheck`. */
  healthChecks(listener: ClbListener): HealthCheck | undefined;
}

/**
 * Back-end servers of a listener: those of its server group, otherwise the default servers of the CLB with the back-end
 * port of the listener.
 */
export function listServers(store: Store, balancer: LoadBalancer, listener: ClbListener): BackendServer[] {
  if (listener.vServerGroupId !== "") return store.vServerGroups.get(listener.vServerGroupId)?.servers ?? [];
  if (listener.masterSlaveServerGroupId !== undefined)
    return store.masterSlaveServerGroups.get(listener.masterSlaveServerGroupId)?.servers ?? [];
  return balancer.backendServers.map((server) => ({ ...server, port: listener.backendServerPort }));
}

/** The instance of a back-end server, by the ID of the instance or of its network interface. */
export function findInstance(store: Store, server: BackendServer): Instance | undefined {
  if (server.type === "ecs") return store.instances.get(server.serverId);
  return store.instances.find((instance) => instance.networkInterfaceId === server.serverId);
}

function healthOfServer(
  { store, machines, health, times, healthChecks }: BalancerParts,
  balancer: LoadBalancer,
  listener: ClbListener,
  server: BackendServer,
): Soon<HealthStatus> {
  const check = healthChecks(listener);
  if (!check || listener.status !== "running") return "unavailable";
  const instance = findInstance(store, server);
  if (!instance || instance.vpcId !== balancer.vpcId) return "abnormal";
  const loopbackPort = machines.findPort(instance.id, check.port || server.port);
  const { serverId, port } = server;
  const { registeredAt, changedAt } = readTimes(times, serverId, instance);
  const key = `${balancer.id}/${listener.protocol}/${listener.port}/${serverId}/${port}/${registeredAt}`;
  return andThen(health.isHealthy(key, check, loopbackPort, instance.privateIp, changedAt), (healthy) =>
    healthy ? "normal" : "abnormal",
  );
}

/** The health of back-end servers of a listener. */
export function healthOfServers(
  parts: BalancerParts,
  balancer: LoadBalancer,
  listener: ClbListener,
  servers: readonly BackendServer[],
): Promise<ServerHealth[]> {
  return Promise.all(
    servers.map(async (server) => ({
      server,
      status: await healthOfServer(parts, balancer, listener, server),
    })),
  );
}

/** The health of all back-end servers of a CLB, listener by listener. */
export async function healthOfBalancer(
  parts: BalancerParts,
  loadBalancerId: string,
): Promise<ListenerHealth[]> {
  const balancer = parts.store.loadBalancers.get(loadBalancerId);
  if (!balancer) return [];
  return Promise.all(
    balancer.listeners.map(async (listener) => {
      const servers = listServers(parts.store, balancer, listener);
      return { listener, servers: await healthOfServers(parts, balancer, listener, servers) };
    }),
  );
}

/** The back-end server for the next connection through a listener. */
export function pickServer(
  parts: BalancerParts,
  balancer: LoadBalancer,
  listener: ClbListener,
  source: string,
): Soon<{ server: BackendServer; detail: string }> {
  const hop = { kind: "backend", id: `${balancer.id}:${listener.port}` } as const;
  const servers = listServers(parts.store, balancer, listener);
  const willing = servers.filter((server) => server.weight > 0);
  if (willing.length === 0)
    throw new Stop(hop, `none of its ${servers.length} back-end servers has a weight above 0`);
  const states = willing.map((server) => healthOfServer(parts, balancer, listener, server));
  return andThen(all(states), (known) => {
    const able = willing.filter((_, i) => known[i] !== "abnormal");
    if (able.length === 0) {
      throw new Stop(hop, `all ${willing.length} back-end servers fail the listener's health check`);
    }
    // The primary server comes first. It gets all connections as long as it is healthy.
    if (listener.masterSlaveServerGroupId !== undefined) {
      const [server] = able as [BackendServer, ...BackendServer[]];
      return { server, detail: describePick(server, able, servers) };
    }
    // Session persistence of layer 4: connections of one source go to one server.
    const persistent = Number(listener.attributes.PersistenceTimeout ?? 0) > 0;
    const pick = parts.scheduler.byName(persistent ? "sch" : listener.scheduler || "wrr");
    if (!pick)
      throw new Stop(
        hop,
        `the scheduling algorithm "${listener.scheduler}" is not implemented by the local cloud`,
      );
    const server = pick(hop.id, able, source);
    if (!server) throw new Stop(hop, "no back-end server was picked");
    return { server, detail: describePick(server, able, servers) };
  });
}

const describePick = ({ serverId, port }: BackendServer, able: readonly unknown[], all: readonly unknown[]) =>
  `${serverId} port ${port}, one of ${able.length} able of ${all.length}`;
