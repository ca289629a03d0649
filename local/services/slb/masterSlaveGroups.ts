import type { LoadBalancer, MasterSlaveServer, MasterSlaveServerGroup } from "../../store/model";
import { type Call, slbOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { backendServer, describeServer, parseServersWithRole } from "./backendServers";
import { slbError } from "./errors";
import { findLoadBalancer, loadBalancerId } from "./loadBalancers";

const groupId = { type: "string", required: true } as const;

export function findMasterSlaveGroup(call: Call, id: string): MasterSlaveServerGroup {
  const group = call.store.masterSlaveServerGroups.get(id);
  if (!group) throw slbError("MasterSlaveServerGroupNotExist", id);
  return group;
}

function createServers(call: Call, balancer: LoadBalancer, text: string): MasterSlaveServer[] {
  const servers = parseServersWithRole(text).map(({ server, role }): MasterSlaveServer => {
    if (server.port === undefined)
      throw slbError("InvalidBackendServers.Malformed", `${server.serverId} has no Port`);
    return { ...backendServer(call, balancer, server, server.port), role };
  });
  const roles = servers.map(({ role }) => role).sort();
  if (roles.length > 0 && roles.join() !== "Master,Slave")
    throw slbError("InvalidBackendServers.Malformed", "it needs one Master and one Slave");
  // The primary server is the first one, which gets the connections as long as it is healthy.
  return servers.sort((a, b) => a.role.localeCompare(b.role));
}

const describeServers = ({ servers }: MasterSlaveServerGroup) => ({
  MasterSlaveBackendServers: {
    MasterSlaveBackendServer: servers.map((server) => ({
      ...describeServer(server),
      ServerType: server.role,
    })),
  },
});

const listListeners = (call: Call, group: MasterSlaveServerGroup) =>
  call.store.loadBalancers
    .get(group.loadBalancerId)
    ?.listeners.filter(({ masterSlaveServerGroupId }) => masterSlaveServerGroupId === group.id) ?? [];

/** Pairs of servers for listeners of layer 4. */
export const masterSlaveGroups = [
  slbOperation({
    action: "CreateMasterSlaveServerGroup",
    parameters: {
      LoadBalancerId: loadBalancerId,
      MasterSlaveServerGroupName: { type: "string", maxLength: 80 },
      MasterSlaveBackendServers: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const servers = createServers(call, balancer, p.MasterSlaveBackendServers ?? "");
      const id = newResourceId("rsp", balancer.regionId);
      const group = call.store.masterSlaveServerGroups.put({
        id,
        regionId: balancer.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.MasterSlaveServerGroupName || id,
        loadBalancerId: balancer.id,
        servers,
      });
      return { MasterSlaveServerGroupId: id, ...describeServers(group) };
    },
  }),
  slbOperation({
    action: "DescribeMasterSlaveServerGroupAttribute",
    parameters: { MasterSlaveServerGroupId: groupId },
    handle(call, p) {
      const group = findMasterSlaveGroup(call, p.MasterSlaveServerGroupId);
      return {
        MasterSlaveServerGroupId: group.id,
        MasterSlaveServerGroupName: group.name,
        LoadBalancerId: group.loadBalancerId,
        CreateTime: group.createdTime,
        ...describeServers(group),
        Tags: { Tag: tagKeyValueTags(group.tags) },
      };
    },
  }),
  slbOperation({
    action: "DescribeMasterSlaveServerGroups",
    parameters: {
      LoadBalancerId: loadBalancerId,
      IncludeListener: { type: "boolean" },
      Description: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const groups = call.store.masterSlaveServerGroups.filter(
        (group) =>
          group.loadBalancerId === balancer.id &&
          (!p.Description || group.name === p.Description) &&
          hasTags(group, p.Tag),
      );
      const rows = groups.map((group) => ({
        MasterSlaveServerGroupId: group.id,
        MasterSlaveServerGroupName: group.name,
        CreateTime: group.createdTime,
        AssociatedObjects: {
          Listeners: {
            Listener: p.IncludeListener
              ? listListeners(call, group).map(({ port, protocol }) => ({ Port: port, Protocol: protocol }))
              : [],
          },
        },
        Tags: { Tag: tagKeyValueTags(group.tags) },
      }));
      return { MasterSlaveServerGroups: { MasterSlaveServerGroup: rows } };
    },
  }),
  slbOperation({
    action: "DeleteMasterSlaveServerGroup",
    parameters: { MasterSlaveServerGroupId: groupId },
    handle(call, p) {
      const group = findMasterSlaveGroup(call, p.MasterSlaveServerGroupId);
      const [listener] = listListeners(call, group);
      if (listener) {
        const { protocol, port } = listener;
        throw slbError("RspoolVipExist", group.id, `${protocol}:${port}`, group.loadBalancerId);
      }
      call.store.masterSlaveServerGroups.delete(group.id);
      return {};
    },
  }),
];
