import type { RouteTable, Vpc } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { describeEntries } from "./routeEntries";
import { availableVpc } from "./vpcs";

const tableId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const clientToken = { type: "string", maxLength: 64 } as const;

/** Custom route tables of a VPC. Source: "Limits" of route tables. */
const maxCustomTables = 9;

/** The system route table of a VPC, which is a part of it. */
const systemTable = (vpc: Vpc): RouteTable => ({
  id: vpc.routeTableId,
  regionId: vpc.regionId,
  createdTime: vpc.createdTime,
  tags: [],
  name: vpc.routeTable?.name ?? "",
  description: vpc.routeTable?.description ?? "",
  propagation: vpc.routeTable?.propagation ?? true,
  associateType: "VSwitch",
  vpcId: vpc.id,
});

const allTables = (store: Store): RouteTable[] => [
  ...store.vpcs.all().map(systemTable),
  ...store.routeTables.all(),
];

function describeRouteTable({ store }: Call, table: RouteTable) {
  const vpc = store.vpcs.get(table.vpcId);
  const isSystem = vpc?.routeTableId === table.id;
  const vswitches = store.vswitches.filter(({ vpcId, routeTableId }) =>
    isSystem ? vpcId === table.vpcId && routeTableId === undefined : routeTableId === table.id,
  );
  return {
    RouteTableId: table.id,
    RouteTableType: isSystem ? "System" : "Custom",
    RouteTableName: table.name,
    Description: table.description,
    RouterId: vpc?.routerId ?? "",
    RouterType: "VRouter",
    VpcId: table.vpcId,
    ResourceGroupId: vpc?.resourceGroupId ?? "",
    RoutePropagationEnable: table.propagation,
    AssociateType: table.associateType,
    Status: "Available",
    CreationTime: table.createdTime,
    OwnerId: Number(accountId),
    VSwitchIds: { VSwitchId: vswitches.map(({ id }) => id) },
    GatewayIds: { GatewayIds: [] },
    Tags: { Tag: keyValueTags(table.tags) },
  };
}

function findCustomTable(call: Call, id: string): RouteTable {
  const table = call.store.routeTables.get(id);
  if (!table) throw vpcError("InvalidRouteTableId.NotFound", id);
  return table;
}

