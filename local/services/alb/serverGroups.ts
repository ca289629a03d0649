import type { ParametersOf } from "../../rpc/parameterTypes";
import type { AlbServerGroup } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import {
  changedHealthCheck,
  defaultHealthCheck,
  describeHealthCheck,
  healthCheckConfig,
} from "./healthCheck";
import { newJob } from "./jobs";
import { clientToken, dryRun, findVpc, name } from "./loadBalancers";
import { listed, listParameters } from "./pages";

const serverGroupId = { type: "string", required: true } as const;
const scheduler = { type: "string", enum: ["Wrr", "Wlc", "Sch", "Uch"] } as const;

/** Settings that the local data plane does not apply, besides the scheduler. */
const settings = {
  StickySessionConfig: {
    type: "object",
    fields: {
      StickySessionEnabled: { type: "boolean" },
      StickySessionType: { type: "string", enum: ["Insert", "Server"] },
      Cookie: { type: "string", maxLength: 200 },
      CookieTimeout: { type: "integer", min: 1, max: 86_400, also: [0] },
    },
  },
  SlowStartConfig: {
    type: "object",
    fields: {
      SlowStartEnabled: { type: "boolean" },
      SlowStartDuration: { type: "integer", min: 30, max: 900, also: [0] },
    },
  },
  ConnectionDrainConfig: {
    type: "object",
    fields: {
      ConnectionDrainEnabled: { type: "boolean" },
      ConnectionDrainTimeout: { type: "integer", min: 0, max: 900 },
    },
  },
  UchConfig: {
    type: "object",
    fields: { Type: { type: "string", enum: ["QueryString"] }, Value: { type: "string" } },
  },
  UpstreamKeepaliveEnabled: { type: "boolean" },
  CrossZoneEnabled: { type: "boolean" },
} as const;

/** The settings of a call. What it does not contain remains. */
function changedSettings(
  present: Partial<AlbServerGroup>,
  p: ParametersOf<typeof settings>,
): Partial<AlbServerGroup> {
  const { StickySessionEnabled, StickySessionType, Cookie, CookieTimeout } = p.StickySessionConfig;
  const { SlowStartEnabled, SlowStartDuration } = p.SlowStartConfig;
  const { ConnectionDrainEnabled, ConnectionDrainTimeout } = p.ConnectionDrainConfig;
  const sticky = present.stickySession;
  return {
    ...(StickySessionEnabled !== undefined && {
      stickySession: {
        enabled: StickySessionEnabled,
        type: StickySessionType ?? sticky?.type ?? "",
        cookie: Cookie ?? sticky?.cookie ?? "",
        cookieTimeout: CookieTimeout ?? sticky?.cookieTimeout ?? 0,
      },
    }),
    ...(SlowStartEnabled !== undefined && {
      slowStart: {
        enabled: SlowStartEnabled,
        duration: SlowStartDuration || (present.slowStart?.duration ?? 30),
      },
    }),
    ...(ConnectionDrainEnabled !== undefined && {
      connectionDrain: {
        enabled: ConnectionDrainEnabled,
        timeout: ConnectionDrainTimeout ?? present.connectionDrain?.timeout ?? 300,
      },
    }),
    ...(p.UchConfig.Type && { uch: { type: p.UchConfig.Type, value: p.UchConfig.Value ?? "" } }),
    ...(p.UpstreamKeepaliveEnabled !== undefined && { upstreamKeepalive: p.UpstreamKeepaliveEnabled }),
    ...(p.CrossZoneEnabled !== undefined && { crossZone: p.CrossZoneEnabled }),
  };
}

/** Finds a server group by ID in any region. */
export function findServerGroup(call: Call, id: string): AlbServerGroup {
  const group = call.store.albServerGroups.get(id);
  if (!group) throw albError("ResourceNotFound.ServerGroup", id);
  return group;
}

/** The scheduler Uch hashes a value that UchConfig names. */
function checkScheduler({ scheduler: name, uch }: Partial<AlbServerGroup>): void {
  if (name === "Uch" && !uch) throw albError("MissingParam.UchConfig");
}

const describe = (call: Call, group: AlbServerGroup) => ({
  ServerGroupId: group.id,
  ServerGroupName: group.name,
  ServerGroupStatus: "Available",
  ServerGroupType: group.type ?? "Instance",
  // A group of functions has no protocol and no VPC.
  Protocol: group.type === "Fc" ? "" : (group.protocol ?? "HTTP"),
  Scheduler: group.scheduler,
  VpcId: group.vpcId,
  ResourceGroupId: group.resourceGroupId,
  CreateTime: group.createdTime,
  ServerCount: group.servers.length,
  ConfigManagedEnabled: false,
  ServiceName: "",
  RelatedLoadBalancerIds: [
    ...new Set(
      call.store.albListeners
        .filter(({ serverGroupId }) => serverGroupId === group.id)
        .map(({ loadBalancerId }) => loadBalancerId),
    ),
  ],
  CrossZoneEnabled: group.crossZone ?? true,
  Ipv6Enabled: group.ipv6 ?? false,
  UpstreamKeepaliveEnabled: group.upstreamKeepalive ?? false,
  HealthCheckConfig: describeHealthCheck(group.healthCheck),
  ...(group.type !== "Fc" && {
    StickySessionConfig: {
      StickySessionEnabled: group.stickySession?.enabled ?? false,
      StickySessionType: group.stickySession?.type ?? "",
      Cookie: group.stickySession?.cookie ?? "",
      CookieTimeout: group.stickySession?.cookieTimeout ?? 0,
    },
  }),
  SlowStartConfig: {
    SlowStartEnabled: group.slowStart?.enabled ?? false,
    SlowStartDuration: group.slowStart?.duration ?? 30,
  },
  ConnectionDrainConfig: {
    ConnectionDrainEnabled: group.connectionDrain?.enabled ?? false,
    ConnectionDrainTimeout: group.connectionDrain?.timeout ?? 300,
  },
  ...(group.uch && { UchConfig: { Type: group.uch.type, Value: group.uch.value } }),
  Tags: keyValueTags(group.tags),
});

