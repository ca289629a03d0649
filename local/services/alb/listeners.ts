import type { AlbListener, AlbLoadBalancer } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { keyValueTags, tagParameter, tagsOf } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { clientToken, dryRun, findActiveAlb } from "./loadBalancers";
import { findServerGroup } from "./serverGroups";

const listenerId = { type: "string", required: true } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;

/** Common parameters of create and update calls. */
const settings = {
  ListenerDescription: { type: "string", maxLength: 256 },
  IdleTimeout: { type: "integer", min: 1, max: 60 },
  RequestTimeout: { type: "integer", min: 1, max: 180 },
  GzipEnabled: { type: "boolean" },
  Http2Enabled: { type: "boolean", implemented: [false] },
  DefaultActions: {
    type: "objects",
    max: 1,
    fields: {
      Type: { type: "string", implemented: ["ForwardGroup"] },
      ForwardGroupConfig: {
        type: "object",
        fields: {
          ServerGroupTuples: {
            type: "objects",
            max: 1,
            fields: { ServerGroupId: { type: "string", required: true } },
          },
        },
      },
    },
  },
  XForwardedForConfig: {
    type: "object",
    fields: {
      XForwardedForEnabled: { type: "boolean", implemented: [true] },
      XForwardedForProtoEnabled: { type: "boolean", implemented: [false] },
      XForwardedForSLBIdEnabled: { type: "boolean", implemented: [false] },
      XForwardedForSLBPortEnabled: { type: "boolean", implemented: [false] },
      XForwardedForClientSrcPortEnabled: { type: "boolean", implemented: [false] },
    },
  },
} as const;

interface GivenAction {
  ForwardGroupConfig: { ServerGroupTuples: { ServerGroupId: string }[] };
}

function findListener(call: Call, id: string): AlbListener {
  const listener = call.store.albListeners.get(id);
  if (!listener) throw albError("ResourceNotFound.Listener", id);
  return listener;
}

/** The server group of the default action. Undefined if no action is given. */
function forwardedTo(
  call: Call,
  balancer: AlbLoadBalancer,
  actions: readonly GivenAction[],
): string | undefined {
  const [action] = actions;
  if (!action) return undefined;
  const [tuple] = action.ForwardGroupConfig.ServerGroupTuples;
  if (!tuple) throw albError("IllegalParam.DefaultActions", "the action forwards to no server group");
  const group = findServerGroup(call, tuple.ServerGroupId);
  if (group.vpcId !== balancer.vpcId) {
    throw albError("UnmatchedParam.VpcId", group.id, group.vpcId, balancer.vpcId);
  }
  return group.id;
}

const describe = (listener: AlbListener) => ({
  ListenerId: listener.id,
  LoadBalancerId: listener.loadBalancerId,
  ListenerPort: listener.port,
  ListenerProtocol: listener.protocol,
  ListenerStatus: listener.status,
  ListenerDescription: listener.description,
  IdleTimeout: listener.idleTimeout,
  RequestTimeout: listener.requestTimeout,
  GzipEnabled: listener.gzipEnabled,
  Http2Enabled: false,
  CaEnabled: false,
  SecurityPolicyId: "",
  DefaultActions: [
    {
      Type: "ForwardGroup",
      ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: listener.serverGroupId }] },
    },
  ],
  // Objects, possibly empty: clients fail on null.
  LogConfig: { AccessLogRecordCustomizedHeadersEnabled: false },
  QuicConfig: {},
  XForwardedForConfig: { XForwardedForEnabled: true },
  Certificates: [],
  CaCertificates: [],
  Tags: keyValueTags(listener.tags),
});

const switching = (action: string, status: AlbListener["status"]) =>
  albOperation({
    action,
    parameters: { ...common, ListenerId: listenerId },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      listener.status = status;
      return newJob(call, action, listener, "listener");
    },
  });

export const listeners = [
  albOperation({
    action: "CreateListener",
    parameters: {
      ...common,
      LoadBalancerId: { type: "string", required: true },
      // The local cloud supports no certificates for load balancers.
      ListenerProtocol: { type: "string", implemented: ["HTTP"], required: true },
      ListenerPort: { type: "integer", min: 1, max: 65535, required: true },
      Tags: tagParameter,
      ...settings,
      DefaultActions: { ...settings.DefaultActions, required: true },
    },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const duplicate = call.store.albListeners.find(
        (one) => one.loadBalancerId === balancer.id && one.port === p.ListenerPort,
      );
      if (duplicate) throw albError("ResourceAlreadyExist.Listener", p.ListenerPort, balancer.id);
      const listener = call.store.albListeners.put({
        id: newResourceId("lsn", balancer.regionId),
        regionId: balancer.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: tagsOf(p.Tags),
        loadBalancerId: balancer.id,
        port: p.ListenerPort,
        protocol: "HTTP",
        status: "Running",
        description: p.ListenerDescription ?? "",
        serverGroupId: forwardedTo(call, balancer, p.DefaultActions) ?? "",
        idleTimeout: p.IdleTimeout ?? 15,
        requestTimeout: p.RequestTimeout ?? 60,
        gzipEnabled: p.GzipEnabled ?? true,
      });
      return { ListenerId: listener.id, ...newJob(call, "CreateListener", listener, "listener") };
    },
  }),
  albOperation({
    action: "GetListenerAttribute",
    parameters: { ListenerId: listenerId },
    handle: (call, p) => describe(findListener(call, p.ListenerId)),
  }),
  albOperation({
    action: "ListListeners",
    parameters: {
      ListenerIds: { type: "list", item: { type: "string" }, max: 20 },
      LoadBalancerIds: { type: "list", item: { type: "string" }, max: 20 },
    },
    handle(call, p) {
      const found = call.store.albListeners.filter(
        (listener) =>
          inScope(call, listener) &&
          (p.ListenerIds.length === 0 || p.ListenerIds.includes(listener.id)) &&
          (p.LoadBalancerIds.length === 0 || p.LoadBalancerIds.includes(listener.loadBalancerId)),
      );
      return { Listeners: found.map(describe), TotalCount: found.length, MaxResults: found.length };
    },
  }),
  albOperation({
    action: "UpdateListenerAttribute",
    parameters: { ...common, ListenerId: listenerId, ...settings },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const balancer = findActiveAlb(call, listener.loadBalancerId);
      listener.serverGroupId = forwardedTo(call, balancer, p.DefaultActions) ?? listener.serverGroupId;
      listener.description = p.ListenerDescription ?? listener.description;
      listener.idleTimeout = p.IdleTimeout ?? listener.idleTimeout;
      listener.requestTimeout = p.RequestTimeout ?? listener.requestTimeout;
      listener.gzipEnabled = p.GzipEnabled ?? listener.gzipEnabled;
      return newJob(call, "UpdateListenerAttribute", listener, "listener");
    },
  }),
  switching("StartListener", "Running"),
  switching("StopListener", "Stopped"),
  albOperation({
    action: "DeleteListener",
    parameters: { ...common, ListenerId: listenerId },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      call.store.albListeners.delete(listener.id);
      return newJob(call, "DeleteListener", listener, "listener");
    },
  }),
];
