import type { ParametersOf } from "../../rpc/parameterTypes";
import type { AlbListener, AlbLoadBalancer, AlbServer } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { clientToken, deleteListener, dryRun, findActiveAlb } from "./loadBalancers";
import { listed, listParameters } from "./pages";
import { findServerGroup } from "./serverGroups";

const listenerId = { type: "string", required: true } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;

const flag = { type: "boolean" } as const;
const alias = { type: "string", maxLength: 40 } as const;
const certificates = {
  type: "objects",
  max: 1,
  fields: { CertificateId: { type: "string", required: true } },
} as const;

/** Common parameters of create and update calls. */
const settings = {
  ListenerDescription: { type: "string", maxLength: 256 },
  IdleTimeout: { type: "integer", min: 1, max: 60 },
  RequestTimeout: { type: "integer", min: 1, max: 180 },
  GzipEnabled: flag,
  Http2Enabled: flag,
  Certificates: certificates,
  CaEnabled: flag,
  CaCertificates: certificates,
  SecurityPolicyId: { type: "string" },
  QuicConfig: { type: "object", fields: { QuicListenerId: { type: "string" }, QuicUpgradeEnabled: flag } },
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
      XForwardedForEnabled: flag,
      XForwardedForProtoEnabled: flag,
      XForwardedForSLBIdEnabled: flag,
      XForwardedForSLBPortEnabled: flag,
      XForwardedForHostEnabled: flag,
      XForwardedForClientSrcPortEnabled: flag,
      XForwardedForClientSourceIpsEnabled: flag,
      XForwardedForClientSourceIpsTrusted: { type: "string" },
      XForwardedForProcessingMode: { type: "string", enum: ["append", "remove"] },
      XForwardedForClientCertClientVerifyEnabled: flag,
      XForwardedForClientCertClientVerifyAlias: alias,
      XForwardedForClientCertFingerprintEnabled: flag,
      XForwardedForClientCertFingerprintAlias: alias,
      XForwardedForClientCertIssuerDNEnabled: flag,
      XForwardedForClientCertIssuerDNAlias: alias,
      XForwardedForClientCertSubjectDNEnabled: flag,
      XForwardedForClientCertSubjectDNAlias: alias,
    },
  },
} as const;

interface GivenAction {
  ForwardGroupConfig: { ServerGroupTuples: { ServerGroupId: string }[] };
}

export function findListener(call: Call, id: string): AlbListener {
  const listener = call.store.albListeners.get(id);
  if (!listener) throw albError("ResourceNotFound.Listener", id);
  return listener;
}

/** The server group of the default action. Undefined without actions. */
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
  if (group.vpcId !== "" && group.vpcId !== balancer.vpcId) {
    throw albError("UnmatchedParam.VpcId", group.id, group.vpcId, balancer.vpcId);
  }
  return group.id;
}

type Settings = ParametersOf<typeof settings>;

/**
 * The values of a call that differ from the present ones. Certificates are those of the certificate service, with its
 * region at the end of the ID. Those of private authorities are in another product and not checked.
 */
