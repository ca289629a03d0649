import { CLB_ADDRESS } from "../fabric/address";
import { findInstance, type ListenerHealth, listServers } from "../fabric/balancer";
import { judgeIngress } from "../fabric/securityGroup";
import { lookUpIn } from "../gateway/lookup";
import { egressAddress } from "../gateway/vpcAccess";
import { cached, derive } from "../store/derive";
import type {
  AlbLoadBalancer,
  Api,
  ApiDefinition,
  AppAuthorization,
  ClbListener,
  Instance,
  LoadBalancer,
  StageName,
  VpcAccess,
} from "../store/model";
import type { Store } from "../store/store";
import { TableIndex } from "../store/tableIndex";
import { linksFromAlb, linkToAlb } from "./albs";
import { type Related, relate } from "./recordRows";

/** A segment of the path from a client to an instance. */
export interface Link {
  /** IDs of resources. `anyone` stands for clients that need no app. */
  from: string;
  to: string;
  /** `off`: the path is disabled by configuration. */
  state: "ok" | "bad" | "off";
  text: string;
}

type Standing = Pick<Link, "state" | "text">;

/** Reports the health of a CLB's back-end servers, as the fabric does. */
export type HealthOf = (loadBalancerId: string) => Promise<ListenerHealth[]>;

/** Reads the segments of paths of requests, record by record, and where they are blocked. Opens no connection. */
export interface Links {
  /** From apps to an API, and from the API to its back end. */
  ofApi(api: Api): Link[];
  fromAccess(access: VpcAccess): Link[];
  fromBalancer(balancer: LoadBalancer, health: readonly ListenerHealth[]): Link[];
  fromAlb(balancer: AlbLoadBalancer): Link[];
  /** What the links of VPC access authorizations and load balancers depend on, besides health. */
  networkState(): string;
  /** Tables on which the links of APIs depend. */
  relatedToApis: readonly Related[];
}

export function createLinks(store: Store): Links {
  const authorizations = new TableIndex(store.authorizations, ({ apiId }) => [apiId]);
  const users = new TableIndex(store.apis, (api) =>
    listDefinitions(api).map(({ service }) => accessKey(api.regionId, service.vpcAccessName)),
  );
  const uses = new TableIndex(store.apis, (api) =>
    listDefinitions(api).map(({ service }) => useKey(api.regionId, service.vpcAccessName, api.groupId)),
  );
  const network = [
    store.vpcAccesses,
    store.loadBalancers,
    store.vServerGroups,
    store.albLoadBalancers,
    store.albListeners,
    store.albServerGroups,
    store.instances,
    store.securityGroups,
    store.prefixLists,
    store.apiGroups,
    store.gatewayInstances,
  ];
  return {
    ofApi: (api) => [...toApi(api, authorizations.get(api.id)), ...fromApi(store, api)],
    fromAccess: (access) => fromAccess(store, uses, access),
    fromBalancer: (balancer, health) => fromBalancer(store, uses, balancer, health),
    fromAlb: (balancer) =>
      linksFromAlb(store, balancer, (start, instance, port, sources) =>
        intoInstance(store, start, instance, port, sources),
      ),
    networkState: derive([store.apis, ...network], () =>
      JSON.stringify([network.map(({ revision }) => revision), ...uses.keys()]),
    ),
    relatedToApis: [
      relate(store.authorizations, ({ apiId }) => [apiId]),
      relate(store.vpcAccesses, ({ regionId, name }) =>
        [...users.get(accessKey(regionId, name))].map(({ id }) => id),
      ),
    ],
  };
}

/** The API groups with an API that uses a VPC access authorization. */
type AccessUses = Pick<TableIndex<Api>, "get">;

/** No part contains a line feed. */
const accessKey = (regionId: string, name: string): string => `${regionId}\n${name}`;
const useKey = (regionId: string, accessName: string, groupId: string): string =>
  `${regionId}\n${accessName}\n${groupId}`;

