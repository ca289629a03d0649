import { type ListenerHealth, listServers } from "../fabric/balancer";
import { CHAIN } from "../gateway/chain";
import { concealer, stringifyConcealed } from "../gateway/conceal";
import { lookUpIn } from "../gateway/lookup";
import { joinPaths } from "../gateway/paths";
import { derive } from "../store/derive";
import type * as model from "../store/model";
import { networkStatus } from "../store/networkStatus";
import type { Store } from "../store/store";
import type { Identified } from "../store/table";
import { TableIndex } from "../store/tableIndex";
import { describeAlb } from "./albs";
import { createLinks, type HealthOf } from "./links";
import { type KeptRows, keepRows, type RecordRows, relate } from "./recordRows";
import { type ListChanges, RowLists } from "./rowLists";

/** What the rows depend on besides the store. */
interface Moment {
  now: Date;
  /** Health of back-end servers by CLB. */
  health: ReadonlyMap<string, readonly ListenerHealth[]>;
}

/** An answer of `/_local/overview`. */
export interface OverviewAnswer {
  /** Identifies the state. */
  tag: string;
  /** JSON. Undefined if the caller has this state. */
  content: string | undefined;
}

/** Reads the state, or what has changed since the state with the tag `since`. */
export type ReadOverview = (now: Date, since: string | undefined) => Promise<OverviewAnswer>;

/**
 * The resources in the form that the console shows. Each field is listed by name, so that no field is exposed by
 * accident. An app has its name, but no AppCode, AppKey and AppSecret. These secrets are redacted wherever else they are.
 *
 * An answer contains `tag`, `steps` and all lists of rows. If the state with the tag `since` is known, the answer contains
 * `tag`, `since` and `changes` instead: for each list that has changed, the new and changed `rows`, and the keys of the
 * `removed` ones. The key of a row is its `id`. A link has no ID, and its key is its JSON text. To get the new state,
 * remove rows first, then replace the rows with the same keys and append the others.
 *
 * Rows are in the order of their creation. Links have no order. A shared gateway instance is listed when a group uses it.
 *
 * The time for an answer depends on the number of changed records and of the rows that depend on them, such as the APIs of
 * a changed group, not on the number of stored APIs. There are two exceptions. The first answer, and one after thousands
 * of changes, computes all rows. A new or changed AppCode, AppKey or AppSecret is searched in all rows. Each answer also
 * reads all VPCs, vSwitches and CLBs, whose status or health can change without a change of the store. A change of the
 * network computes the links of all VPC access authorizations and load balancers.
 *
 * @param startedAt - Start of the process. After a restart, tags of the previous process are unknown.
 */
export function createOverview(
  store: Store,
  healthOf: HealthOf | undefined,
  startedAt: string,
): ReadOverview {
  const conceal = concealer(store);
  const lists = new RowLists();
  const parts = createParts(store, (part) =>
    keepRows(
      lists,
      (row) => {
        const text = stringifyConcealed(store, row);
        return { key: "id" in row ? conceal(String(row.id)) : text, text };
      },
      part,
    ),
  );
  const names = [...new Set(parts.map(({ list }) => list))];
  const secrets = derive([store.apps], () =>
    JSON.stringify(store.apps.all().map(({ appCodes, keys }) => [appCodes, keys])),
  );
  let concealedSecrets = "";
  const epoch = Date.parse(startedAt).toString(36);

  return async (now, since) => {
    const health = await Promise.all(
      store.loadBalancers.all().map(async ({ id }) => [id, (await healthOf?.(id)) ?? []] as const),
    );
    const moment = { now, health: new Map(health) };
    const isAll = secrets() !== concealedSecrets;
    for (const { refresh } of parts) refresh(moment, isAll);
    concealedSecrets = secrets();

    const tag = `${epoch}-${lists.revision}`;
    if (since === tag) return { tag, content: undefined };
    const [, start, revision] = /^(\w+)-(\d+)$/.exec(since ?? "") ?? [];
    const changes = start === epoch ? lists.changesSince(Number(revision)) : undefined;
    const members = changes
      ? [`"since":${JSON.stringify(since)}`, `"changes":${stringifyChanges(changes)}`]
      : [
          `"steps":${JSON.stringify(CHAIN.map(({ name, title }) => ({ name, title })))}`,
          ...names.map((list) => `"${list}":[${lists.read(list)}]`),
        ];
    return { tag, content: `{"tag":"${tag}",${members}}` };
  };
}

