import { andThen, type Soon } from "../soon";
import { cached, derive } from "../store/derive";
import type {
  AlbLoadBalancer,
  AlbServer,
  AlbServerGroup,
  BackendServer,
  ClbListener,
  Instance,
  LoadBalancer,
} from "../store/model";
import type { Store } from "../store/store";
import { judgeAcl } from "./accessList";
import { CLB_ADDRESS, isIpv6 } from "./address";
import { albAt, healthOfAlbServers, throughAlb } from "./applicationBalancer";
import {
  type BalancerParts,
  type Choice,
  findInstance,
  healthOfBalancer,
  healthOfServers,
  type ListenerHealth,
  type ListenerServers,
  pickServer,
  readServers,
  type ServerHealth,
  type ServerTimes,
} from "./balancer";
import { findClbRule, withRule } from "./clbRules";
import { type Clock, HealthChecks } from "./health";
import { createHealthCheck, type HealthCheck } from "./healthCheck";
import {
  type Connected,
  type Connection,
  type ConnectRequest,
  type Hop,
  type HttpRequest,
  Stop,
  type Via,
} from "./hops";
import { judgeNetworkAcl } from "./networkAcl";
import { type Probe, probe as probeOverLoopback } from "./probe";
import { Scheduler } from "./scheduler";
import { judgeIngress } from "./securityGroup";
import { TimedHealthChecks } from "./timedHealth";

export interface FabricOptions {
  store: Store;
  machines: { findPort(instanceId: string, guestPort: number): number | undefined };
  clock: Clock;
  /** @default A request over loopback. */
  probe?: Probe;
  /** When servers changed. With it, health checks take as long as in the real service. @default they take no time */
  times?: ServerTimes;
}

/** Determines the network reachability of resources. */
export interface Fabric {
  /**
   * Follows a TCP connection into a VPC, to a loopback port or to the hop that blocks it. Opens no connection. A caller
   * that uses the same object for the same request gets its answer sooner.
   *
   * @param http - The request, for the rules of layer-7 listeners. Without it, a listener uses its default servers.
   */
  connect(request: ConnectRequest, http?: HttpRequest): Soon<Connection>;
  /** Health of a CLB's back-end servers by listener. Runs a check if no result is available. */
  readHealth(loadBalancerId: string): Promise<ListenerHealth[]>;
  /** Health of some back-end servers of one listener. */
  health(
    loadBalancer: LoadBalancer,
    listener: ClbListener,
    servers: readonly BackendServer[],
  ): Promise<ServerHealth[]>;
  /** Health of the servers of an ALB's server group. */
  albHealth(group: AlbServerGroup): Promise<{ server: AlbServer; healthy: boolean }[]>;
}

/** Instances by VPC and private address. */
type Neighbours = () => ReadonlyMap<string, Instance>;

const neighbourKey = (vpcId: string, address: string): string => `${vpcId} ${address}`;

interface Place {
  address: string;
  record: { id: string; regionId: string; vpcId: string };
}

type Target = Place &
  (
    | { kind: "clb"; balancer: LoadBalancer }
    | { kind: "alb"; balancer: AlbLoadBalancer }
    | { kind: "instance"; instance: Instance }
  );

/** The first part of a route: to an instance, an ALB or a running listener of a CLB. */
interface Approach {
  target: Target;
  /** The address of the caller in the address family of the target. */
  from: string;
  /** Of a CLB. */
  carrier: { listener: ClbListener; via: Via } | undefined;
  hops: readonly Hop[];
}

/** Parts of routes that only records of the store determine. They are valid until one of these records changes. */
interface KnownParts {
  approaches: () => WeakMap<ConnectRequest, Approach>;
  /** Connections by what they end at: the choice of a CLB, or the instance of the request. */
  connections: () => WeakMap<ConnectRequest, Map<Choice | Instance, Connected>>;
  /** The hops into an instance. */
  entries: () => Map<string, readonly Hop[]>;
  /** Listeners with a forwarding rule, by the ID of the rule. */
  ruled: () => Map<string, ClbListener>;
}

