import { all, andThen, type Soon } from "../soon";
import { albStatus } from "../store/albStatus";
import type {
  AlbHealthCheck,
  AlbListener,
  AlbLoadBalancer,
  AlbServer,
  AlbServerGroup,
  AlbZone,
  Instance,
} from "../store/model";
import type { Store } from "../store/store";
import { judgeAcl } from "./accessList";
import { type Decision, decide } from "./albRules";
import { type BalancerParts, readTimes } from "./balancer";
import type { HealthCheck } from "./healthCheck";
import { type FixedAnswer, type Hop, type HttpRequest, type RequestChange, Stop } from "./hops";
import { judgeIngress } from "./securityGroup";

/** Records a hop that the connection has passed. */
type Pass = (hop: Omit<Hop, "detail">, detail: string) => void;

/** Finds an ALB by one of its private IPv4 or IPv6 addresses. A VPC access authorization cannot use its ID. */
export function albAt(
  store: Store,
  here: (record: { regionId: string; vpcId: string }) => boolean,
  address: string,
): AlbLoadBalancer | undefined {
  return store.albLoadBalancers.find((it) => here(it) && it.zones.some((zone) => hasAddress(zone, address)));
}

const hasAddress = (zone: AlbZone, address: string): boolean =>
  [zone.address, zone.ipv6Address].includes(address);

/** Where a request leaves an ALB: at an instance, with the source address that it sees, or with an answer of a rule. */
type Exit =
  | { answer: FixedAnswer }
  | {
      answer?: undefined;
      instance: Instance;
      serverPort: number;
      source: string;
      change: RequestChange;
      /** Whether the ALB uses TLS to the instance. */
      tls: boolean;
    };

/** Follows a connection to an ALB address. */
export function throughAlb(
  parts: BalancerParts,
  balancer: AlbLoadBalancer,
  connection: { address: string; port: number; from: string; http: HttpRequest | undefined },
  pass: Pass,
): Soon<Exit> {
  const zone = usableZone(parts, balancer, connection.address, pass);
  passSecurityGroups(parts.store, balancer, connection, pass);
  const listener = runningListener(parts.store, balancer, connection, pass);
  const { address, from, http } = connection;
  const decision = decide(parts.store, listener, http, { host: http?.host ?? address, from });
  const { answer, change } = decision;
  if (answer) {
    pass({ kind: "rule", id: decision.rule?.id ?? "" }, `answers with status ${answer.status}`);
    return { answer };
  }
  return andThen(pickAlbServer(parts, listener, decision, from, pass), ({ server, tls }): Exit => {
    const instance = findInstance(parts.store, balancer, server);
    if (!instance) {
      throw new Stop(
        { kind: "instance", id: server.serverId },
        `the server ${server.serverId} does not exist`,
      );
    }
    return { instance, serverPort: server.port, source: zone.localAddresses[0] ?? "", change, tls };
  });
}

function usableZone(parts: BalancerParts, balancer: AlbLoadBalancer, address: string, pass: Pass): AlbZone {
  const hop = { kind: "alb", id: balancer.id } as const;
  const zone = balancer.zones.find((it) => hasAddress(it, address));
  if (!zone) throw new Stop(hop, `${balancer.id} has no address ${address}`);
  const status = albStatus(balancer, parts.clock());
  if (status !== "Active") throw new Stop(hop, `${balancer.id} is ${status}`);
  if (balancer.addressType !== "Intranet") {
    throw new Stop(
      hop,
      `${balancer.id} has an Internet address; only an intranet ALB can be reached from a VPC access`,
    );
  }
  pass(hop, `${balancer.addressType} ${address} in ${zone.zoneId}, ${status}`);
  return zone;
}

/** The security groups of an ALB allow every client that no rule drops (ALB documentation). */
function passSecurityGroups(
  store: Store,
  { id, securityGroupIds = [] }: AlbLoadBalancer,
  { from, port }: { from: string; port: number },
  pass: Pass,
): void {
  const groups = securityGroupIds.flatMap((groupId) => store.securityGroups.get(groupId) ?? []);
  if (groups.length === 0) return;
  const packet = { source: from, fromClb: false, sourceGroupIds: [], port };
  const { allowed, rule, groupId, reason } = judgeIngress(groups, packet, (listId) =>
    store.prefixLists.get(listId),
  );
  const hop = { kind: "security-group", id: groupId ?? securityGroupIds.join(",") } as const;
  if (rule && !allowed) throw new Stop(hop, reason);
  pass(hop, rule ? reason : `no rule of the groups of ${id} drops TCP port ${port} from ${from}`);
}

/** The instance behind a server. Undefined for functions, and for addresses that no instance has. */
function findInstance(store: Store, { vpcId }: { vpcId: string }, server: AlbServer): Instance | undefined {
  switch (server.type ?? "Ecs") {
    case "Ecs":
      return store.instances.get(server.serverId);
    case "Eni":
      return store.instances.find(({ networkInterfaceId }) => networkInterfaceId === server.serverId);
    case "Ip":
      return store.instances.find((one) => one.vpcId === vpcId && one.privateIp === server.serverId);
    case "Fc":
      return undefined;
  }
}