function stringifyChanges(changes: ReadonlyMap<string, ListChanges>): string {
  const lists = [...changes].map(
    ([list, { rows, removed }]) => `"${list}":{"rows":[${rows}],"removed":${JSON.stringify(removed)}}`,
  );
  return `{${lists}}`;
}

type Keep = <T extends Identified>(part: RecordRows<T, Moment>) => KeptRows<Moment>;

/** The lists of the overview. */
function createParts(store: Store, keep: Keep): KeptRows<Moment>[] {
  const links = createLinks(store);
  const apisByGroup = new TableIndex(store.apis, ({ groupId }) => [groupId]);
  const basePath = ({ groupId }: model.Api): string => store.apiGroups.get(groupId)?.basePath ?? "/";
  const serving = derive(
    [store.apiGroups, store.gatewayInstances],
    () => new Set(store.apiGroups.all().map((group) => lookUpIn(store).gatewayInstance(group)?.id)),
  );
  const pending = (networks: Iterable<model.Vpc | model.VSwitch>, { now }: Moment) =>
    [...networks].filter((it) => networkStatus(it, now) === "Pending").map(({ id }) => id);
  return [
    keep({
      list: "gatewayInstances",
      table: store.gatewayInstances,
      // Instances that serve a group, and instances of the user.
      describe: (instance) =>
        serving().has(instance.id) || instance.type !== "VPC_SHARED"
          ? [describeGatewayInstance(instance)]
          : [],
      inputs: () => [...serving()],
    }),
    keep({
      list: "apps",
      table: store.apps,
      describe: (app) => [
        {
          ...named(app),
          description: app.description,
          hasAppCode: app.appCodes.length > 0,
          hasAppKey: app.keys.length > 0,
        },
      ],
    }),
    keep({
      list: "apiGroups",
      table: store.apiGroups,
      describe: (group) => [
        {
          ...named(group),
          basePath: group.basePath,
          gatewayInstanceId: lookUpIn(store).gatewayInstance(group)?.id ?? "",
          subDomain: group.subDomain,
        },
      ],
      inputs: () => store.gatewayInstances.revision,
    }),
    keep({
      list: "apis",
      table: store.apis,
      describe: (api) => [describeApi(api, basePath(api))],
      related: [relate(store.apiGroups, (group) => [...apisByGroup.get(group.id)].map(({ id }) => id))],
    }),
    keep({
      list: "authorizations",
      table: store.authorizations,
      describe: ({ id, appId, apiId, stage, validUntil }) => [{ id, appId, apiId, stage, validUntil }],
    }),
    keep({
      list: "vpcAccesses",
      table: store.vpcAccesses,
      describe: (access) => [
        {
          ...named(access),
          vpcId: access.vpcId,
          instanceId: access.instanceId,
          port: access.port,
          targetHostName: access.targetHostName,
        },
      ],
    }),
    keep({
      list: "vpcs",
      table: store.vpcs,
      describe: (vpc, { now }) => [
        { ...named(vpc), cidrBlock: vpc.cidrBlock, status: networkStatus(vpc, now) },
      ],
      inputs: (moment) => pending(store.vpcs.plain(), moment),
    }),
    keep({
      list: "vswitches",
      table: store.vswitches,
      describe: (vswitch, { now }) => [
        {
          ...named(vswitch),
          vpcId: vswitch.vpcId,
          zoneId: vswitch.zoneId,
          cidrBlock: vswitch.cidrBlock,
          status: networkStatus(vswitch, now),
        },
      ],
      inputs: (moment) => pending(store.vswitches.plain(), moment),
    }),
    keep({
      list: "loadBalancers",
      table: store.loadBalancers,
      describe: (balancer) => [describeBalancer(store, balancer)],
      inputs: () => store.vServerGroups.revision,
    }),
    keep({
      list: "albLoadBalancers",
      table: store.albLoadBalancers,
      describe: (balancer) => [describeAlb(store, balancer)],
      inputs: () => store.albListeners.revision,
    }),
    keep({
      list: "securityGroups",
      table: store.securityGroups,
      describe: (group) => [{ ...named(group), vpcId: group.vpcId, rules: group.rules.map(describeRule) }],
    }),
    keep({
      list: "prefixLists",
      table: store.prefixLists,
      describe: (list) => [{ ...named(list), cidrs: list.entries.map(({ cidr }) => cidr) }],
    }),
    keep({
      list: "instances",
      table: store.instances,
      describe: (instance) => [describeInstance(instance)],
    }),
    keep({
      list: "links",
      table: store.apis,
      describe: links.ofApi,
      related: links.relatedToApis,
    }),
    keep({
      list: "links",
      table: store.vpcAccesses,
      describe: links.fromAccess,
      inputs: links.networkState,
    }),
    keep({
      list: "links",
      table: store.loadBalancers,
      describe: (balancer, { health }) => links.fromBalancer(balancer, health.get(balancer.id) ?? []),
      inputs: ({ health }) => [
        links.networkState(),
        [...health.values()].map((listeners) =>
          listeners.map(({ servers }) => servers.map(({ status }) => status)),
        ),
      ],
    }),
    keep({
      list: "links",
      table: store.albLoadBalancers,
      describe: links.fromAlb,
      inputs: links.networkState,
    }),
  ];
}