export function createFabric(options: FabricOptions): Fabric {
  const { store, machines, probe = probeOverLoopback } = options;
  const checks = derive([store.loadBalancers], () => new Map<ClbListener, HealthCheck | undefined>());
  const servers = derive(
    [store.loadBalancers, store.vServerGroups, store.masterSlaveServerGroups, store.clbRules],
    () => new Map<ClbListener, ListenerServers>(),
  );
  const parts: BalancerParts = {
    store,
    machines,
    health: options.times
      ? new TimedHealthChecks(probe, options.clock)
      : new HealthChecks(probe, options.clock),
    times: options.times ?? { registeredAt: () => 0, changedAt: () => 0 },
    scheduler: new Scheduler(),
    clock: options.clock,
    healthChecks: (listener) => cached(checks(), listener, () => createHealthCheck(listener)),
    servers: (balancer, listener) =>
      cached(servers(), listener, () => readServers(store, balancer, listener)),
  };
  const neighbours = derive(
    [store.instances],
    () => new Map(store.instances.all().map((it) => [neighbourKey(it.vpcId, it.privateIp), it])),
  );
  const admitting = [store.instances, store.networkAcls, store.securityGroups, store.prefixLists];
  const balancing = [
    store.loadBalancers,
    store.vServerGroups,
    store.masterSlaveServerGroups,
    store.clbRules,
    store.clbAccessControlLists,
    store.albLoadBalancers,
  ];
  const known: KnownParts = {
    approaches: derive(
      [store.instances, store.loadBalancers, store.albLoadBalancers, store.clbAccessControlLists],
      () => new WeakMap(),
    ),
    connections: derive([...balancing, ...admitting], () => new WeakMap()),
    entries: derive(admitting, () => new Map()),
    ruled: derive([store.loadBalancers, store.clbRules], () => new Map()),
  };
  return {
    connect: (request, http) => new Route(parts, neighbours, known, request, http).follow(),
    readHealth: (loadBalancerId) => healthOfBalancer(parts, loadBalancerId),
    health: (loadBalancer, listener, servers) => healthOfServers(parts, loadBalancer, listener, servers),
    albHealth: (group) => healthOfAlbServers(parts, group),
  };
}

/** The route of one connection. */
class Route {
  private hops: readonly Hop[] = [];
  private targetAddress: string;

  constructor(
    private readonly parts: BalancerParts,
    private readonly neighbours: Neighbours,
    private readonly knownParts: KnownParts,
    private readonly request: ConnectRequest,
    private readonly http: HttpRequest | undefined,
  ) {
    this.targetAddress = request.to;
  }

  follow(): Soon<Connection> {
    try {
      const connection = this.walk();
      return connection instanceof Promise
        ? connection.catch((error: unknown) => this.stop(error))
        : connection;
    } catch (error) {
      return this.stop(error);
    }
  }

  private walk(): Soon<Connection> {
    const { port } = this.request;
    const { target, from, carrier } = this.approach();
    if (target.kind === "instance") {
      const { instance } = target;
      return (
        this.known(instance, instance, port) ??
        this.remember(instance, this.enter(instance, port, from, "direct"))
      );
    }
    if (target.kind === "alb") {
      const way = { address: target.address, port, from, http: this.http };
      const pass = (hop: Omit<Hop, "detail">, detail: string) => this.pass(hop, detail);
      return andThen(throughAlb(this.parts, target.balancer, way, pass), (exit): Connection => {
        const { hops, targetAddress } = this;
        if (exit.answer) return { ok: true, answer: exit.answer, hops, targetAddress };
        const { instance, serverPort, source, change, tls } = exit;
        return { ...this.enter(instance, serverPort, source, "http"), change, tls };
      });
    }
    if (!carrier) throw new Error("a route to a CLB has a listener");
    const { via } = carrier;
    const listener = this.ruledListener(target.balancer, carrier.listener);
    return andThen(pickServer(this.parts, target.balancer, listener, from), (choice) => {
      const { server, detail } = choice;
      const instance = findInstance(this.parts.store, server);
      const known = instance && this.known(choice, instance, server.port);
      if (known) return known;
      this.pass({ kind: "backend", id: `${server.serverId}:${server.port}` }, detail);
      if (!instance) {
        throw new Stop(
          { kind: "instance", id: server.serverId },
          `the back-end server ${server.serverId} does not exist`,
        );
      }
      const source = via === "http" ? CLB_ADDRESS : from;
      return this.remember(choice, this.enter(instance, server.port, source, via));
    });
  }

  /** The same connection from an earlier call. */
  private known(end: Choice | Instance, instance: Instance, port: number): Connected | undefined {
    const known = this.knownParts.connections().get(this.request)?.get(end);
    return known?.port === this.parts.machines.findPort(instance.id, port) ? known : undefined;
  }

