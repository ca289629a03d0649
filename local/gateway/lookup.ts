import type { ConnectRequest } from "../fabric/hops";
import {
  type ImplementedType,
  isImplemented,
  type PluginDocuments,
  readDocument,
} from "../plugins/documents";
import { cached, derive } from "../store/derive";
import type {
  ApiGroup,
  App,
  AppAuthorization,
  CustomDomain,
  GatewayInstance,
  LogConfig,
  Plugin,
  VpcAccess,
} from "../store/model";
import type { Store } from "../store/store";
import { joinPaths } from "./paths";
import { type PublishedRoute, RouteTable } from "./routeTable";
import { accessRequest } from "./vpcAccess";

/** A plug-in with its parsed document. */
export interface PluginInEffect<T extends ImplementedType> {
  plugin: Plugin;
  document: PluginDocuments[T];
}

/** What the gateway looks up for each call, by the key of the lookup. Computed again after changes of the store. */
export interface Lookup {
  /** The group to which the cloud assigned a host, which is in lower case. */
  groupByHost(host: string, fromVpc: boolean): ApiGroup | undefined;
  gatewayInstance(group: Pick<ApiGroup, "regionId" | "instanceId">): GatewayInstance | undefined;
  routes(group: ApiGroup, stage: string): RouteTable<PublishedRoute>;
  /** A map compares texts only if their seeded hashes are equal, so that its duration reveals nothing about them. */
  appByCode(regionId: string, appCode: string): App | undefined;
  appByKey(regionId: string, appKey: string): { app: App; appSecret: string } | undefined;
  authorization(apiId: string, stage: string, appId: string): AppAuthorization | undefined;
  /** The plug-in of an API in an environment. An empty API ID stands for the plug-ins of the group. */
  plugin<T extends ImplementedType>(
    groupId: string,
    stage: string,
    apiId: string,
    type: T,
  ): PluginInEffect<T> | undefined;
  vpcAccess(regionId: string, name: string): VpcAccess | undefined;
  /** The connection of a gateway instance through an authorization: the same object for the same records. */
  accessRequest(gateway: GatewayInstance, access: VpcAccess): ConnectRequest;
  /** The custom domains with a name that can cover a host, in the order of their creation for each name. */
  customDomains(host: string): readonly CustomDomain[];
  logConfig(regionId: string): LogConfig | undefined;
}

const lookups = new WeakMap<Store, Lookup>();

/** The lookups in a store, which all its readers share. */
export function lookUpIn(store: Store): Lookup {
  const known = lookups.get(store);
  if (known) return known;
  const lookup = createLookup(store);
  lookups.set(store, lookup);
  return lookup;
}

/** No part contains a line feed. */
const key = (a: string, b: string, c = "", d = ""): string => `${a}\n${b}\n${c}\n${d}`;

/** The first record of each key. */
function firstByKey<T>(records: readonly T[], keysOf: (record: T) => readonly string[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const record of records) for (const one of keysOf(record)) if (!map.has(one)) map.set(one, record);
  return map;
}

/** The first record of each key, by region. */
function byRegion<T extends { regionId: string }>(
  records: readonly T[],
  keysOf: (record: T) => readonly string[],
): Map<string, Map<string, T>> {
  const regions = new Map<string, T[]>();
  for (const record of records) cached(regions, record.regionId, () => []).push(record);
  return new Map([...regions].map(([regionId, all]) => [regionId, firstByKey(all, keysOf)]));
}

