import type { AlbServerGroup } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { resourceGroupOf } from "../common/resourceGroups";
import { hasTags, keyValueTags, tagParameter, tagsOf } from "../common/tags";
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

const serverGroupId = { type: "string", required: true } as const;
const scheduler = { type: "string", implemented: ["Wrr", "Wlc", "Sch"] } as const;

/** Features that the local cloud supports only in the disabled state. */
const off = {
  StickySessionConfig: {
    type: "object",
    fields: { StickySessionEnabled: { type: "boolean", implemented: [false] } },
  },
  SlowStartConfig: {
    type: "object",
    fields: {
      SlowStartEnabled: { type: "boolean", implemented: [false] },
      SlowStartDuration: { type: "integer", min: 30, max: 900 },
    },
  },
  ConnectionDrainConfig: {
    type: "object",
    fields: {
      ConnectionDrainEnabled: { type: "boolean", implemented: [false] },
      ConnectionDrainTimeout: { type: "integer", min: 0, max: 900 },
    },
  },
  UpstreamKeepaliveEnabled: { type: "boolean", implemented: [false] },
  CrossZoneEnabled: { type: "boolean", implemented: [true] },
} as const;

/** Finds a server group by ID in any region. */
export function findServerGroup(call: Call, id: string): AlbServerGroup {
  const group = call.store.albServerGroups.get(id);
  if (!group) throw albError("ResourceNotFound.ServerGroup", id);
  return group;
}

const schedulerOf = (text: string | undefined): AlbServerGroup["scheduler"] | undefined =>
  text === "Wrr" || text === "Wlc" || text === "Sch" ? text : undefined;

const describe = (group: AlbServerGroup) => ({
  ServerGroupId: group.id,
  ServerGroupName: group.name,
  ServerGroupStatus: "Available",
  ServerGroupType: "Instance",
  Protocol: "HTTP",
  Scheduler: group.scheduler,
  VpcId: group.vpcId,
  ResourceGroupId: group.resourceGroupId,
  CreateTime: group.createdTime,
  ServerCount: group.servers.length,
  CrossZoneEnabled: true,
  Ipv6Enabled: false,
  UpstreamKeepaliveEnabled: false,
  HealthCheckConfig: describeHealthCheck(group.healthCheck),
  StickySessionConfig: { StickySessionEnabled: false, StickySessionType: "", Cookie: "", CookieTimeout: 0 },
  SlowStartConfig: { SlowStartEnabled: false, SlowStartDuration: 30 },
  ConnectionDrainConfig: { ConnectionDrainEnabled: false, ConnectionDrainTimeout: 300 },
  Tags: keyValueTags(group.tags),
});

export const serverGroups = [
  albOperation({
    action: "CreateServerGroup",
    parameters: {
      ClientToken: clientToken,
      DryRun: dryRun,
      ServerGroupName: { ...name, required: true },
      ServerGroupType: { type: "string", implemented: ["Instance"] },
      Protocol: { type: "string", implemented: ["HTTP"] },
      VpcId: { type: "string", required: true },
      Scheduler: scheduler,
      HealthCheckConfig: healthCheckConfig,
      Ipv6Enabled: { type: "boolean", implemented: [false] },
      ResourceGroupId: { type: "string" },
      Tags: tagParameter,
      ...off,
    },
    handle(call, p) {
      const vpc = findVpc(call, p.VpcId);
      const group = call.store.albServerGroups.put({
        id: newResourceId("sgp", vpc.regionId),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: tagsOf(p.Tags),
        name: p.ServerGroupName,
        vpcId: vpc.id,
        scheduler: schedulerOf(p.Scheduler) ?? "Wrr",
        resourceGroupId: resourceGroupOf(call, p.ResourceGroupId),
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
      Tag: tagParameter,
    },
    handle(call, p) {
      const found = call.store.albServerGroups.filter(
        (group) =>
          inScope(call, group) &&
          (p.ServerGroupIds.length === 0 || p.ServerGroupIds.includes(group.id)) &&
          (p.ServerGroupNames.length === 0 || p.ServerGroupNames.includes(group.name)) &&
          (!p.VpcId || group.vpcId === p.VpcId) &&
          hasTags(group, p.Tag),
      );
      return { ServerGroups: found.map(describe), TotalCount: found.length, MaxResults: found.length };
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
      ...off,
    },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      group.name = p.ServerGroupName || group.name;
      group.scheduler = schedulerOf(p.Scheduler) ?? group.scheduler;
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
      call.store.albServerGroups.delete(group.id);
      return newJob(call, "DeleteServerGroup", group, "servergroup");
    },
  }),
];