/** The system route table of each VPC, and custom ones. Nothing in the local cloud leaves its VPC by a route. */
export const routeTables = [
  vpcOperation({
    action: "CreateRouteTable",
    parameters: {
      VpcId: { type: "string", required: true },
      RouteTableName: nameParameter,
      Description: descriptionParameter,
      AssociateType: { type: "string", enum: ["VSwitch", "Gateway"] },
      ClientToken: clientToken,
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      const present = call.store.routeTables.filter(({ vpcId }) => vpcId === vpc.id);
      if (present.length >= maxCustomTables)
        throw vpcError("QuotaExceeded.RouteTable", vpc.id, maxCustomTables);
      const { id } = call.store.routeTables.put({
        id: newResourceId("vtb", vpc.regionId),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.RouteTableName ?? "",
        description: p.Description ?? "",
        // Source: the provider expects it of a table for a gateway.
        propagation: p.AssociateType !== "Gateway",
        associateType: p.AssociateType ?? "VSwitch",
        vpcId: vpc.id,
      });
      return { RouteTableId: id };
    },
  }),
  vpcOperation({
    action: "DescribeRouteTableList",
    parameters: {
      VpcId: { type: "string" },
      RouteTableId: { type: "string" },
      RouteTableName: { type: "string" },
      RouterId: { type: "string" },
      RouterType: { type: "string", enum: ["VRouter", "VBR"] },
      RouteTableType: { type: "string", enum: ["System", "Custom"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = allTables(call.store)
        .filter((table) => inScope(call, table) && hasTags(table, p.Tag))
        .map((table) => describeRouteTable(call, table))
        .filter(
          (row) =>
            (!p.VpcId || row.VpcId === p.VpcId) &&
            (!p.RouteTableId || row.RouteTableId === p.RouteTableId) &&
            (!p.RouteTableName || row.RouteTableName === p.RouteTableName) &&
            (!p.RouterId || row.RouterId === p.RouterId) &&
            (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId) &&
            (!p.RouterType || row.RouterType === p.RouterType) &&
            (!p.RouteTableType || row.RouteTableType === p.RouteTableType),
        );
      const page = takePage(found, p);
      return { ...pageFields(page), RouterTableList: { RouterTableListType: page.items } };
    },
  }),
  // Deprecated, but the provider reads route entries with it.
  vpcOperation({
    action: "DescribeRouteTables",
    parameters: {
      RouteTableId: { type: "string" },
      RouteTableName: { type: "string" },
      VRouterId: { type: "string" },
      RouterType: { type: "string", enum: ["VRouter", "VBR"] },
      RouterId: { type: "string" },
      ResourceGroupId: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const found = allTables(call.store)
        .filter((table) => inScope(call, table))
        .map((table) => describeRouteTable(call, table))
        .filter(
          (row) =>
            (!p.RouteTableId || row.RouteTableId === p.RouteTableId) &&
            (!p.RouteTableName || row.RouteTableName === p.RouteTableName) &&
            (!p.VRouterId || row.RouterId === p.VRouterId) &&
            (!p.RouterType || row.RouterType === p.RouterType) &&
            (!p.RouterId || row.RouterId === p.RouterId) &&
            (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId),
        );
      const page = takePage(found, p);
      const rows = page.items.map((row) => ({
        RouteTableId: row.RouteTableId,
        RouteTableType: row.RouteTableType,
        VRouterId: row.RouterId,
        ResourceGroupId: row.ResourceGroupId,
        Status: row.Status,
        CreationTime: row.CreationTime,
        VSwitchIds: row.VSwitchIds,
        RouteEntrys: { RouteEntry: describeEntries(call.store, row.RouteTableId) },
      }));
      return { ...pageFields(page), RouteTables: { RouteTable: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyRouteTableAttributes",
    parameters: {
      RouteTableId: tableId,
      RouteTableName: nameParameter,
      Description: descriptionParameter,
      RoutePropagationEnable: { type: "boolean" },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const vpc = call.store.vpcs.find(({ routeTableId }) => routeTableId === p.RouteTableId);
      const { name, description, propagation } = vpc
        ? systemTable(vpc)
        : findCustomTable(call, p.RouteTableId);
      const change = {
        name: p.RouteTableName ?? name,
        description: p.Description ?? description,
        propagation: p.RoutePropagationEnable ?? propagation,
      };
      if (vpc) vpc.routeTable = change;
      else Object.assign(findCustomTable(call, p.RouteTableId), change);
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteRouteTable",
    parameters: { RouteTableId: tableId },
    handle(call, p) {
      const { id } = findCustomTable(call, p.RouteTableId);
      const user = call.store.vswitches.find(({ routeTableId }) => routeTableId === id);
      if (user) throw vpcError("DependencyViolation.RouteTableVSwitch", id, user.id);
      const entry = call.store.routeEntries.find((one) => one.tableId === id);
      if (entry) throw vpcError("DependencyViolation.RouteEntry", id, entry.id);
      call.store.routeTables.delete(id);
      return {};
    },
  }),
  vpcOperation({
    action: "AssociateRouteTable",
    parameters: {
      RouteTableId: tableId,
      VSwitchId: { type: "string", required: true },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const table = findCustomTable(call, p.RouteTableId);
      const vswitch = call.store.vswitches.get(p.VSwitchId);
      if (!vswitch) throw vpcError("InvalidVSwitchId.NotFound", p.VSwitchId);
      if (vswitch.vpcId !== table.vpcId || table.associateType !== "VSwitch")
        throw vpcError("OperationDenied.RouteTableAssociation", table.id, vswitch.id);
      if (vswitch.routeTableId)
        throw vpcError("OperationDenied.OtherRouteTable", vswitch.id, vswitch.routeTableId);
      vswitch.routeTableId = table.id;
      return {};
    },
  }),
  vpcOperation({
    action: "UnassociateRouteTable",
    parameters: {
      RouteTableId: tableId,
      VSwitchId: { type: "string", required: true },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const { id } = findCustomTable(call, p.RouteTableId);
      const vswitch = call.store.vswitches.get(p.VSwitchId);
      if (vswitch?.routeTableId !== id) throw vpcError("InvalidVSwitchId.NotFound", p.VSwitchId);
      delete vswitch.routeTableId;
      return {};
    },
  }),
];
