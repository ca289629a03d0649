import type { ForwardEntry, NatGateway, SnatEntry } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { listAddresses } from "./natGateways";
import { natIp } from "./stored";
import { requireCidr } from "./vpcs";

const required = { type: "string", required: true } as const;
const optional = { type: "string" } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const clientToken = { type: "string", maxLength: 64 } as const;
const affinity = { type: "integer", min: 0, max: 1 } as const;
const port = {
  type: "string",
  required: true,
  pattern: /^(any|\d{1,5}(\/\d{1,5})?)$/i,
  form: "a port, two ports as 80/90, or Any",
} as const;
const protocol = {
  type: "string",
  required: true,
  enum: ["TCP", "UDP", "Any", "tcp", "udp", "any"],
} as const;

function gatewayOfTable(call: Call, id: string, table: "snatTableId" | "forwardTableId"): NatGateway {
  const gateway = call.store.natGateways.find((one) => one[table] === id);
  if (gateway) return gateway;
  throw vpcError(
    table === "snatTableId" ? "InvalidSnatTableId.NotFound" : "InvalidForwardTableId.NotFound",
    id,
  );
}

/** Rejects addresses that the gateway does not have. */
function checkAddresses(call: Call, gateway: NatGateway, ips: readonly string[]): void {
  const present = [
    ...listAddresses(call, gateway.id).map(({ ipAddress }) => ipAddress),
    ...natIp
      .all(call.store)
      .flatMap(({ values }) => (values.NatGatewayId === gateway.id ? [values.NatIp] : [])),
  ];
  const foreign = ips.find((ip) => !present.includes(ip) && ip !== gateway.privateIp);
  if (foreign !== undefined) throw vpcError("InvalidIp.NotInNatgw", foreign, gateway.id);
}

const describeSnat = (entry: SnatEntry) => ({
  SnatEntryId: entry.id,
  SnatEntryName: entry.name,
  SnatTableId: entry.tableId,
  NatGatewayId: entry.natGatewayId,
  SnatIp: entry.snatIp,
  SourceVSwitchId: entry.sourceVSwitchId,
  SourceCIDR: entry.sourceCidr,
  NetworkInterfaceId: "",
  EipAffinity: String(entry.eipAffinity),
  Status: "Available",
});

const describeForward = (entry: ForwardEntry) => ({
  ForwardEntryId: entry.id,
  ForwardEntryName: entry.name,
  ForwardTableId: entry.tableId,
  NatGatewayId: entry.natGatewayId,
  ExternalIp: entry.externalIp,
  ExternalPort: entry.externalPort,
  InternalIp: entry.internalIp,
  InternalPort: entry.internalPort,
  IpProtocol: entry.ipProtocol,
  Status: "Available",
});

function findSnat(call: Call, tableId: string, id: string): SnatEntry {
  const entry = call.store.snatEntries.get(id);
  if (entry?.tableId !== tableId) throw vpcError("InvalidSnatEntryId.NotFound", id);
  return entry;
}

function findForward(call: Call, tableId: string, id: string): ForwardEntry {
  const entry = call.store.forwardEntries.get(id);
  if (entry?.tableId !== tableId) throw vpcError("InvalidForwardEntryId.NotFound", id);
  return entry;
}

/** Two entries cannot use the same external port. */
function checkForward(
  call: Call,
  wanted: Omit<ForwardEntry, "createdTime" | "regionId" | "tags" | "name">,
): void {
  const other = call.store.forwardEntries.find(
    (one) =>
      one.id !== wanted.id &&
      one.tableId === wanted.tableId &&
      one.externalIp === wanted.externalIp &&
      one.externalPort === wanted.externalPort &&
      (one.ipProtocol === wanted.ipProtocol || one.ipProtocol === "any" || wanted.ipProtocol === "any"),
  );
  if (other) throw vpcError("Forbidden.ForwardEntry.Duplicated", wanted.externalPort, other.id);
}