const stageWords = { RELEASE: "Release", PRE: "Pre", TEST: "Test" } as const;
const stageNames = Object.keys(stageWords) as StageName[];

const listPublished = (api: Readonly<Api>) => api.deployments.filter(({ status }) => status === "ONLINE");

/** The published definitions of an API. For an unpublished API, the last saved definition. */
function listDefinitions(api: Readonly<Api>): ApiDefinition[] {
  const online = listPublished(api).map(({ definition }) => definition);
  return online.length > 0 ? online : [api.definition];
}

function toApi(api: Api, authorizations: Iterable<AppAuthorization>): Link[] {
  const published = listPublished(api);
  if (listDefinitions(api).some(({ authType }) => authType === "ANONYMOUS")) {
    const text = published.length > 0 ? "no authentication" : "not published";
    return [{ from: "anyone", to: api.id, state: published.length > 0 ? "ok" : "off", text }];
  }
  const stagesByApp = new Map<string, StageName[]>();
  for (const { appId, stage } of authorizations) cached(stagesByApp, appId, () => []).push(stage);
  return [...stagesByApp].map(([appId, stages]): Link => {
    const isServed = published.some(({ stage }) => stages.includes(stage));
    const names = stageNames.filter((stage) => stages.includes(stage)).map((stage) => stageWords[stage]);
    const text = `authorized in ${names.join(", ")}${isServed ? "" : ", where the API is not published"}`;
    return { from: appId, to: api.id, state: isServed ? "ok" : "off", text };
  });
}

function fromApi(store: Store, api: Api): Link[] {
  const isPublished = listPublished(api).length > 0;
  const services = listDefinitions(api)
    .map(({ service }) => service)
    .filter(({ vpcEnable, mock }) => vpcEnable && !mock);
  return [...new Set(services.map(({ vpcAccessName }) => vpcAccessName))].map((name): Link => {
    const access = lookUpIn(store).vpcAccess(api.regionId, name);
    if (!access) return { from: api.id, to: "", state: "bad", text: `no VPC access named ${name}` };
    const text = isPublished ? `calls its back end through ${name}` : "not published";
    return { from: api.id, to: access.id, state: isPublished ? "ok" : "off", text };
  });
}

function fromAccess(store: Store, uses: AccessUses, access: VpcAccess): Link[] {
  const { id: from, instanceId, port, regionId, vpcId } = access;
  const here = (it: { regionId: string; vpcId: string }) => it.regionId === regionId && it.vpcId === vpcId;
  const balancer = store.loadBalancers.find(
    (it) => it.id === instanceId || (here(it) && it.address === instanceId),
  );
  if (balancer) {
    const wrong = here(balancer) ? wrongWith(balancer, port) : `${balancer.id} is not in ${vpcId}`;
    return [{ from, to: balancer.id, state: wrong ? "bad" : "ok", text: wrong ?? `port ${port}` }];
  }
  const toAlb = linkToAlb(store, access);
  if (toAlb) return [toAlb];
  const instance = store.instances.find(
    (it) => it.id === instanceId || (here(it) && it.privateIp === instanceId),
  );
  if (!instance)
    return [{ from, to: "", state: "bad", text: `${instanceId} is neither a CLB nor an ECS instance` }];
  if (!here(instance))
    return [{ from, to: instance.id, state: "bad", text: `${instance.id} is not in ${vpcId}` }];
  return intoInstance(
    store,
    { from, state: "ok", text: `port ${port}` },
    instance,
    port,
    listSources(store, uses, [access]),
  );
}

function wrongWith(balancer: LoadBalancer, port: number): string | undefined {
  if (balancer.addressType !== "intranet") return `${balancer.id} has an Internet address`;
  if (balancer.status !== "active") return `${balancer.id} is ${balancer.status}`;
  const listener = balancer.listeners.find((it) => it.port === port && it.protocol !== "udp");
  if (!listener) return `no listener on port ${port}`;
  return listener.status === "running" ? undefined : `the listener on port ${port} is ${listener.status}`;
}

