import type { ParametersOf } from "../../rpc/parameterTypes";
import type { BackendServer, ClbListener, LoadBalancer } from "../../store/model";
import { type Call, type CloudOperation, slbOperation } from "../common/call";
import { findAcl, readAclIds } from "./accessControlLists";
import { findCertificate } from "./certificates";
import { slbError } from "./errors";
import { answeredAttributes, defaultAttributes, keptAttributes, type Protocol } from "./listenerAttributes";
import { listenerSettings } from "./listenerSettings";
import { findLoadBalancer, loadBalancerId } from "./loadBalancers";
import { findMasterSlaveGroup } from "./masterSlaveGroups";
import { deleteRules, describeRules } from "./rules";
import { findVServerGroup } from "./vServerGroups";

const settings = listenerSettings;
const port = { type: "integer", min: 1, max: 65535 } as const;
const listenerProtocol = { type: "string", enum: ["http", "https", "tcp", "udp"] } as const;

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

/** The primary/secondary server group of a listener, if the call names one. */
function readMasterSlaveGroup(
  call: Call,
  balancer: LoadBalancer,
  protocol: Protocol,
  p: ParametersOf<typeof settings>,
): Pick<ClbListener, "masterSlaveServerGroupId"> {
  if (p.MasterSlaveServerGroup === "off" || !p.MasterSlaveServerGroupId) return {};
  // Source: MasterSlaveServerGroupId of CreateLoadBalancerTCPListener, which only layer 4 has.
  if (protocol !== "tcp" && protocol !== "udp") {
    const reason = "only TCP and UDP listeners can have one";
    throw slbError("InvalidParameter.MasterSlaveServerGroup", `A listener for ${protocol}`, reason);
  }
  if (p.VServerGroupId && p.VServerGroup !== "off") {
    const reason = "use either VServerGroupId or MasterSlaveServerGroupId";
    throw slbError("InvalidParameter.MasterSlaveServerGroup", "A listener with a VServer group", reason);
  }
  const group = findMasterSlaveGroup(call, p.MasterSlaveServerGroupId);
  if (group.loadBalancerId !== balancer.id)
    throw slbError("MasterSlaveServerGroupNotExist", `${group.id} on ${balancer.id}`);
  return { masterSlaveServerGroupId: group.id };
}

function create(call: Call, p: ParametersOf<typeof settings>, protocol: Protocol): void {
  const balancer = findLoadBalancer(call, p.LoadBalancerId);
  const taken = balancer.listeners.find(
    (one) => one.port === p.ListenerPort && sharesPort(one.protocol, protocol),
  );
  if (taken) throw slbError("ListenerAlreadyExists", taken.protocol, p.ListenerPort, balancer.id);
  const vServerGroupId = p.VServerGroupId ? checkedGroupId(call, balancer, p.VServerGroupId) : "";
  const isForward = protocol === "http" && p.ListenerForward === "on";
  const masterSlave = readMasterSlaveGroup(call, balancer, protocol, p);
  const hasGroup = vServerGroupId || masterSlave.masterSlaveServerGroupId;
  if (!hasGroup && p.BackendServerPort === undefined && !isForward)
    throw slbError("InvalidBackendServerPort.Missing");
  const attributes = { ...defaultAttributes(protocol), ...keptAttributes(protocol, p) };
  checkReferences(call, balancer, protocol, attributes);
  balancer.listeners.push({
    port: p.ListenerPort,
    protocol,
    status: "stopped",
    vServerGroupId,
    ...masterSlave,
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
  const { masterSlaveServerGroupId } = readMasterSlaveGroup(call, balancer, protocol, p);
  listener.vServerGroupId = p.VServerGroup === "off" || masterSlaveServerGroupId ? "" : vServerGroupId;
  // A listener has one group at most.
  if (masterSlaveServerGroupId) listener.masterSlaveServerGroupId = masterSlaveServerGroupId;
  else if (p.MasterSlaveServerGroup === "off" || listener.vServerGroupId)
    delete listener.masterSlaveServerGroupId;
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

function describe(call: Call, balancer: LoadBalancer, listener: ClbListener) {
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
      ? { Rules: { Rule: describeRules(call, balancer.id, listener.port) } }
      : { MasterSlaveServerGroupId: listener.masterSlaveServerGroupId ?? "" }),
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
        return describe(call, balancer, findListener(balancer, protocol, p.ListenerPort));
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
  if (listener.masterSlaveServerGroupId)
    return call.store.masterSlaveServerGroups.get(listener.masterSlaveServerGroupId)?.servers ?? [];
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
      if (gone.protocol === "http" || gone.protocol === "https") deleteRules(call, balancer.id, gone.port);
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