function changedSettings(call: Call, present: Partial<AlbListener>, p: Settings): Partial<AlbListener> {
  const certificateIds = p.Certificates.map(({ CertificateId }) => CertificateId);
  for (const id of certificateIds) {
    if (!call.store.certificates.get(id.replace(/-[a-z0-9-]+$/, "")))
      throw albError("ResourceNotFound.Certificate", id);
  }
  const { QuicListenerId, QuicUpgradeEnabled } = p.QuicConfig;
  if (QuicListenerId && findListener(call, QuicListenerId).protocol !== "QUIC")
    throw albError("IllegalParam.QuicConfig", `${QuicListenerId} is not a QUIC listener`);
  const hasQuic = QuicListenerId !== undefined || QuicUpgradeEnabled !== undefined;
  return {
    ...(certificateIds.length > 0 && { certificateIds }),
    ...(p.CaEnabled !== undefined && { caEnabled: p.CaEnabled }),
    ...(p.CaCertificates.length > 0 && {
      caCertificateIds: p.CaCertificates.map(({ CertificateId }) => CertificateId),
    }),
    ...(p.SecurityPolicyId && { securityPolicyId: p.SecurityPolicyId }),
    ...(p.Http2Enabled !== undefined && { http2Enabled: p.Http2Enabled }),
    ...(hasQuic && {
      quic: { listenerId: QuicListenerId ?? "", upgradeEnabled: QuicUpgradeEnabled ?? false },
    }),
    xForwardedFor: { ...present.xForwardedFor, ...Object.fromEntries(Object.entries(p.XForwardedForConfig)) },
  };
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
  Http2Enabled: listener.http2Enabled ?? listener.protocol === "HTTPS",
  CaEnabled: listener.caEnabled ?? false,
  SecurityPolicyId: listener.securityPolicyId ?? (listener.protocol === "HTTPS" ? defaultPolicy : ""),
  DefaultActions: [
    {
      Type: "ForwardGroup",
      ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: listener.serverGroupId }] },
    },
  ],
  // Objects, possibly empty: clients fail on null.
  LogConfig: {
    AccessLogRecordCustomizedHeadersEnabled: listener.logCustomizedHeaders ?? false,
    ...(listener.tracing && {
      AccessLogTracingConfig: {
        TracingEnabled: listener.tracing.enabled,
        TracingSample: listener.tracing.sample,
        TracingType: listener.tracing.type,
      },
    }),
  },
  QuicConfig: listener.quic
    ? { QuicListenerId: listener.quic.listenerId, QuicUpgradeEnabled: listener.quic.upgradeEnabled }
    : {},
  XForwardedForConfig: { XForwardedForEnabled: true, ...listener.xForwardedFor },
  Certificates: (listener.certificateIds ?? []).map((CertificateId) => ({ CertificateId })),
  CaCertificates: (listener.caCertificateIds ?? []).map((CertificateId) => ({ CertificateId })),
  ...(listener.acl && {
    AclConfig: {
      AclType: listener.acl.type,
      AclRelations: listener.acl.ids.map((AclId) => ({ AclId, Status: "Associated" })),
    },
  }),
  Tags: keyValueTags(listener.tags),
});

/** Why a server gets no calls. Undefined for one that gets some. Source: GetListenerHealthStatus. */
function describeHealth(
  server: AlbServer,
  health: readonly { server: AlbServer; healthy: boolean }[] | undefined,
) {
  if (health === undefined) return { Status: "Unavailable" };
  if (server.weight === 0) return { Status: "Unused" };
  const isHealthy = health.some(
    ({ server: { serverId, port }, healthy }) =>
      serverId === server.serverId && port === server.port && healthy,
  );
  return isHealthy ? undefined : { Status: "Unhealthy" };
}

/** Default of SecurityPolicyId of an HTTPS listener. */
const defaultPolicy = "tls_cipher_policy_1_0";

