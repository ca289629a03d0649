import { parseJson } from "../../parsing";
import type { BackendServer, LoadBalancer } from "../../store/model";
import type { Call } from "../common/call";
import { slbError } from "./errors";

/** Maximum number of servers in one call. */
const maxServersPerCall = 20;

/** A server from a call. Omitted values are undefined. */
export interface GivenServer {
  serverId: string;
  port: number | undefined;
  weight: number | undefined;
  type: "ecs" | "eni";
  serverIp: string;
  description: string | undefined;
}

/**
 * Parses the parameter BackendServers: JSON, or the format with single quotes that the Terraform provider sends.
 * Numbers may be texts. An absent parameter is an empty list.
 */
export function parseBackendServers(text: string | undefined): GivenServer[] {
  if (!text) return [];
  const value = parseLoosely(text);
  if (!Array.isArray(value)) throw slbError("InvalidBackendServers.Malformed", "it is not a list");
  if (value.length > maxServersPerCall) throw slbError("BackendServer.LimitExceeded", maxServersPerCall);
  return value.map((item: unknown) => readServer(item));
}

/** Parses MasterSlaveBackendServers: servers with a member ServerType, which is Master or Slave. */
export function parseServersWithRole(text: string): { server: GivenServer; role: "Master" | "Slave" }[] {
  const list = text === "" ? [] : parseLoosely(text);
  if (!Array.isArray(list)) throw slbError("InvalidBackendServers.Malformed", "it is not a list");
  return list.map((item: unknown) => {
    const fields = Object.entries(typeof item === "object" && item !== null ? item : {});
    const role = String(fields.find(([name]) => name === "ServerType")?.[1] ?? "");
    if (role !== "Master" && role !== "Slave")
      throw slbError("InvalidBackendServers.Malformed", `ServerType ${role} is not Master or Slave`);
    // The provider also sends IsBackup, which no document describes.
    const own = fields.filter(([name]) => name !== "ServerType" && name !== "IsBackup");
    return { server: readServer(Object.fromEntries(own)), role };
  });
}

/** Parses JSON, or JSON with single quotes. */
export function parseLoosely(text: string): unknown {
  for (const candidate of [text, text.replaceAll("'", '"')]) {
    try {
      return parseJson(candidate);
    } catch {
      // Try the next format, if there is one.
    }
  }
  throw slbError("InvalidBackendServers.Malformed", "it is neither JSON nor JSON with single quotes");
}

function readServer(item: unknown): GivenServer {
  if (typeof item !== "object" || item === null)
    throw slbError("InvalidBackendServers.Malformed", "a member must be an object");
  const fields = new Map(Object.entries(item).map(([name, value]) => [name, String(value)]));
  const known = new Set(["ServerId", "Port", "Weight", "Type", "ServerIp", "Description"]);
  const unknown = [...fields.keys()].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw slbError("InvalidBackendServers.Malformed", `field ${unknown} is not implemented`);
  const serverId = fields.get("ServerId");
  if (!serverId) throw slbError("InvalidBackendServers.Malformed", "a member has no ServerId");
  const type = fields.get("Type") || "ecs";
  if (type !== "ecs" && type !== "eni")
    throw slbError("InvalidBackendServers.Malformed", `Type ${type} is not ecs or eni`);
  return {
    serverId,
    port: parseInteger(fields.get("Port"), "Port", 1, 65535),
    weight: parseInteger(fields.get("Weight"), "Weight", 0, 100),
    type,
    serverIp: fields.get("ServerIp") ?? "",
    description: fields.get("Description"),
  };
}

function parseInteger(text: string | undefined, name: string, min: number, max: number): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw slbError("InvalidBackendServers.Malformed", `${name} ${text} is not from ${min} to ${max}`);
  }
  return value;
}

/**
 * Creates the record of a server that must exist and be reachable from the load balancer. `port` is 0 in the default
 * group of the load balancer.
 */
export function backendServer(
  call: Call,
  balancer: LoadBalancer,
  given: GivenServer,
  port: number,
): BackendServer {
  const instance =
    given.type === "ecs"
      ? call.store.instances.get(given.serverId)
      : (call.store.networkInterfaces.get(given.serverId) ??
        call.store.instances.find(({ networkInterfaceId }) => networkInterfaceId === given.serverId));
  if (!instance) throw slbError("InvalidServerId.NotFound", given.serverId);
  if (balancer.vpcId && instance.vpcId !== balancer.vpcId) {
    throw slbError("InvalidServerId.VpcMismatch", given.serverId, instance.vpcId, balancer.vpcId);
  }
  return {
    serverId: given.serverId,
    port,
    weight: given.weight ?? 100,
    type: given.type,
    serverIp: given.serverIp || instance.privateIp,
    description: given.description ?? "",
  };
}

/** Adds servers. An existing server with the same port gets the new weight and description. */
export function mergeServers(
  existing: readonly BackendServer[],
  added: readonly BackendServer[],
): BackendServer[] {
  const isNew = (old: BackendServer) =>
    !added.some(({ serverId, port }) => serverId === old.serverId && port === old.port);
  return [...existing.filter(isNew), ...added];
}

/** Removes servers. A server without a port is removed with all its ports. Missing servers cause no error. */
export function withoutServers(
  existing: readonly BackendServer[],
  removed: readonly GivenServer[],
): BackendServer[] {
  return existing.filter(
    (old) =>
      !removed.some(
        ({ serverId, port }) => serverId === old.serverId && (port === undefined || port === old.port),
      ),
  );
}

export const describeServer = (server: BackendServer) => ({
  ServerId: server.serverId,
  Port: server.port,
  Weight: server.weight,
  Type: server.type,
  // Only a network interface has several addresses. The provider expects no address of an instance.
  ServerIp: server.type === "ecs" ? "" : server.serverIp,
  Description: server.description,
});
