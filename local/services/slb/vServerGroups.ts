import type { VServerGroup } from "../../store/model";
import { type Call, slbOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import {
  backendServer,
  describeServer,
  type GivenServer,
  mergeServers,
  parseBackendServers,
  withoutServers,
} from "./backendServers";
import { slbError } from "./errors";
import { findLoadBalancer, loadBalancerId } from "./loadBalancers";

const groupId = { type: "string", required: true } as const;
const groupName = { type: "string", maxLength: 80 } as const;
const backendServers = { type: "string" } as const;

export function findVServerGroup(call: Call, id: string): VServerGroup {
  const group = call.store.vServerGroups.get(id);
  if (!group) throw slbError("InvalidParameter", id);
  return group;
}

function createServers(call: Call, group: { loadBalancerId: string }, given: readonly GivenServer[]) {
  const balancer = findLoadBalancer(call, group.loadBalancerId);
  return given.map((server) => {
    if (server.port === undefined)
      throw slbError("InvalidBackendServers.Malformed", `${server.serverId} has no Port`);
    return backendServer(call, balancer, server, server.port);
  });
}

const describeGroup = (group: VServerGroup) => ({
  VServerGroupId: group.id,
  VServerGroupName: group.name,
  BackendServers: { BackendServer: group.servers.map(describeServer) },
});

function listListeners(call: Call, group: VServerGroup) {
  const balancer = call.store.loadBalancers.get(group.loadBalancerId);
  return balancer?.listeners.filter(({ vServerGroupId }) => vServerGroupId === group.id) ?? [];
}

const listRules = (call: Call, group: VServerGroup) =>
  call.store.clbRules.filter(({ vServerGroupId }) => vServerGroupId === group.id);

export const vServerGroups = [
  slbOperation({
    action: "CreateVServerGroup",
    parameters: {
      LoadBalancerId: loadBalancerId,
      VServerGroupName: groupName,
      BackendServers: backendServers,
      Tag: tagParameter,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const servers = createServers(
        call,
        { loadBalancerId: balancer.id },
        parseBackendServers(p.BackendServers),
      );
      const id = newResourceId("rsp", balancer.regionId);
      const group = call.store.vServerGroups.put({
        id,
        regionId: balancer.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.VServerGroupName || id,
        loadBalancerId: balancer.id,
        servers,
      });
      return describeGroup(group);
    },
  }),
  slbOperation({
    action: "DescribeVServerGroupAttribute",
    parameters: { VServerGroupId: groupId },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      return {
        ...describeGroup(group),
        LoadBalancerId: group.loadBalancerId,
        CreateTime: group.createdTime,
        Tags: { Tag: tagKeyValueTags(group.tags) },
      };
    },
  }),
  slbOperation({
    action: "DescribeVServerGroups",
    parameters: {
      LoadBalancerId: loadBalancerId,
      IncludeListener: { type: "boolean" },
      IncludeRule: { type: "boolean" },
      Description: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const groups = call.store.vServerGroups.filter(
        (group) =>
          group.loadBalancerId === balancer.id &&
          (!p.Description || group.name === p.Description) &&
          hasTags(group, p.Tag),
      );
      const rows = groups.map((group) => ({
        VServerGroupId: group.id,
        VServerGroupName: group.name,
        ServerCount: group.servers.length,
        CreateTime: group.createdTime,
        AssociatedObjects: {
          Listeners: {
            Listener: p.IncludeListener
              ? listListeners(call, group).map(({ port, protocol }) => ({ Port: port, Protocol: protocol }))
              : [],
          },
          Rules: {
            Rule: p.IncludeRule
              ? listRules(call, group).map(({ id, name, domain, url }) => ({
                  ...{ RuleId: id, RuleName: name, Domain: domain, Url: url },
                }))
              : [],
          },
        },
        Tags: { Tag: tagKeyValueTags(group.tags) },
      }));
      return { VServerGroups: { VServerGroup: rows } };
    },
  }),
  slbOperation({
    action: "SetVServerGroupAttribute",
    parameters: { VServerGroupId: groupId, VServerGroupName: groupName, BackendServers: backendServers },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      const given = parseBackendServers(p.BackendServers);
      // Weights and descriptions of existing servers change. Other servers are not added.
      const known = given.filter(({ serverId, port }) =>
        group.servers.some((old) => old.serverId === serverId && old.port === port),
      );
      group.servers = mergeServers(group.servers, createServers(call, group, known));
      group.name = p.VServerGroupName || group.name;
      return describeGroup(group);
    },
  }),
  slbOperation({
    action: "AddVServerGroupBackendServers",
    parameters: { VServerGroupId: groupId, BackendServers: backendServers },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      group.servers = mergeServers(
        group.servers,
        createServers(call, group, parseBackendServers(p.BackendServers)),
      );
      return describeGroup(group);
    },
  }),
  slbOperation({
    action: "RemoveVServerGroupBackendServers",
    parameters: { VServerGroupId: groupId, BackendServers: backendServers },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      group.servers = withoutServers(group.servers, parseBackendServers(p.BackendServers));
      return describeGroup(group);
    },
  }),
  slbOperation({
    action: "ModifyVServerGroupBackendServers",
    parameters: {
      VServerGroupId: groupId,
      OldBackendServers: backendServers,
      NewBackendServers: backendServers,
    },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      const added = createServers(call, group, parseBackendServers(p.NewBackendServers));
      const kept = withoutServers(group.servers, parseBackendServers(p.OldBackendServers));
      group.servers = mergeServers(kept, added);
      return describeGroup(group);
    },
  }),
  slbOperation({
    action: "DeleteVServerGroup",
    parameters: { VServerGroupId: groupId },
    handle(call, p) {
      const group = findVServerGroup(call, p.VServerGroupId);
      const [listener] = listListeners(call, group);
      if (listener)
        throw slbError(
          "RspoolVipExist",
          group.id,
          `${listener.protocol}:${listener.port}`,
          group.loadBalancerId,
        );
      const [rule] = listRules(call, group);
      if (rule) throw slbError("RspoolRuleExist", group.id, rule.id);
      call.store.vServerGroups.delete(group.id);
      return {};
    },
  }),
];
