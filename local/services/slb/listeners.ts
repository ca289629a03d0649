import type { ParametersOf } from "../../rpc/parameterTypes";
import type { BackendServer, ClbListener, LoadBalancer } from "../../store/model";
import { type Call, type CloudOperation, slbOperation } from "../common/call";
import { findAcl, readAclIds } from "./accessControlLists";
import { findCertificate } from "./certificates";
import { slbError } from "./errors";
import { answeredAttributes, defaultAttributes, keptAttributes, type Protocol } from "./listenerAttributes";
import { bandwidth, findLoadBalancer, loadBalancerId, onOff } from "./loadBalancers";
import { findVServerGroup } from "./vServerGroups";

const port = { type: "integer", min: 1, max: 65535 } as const;
const listenerProtocol = { type: "string", enum: ["http", "https", "tcp", "udp"] } as const;
const threshold = { type: "integer", min: 1, max: 10 } as const;
const seconds = (min: number, max: number) => ({ type: "integer", min, max }) as const;

const strictPolicies = ["tls_cipher_policy_1_2_strict", "tls_cipher_policy_1_2_strict_with_1_3"] as const;

/**
 * Parameters of all create and set calls. All protocols declare them, because the provider also sends those of other
 * protocols.
 */
const settings = {
  LoadBalancerId: loadBalancerId,
  ListenerPort: { ...port, required: true },
  BackendServerPort: port,
  VServerGroupId: { type: "string" },
  VServerGroup: onOff,
  MasterSlaveServerGroup: { type: "string", implemented: ["off"] },
  Scheduler: { type: "string", implemented: ["wrr", "wlc", "rr", "sch"] },
  Bandwidth: bandwidth,
  Description: { type: "string", maxLength: 256 },
  AclStatus: onOff,
  AclType: { type: "string", enum: ["white", "black"] },
  /** IDs separated by commas. */
  AclId: { type: "string" },
  ProxyProtocolV2Enabled: { type: "boolean" },
  ListenerForward: onOff,
  ForwardPort: port,
  StickySession: onOff,
  StickySessionType: { type: "string", enum: ["insert", "server"] },
  CookieTimeout: { ...seconds(1, 86_400), also: [0] },
  Cookie: { type: "string", maxLength: 200 },
  PersistenceTimeout: seconds(0, 3600),
  ServerCertificateId: { type: "string" },
  CACertificateId: { type: "string" },
  EnableHttp2: onOff,
  TLSCipherPolicy: {
    type: "string",
    enum: ["tls_cipher_policy_1_0", "tls_cipher_policy_1_1", "tls_cipher_policy_1_2", ...strictPolicies],
  },
  EstablishedTimeout: seconds(10, 900),
  // The provider sends 0 with a layer-4 listener, where these parameters have no meaning.
  IdleTimeout: { ...seconds(1, 60), also: [0] },
  RequestTimeout: { ...seconds(1, 180), also: [0] },
  Gzip: onOff,
  XForwardedFor: { type: "string", implemented: ["on"] },
  XForwardedFor_SLBIP: onOff,
  XForwardedFor_SLBID: onOff,
  XForwardedFor_proto: onOff,
  HealthCheck: onOff,
  HealthCheckSwitch: onOff,
  HealthCheckType: { type: "string", enum: ["tcp", "http", "udp"] },
  HealthCheckMethod: { type: "string", enum: ["head", "get"] },
  HealthCheckURI: { type: "string", maxLength: 80, pattern: /^\//, form: "a path that begins with /" },
  HealthCheckDomain: { type: "string", maxLength: 80 },
  HealthCheckHttpCode: {
    type: "string",
    pattern: /^http_[2345]xx(,http_[2345]xx)*$/,
    form: "http_2xx, http_3xx … separated by commas",
  },
  HealthCheckConnectPort: { type: "integer", min: 0, max: 65535, also: [-520] },
  HealthCheckTimeout: seconds(1, 300),
  HealthCheckConnectTimeout: seconds(1, 300),
  HealthCheckInterval: seconds(1, 50),
  HealthyThreshold: threshold,
  UnhealthyThreshold: threshold,
} as const;

const protocols: readonly Protocol[] = ["http", "https", "tcp", "udp"];

function findListener(balancer: LoadBalancer, protocol: Protocol, listenerPort: number): ClbListener {
  const listener = balancer.listeners.find((one) => one.port === listenerPort && one.protocol === protocol);
  if (!listener) throw slbError("ListenerNotFound", protocol, listenerPort, balancer.id);
  return listener;
}

/** Start, stop and delete calls may omit the protocol if the port has only one listener. */
function listenerAt(
  balancer: LoadBalancer,
  listenerPort: number,
  protocol: Protocol | undefined,
): ClbListener {
  if (protocol) return findListener(balancer, protocol, listenerPort);
  const [only, other] = balancer.listeners.filter((one) => one.port === listenerPort);
  if (!only || other) throw slbError("ListenerNotFound", "one", listenerPort, balancer.id);
  return only;
}

/** TCP and UDP can share a port. HTTP counts as TCP. */
const sharesPort = (a: Protocol, b: Protocol): boolean => (a === "udp") === (b === "udp");

function checkedGroupId(call: Call, balancer: LoadBalancer, groupId: string): string {
  const group = findVServerGroup(call, groupId);
  if (group.loadBalancerId !== balancer.id)
    throw slbError("InvalidParameter", `${groupId} on ${balancer.id}`);
  return group.id;
}

function create(call: Call, p: ParametersOf<typeof settings>, protocol: Protocol): void {
  const balancer = findLoadBalancer(call, p.LoadBalancerId);
  const taken = balancer.listeners.find(
    (one) => one.port === p.ListenerPort && sharesPort(one.protocol, protocol),
  );
  if (taken) throw slbError("ListenerAlreadyExists", taken.protocol, p.ListenerPort, balancer.id);
  const vServerGroupId = p.VServerGroupId ? checkedGroupId(call, balancer, p.VServerGroupId) : "";
  const isForward = protocol === "http" && p.ListenerForward === "on";
  if (!vServerGroupId && p.BackendServerPort === undefined && !isForward)
    throw slbError("InvalidBackendServerPort.Missing");
  const attributes = { ...defaultAttributes(protocol), ...keptAttributes(protocol, p) };
  checkReferences(call, balancer, protocol, attributes);
  balancer.listeners.push({
    port: p.ListenerPort,
    protocol,
    status: "stopped",
    vServerGroupId,
    backendServerPort: p.BackendServerPort ?? 0,
    scheduler: p.Scheduler || "wrr",
    attributes,
  });
}

function change(call: Call, p: ParametersOf<typeof settings>, protocol: Protocol): void {
  const balancer = findLoadBalancer(call, p.LoadBalancerId);
  const listener = findListener(balancer, protocol, p.ListenerPort);
  const vServerGroupId = p.VServerGroupId
    ? checkedGroupId(call, balancer, p.VServerGroupId)
    : listener.vServerGroupId;
  const attributes = { ...listener.attributes, ...keptAttributes(protocol, p) };
  checkReferences(call, balancer, protocol, attributes);
  listener.vServerGroupId = p.VServerGroup === "off" ? "" : vServerGroupId;
  listener.scheduler = p.Scheduler || listener.scheduler;
  listener.attributes = attributes;
}

/** Whether lists, certificates and the target of a redirection exist. */
function checkReferences(
  call: Call,
  balancer: LoadBalancer,
  protocol: Protocol,
  attributes: Readonly<Record<string, string>>,
): void {
  const aclIds = readAclIds(attributes);
  if (attributes.AclStatus === "on" && (aclIds.length === 0 || !attributes.AclType))
    throw slbError("MissingAclType");
  for (const acl of aclIds.map((id) => findAcl(call, id))) {
    if (acl.ipVersion !== balancer.addressIpVersion)
      throw slbError("InvalidAclId.Mismatch", acl.id, acl.ipVersion, balancer.addressIpVersion);
  }
  if (protocol === "https") {
    if (!attributes.ServerCertificateId) throw slbError("MissingServerCertificateId");
    findCertificate(call, "server", attributes.ServerCertificateId);
    if (attributes.CACertificateId) findCertificate(call, "ca", attributes.CACertificateId);
  }
  const forwardPort = Number(attributes.ForwardPort ?? 443);
  const forwards = protocol === "http" && attributes.ListenerForward === "on";
  if (forwards && !balancer.listeners.some((one) => one.protocol === "https" && one.port === forwardPort))
    throw slbError("InvalidForwardPort.NotFound", balancer.id, forwardPort);
}

function describe(balancer: LoadBalancer, listener: ClbListener) {
  const { HealthCheckSwitch, ...attributes } = listener.attributes;
  return {
    LoadBalancerId: balancer.id,
    ListenerPort: listener.port,
    Status: listener.status,
    Scheduler: listener.scheduler,
    VServerGroupId: listener.vServerGroupId,
    // A listener that forwards has no servers.
    ...(listener.backendServerPort > 0 &&
      attributes.ListenerForward !== "on" && { BackendServerPort: listener.backendServerPort }),
    ...answeredAttributes(attributes),
    // Layer 4 returns the switch under the name that layer 7 uses.
    ...(HealthCheckSwitch !== undefined && { HealthCheck: HealthCheckSwitch, HealthCheckSwitch }),
    AclIds: { AclId: readAclIds(attributes) },
    ...(listener.protocol === "http" || listener.protocol === "https"
      ? { Rules: { Rule: [] } }
      : { MasterSlaveServerGroupId: "" }),
    ...(listener.protocol === "https" && { DomainExtensions: { DomainExtension: [] } }),
    Tags: { Tag: [] },
  };
}

/** Create…, Set… and Describe… of one protocol. */
function operationsFor(protocol: Protocol): CloudOperation[] {
  const name = protocol.toUpperCase();
  return [
    slbOperation({
      action: `CreateLoadBalancer${name}Listener`,
      parameters: settings,
      handle(call, p) {
        create(call, p, protocol);
        return {};
      },
    }),
    slbOperation({
      action: `SetLoadBalancer${name}ListenerAttribute`,
      parameters: settings,
      handle(call, p) {
        change(call, p, protocol);
        return {};
      },
    }),
    slbOperation({
      action: `DescribeLoadBalancer${name}ListenerAttribute`,
      parameters: { LoadBalancerId: loadBalancerId, ListenerPort: { ...port, required: true } },
      handle(call, p) {
        const balancer = findLoadBalancer(call, p.LoadBalancerId);
        return describe(balancer, findListener(balancer, protocol, p.ListenerPort));
      },
    }),
  ];
}

const addressed = {
  LoadBalancerId: loadBalancerId,
  ListenerPort: { ...port, required: true },
  ListenerProtocol: listenerProtocol,
} as const;

/**
 * Servers of a listener: those of its group, or the default servers of the load balancer with the listener's back-end
 * port.
 */
function serversBehind(call: Call, balancer: LoadBalancer, listener: ClbListener): BackendServer[] {
  if (listener.vServerGroupId) return call.store.vServerGroups.get(listener.vServerGroupId)?.servers ?? [];
  return balancer.backendServers.map((server) => ({ ...server, port: listener.backendServerPort }));
}

export const listeners: CloudOperation[] = [
  ...protocols.flatMap(operationsFor),
  slbOperation({
    action: "StartLoadBalancerListener",
    parameters: addressed,
    handle(call, p) {
      listenerAt(findLoadBalancer(call, p.LoadBalancerId), p.ListenerPort, p.ListenerProtocol).status =
        "running";
      return {};
    },
  }),
  slbOperation({
    action: "StopLoadBalancerListener",
    parameters: addressed,
    handle(call, p) {
      listenerAt(findLoadBalancer(call, p.LoadBalancerId), p.ListenerPort, p.ListenerProtocol).status =
        "stopped";
      return {};
    },
  }),
  slbOperation({
    action: "DeleteLoadBalancerListener",
    parameters: addressed,
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const gone = listenerAt(balancer, p.ListenerPort, p.ListenerProtocol);
      balancer.listeners = balancer.listeners.filter((listener) => listener !== gone);
      return {};
    },
  }),
  slbOperation({
    action: "DescribeHealthStatus",
    parameters: { LoadBalancerId: loadBalancerId, ListenerPort: port, ListenerProtocol: listenerProtocol },
    async handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const asked =
        p.ListenerPort === undefined
          ? balancer.listeners
          : [listenerAt(balancer, p.ListenerPort, p.ListenerProtocol)];
      const rows = await Promise.all(
        asked.map(async (listener) => {
          const results = await call.cloud.health.health(
            balancer,
            listener,
            serversBehind(call, balancer, listener),
          );
          return results.map(({ server, status }) => ({
            ListenerPort: listener.port,
            Protocol: listener.protocol,
            ServerId: server.serverId,
            ServerIp: server.serverIp,
            Port: server.port,
            Type: server.type,
            ServerHealthStatus: status,
          }));
        }),
      );
      return { BackendServers: { BackendServer: rows.flat() } };
    },
  }),
];
