import type { AlbServer, AlbServerGroup } from "../../store/model";
import { albOperation, type Call } from "../common/call";
import { containsAddress, parseAddress, parseCidr } from "../common/cidr";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { clientToken, dryRun } from "./loadBalancers";
import { listed, listParameters } from "./pages";
import { findServerGroup } from "./serverGroups";

const serverGroupId = { type: "string", required: true } as const;

/** Maximum number of servers in a group. Source: ALB quotas. */
const maxServers = 1000;

/** Maximum number of servers in one call. Source: AddServersToServerGroup. */
const maxServersPerCall = 40;

const identity = {
  ServerId: { type: "string", required: true },
  ServerType: { type: "string", implemented: ["Ecs", "Eni", "Ip", "Fc"], required: true },
  ServerIp: { type: "string" },
  Port: { type: "integer", min: 1, max: 65535 },
} as const;

/** What an update can change. */
const changeable = {
  Weight: { type: "integer", min: 0, max: 100 },
  Description: { type: "string", maxLength: 256 },
  RemoteIpEnabled: { type: "boolean", implemented: [false] },
} as const;

interface GivenServer {
  ServerId: string;
  ServerType: string;
  ServerIp?: string;
  Port?: number;
  Weight?: number;
  Description?: string;
}

/** Types of servers in a group by the type of the group. */
const serverTypes: Readonly<Record<string, readonly string[]>> = {
  Instance: ["Ecs", "Eni"],
  Ip: ["Ip"],
  Fc: ["Fc"],
};

function createServer(call: Call, group: AlbServerGroup, given: GivenServer): AlbServer {
  const allowed = serverTypes[group.type ?? "Instance"] ?? [];
  if (!allowed.includes(given.ServerType)) {
    throw albError(
      "IllegalParam.Servers",
      `a group of type ${group.type} has servers of type ${allowed.join(", ")}`,
    );
  }
  const common = { weight: given.Weight ?? 100, description: given.Description ?? "" };
  // The local cloud has no functions: their names are not checked, and calls end at them.
  if (given.ServerType === "Fc")
    return { ...common, type: "Fc", serverId: given.ServerId, port: given.Port ?? 0, serverIp: "" };
  if (given.Port === undefined) throw albError("IllegalParam.Servers", `${given.ServerId} has no Port`);
  const place = { ...common, port: given.Port };
  if (given.ServerType === "Ip") return { ...place, type: "Ip", ...addressIn(call, group, given.ServerId) };
  const instance = call.store.instances.find(
    (one) => given.ServerId === (given.ServerType === "Eni" ? one.networkInterfaceId : one.id),
  );
  if (instance?.vpcId !== group.vpcId) throw albError("ResourceNotFound.Server", given.ServerId, group.vpcId);
  if (given.ServerIp && given.ServerIp !== instance.privateIp) {
    throw albError("IllegalParam.Servers", `${instance.id} does not have address ${given.ServerIp}`);
  }
  return {
    ...place,
    ...(given.ServerType === "Eni" && { type: "Eni" as const }),
    serverId: given.ServerId,
    serverIp: instance.privateIp,
  };
}

/** An address of the group's VPC. Nothing needs to have it. */
function addressIn(
  call: Call,
  group: AlbServerGroup,
  address: string,
): { serverId: string; serverIp: string } {
  const vpc = call.store.vpcs.get(group.vpcId);
  const number = parseAddress(address);
  const blocks = [vpc?.cidrBlock ?? "", ...(vpc?.secondaryCidrBlocks ?? [])].flatMap(
    (text) => parseCidr(text) ?? [],
  );
  if (number === undefined || !blocks.some((block) => containsAddress(block, number)))
    throw albError("IllegalParam.Servers", `${address} is not an address of VPC ${group.vpcId}`);
  return { serverId: address, serverIp: address };
}

/** Parameters of the calls that set the weight of servers. */
const settingParameters = {
  ClientToken: clientToken,
  DryRun: dryRun,
  ServerGroupId: serverGroupId,
  Servers: {
    type: "objects",
    required: true,
    max: maxServersPerCall,
    fields: { ...identity, ...changeable },
  },
} as const;

/** Whether a call names the server. Functions have no port. */
const isGiven = (server: AlbServer) => (given: GivenServer) =>
  given.ServerId === server.serverId && (server.type === "Fc" || given.Port === server.port);

export const servers = [
  albOperation({
    action: "AddServersToServerGroup",
    parameters: settingParameters,
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      const added = p.Servers.map((given) => createServer(call, group, given));
      const duplicate = added.find(({ serverId, port }) =>
        group.servers.some((old) => old.serverId === serverId && old.port === port),
      );
      if (duplicate)
        throw albError("ResourceAlreadyExist.Server", `${duplicate.serverId}:${duplicate.port}`, group.id);
      if (group.servers.length + added.length > maxServers) {
        throw albError("QuotaExceeded.ServersNum", maxServers);
      }
      group.servers = [...group.servers, ...added];
      return newJob(call, "AddServersToServerGroup", group, "servergroup");
    },
  }),
  albOperation({
    action: "RemoveServersFromServerGroup",
    parameters: {
      ClientToken: clientToken,
      DryRun: dryRun,
      ServerGroupId: serverGroupId,
      Servers: { type: "objects", required: true, max: maxServersPerCall, fields: identity },
    },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      group.servers = group.servers.filter((server) => !p.Servers.some(isGiven(server)));
      return newJob(call, "RemoveServersFromServerGroup", group, "servergroup");
    },
  }),
  albOperation({
    action: "UpdateServerGroupServersAttribute",
    parameters: settingParameters,
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      for (const given of p.Servers) {
        const known = group.servers.some((server) => isGiven(server)(given));
        if (!known) throw albError("ResourceNotFound.BackendServer", given.ServerId, group.id);
      }
      group.servers = group.servers.map((server) => {
        const given = p.Servers.find(isGiven(server));
        return {
          ...server,
          weight: given?.Weight ?? server.weight,
          description: given?.Description ?? server.description,
        };
      });
      return newJob(call, "UpdateServerGroupServersAttribute", group, "servergroup");
    },
  }),
  albOperation({
    action: "ListServerGroupServers",
    parameters: {
      ServerGroupId: serverGroupId,
      ServerIds: { type: "list", item: { type: "string" }, max: 40 },
      ...listParameters,
    },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      const rows = group.servers
        .filter(({ serverId }) => p.ServerIds.length === 0 || p.ServerIds.includes(serverId))
        .map((server) => ({
          ServerGroupId: group.id,
          ServerId: server.serverId,
          ServerType: server.type ?? "Ecs",
          ServerIp: server.serverIp,
          Port: server.port,
          Weight: server.weight,
          Description: server.description,
          RemoteIpEnabled: false,
          Status: "Available",
        }));
      return listed("Servers", rows, p);
    },
  }),
];