  private remember(end: Choice | Instance, connected: Connected): Connected {
    const connections = this.knownParts.connections();
    const ofRequest = connections.get(this.request) ?? new Map<Choice | Instance, Connected>();
    connections.set(this.request, ofRequest.set(end, connected));
    return connected;
  }

  /** The listener with the forwarding rule that applies to the request. */
  private ruledListener(balancer: LoadBalancer, listener: ClbListener): ClbListener {
    const rule = findClbRule(this.parts.store, balancer, listener, this.http);
    if (!rule) return listener;
    this.pass({ kind: "rule", id: rule.id }, `forwards to ${rule.vServerGroupId}`);
    return cached(this.knownParts.ruled(), rule.id, () => withRule(listener, rule));
  }

  private stop(error: unknown): Connection {
    if (!(error instanceof Stop)) throw error;
    const { hops, targetAddress } = this;
    const stoppedAt = { ...error.hop, detail: error.reason };
    return { ok: false, stoppedAt, reason: error.reason, hops: [...hops, stoppedAt], targetAddress };
  }

  private pass({ kind, id }: Omit<Hop, "detail">, detail: string): void {
    this.hops = [...this.hops, { kind, id, detail }];
  }

  private approach(): Approach {
    const approaches = this.knownParts.approaches();
    const known = approaches.get(this.request);
    if (known) {
      this.targetAddress = known.target.address;
      this.hops = known.hops;
      return known;
    }
    const target = this.target();
    this.targetAddress = target.address;
    const source = this.sourceFor(target);
    const carrier = target.kind === "clb" ? this.carrier(target.balancer, source) : undefined;
    const approach = { target, from: source, carrier, hops: this.hops };
    approaches.set(this.request, approach);
    return approach;
  }

  /** The instance, CLB or ALB with the requested ID or address, if it is in the VPC. */
  private target(): Target {
    const { store } = this.parts;
    const { regionId, vpcId, to } = this.request;
    const hop = { kind: "target", id: to } as const;
    const here = <T extends { regionId: string; vpcId: string }>(record: T): boolean =>
      record.regionId === regionId && record.vpcId === vpcId;
    const balancer =
      store.loadBalancers.get(to) ?? store.loadBalancers.find((it) => here(it) && it.address === to);
    const instance = balancer
      ? undefined
      : (store.instances.get(to) ??
        store.instances.find((it) => here(it) && [it.privateIp, ...(it.ipv6Addresses ?? [])].includes(to)));
    const alb = balancer ? undefined : albAt(store, here, to);
    const target: Target | undefined = balancer
      ? { kind: "clb", balancer, address: balancer.address, record: balancer }
      : alb
        ? { kind: "alb", balancer: alb, address: to, record: alb }
        : instance && {
            kind: "instance",
            instance,
            address: isIpv6(to) ? to : instance.privateIp,
            record: instance,
          };
    if (!target)
      throw new Stop(
        hop,
        `${to} is neither a CLB nor an ECS instance of ${vpcId}, nor an address of an ALB there`,
      );
    const { record } = target;
    if (!here(record))
      throw new Stop(hop, `${record.id} is in ${record.vpcId}, not in ${vpcId} of ${regionId}`);
    this.pass(hop, record.id === to ? `found in ${vpcId}` : `${record.id} in ${vpcId}`);
    return target;
  }

  /** The caller's address in the address family of the target. */
  private sourceFor({ address, record }: Target): string {
    const { from } = this.request;
    if (!isIpv6(address)) return from.address;
    if (from.ipv6Address !== undefined) return from.ipv6Address;
    throw new Stop(
      { kind: "target", id: record.id },
      `the caller has no IPv6 address to reach ${address} from`,
    );
  }

