import type { RouteEntry } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { haVip, ipv4Gateway } from "./stored";
import { requireCidr } from "./vpcs";

const tableId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;

/** Custom entries of a route table. Source: "Limits" of route tables. */
const maxEntries = 200;

/** The resources that a route can lead to, by the NextHopType of the call. */
const nextHopTypes = [
  "Instance",
  "NatGateway",
  "NetworkInterface",
  "IPv6Gateway",
  "Ipv4Gateway",
  "HaVip",
] as const;
type NextHopType = (typeof nextHopTypes)[number];

function checkNextHop({ store }: Call, type: NextHopType, id: string): void {
  const exists: Record<NextHopType, () => boolean> = {
    Instance: () => store.instances.get(id) !== undefined,
    NatGateway: () => store.natGateways.get(id) !== undefined,
    NetworkInterface: () => store.networkInterfaces.get(id) !== undefined,
    IPv6Gateway: () => store.ipv6Gateways.get(id) !== undefined,
    Ipv4Gateway: () => ipv4Gateway.all(store).some((one) => one.id === id),
    HaVip: () => haVip.all(store).some((one) => one.id === id),
  };
  if (!exists[type]()) throw vpcError("InvalidNextHopId.NotFound", id, type);
}

/** The region of a route table. */
function regionOfTable({ store }: Call, id: string): string {
  const table = store.routeTables.get(id) ?? store.vpcs.find(({ routeTableId }) => routeTableId === id);
  if (!table) throw vpcError("InvalidRouteTableId.NotFound", id);
  return table.regionId;
}

function findEntry(
  call: Call,
  p: { RouteEntryId?: string; RouteTableId?: string; DestinationCidrBlock?: string },
): RouteEntry {
  const entry = p.RouteEntryId
    ? call.store.routeEntries.get(p.RouteEntryId)
    : call.store.routeEntries.find(
        (one) => one.tableId === p.RouteTableId && one.cidrBlock === p.DestinationCidrBlock,
      );
  if (!entry) throw vpcError("InvalidRouteEntry.NotFound", p.RouteEntryId || p.DestinationCidrBlock || "");
  return entry;
}

const nextHop = (type: string, id: string) => ({
  NextHopType: type,
  NextHopId: id,
  NextHopRegionId: "",
  Enabled: 1,
  Weight: 0,
  NextHopRelatedInfo: { InstanceId: "", InstanceType: "", RegionId: "" },
});

const describeEntry = (entry: RouteEntry, type: "System" | "Custom") => ({
  RouteEntryId: entry.id,
  RouteEntryName: entry.name,
  Description: entry.description,
  RouteTableId: entry.tableId,
  DestinationCidrBlock: entry.cidrBlock,
  // The next two are those of DescribeRouteTables, which is deprecated.
  NextHopType: entry.nextHopType,
  InstanceId: entry.nextHopId,
  NextHops: { NextHop: [nextHop(entry.nextHopType, entry.nextHopId)] },
  IpVersion: entry.cidrBlock.includes(":") ? "IPv6" : "IPv4",
  Type: type,
  Origin: "",
  ServiceType: "",
  Status: "Available",
  GmtModified: entry.createdTime,
});

/** The system entries of a table, one for each vSwitch of its VPC, and the custom ones. */
export function describeEntries(store: Store, routeTableId: string) {
  const vpcId =
    store.routeTables.get(routeTableId)?.vpcId ??
    store.vpcs.find((vpc) => vpc.routeTableId === routeTableId)?.id;
  const system = store.vswitches
    .filter((vswitch) => vswitch.vpcId === vpcId)
    .map((vswitch) => ({
      id: vswitch.id.replace(/^vsw-/, "rte-"),
      regionId: vswitch.regionId,
      createdTime: vswitch.createdTime,
      tags: [],
      name: "",
      description: "Created by the system.",
      tableId: routeTableId,
      cidrBlock: vswitch.cidrBlock,
      nextHopType: "local",
      nextHopId: "",
    }));
  const custom = store.routeEntries.filter((entry) => entry.tableId === routeTableId);
  return [
    ...custom.map((entry) => describeEntry(entry, "Custom")),
    ...system.map((entry) => describeEntry(entry, "System")),
  ];
}