function runningListener(
  store: Store,
  balancer: AlbLoadBalancer,
  { port, from }: { port: number; from: string },
  pass: Pass,
): AlbListener {
  const hop = { kind: "listener", id: `${balancer.id}:${port}` } as const;
  const listener = store.albListeners.find(
    (it) => it.loadBalancerId === balancer.id && it.port === port && it.protocol !== "QUIC",
  );
  if (!listener) throw new Stop(hop, `${balancer.id} has no listener on port ${port}`);
  if (listener.status !== "Running") {
    throw new Stop(hop, `the listener on port ${port} is ${listener.status}`);
  }
  if (listener.protocol !== "HTTP")
    throw new Stop(hop, `a listener of protocol ${listener.protocol} is not carried by the local cloud`);
  const lists = (listener.acl?.ids ?? []).flatMap((id) => store.albAcls.get(id) ?? []);
  const refusal = judgeAcl(listener.acl?.type ?? "White", lists, from);
  if (refusal !== undefined) throw new Stop(hop, refusal);
  pass(hop, `${listener.protocol}, ${listener.status}`);
  return listener;
}

/** Selects the server for the next connection. */
function pickAlbServer(
  parts: BalancerParts,
  listener: AlbListener,
  decision: Decision,
  from: string,
  pass: Pass,
): Soon<{ server: AlbServer; tls: boolean }> {
  const rule = { kind: "rule", id: decision.rule?.id ?? `${listener.id}:default` } as const;
  const weighed = decision.groups.filter(({ weight }) => weight > 0);
  const chosen = parts.scheduler.byName("wrr")?.(rule.id, weighed, from);
  const group = parts.store.albServerGroups.get(chosen?.id ?? "");
  if (!group) throw new Stop(rule, `it forwards to ${chosen?.id ?? "no group"}, which does not exist`);
  pass(rule, `forwards to ${group.id}`);
  const protocol = group.protocol ?? "HTTP";
  if (protocol !== "HTTP" && protocol !== "HTTPS") {
    const reason = `a server group of protocol ${protocol} is not carried by the local cloud`;
    throw new Stop({ kind: "backend", id: group.id }, reason);
  }
  const hop = { kind: "backend", id: group.id } as const;
  const willing = group.servers.filter(({ weight }) => weight > 0);
  if (willing.length === 0) {
    throw new Stop(hop, `none of its ${group.servers.length} servers has a weight above 0`);
  }
  const health = willing.map((server) => isHealthy(parts, group, server));
  return andThen(all(health), (known) => {
    const able = willing.filter((_, index) => known[index]);
    if (able.length === 0) throw new Stop(hop, `all ${willing.length} servers fail the health check`);
    const pick = parts.scheduler.byName(group.scheduler.toLowerCase());
    if (!pick)
      throw new Stop(
        hop,
        `the scheduling algorithm ${group.scheduler} is not implemented by the local cloud`,
      );
    const server = pick(hop.id, able, from);
    if (!server) throw new Stop(hop, "no server was picked");
    const detail = `${server.serverId} port ${server.port}, one of ${able.length} able of ${group.servers.length}`;
    pass({ kind: "backend", id: `${server.serverId}:${server.port}` }, detail);
    return { server, tls: protocol === "HTTPS" };
  });
}

/** Checks the server itself. A separate hop checks whether its security group allows the ALB. */
function isHealthy(
  { store, machines, health, times }: BalancerParts,
  group: AlbServerGroup,
  server: AlbServer,
): Soon<boolean> {
  const config = group.healthCheck;
  if (!config.enabled) return true;
  const instance = findInstance(store, group, server);
  if (!instance) return false;
  const check = createHealthCheck(config);
  const loopbackPort = machines.findPort(instance.id, check.port || server.port);
  const { registeredAt, changedAt } = readTimes(times, server.serverId, instance);
  const key = [group.id, server.serverId, server.port, registeredAt].join("/");
  return health.isHealthy(key, check, loopbackPort, instance.privateIp, changedAt);
}

/** The health of the servers of a group. */
export const healthOfAlbServers = (
  parts: BalancerParts,
  group: AlbServerGroup,
): Promise<{ server: AlbServer; healthy: boolean }[]> =>
  Promise.all(
    group.servers.map(async (server) => ({ server, healthy: await isHealthy(parts, group, server) })),
  );

const createHealthCheck = (config: AlbHealthCheck): HealthCheck => ({
  type: config.protocol === "TCP" ? "tcp" : "http",
  tls: config.protocol === "HTTPS",
  method: config.method,
  uri: config.path,
  domain: config.host,
  statusClasses: config.codes.map((code) => Number(code.charAt("http_".length))),
  port: config.connectPort,
  timeout: 1000 * config.timeout,
  interval: 1000 * config.interval,
  healthyThreshold: config.healthyThreshold,
  unhealthyThreshold: config.unhealthyThreshold,
});