export const serverGroups = [
  albOperation({
    action: "CreateServerGroup",
    parameters: {
      ClientToken: clientToken,
      DryRun: dryRun,
      ServerGroupName: { ...name, required: true },
      ServerGroupType: { type: "string", enum: ["Instance", "Ip", "Fc"] },
      // The documents spell it gRPC, the Terraform provider sends GRPC. Assumption: the service answers what it got.
      Protocol: { type: "string", enum: ["HTTP", "HTTPS", "gRPC", "GRPC"] },
      /** Required unless the servers are functions. */
      VpcId: { type: "string" },
      Scheduler: scheduler,
      HealthCheckConfig: healthCheckConfig,
      Ipv6Enabled: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      Tags: tagParameter,
      ...settings,
    },
    handle(call, p) {
      const type = p.ServerGroupType ?? "Instance";
      if (type !== "Fc" && !p.VpcId) throw albError("MissingParam.VpcId", type);
      const vpc = p.VpcId ? findVpc(call, p.VpcId) : undefined;
      const regionId = vpc?.regionId ?? call.regionId;
      const changed = { scheduler: p.Scheduler ?? ("Wrr" as const), ...changedSettings({}, p) };
      checkScheduler(changed);
      const group = call.store.albServerGroups.put({
        id: newResourceId("sgp", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags([...p.Tag, ...p.Tags]),
        name: p.ServerGroupName,
        vpcId: vpc?.id ?? "",
        type,
        ...(p.Protocol && { protocol: p.Protocol }),
        ...(p.Ipv6Enabled && { ipv6: true }),
        ...changed,
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        healthCheck: changedHealthCheck(defaultHealthCheck, p.HealthCheckConfig),
        servers: [],
      });
      return { ServerGroupId: group.id, ...newJob(call, "CreateServerGroup", group, "servergroup") };
    },
  }),
  albOperation({
    action: "ListServerGroups",
    parameters: {
      ServerGroupIds: { type: "list", item: { type: "string" }, max: 20 },
      ServerGroupNames: { type: "list", item: { type: "string" }, max: 10 },
      VpcId: { type: "string" },
      ServerGroupType: { type: "string", enum: ["Instance", "Ip", "Fc"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const found = call.store.albServerGroups.filter(
        (group) =>
          inScope(call, group) &&
          (p.ServerGroupIds.length === 0 || p.ServerGroupIds.includes(group.id)) &&
          (p.ServerGroupNames.length === 0 || p.ServerGroupNames.includes(group.name)) &&
          (!p.VpcId || group.vpcId === p.VpcId) &&
          (!p.ServerGroupType || (group.type ?? "Instance") === p.ServerGroupType) &&
          (!p.ResourceGroupId || group.resourceGroupId === p.ResourceGroupId) &&
          hasTags(group, p.Tag),
      );
      return listed(
        "ServerGroups",
        found.map((group) => describe(call, group)),
        p,
      );
    },
  }),
  albOperation({
    action: "UpdateServerGroupAttribute",
    parameters: {
      ClientToken: clientToken,
      DryRun: dryRun,
      ServerGroupId: serverGroupId,
      ServerGroupName: name,
      Scheduler: scheduler,
      HealthCheckConfig: healthCheckConfig,
      ...settings,
    },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      const changed = { scheduler: p.Scheduler ?? group.scheduler, ...changedSettings(group, p) };
      checkScheduler({ ...group, ...changed });
      Object.assign(group, changed);
      // Assumption: another scheduler removes the value that Uch hashes. No call can remove it alone.
      if (group.scheduler !== "Uch") delete group.uch;
      group.name = p.ServerGroupName || group.name;
      group.healthCheck = changedHealthCheck(group.healthCheck, p.HealthCheckConfig);
      return newJob(call, "UpdateServerGroupAttribute", group, "servergroup");
    },
  }),
  albOperation({
    action: "DeleteServerGroup",
    parameters: { ServerGroupId: serverGroupId, ClientToken: clientToken, DryRun: dryRun },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      const user = call.store.albListeners.find((listener) => listener.serverGroupId === group.id);
      if (user) throw albError("ResourceInUse.ServerGroup", group.id, user.id);
      const rule = call.store.albRules.find(({ actions }) =>
        actions.some(({ ForwardGroupConfig: config }) =>
          config?.ServerGroupTuples.some(({ ServerGroupId }) => ServerGroupId === group.id),
        ),
      );
      if (rule) throw albError("ResourceInUse.ServerGroup", group.id, rule.id);
      call.store.albServerGroups.delete(group.id);
      return newJob(call, "DeleteServerGroup", group, "servergroup");
    },
  }),
];