/** Entries of the SNAT and DNAT tables of NAT gateways. */
export const natEntries = [
  vpcOperation({
    action: "CreateSnatEntry",
    parameters: {
      SnatTableId: required,
      SnatIp: required,
      SnatEntryName: nameParameter,
      SourceVSwitchId: optional,
      SourceCIDR: optional,
      EipAffinity: affinity,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const gateway = gatewayOfTable(call, p.SnatTableId, "snatTableId");
      const vswitch = p.SourceVSwitchId ? call.store.vswitches.get(p.SourceVSwitchId) : undefined;
      if (p.SourceVSwitchId && vswitch?.vpcId !== gateway.vpcId)
        throw vpcError("InvalidVSwitchId.NotFound", p.SourceVSwitchId);
      if ((p.SourceCIDR ? 1 : 0) + (vswitch ? 1 : 0) !== 1) throw vpcError("MissingSource");
      if (p.SourceCIDR) requireCidr(p.SourceCIDR);
      checkAddresses(call, gateway, p.SnatIp.split(","));
      const sourceCidr = p.SourceCIDR || (vswitch?.cidrBlock ?? "");
      const same = call.store.snatEntries.find(
        (one) => one.tableId === p.SnatTableId && one.sourceCidr === sourceCidr,
      );
      if (same) throw vpcError("Forbidden.SourceVSwitchId.Duplicated", sourceCidr, same.id);
      const { id } = call.store.snatEntries.put({
        id: newResourceId("snat", gateway.regionId),
        regionId: gateway.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        name: p.SnatEntryName ?? "",
        tableId: p.SnatTableId,
        natGatewayId: gateway.id,
        snatIp: p.SnatIp,
        sourceVSwitchId: vswitch?.id ?? "",
        sourceCidr,
        eipAffinity: p.EipAffinity ?? 0,
      });
      return { SnatEntryId: id };
    },
  }),
  vpcOperation({
    action: "DescribeSnatTableEntries",
    parameters: {
      SnatTableId: optional,
      SnatEntryId: optional,
      NatGatewayId: optional,
      SnatEntryName: optional,
      SnatIp: optional,
      SourceCIDR: optional,
      SourceVSwitchId: optional,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.snatEntries.filter(
        (entry) =>
          inScope(call, entry) &&
          (!p.SnatTableId || entry.tableId === p.SnatTableId) &&
          (!p.SnatEntryId || entry.id === p.SnatEntryId) &&
          (!p.NatGatewayId || entry.natGatewayId === p.NatGatewayId) &&
          (!p.SnatEntryName || entry.name === p.SnatEntryName) &&
          (!p.SnatIp || entry.snatIp.split(",").includes(p.SnatIp)) &&
          (!p.SourceCIDR || entry.sourceCidr === p.SourceCIDR) &&
          (!p.SourceVSwitchId || entry.sourceVSwitchId === p.SourceVSwitchId),
      );
      const page = takePage(found, p);
      return { ...pageFields(page), SnatTableEntries: { SnatTableEntry: page.items.map(describeSnat) } };
    },
  }),
  vpcOperation({
    action: "ModifySnatEntry",
    parameters: {
      SnatTableId: required,
      SnatEntryId: required,
      SnatIp: optional,
      SnatEntryName: nameParameter,
      EipAffinity: affinity,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const entry = findSnat(call, p.SnatTableId, p.SnatEntryId);
      const gateway = gatewayOfTable(call, p.SnatTableId, "snatTableId");
      if (p.SnatIp) checkAddresses(call, gateway, p.SnatIp.split(","));
      entry.snatIp = p.SnatIp || entry.snatIp;
      entry.name = p.SnatEntryName ?? entry.name;
      entry.eipAffinity = p.EipAffinity ?? entry.eipAffinity;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteSnatEntry",
    parameters: { SnatTableId: required, SnatEntryId: required, ClientToken: clientToken },
    handle(call, p) {
      call.store.snatEntries.delete(findSnat(call, p.SnatTableId, p.SnatEntryId).id);
      return {};
    },
  }),
  vpcOperation({
    action: "CreateForwardEntry",
    parameters: {
      ForwardTableId: required,
      ForwardEntryName: nameParameter,
      ExternalIp: required,
      ExternalPort: port,
      InternalIp: required,
      InternalPort: port,
      IpProtocol: protocol,
      PortBreak: { type: "boolean" },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const gateway = gatewayOfTable(call, p.ForwardTableId, "forwardTableId");
      checkAddresses(call, gateway, [p.ExternalIp]);
      const wanted = {
        id: newResourceId("fwd", gateway.regionId),
        tableId: p.ForwardTableId,
        natGatewayId: gateway.id,
        externalIp: p.ExternalIp,
        externalPort: p.ExternalPort,
        internalIp: p.InternalIp,
        internalPort: p.InternalPort,
        ipProtocol: p.IpProtocol.toLowerCase(),
      };
      checkForward(call, wanted);
      const createdTime = isoSeconds(call.cloud.clock());
      const { regionId } = gateway;
      call.store.forwardEntries.put({
        ...wanted,
        regionId,
        createdTime,
        tags: [],
        name: p.ForwardEntryName ?? "",
      });
      return { ForwardEntryId: wanted.id };
    },
  }),
  vpcOperation({
    action: "DescribeForwardTableEntries",
    parameters: {
      ForwardTableId: optional,
      ForwardEntryId: optional,
      NatGatewayId: optional,
      ForwardEntryName: optional,
      ExternalIp: optional,
      ExternalPort: optional,
      InternalIp: optional,
      InternalPort: optional,
      IpProtocol: optional,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.forwardEntries.filter(
        (entry) =>
          inScope(call, entry) &&
          (!p.ForwardTableId || entry.tableId === p.ForwardTableId) &&
          (!p.ForwardEntryId || entry.id === p.ForwardEntryId) &&
          (!p.NatGatewayId || entry.natGatewayId === p.NatGatewayId) &&
          (!p.ForwardEntryName || entry.name === p.ForwardEntryName) &&
          (!p.ExternalIp || entry.externalIp === p.ExternalIp) &&
          (!p.ExternalPort || entry.externalPort === p.ExternalPort) &&
          (!p.InternalIp || entry.internalIp === p.InternalIp) &&
          (!p.InternalPort || entry.internalPort === p.InternalPort) &&
          (!p.IpProtocol || entry.ipProtocol === p.IpProtocol.toLowerCase()),
      );
      const page = takePage(found, p);
      const rows = page.items.map(describeForward);
      return { ...pageFields(page), ForwardTableEntries: { ForwardTableEntry: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyForwardEntry",
    parameters: {
      ForwardTableId: required,
      ForwardEntryId: required,
      ForwardEntryName: nameParameter,
      ExternalIp: optional,
      ExternalPort: { ...port, required: false },
      InternalIp: optional,
      InternalPort: { ...port, required: false },
      IpProtocol: { ...protocol, required: false },
      PortBreak: { type: "boolean" },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const entry = findForward(call, p.ForwardTableId, p.ForwardEntryId);
      const gateway = gatewayOfTable(call, p.ForwardTableId, "forwardTableId");
      if (p.ExternalIp) checkAddresses(call, gateway, [p.ExternalIp]);
      const change = {
        externalIp: p.ExternalIp || entry.externalIp,
        externalPort: p.ExternalPort || entry.externalPort,
        internalIp: p.InternalIp || entry.internalIp,
        internalPort: p.InternalPort || entry.internalPort,
        ipProtocol: p.IpProtocol?.toLowerCase() ?? entry.ipProtocol,
      };
      checkForward(call, { ...change, id: entry.id, tableId: entry.tableId, natGatewayId: gateway.id });
      Object.assign(entry, change, { name: p.ForwardEntryName ?? entry.name });
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteForwardEntry",
    parameters: { ForwardTableId: required, ForwardEntryId: required, ClientToken: clientToken },
    handle(call, p) {
      call.store.forwardEntries.delete(findForward(call, p.ForwardTableId, p.ForwardEntryId).id);
      return {};
    },
  }),
];