function createLookup(store: Store): Lookup {
  const groups = derive([store.apiGroups], () => {
    const byDomain = (domainOf: (group: ApiGroup) => string): Map<string, ApiGroup> =>
      firstByKey(store.apiGroups.all(), (group) => [domainOf(group).toLowerCase()].filter((it) => it !== ""));
    return { internet: byDomain((it) => it.subDomain), vpc: byDomain((it) => it.vpcDomain) };
  });
  const instances = derive([store.gatewayInstances], () =>
    firstByKey(store.gatewayInstances.all(), ({ regionId, id }) => [key(regionId, id)]),
  );
  const tables = derive(
    [store.apis, store.apiGroups],
    () => new Map<ApiGroup, Map<string, RouteTable<PublishedRoute>>>(),
  );
  const codes = derive([store.apps], () => byRegion(store.apps.all(), ({ appCodes }) => appCodes));
  const keys = derive([store.apps], () => {
    const all = store.apps.all().flatMap((app) => app.keys.map((it) => ({ app, ...it })));
    return firstByKey(all, ({ app, appKey }) => [key(app.regionId, appKey)]);
  });
  const authorizations = derive([store.authorizations], () => {
    const byApi = new Map<string, Map<string, Map<string, AppAuthorization>>>();
    for (const one of store.authorizations.all()) {
      const ofApp = cached(
        cached(byApi, one.apiId, () => new Map()),
        one.appId,
        () => new Map(),
      );
      cached(ofApp, one.stage, () => one);
    }
    return byApi;
  });
  const plugins = derive([store.pluginAttachments, store.plugins], () => attachedPlugins(store));
  const documents = derive([store.plugins], () => new Map<Plugin, PluginInEffect<ImplementedType>>());
  const accesses = derive([store.vpcAccesses], () => byRegion(store.vpcAccesses.all(), ({ name }) => [name]));
  const requests = derive(
    [store.gatewayInstances, store.vpcAccesses],
    () => new Map<VpcAccess, Map<GatewayInstance, ConnectRequest>>(),
  );
  const instancesOfGroups = derive(
    [store.apiGroups, store.gatewayInstances],
    () => new Map<object, GatewayInstance | undefined>(),
  );
  const domains = derive([store.customDomains], () => {
    const byName = new Map<string, CustomDomain[]>();
    for (const domain of store.customDomains.all()) cached(byName, domain.domainName, () => []).push(domain);
    return byName;
  });
  const logConfigs = derive([store.logConfigs], () =>
    firstByKey(store.logConfigs.all(), ({ regionId }) => [regionId]),
  );

  return {
    groupByHost: (host, fromVpc) => groups()[fromVpc ? "vpc" : "internet"].get(host),
    gatewayInstance: (group) =>
      cached(instancesOfGroups(), group, () => {
        const { regionId, instanceId } = group;
        return (
          instances().get(key(regionId, instanceId)) ??
          // The shared instance exists in every region, so the ID of its record contains the region.
          instances().get(key(regionId, `${regionId}/${instanceId}`))
        );
      }),
    routes: (group, stage) =>
      cached(
        cached(tables(), group, () => new Map()),
        stage,
        () => new RouteTable(publishedRoutes(store, group, stage)),
      ),
    appByCode: (regionId, appCode) => codes().get(regionId)?.get(appCode),
    appByKey: (regionId, appKey) => keys().get(key(regionId, appKey)),
    authorization: (apiId, stage, appId) => authorizations().get(apiId)?.get(appId)?.get(stage),
    plugin<T extends ImplementedType>(groupId: string, stage: string, apiId: string, type: T) {
      const all = plugins();
      const plugin = all.size === 0 ? undefined : all.get(key(groupId, stage, apiId, type));
      if (!plugin) return undefined;
      const read = (): PluginInEffect<ImplementedType> => ({
        plugin,
        document: readDocument(type, plugin.data).document,
      });
      return cached(documents(), plugin, read) as PluginInEffect<T>;
    },
    vpcAccess: (regionId, name) => accesses().get(regionId)?.get(name),
    accessRequest: (gateway, access) =>
      cached(
        cached(requests(), access, () => new Map()),
        gateway,
        () => accessRequest(gateway, access),
      ),
    customDomains(host) {
      const dot = host.indexOf(".");
      const names = dot < 0 ? [host] : [host, `*${host.slice(dot)}`];
      return names.flatMap((name) => domains().get(name) ?? []);
    },
    logConfig: (regionId) => logConfigs().get(regionId),
  };
}

function publishedRoutes(store: Store, group: ApiGroup, stage: string): PublishedRoute[] {
  return store.apis
    .filter((api) => api.groupId === group.id)
    .flatMap((api) => api.deployments)
    .filter((it) => it.stage === stage && it.status === "ONLINE")
    .map((deployment) => ({
      deployment,
      pattern: joinPaths(group.basePath, deployment.definition.request.path),
      method: deployment.definition.request.method,
    }));
}

function attachedPlugins(store: Store): Map<string, Plugin> {
  const attached = store.pluginAttachments.all().flatMap((attachment) => {
    const plugin = store.plugins.get(attachment.pluginId);
    return plugin && isImplemented(plugin.type) ? [{ attachment, plugin }] : [];
  });
  const all = firstByKey(attached, ({ attachment: { groupId, stage, apiId }, plugin }) => [
    key(groupId, stage, apiId, plugin.type),
  ]);
  return new Map([...all].map(([name, { plugin }]) => [name, plugin]));
}