  /** The running listener of a CLB that carries the connection. */
  private carrier(balancer: LoadBalancer, from: string): { listener: ClbListener; via: Via } {
    const clb = { kind: "clb", id: balancer.id } as const;
    if (balancer.addressType !== "intranet") {
      throw new Stop(
        clb,
        `${balancer.id} has an Internet address; only an intranet CLB can be reached from a VPC access`,
      );
    }
    if (balancer.status !== "active") throw new Stop(clb, `${balancer.id} is ${balancer.status}`);
    this.pass(clb, `${balancer.addressType} ${balancer.address}, ${balancer.status}`);

    const { port } = this.request;
    const hop = { kind: "listener", id: `${balancer.id}:${port}` } as const;
    const listener = balancer.listeners.find((it) => it.port === port && it.protocol !== "udp");
    if (!listener) throw new Stop(hop, `${balancer.id} has no TCP or HTTP listener on port ${port}`);
    if (listener.status !== "running")
      throw new Stop(hop, `the listener on port ${port} is ${listener.status}`);
    const { protocol } = listener;
    if (protocol !== "tcp" && protocol !== "http") {
      throw new Stop(hop, `a listener of protocol ${protocol} is not carried by the local cloud`);
    }
    const { attributes } = listener;
    if (attributes.ProxyProtocolV2Enabled === "true")
      throw new Stop(hop, "the local cloud does not send the PROXY protocol");
    if (attributes.ListenerForward === "on")
      throw new Stop(hop, `the listener redirects to HTTPS port ${attributes.ForwardPort ?? 443}`);
    if (attributes.AclStatus === "on") {
      const ids = (attributes.AclId ?? "").split(",");
      const lists = ids.flatMap((id) => this.parts.store.clbAccessControlLists.get(id) ?? []);
      const refusal = judgeAcl(attributes.AclType === "black" ? "Black" : "White", lists, from);
      if (refusal !== undefined) throw new Stop(hop, refusal);
    }
    this.pass(hop, `${protocol}, running`);

    return { listener, via: protocol };
  }

  /** The last segment of every route: into the instance. */
  private enter(instance: Instance, port: number, source: string, via: Via): Connected {
    const { regionId, vpcId } = this.request;
    const key = `${regionId} ${vpcId} ${instance.id} ${port} ${source}`;
    const entries = this.knownParts.entries();
    const known = entries.get(key);
    if (known) this.hops = [...this.hops, ...known];
    else {
      const passed = this.hops.length;
      this.admit(instance, port, source);
      entries.set(key, this.hops.slice(passed));
    }
    const loopbackPort = this.parts.machines.findPort(instance.id, port);
    const end = { kind: "machine-port", id: `${instance.id}:${port}` } as const;
    if (loopbackPort === undefined) throw new Stop(end, `nothing listens on port ${port} of ${instance.id}`);
    this.pass(end, `127.0.0.1:${loopbackPort}`);
    const { hops, targetAddress } = this;
    return { ok: true, host: "127.0.0.1", port: loopbackPort, hops, source, via, targetAddress };
  }

  /** A network ACL does not concern traffic inside its vSwitch. */
  private passNetworkAcl(instance: Instance, port: number, source: string): void {
    const { store } = this.parts;
    const acl = store.networkAcls.find(({ vswitchIds }) => vswitchIds.includes(instance.vswitchId));
    const neighbour = this.neighbours().get(neighbourKey(instance.vpcId, source));
    if (!acl || neighbour?.vswitchId === instance.vswitchId) return;
    const gate = { kind: "network-acl", id: acl.id } as const;
    const refusal = judgeNetworkAcl(acl, { source, port });
    if (refusal !== undefined) throw new Stop(gate, refusal);
    this.pass(gate, `accepts port ${port} from ${source}`);
  }

  /** Whether the instance runs, and whether its security groups allow the connection. */
  private admit(instance: Instance, port: number, source: string): void {
    const { store } = this.parts;
    const hop = { kind: "instance", id: instance.id } as const;
    const { regionId, vpcId } = this.request;
    if (instance.regionId !== regionId || instance.vpcId !== vpcId) {
      throw new Stop(hop, `${instance.id} is in ${instance.vpcId}, not in ${vpcId} of ${regionId}`);
    }
    if (instance.status !== "Running") throw new Stop(hop, `${instance.id} is ${instance.status}`);
    this.pass(hop, `Running, ${instance.privateIp}`);
    this.passNetworkAcl(instance, port, source);

    const groups = instance.securityGroupIds.flatMap((id) => store.securityGroups.get(id) ?? []);
    const neighbour = this.neighbours().get(neighbourKey(vpcId, source));
    const packet = {
      source,
      fromClb: source === CLB_ADDRESS,
      sourceGroupIds: neighbour?.securityGroupIds ?? [],
      port,
    };
    const verdict = judgeIngress(groups, packet, (id) => store.prefixLists.get(id));
    const gate = {
      kind: "security-group",
      id: verdict.groupId ?? instance.securityGroupIds.join(","),
    } as const;
    if (!verdict.allowed) throw new Stop(gate, verdict.reason);
    this.pass(gate, verdict.reason);
  }
}