/**
 * Source addresses of packets that use these authorizations: those of the gateway instances of the groups that use
 * them.
 */
function listSources(store: Store, uses: AccessUses, accesses: readonly VpcAccess[]): string[] {
  const sources = store.apiGroups
    .filter(({ id }) => accesses.some(({ regionId, name }) => uses.get(useKey(regionId, name, id)).size > 0))
    .flatMap((group) => lookUpIn(store).gatewayInstance(group) ?? [])
    .map(egressAddress);
  return [...new Set(sources)];
}

function fromBalancer(
  store: Store,
  uses: AccessUses,
  balancer: LoadBalancer,
  health: readonly ListenerHealth[],
): Link[] {
  return balancer.listeners.flatMap((listener) => {
    const states = health.find((it) => it.listener.port === listener.port)?.servers ?? [];
    const accesses = store.vpcAccesses.filter(
      (it) => [balancer.id, balancer.address].includes(it.instanceId) && it.port === listener.port,
    );
    const sources = listener.protocol === "tcp" ? listSources(store, uses, accesses) : [CLB_ADDRESS];
    return listServers(store, balancer, listener).flatMap((server) => {
      const instance = findInstance(store, server);
      if (!instance) return [];
      const known = states.find(
        (it) => it.server.serverId === server.serverId && it.server.port === server.port,
      );
      const start: Omit<Link, "to"> = {
        from: balancer.id,
        state: listener.status === "running" ? "ok" : "off",
        text: `${listener.protocol.toUpperCase()} listener on port ${listener.port}, ${listener.status}`,
      };
      const served = serverState(listener, server.weight, known?.status);
      return intoInstance(store, start, instance, server.port, sources, served);
    });
  });
}

function serverState(
  listener: ClbListener,
  weight: number,
  health: ListenerHealth["servers"][number]["status"] | undefined,
): Standing {
  if (listener.status !== "running") return { state: "off", text: `the listener is ${listener.status}` };
  if (weight === 0) return { state: "off", text: "weight 0" };
  if (health === "abnormal") return { state: "bad", text: "health check: abnormal" };
  return { state: "ok", text: health === "normal" ? "health check: normal" : `weight ${weight}` };
}

/** The links to the security groups of an instance, and to the instance if the groups allow all source addresses. */
function intoInstance(
  store: Store,
  start: Omit<Link, "to">,
  instance: Instance,
  port: number,
  sources: readonly string[],
  served?: Standing,
): Link[] {
  const groups = instance.securityGroupIds.flatMap((id) => store.securityGroups.get(id) ?? []);
  const verdicts = sources.map((source) =>
    judgeIngress(groups, { source, fromClb: source === CLB_ADDRESS, sourceGroupIds: [], port }, (id) =>
      store.prefixLists.get(id),
    ),
  );
  const verdict = verdicts.find(({ allowed }) => !allowed) ?? verdicts[0];
  const gates = verdict?.groupId === undefined ? instance.securityGroupIds : [verdict.groupId];
  return gates.flatMap((gate): Link[] => [
    { ...start, to: gate },
    { from: gate, to: instance.id, ...worse(admission(instance, verdict), served) },
  ]);
}

function admission(instance: Instance, verdict: { allowed: boolean; reason: string } | undefined): Standing {
  if (verdict?.allowed === false) return { state: "bad", text: verdict.reason };
  if (instance.status !== "Running") return { state: "bad", text: `${instance.id} is ${instance.status}` };
  if (!verdict) return { state: "off", text: "no published API sends requests here" };
  return { state: "ok", text: verdict.reason };
}

const BADNESS = { ok: 0, off: 1, bad: 2 };

/** Combines two results for one link: the worse state, and the texts of both if the states are equal. */
function worse(one: Standing, other: Standing | undefined): Standing {
  if (!other) return one;
  if (one.state === other.state) return { state: one.state, text: `${one.text}; ${other.text}` };
  return BADNESS[one.state] > BADNESS[other.state] ? one : other;
}
