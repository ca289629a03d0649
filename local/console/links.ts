import { CLB_ADDRESS } from "../fabric/address";
import { findInstance, type ListenerHealth, listServers } from "../fabric/balancer";
import { judgeIngress } from "../fabric/securityGroup";
import { lookUpIn } from "../gateway/lookup";
import { egressAddress } from "../gateway/vpcAccess";
import type {
  Api,
  ApiDefinition,
  AppAuthorization,
  ClbListener,
  Instance,
  LoadBalancer,
  VpcAccess,
} from "../store/model";
import type { Store } from "../store/store";
import { linksFromAlbs, linkToAlb } from "./albs";

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

/** All paths of requests through the store's resources, and where they are blocked. Opens no connection. */
export async function listLinks(store: Store, healthOf: HealthOf | undefined): Promise<Link[]> {
  const balancers = await Promise.all(
    store.loadBalancers
      .all()
      .map(async (balancer) => fromBalancer(store, balancer, (await healthOf?.(balancer.id)) ?? [])),
  );
  const apps = new Set(store.apps.all().map(({ id }) => id));
  const authorizations = groupByApi(store.authorizations.all());
  const ofApis = store.apis
    .all()
    .flatMap((api) => [...toApi(api, apps, authorizations.get(api.id) ?? []), ...fromApi(store, api)]);
  const others = withoutRepetition([
    ...store.vpcAccesses.all().flatMap((access) => fromAccess(store, access)),
    ...balancers.flat(),
    ...linksFromAlbs(store, (start, instance, port, sources) =>
      intoInstance(store, start, instance, port, sources),
    ),
  ]);
  return [...ofApis, ...others];
}

function groupByApi(authorizations: readonly AppAuthorization[]): Map<string, AppAuthorization[]> {
  const groups = new Map<string, AppAuthorization[]>();
  for (const authorization of authorizations) {
    const group = groups.get(authorization.apiId);
    if (group) group.push(authorization);
    else groups.set(authorization.apiId, [authorization]);
  }
  return groups;
}

/** Several back-end servers can share the link to a security group. */
function withoutRepetition(links: readonly Link[]): Link[] {
  const keyOf = ({ from, to, state, text }: Link): string => JSON.stringify([from, to, state, text]);
  return [...new Map(links.map((link) => [keyOf(link), link])).values()];
}

const stageWords = { RELEASE: "Release", PRE: "Pre", TEST: "Test" } as const;

const listPublished = (api: Api) => api.deployments.filter(({ status }) => status === "ONLINE");

/** The published definitions of an API. For an unpublished API, the last saved definition. */
function listDefinitions(api: Api): ApiDefinition[] {
  const online = listPublished(api).map(({ definition }) => definition);
  return online.length > 0 ? online : [api.definition];
}

function toApi(api: Api, apps: ReadonlySet<string>, authorizations: readonly AppAuthorization[]): Link[] {
  const published = listPublished(api);
  if (listDefinitions(api).some(({ authType }) => authType === "ANONYMOUS")) {
    const text = published.length > 0 ? "no authentication" : "not published";
    return [{ from: "anyone", to: api.id, state: published.length > 0 ? "ok" : "off", text }];
  }
  const authorized = new Set(authorizations.map(({ appId }) => appId).filter((appId) => apps.has(appId)));
  return [...authorized].map((appId): Link => {
    const stages = authorizations.filter((it) => it.appId === appId).map(({ stage }) => stage);
    const isServed = published.some(({ stage }) => stages.includes(stage));
    const names = stages.map((stage) => stageWords[stage]).join(", ");
    const text = `authorized in ${names}${isServed ? "" : ", where the API is not published"}`;
    return { from: appId, to: api.id, state: isServed ? "ok" : "off", text };
  });
}

function fromApi(store: Store, api: Api): Link[] {
  const isPublished = listPublished(api).length > 0;
  const services = listDefinitions(api)
    .map(({ service }) => service)
    .filter(({ vpcEnable, mock }) => vpcEnable && !mock);
  return [...new Set(services.map(({ vpcAccessName }) => vpcAccessName))].map((name): Link => {
    const access = accessNamed(store, api.regionId, name);
    if (!access) return { from: api.id, to: "", state: "bad", text: `no VPC access named ${name}` };
    const text = isPublished ? `calls its back end through ${name}` : "not published";
    return { from: api.id, to: access.id, state: isPublished ? "ok" : "off", text };
  });
}

const accessNamed = (store: Store, regionId: string, name: string): VpcAccess | undefined =>
  store.vpcAccesses.find((it) => it.regionId === regionId && it.name === name);

function fromAccess(store: Store, access: VpcAccess): Link[] {
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
    listSources(store, [access]),
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
function listSources(store: Store, accesses: readonly VpcAccess[]): string[] {
  const uses = (definition: ApiDefinition, regionId: string): boolean =>
    accesses.some((it) => it.regionId === regionId && it.name === definition.service.vpcAccessName);
  const groupIds = store.apis
    .filter((api) => listDefinitions(api).some((definition) => uses(definition, api.regionId)))
    .map(({ groupId }) => groupId);
  const sources = store.apiGroups
    .filter(({ id }) => groupIds.includes(id))
    .flatMap((group) => lookUpIn(store).gatewayInstance(group) ?? [])
    .map(egressAddress);
  return [...new Set(sources)];
}

function fromBalancer(store: Store, balancer: LoadBalancer, health: ListenerHealth[]): Link[] {
  return balancer.listeners.flatMap((listener) => {
    const states = health.find((it) => it.listener.port === listener.port)?.servers ?? [];
    const accesses = store.vpcAccesses.filter(
      (it) => [balancer.id, balancer.address].includes(it.instanceId) && it.port === listener.port,
    );
    const sources = listener.protocol === "tcp" ? listSources(store, accesses) : [CLB_ADDRESS];
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
