import { createHash } from "node:crypto";
import { listServers } from "../fabric/balancer";
import { CHAIN } from "../gateway/chain";
import { lookUpIn } from "../gateway/lookup";
import { joinPaths } from "../gateway/paths";
import type * as model from "../store/model";
import { networkStatus } from "../store/networkStatus";
import type { Store } from "../store/store";
import { describeAlb } from "./albs";
import { type HealthOf, listLinks } from "./links";

/**
 * The resources in the form that the console shows. The function lists each field by name, so that no field is exposed
 * by accident. An app has its name, but no AppCode, AppKey and AppSecret.
 */
export async function createOverview(store: Store, healthOf: HealthOf | undefined, now: Date) {
  return {
    steps: CHAIN.map(({ name, title }) => ({ name, title })),
    gatewayInstances: gatewayInstances(store),
    apps: store.apps.all().map((app) => ({
      ...named(app),
      description: app.description,
      hasAppCode: app.appCodes.length > 0,
      hasAppKey: app.keys.length > 0,
    })),
    apiGroups: store.apiGroups.all().map((group) => ({
      ...named(group),
      basePath: group.basePath,
      gatewayInstanceId: lookUpIn(store).gatewayInstance(group)?.id ?? "",
      subDomain: group.subDomain,
    })),
    apis: store.apis.all().map((api) => readApiRow(store, api)),
    authorizations: store.authorizations.all().map(({ appId, apiId, stage, validUntil }) => ({
      appId,
      apiId,
      stage,
      validUntil,
    })),
    vpcAccesses: store.vpcAccesses.all().map((access) => ({
      ...named(access),
      vpcId: access.vpcId,
      instanceId: access.instanceId,
      port: access.port,
      targetHostName: access.targetHostName,
    })),
    vpcs: store.vpcs
      .all()
      .map((vpc) => ({ ...named(vpc), cidrBlock: vpc.cidrBlock, status: networkStatus(vpc, now) })),
    vswitches: store.vswitches.all().map((vswitch) => ({
      ...named(vswitch),
      vpcId: vswitch.vpcId,
      zoneId: vswitch.zoneId,
      cidrBlock: vswitch.cidrBlock,
      status: networkStatus(vswitch, now),
    })),
    loadBalancers: store.loadBalancers.all().map((balancer) => describeBalancer(store, balancer)),
    albLoadBalancers: store.albLoadBalancers.all().map((balancer) => describeAlb(store, balancer)),
    securityGroups: store.securityGroups.all().map((group) => ({
      ...named(group),
      vpcId: group.vpcId,
      rules: group.rules.map(describeRule),
    })),
    prefixLists: store.prefixLists
      .all()
      .map((list) => ({ ...named(list), cidrs: list.entries.map(({ cidr }) => cidr) })),
    instances: store.instances.all().map(describeInstance),
    links: await listLinks(store, healthOf),
  };
}

/**
 * A text that changes whenever the overview does: with each change of a table, and with the parts that depend on the
 * time.
 */
export async function overviewTag(store: Store, healthOf: HealthOf | undefined, now: Date): Promise<string> {
  const revisions = store.tables().map(({ table }) => table.revision);
  const networks = [...store.vpcs.all(), ...store.vswitches.all()].map((it) => networkStatus(it, now));
  const health = await Promise.all(
    store.loadBalancers
      .all()
      .map(async ({ id }) =>
        (await healthOf?.(id))?.map(({ servers }) => servers.map(({ status }) => status)),
      ),
  );
  return createHash("sha256")
    .update(JSON.stringify([revisions, networks, health]))
    .digest("base64url");
}

const named = ({ id, regionId, name }: { id: string; regionId: string; name: string }) => ({
  id,
  regionId,
  name,
});

/** Gateway instances that serve a group, and instances of the user. */
function gatewayInstances(store: Store) {
  const serving = new Set(store.apiGroups.all().map((group) => lookUpIn(store).gatewayInstance(group)?.id));
  return store.gatewayInstances
    .filter(({ id, type }) => serving.has(id) || type !== "VPC_SHARED")
    .map((instance) => ({
      ...named(instance),
      instanceId: instance.id.slice(instance.id.indexOf("/") + 1),
      type: instance.type,
      status: instance.status,
      egress: [instance.vpcEgressAddress, instance.newVpcEgressAddress]
        .flatMap((list) => list.split(","))
        .map((cidr) => cidr.trim())
        .filter((cidr) => cidr !== ""),
    }));
}

/** Rows of APIs, of which a cloud can have thousands. A row is valid while the API and its base path are the same. */
const apiRows = new WeakMap<model.Api, { key: string; row: ReturnType<typeof describeApi> }>();

function readApiRow(store: Store, api: model.Api) {
  const basePath = store.apiGroups.get(api.groupId)?.basePath ?? "/";
  const key = `${store.apis.readRevision(api)} ${basePath}`;
  const known = apiRows.get(api);
  if (known?.key === key) return known.row;
  const row = describeApi(api, basePath);
  apiRows.set(api, { key, row });
  return row;
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