const named = ({ id, regionId, name }: { id: string; regionId: string; name: string }) => ({
  id,
  regionId,
  name,
});

function describeGatewayInstance(instance: model.GatewayInstance) {
  return {
    ...named(instance),
    instanceId: instance.id.slice(instance.id.indexOf("/") + 1),
    type: instance.type,
    status: instance.status,
    egress: [instance.vpcEgressAddress, instance.newVpcEgressAddress]
      .flatMap((list) => list.split(","))
      .map((cidr) => cidr.trim())
      .filter((cidr) => cidr !== ""),
  };
}

function describeApi(api: model.Api, basePath: string) {
  const published = api.deployments.filter(({ status }) => status === "ONLINE");
  const written = JSON.stringify(api.definition);
  return {
    id: api.id,
    regionId: api.regionId,
    name: api.definition.name,
    groupId: api.groupId,
    ...describeDefinition(api.definition, basePath),
    published: published.map(({ stage, historyVersion, description, definition }) => ({
      stage,
      version: historyVersion,
      remarks: description,
      /** Later changes take effect only after a publication. */
      isCurrent: JSON.stringify(definition) === written,
      ...describeDefinition(definition, basePath),
    })),
  };
}

function describeDefinition(
  { request, service, authType, appCodeAuthType }: model.ApiDefinition,
  basePath: string,
) {
  return {
    method: request.method,
    path: joinPaths(basePath, request.path),
    protocol: request.protocol,
    authType,
    appCodeAuthType,
    backend: {
      isMock: service.mock,
      vpcAccessName: service.vpcEnable ? service.vpcAccessName : "",
      address: service.address,
      method: service.method,
      path: service.path,
      timeout: service.timeout,
    },
  };
}

function describeBalancer(store: Store, balancer: model.LoadBalancer) {
  return {
    ...named(balancer),
    vpcId: balancer.vpcId,
    address: balancer.address,
    addressType: balancer.addressType,
    status: balancer.status,
    zones: [balancer.zoneId, balancer.slaveZoneId].filter((zone) => zone !== ""),
    listeners: balancer.listeners.map((listener) => ({
      port: listener.port,
      protocol: listener.protocol,
      status: listener.status,
      servers: listServers(store, balancer, listener).map(({ serverId, port, weight }) => ({
        serverId,
        port,
        weight,
      })),
    })),
  };
}

function describeRule(rule: model.SecurityGroupRule) {
  return {
    direction: rule.direction,
    policy: rule.policy,
    protocol: rule.protocol,
    portRange: rule.portRange,
    priority: rule.priority,
    source: rule.cidr || rule.prefixListId || rule.groupId,
  };
}

function describeInstance(instance: model.Instance) {
  return {
    ...named(instance),
    vpcId: instance.vpcId,
    vswitchId: instance.vswitchId,
    zoneId: instance.zoneId,
    privateIp: instance.privateIp,
    status: instance.status,
    instanceType: instance.instanceType,
    imageId: instance.imageId,
    securityGroupIds: instance.securityGroupIds,
    userData: Buffer.from(instance.userData, "base64").toString("utf8"),
  };
}
