import { all, andThen, type Soon } from "../soon";
import type { BackendServer, ClbListener, Instance, LoadBalancer } from "../store/model";
import type { Store } from "../store/store";
import type { Clock, HealthChecks } from "./health";
import type { HealthCheck } from "./healthCheck";
import { type Hop, Stop } from "./hops";
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
  /** The servers of a listener; see `readServers`. */
  servers(balancer: LoadBalancer, listener: ClbListener): ListenerServers;
}

/** A back-end server, with what identifies it in its listener. */
interface ListenerServer {
  server: BackendServer;
  key: string;
}

/** The back-end servers of a listener, as long as no record changes. */
export interface ListenerServers {
  hop: Omit<Hop, "detail">;
  /** Number of all servers. */
  count: number;
  /** Servers with a weight above 0. */
  willing: readonly ListenerServer[];
  /** Choices that were made before. */
  choices: Choice[];
}

/** A server that was chosen for a connection. */
export interface Choice {
  server: BackendServer;
  /** A change during a health check can give the server another one. */
  port: number;
  /** Number of servers that can be chosen. */
  able: number;
  detail: string;
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

/** The servers of a listener, with what each call needs to know of them. */
export function readServers(store: Store, balancer: LoadBalancer, listener: ClbListener): ListenerServers {
  const servers = listServers(store, balancer, listener);
  return {
    hop: { kind: "backend", id: `${balancer.id}:${listener.port}` },
    count: servers.length,
    willing: servers.filter(({ weight }) => weight > 0).map((one) => identify(balancer, listener, one)),
    choices: [],
  };
}

const identify = (balancer: LoadBalancer, listener: ClbListener, server: BackendServer): ListenerServer => ({
  server,
  key: `${balancer.id}/${listener.protocol}/${listener.port}/${server.serverId}/${server.port}`,
});

function healthOfServer(
  { store, machines, health, times, healthChecks }: BalancerParts,
  balancer: LoadBalancer,
  listener: ClbListener,
  { server, key }: ListenerServer,
): Soon<HealthStatus> {
  const check = healthChecks(listener);
  if (!check || listener.status !== "running") return "unavailable";
  const instance = findInstance(store, server);
  if (!instance || instance.vpcId !== balancer.vpcId) return "abnormal";
  const loopbackPort = machines.findPort(instance.id, check.port || server.port);
  const { registeredAt, changedAt } = readTimes(times, server.serverId, instance);
  const name = registeredAt === 0 ? key : `${key}/${registeredAt}`;
  return andThen(health.isHealthy(name, check, loopbackPort, instance.privateIp, changedAt), statusOf);
}

const statusOf = (healthy: boolean): HealthStatus => (healthy ? "normal" : "abnormal");

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
      status: await healthOfServer(parts, balancer, listener, identify(balancer, listener, server)),
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

/** The back-end server for the next connection through a listener. The same choice is the same object. */
export function pickServer(
  parts: BalancerParts,
  balancer: LoadBalancer,
  listener: ClbListener,
  source: string,
): Soon<Choice> {
  const servers = parts.servers(balancer, listener);
  const { hop, count, willing } = servers;
  if (willing.length === 0) throw new Stop(hop, `none of its ${count} back-end servers has a weight above 0`);
  const states = willing.map((one) => healthOfServer(parts, balancer, listener, one));
  return andThen(all(states), (known) => {
    const able = willing.filter((_, i) => known[i] !== "abnormal").map(({ server }) => server);
    return choose(servers, schedule(parts.scheduler, servers, listener, able, source), able.length);
  });
}

function schedule(
  scheduler: Scheduler,
  { hop, willing }: ListenerServers,
  listener: ClbListener,
  able: readonly BackendServer[],
  source: string,
): BackendServer {
  const [first] = able;
  if (!first) {
    throw new Stop(hop, `all ${willing.length} back-end servers fail the listener's health check`);
  }
  // The primary server comes first. It gets all connections as long as it is healthy.
  if (listener.masterSlaveServerGroupId !== undefined) return first;
  // Session persistence of layer 4: connections of one source go to one server.
  const persistent = Number(listener.attributes.PersistenceTimeout ?? 0) > 0;
  const pick = scheduler.byName(persistent ? "sch" : listener.scheduler || "wrr");
  if (!pick) {
    const reason = `the scheduling algorithm "${listener.scheduler}" is not implemented by the local cloud`;
    throw new Stop(hop, reason);
  }
  const server = pick(hop.id, able, source);
  if (!server) throw new Stop(hop, "no back-end server was picked");
  return server;
}

function choose({ count, choices }: ListenerServers, server: BackendServer, able: number): Choice {
  const { serverId, port } = server;
  const known = choices.find((it) => it.server === server && it.port === port && it.able === able);
  if (known) return known;
  const detail = `${serverId} port ${port}, one of ${able} able of ${count}`;
  const choice = { server, port, able, detail };
  choices.push(choice);
  return choice;
}