export const routeEntries = [
  vpcOperation({
    action: "CreateRouteEntry",
    parameters: {
      RouteTableId: tableId,
      DestinationCidrBlock: { type: "string", required: true },
      NextHopType: { type: "string", implemented: nextHopTypes },
      NextHopId: { type: "string", required: true },
      RouteEntryName: nameParameter,
      Description: descriptionParameter,
      DryRun: { type: "boolean" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const regionId = regionOfTable(call, p.RouteTableId);
      const type = nextHopTypes.find((one) => one === p.NextHopType) ?? "Instance";
      if (!p.DestinationCidrBlock.includes(":")) requireCidr(p.DestinationCidrBlock);
      checkNextHop(call, type, p.NextHopId);
      const present = describeEntries(call.store, p.RouteTableId);
      const same = present.find((entry) => entry.DestinationCidrBlock === p.DestinationCidrBlock);
      if (same) throw vpcError("RouterEntryConflict.Duplicated", p.DestinationCidrBlock, same.RouteEntryId);
      if (present.filter((entry) => entry.Type === "Custom").length >= maxEntries)
        throw vpcError("QuotaExceeded.RouteEntry", p.RouteTableId, maxEntries);
      if (p.DryRun) throw vpcError("DryRunOperation");
      const { id } = call.store.routeEntries.put({
        id: newResourceId("rte", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        name: p.RouteEntryName ?? "",
        description: p.Description ?? "",
        tableId: p.RouteTableId,
        cidrBlock: p.DestinationCidrBlock,
        nextHopType: type,
        nextHopId: p.NextHopId,
      });
      return { RouteEntryId: id };
    },
  }),
  vpcOperation({
    action: "DescribeRouteEntryList",
    parameters: {
      RouteTableId: tableId,
      RouteEntryId: { type: "string" },
      RouteEntryName: { type: "string" },
      RouteEntryType: { type: "string", enum: ["Custom", "System", "BGP", "CEN", "ECR"] },
      DestinationCidrBlock: { type: "string" },
      NextHopType: { type: "string" },
      NextHopId: { type: "string" },
      IpVersion: { type: "string", enum: ["IPv4", "IPv6", "ipv4", "ipv6"] },
      ServiceType: { type: "string" },
      MaxResult: { type: "integer", min: 1, max: 500 },
      NextToken: { type: "string", implemented: [] },
    },
    handle(call, p) {
      regionOfTable(call, p.RouteTableId);
      const rows = describeEntries(call.store, p.RouteTableId).filter(
        (row) =>
          (!p.RouteEntryId || row.RouteEntryId === p.RouteEntryId) &&
          (!p.RouteEntryName || row.RouteEntryName === p.RouteEntryName) &&
          (!p.RouteEntryType || row.Type === p.RouteEntryType) &&
          (!p.DestinationCidrBlock || row.DestinationCidrBlock === p.DestinationCidrBlock) &&
          (!p.NextHopType || row.NextHopType === p.NextHopType) &&
          (!p.NextHopId || row.InstanceId === p.NextHopId) &&
          (!p.IpVersion || row.IpVersion.toLowerCase() === p.IpVersion.toLowerCase()) &&
          (!p.ServiceType || row.ServiceType === p.ServiceType),
      );
      const entries = rows.map(({ NextHopType: _type, InstanceId: _id, ...row }) => row);
      return { TotalCount: rows.length, NextToken: "", RouteEntrys: { RouteEntry: entries } };
    },
  }),
  vpcOperation({
    action: "ModifyRouteEntry",
    parameters: {
      RouteEntryId: { type: "string" },
      RouteTableId: { type: "string" },
      DestinationCidrBlock: { type: "string" },
      RouteEntryName: nameParameter,
      Description: descriptionParameter,
      NewNextHopType: { type: "string", implemented: nextHopTypes },
      NewNextHopId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const entry = findEntry(call, p);
      const type = nextHopTypes.find((one) => one === (p.NewNextHopType || entry.nextHopType)) ?? "Instance";
      if (p.NewNextHopId) checkNextHop(call, type, p.NewNextHopId);
      entry.name = p.RouteEntryName ?? entry.name;
      entry.description = p.Description ?? entry.description;
      if (p.NewNextHopId) Object.assign(entry, { nextHopType: type, nextHopId: p.NewNextHopId });
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteRouteEntry",
    parameters: {
      RouteEntryId: { type: "string" },
      RouteTableId: { type: "string" },
      DestinationCidrBlock: { type: "string" },
      NextHopId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const entry = findEntry(call, p);
      if (p.NextHopId && p.NextHopId !== entry.nextHopId)
        throw vpcError("InvalidRouteEntry.NotFound", p.DestinationCidrBlock ?? entry.id);
      call.store.routeEntries.delete(entry.id);
      return {};
    },
  }),
];