/** QUIC is the only protocol over UDP. */
const sharesPort = (a: string, b: string): boolean => (a === "QUIC") === (b === "QUIC");

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
      ListenerProtocol: { type: "string", enum: ["HTTP", "HTTPS", "QUIC"], required: true },
      ListenerPort: { type: "integer", min: 1, max: 65535, required: true },
      Tag: tagParameter,
      Tags: tagParameter,
      ...settings,
      DefaultActions: { ...settings.DefaultActions, required: true },
    },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const duplicate = call.store.albListeners.find(
        (one) =>
          one.loadBalancerId === balancer.id &&
          one.port === p.ListenerPort &&
          sharesPort(one.protocol, p.ListenerProtocol),
      );
      if (duplicate) throw albError("ResourceAlreadyExist.Listener", p.ListenerPort, balancer.id);
      if (p.ListenerProtocol !== "HTTP" && p.Certificates.length === 0)
        throw albError("MissingParam.Certificates", p.ListenerProtocol);
      const listener = call.store.albListeners.put({
        id: newResourceId("lsn", balancer.regionId),
        regionId: balancer.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags([...p.Tag, ...p.Tags]),
        loadBalancerId: balancer.id,
        port: p.ListenerPort,
        protocol: p.ListenerProtocol,
        status: "Running",
        description: p.ListenerDescription ?? "",
        serverGroupId: forwardedTo(call, balancer, p.DefaultActions) ?? "",
        idleTimeout: p.IdleTimeout ?? 15,
        requestTimeout: p.RequestTimeout ?? 60,
        gzipEnabled: p.GzipEnabled ?? true,
        ...changedSettings(call, {}, p),
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
    action: "GetListenerHealthStatus",
    // The answer contains the server group of the default action only.
    parameters: { ListenerId: listenerId, IncludeRule: { type: "boolean" }, ...listParameters },
    async handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const group = call.store.albServerGroups.get(listener.serverGroupId);
      const health = group?.healthCheck.enabled ? await call.cloud.health.albHealth(group) : undefined;
      const infos = group && {
        ServerGroupId: group.id,
        ActionType: "ForwardGroup",
        HealthCheckEnabled: health ? "on" : "off",
        ServerCount: group.servers.length,
        NonNormalServers: group.servers.flatMap((server) => {
          const status = describeHealth(server, health);
          const { serverId, serverIp, port } = server;
          return status === undefined
            ? []
            : { ServerId: serverId, ServerIp: serverIp, Port: port, ...status };
        }),
      };
      const row = {
        ListenerId: listener.id,
        ListenerPort: listener.port,
        ListenerProtocol: listener.protocol,
        ServerGroupInfos: infos ? [infos] : [],
      };
      return { ...listed("ListenerHealthStatus", [row], p), RuleHealthStatus: [] };
    },
  }),
  albOperation({
    action: "ListListeners",
    parameters: {
      ListenerIds: { type: "list", item: { type: "string" }, max: 20 },
      LoadBalancerIds: { type: "list", item: { type: "string" }, max: 20 },
      ListenerProtocol: { type: "string", enum: ["HTTP", "HTTPS", "QUIC"] },
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const found = call.store.albListeners.filter(
        (listener) =>
          inScope(call, listener) &&
          (p.ListenerIds.length === 0 || p.ListenerIds.includes(listener.id)) &&
          (p.LoadBalancerIds.length === 0 || p.LoadBalancerIds.includes(listener.loadBalancerId)) &&
          (!p.ListenerProtocol || listener.protocol === p.ListenerProtocol) &&
          hasTags(listener, p.Tag),
      );
      return listed("Listeners", found.map(describe), p);
    },
  }),
  albOperation({
    action: "UpdateListenerAttribute",
    parameters: { ...common, ListenerId: listenerId, ...settings },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const balancer = findActiveAlb(call, listener.loadBalancerId);
      const serverGroupId = forwardedTo(call, balancer, p.DefaultActions);
      Object.assign(listener, changedSettings(call, listener, p));
      listener.serverGroupId = serverGroupId ?? listener.serverGroupId;
      listener.description = p.ListenerDescription ?? listener.description;
      listener.idleTimeout = p.IdleTimeout ?? listener.idleTimeout;
      listener.requestTimeout = p.RequestTimeout ?? listener.requestTimeout;
      listener.gzipEnabled = p.GzipEnabled ?? listener.gzipEnabled;
      return newJob(call, "UpdateListenerAttribute", listener, "listener");
    },
  }),
  albOperation({
    action: "UpdateListenerLogConfig",
    parameters: {
      ...common,
      ListenerId: listenerId,
      AccessLogRecordCustomizedHeadersEnabled: flag,
      AccessLogTracingConfig: {
        type: "object",
        fields: {
          TracingEnabled: flag,
          TracingSample: { type: "integer", min: 1, max: 10_000, also: [0] },
          TracingType: { type: "string", enum: ["Zipkin"] },
        },
      },
    },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const { TracingEnabled, TracingSample, TracingType } = p.AccessLogTracingConfig;
      listener.logCustomizedHeaders =
        p.AccessLogRecordCustomizedHeadersEnabled ?? listener.logCustomizedHeaders ?? false;
      if (TracingEnabled !== undefined)
        listener.tracing = { enabled: TracingEnabled, sample: TracingSample ?? 0, type: TracingType ?? "" };
      return newJob(call, "UpdateListenerLogConfig", listener, "listener");
    },
  }),
  switching("StartListener", "Running"),
  switching("StopListener", "Stopped"),
  albOperation({
    action: "DeleteListener",
    parameters: { ...common, ListenerId: listenerId },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      deleteListener(call, listener.id);
      return newJob(call, "DeleteListener", listener, "listener");
    },
  }),
];
