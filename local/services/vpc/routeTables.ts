import type { Vpc } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { pageFields, pageOf, paging } from "../common/paging";
import { accountId } from "../common/regions";
import { vpcError } from "./errors";

function describeRouteTable(call: Call, vpc: Vpc) {
  const vswitchIds = call.store.vswitches.filter(({ vpcId }) => vpcId === vpc.id).map(({ id }) => id);
  return {
    RouteTableId: vpc.routeTableId,
    RouteTableType: "System",
    RouteTableName: vpc.routeTable?.name ?? "",
    Description: vpc.routeTable?.description ?? "",
    RouterId: vpc.routerId,
    RouterType: "VRouter",
    VpcId: vpc.id,
    ResourceGroupId: vpc.resourceGroupId,
    RoutePropagationEnable: vpc.routeTable?.propagation ?? true,
    AssociateType: "VSwitch",
    Status: "Available",
    CreationTime: vpc.createdTime,
    OwnerId: Number(accountId),
    VSwitchIds: { VSwitchId: vswitchIds },
    GatewayIds: { GatewayIds: [] },
    Tags: { Tag: [] },
  };
}

/** Every VPC has one route table, its system route table. */
export const routeTables = [
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
      ...paging,
    },
    handle(call, p) {
      const found = call.store.vpcs.filter(
        (vpc) =>
          inScope(call, vpc) &&
          (!p.VpcId || vpc.id === p.VpcId) &&
          (!p.RouteTableId || vpc.routeTableId === p.RouteTableId) &&
          (!p.RouteTableName || vpc.routeTable?.name === p.RouteTableName) &&
          (!p.RouterId || vpc.routerId === p.RouterId) &&
          (!p.ResourceGroupId || vpc.resourceGroupId === p.ResourceGroupId) &&
          p.RouterType !== "VBR" &&
          p.RouteTableType !== "Custom",
      );
      const page = pageOf(found, p);
      const rows = page.items.map((vpc) => describeRouteTable(call, vpc));
      return { ...pageFields(page), RouterTableList: { RouterTableListType: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyRouteTableAttributes",
    parameters: {
      RouteTableId: { type: "string", required: true },
      RouteTableName: { type: "string", maxLength: 128 },
      Description: { type: "string", maxLength: 256 },
      RoutePropagationEnable: { type: "boolean" },
    },
    handle(call, p) {
      const vpc = call.store.vpcs.find(({ routeTableId }) => routeTableId === p.RouteTableId);
      if (!vpc) throw vpcError("InvalidRouteTableId.NotFound", p.RouteTableId);
      const { name, description, propagation } = vpc.routeTable ?? {
        name: "",
        description: "",
        propagation: true,
      };
      vpc.routeTable = {
        name: p.RouteTableName ?? name,
        description: p.Description ?? description,
        propagation: p.RoutePropagationEnable ?? propagation,
      };
      return {};
    },
  }),
];
