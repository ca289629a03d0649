import type { Ipv6Gateway } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { availableVpc } from "./vpcs";

const gatewayId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;

function findGateway(call: Call, id: string): Ipv6Gateway {
  const gateway = call.store.ipv6Gateways.get(id);
  if (!gateway) throw vpcError("InvalidIpv6GatewayId.NotFound", id);
  return gateway;
}

const describeGateway = (gateway: Ipv6Gateway) => ({
  Ipv6GatewayId: gateway.id,
  Name: gateway.name,
  Description: gateway.description,
  VpcId: gateway.vpcId,
  RegionId: gateway.regionId,
  ResourceGroupId: gateway.resourceGroupId,
  Status: "Available",
  BusinessStatus: "Normal",
  InstanceChargeType: "PostPaid",
  OwnerId: accountId,
  GatewayRouteTableId: "",
  Spec: "Small",
  CreationTime: gateway.createdTime,
  ExpiredTime: "",
  Tags: { Tag: keyValueTags(gateway.tags) },
});

/** The service has one specification since 2022. Programs may still name one, and it is reported as it was before. */
export const ipv6Gateways = [
  vpcOperation({
    action: "CreateIpv6Gateway",
    parameters: {
      VpcId: { type: "string", required: true },
      Name: nameParameter,
      Description: descriptionParameter,
      Spec: { type: "string", enum: ["Small", "Medium", "Large"] },
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      if (vpc.ipv6CidrBlock === undefined) throw vpcError("OperationDenied.VpcIpv6NotEnabled", vpc.id);
      const other = call.store.ipv6Gateways.find(({ vpcId }) => vpcId === vpc.id);
      if (other) throw vpcError("OperationDenied.Ipv6GatewayExists", vpc.id, other.id);
      const gateway = call.store.ipv6Gateways.put({
        id: newResourceId("ipv6gw", vpc.regionId),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name ?? "",
        description: p.Description ?? "",
        vpcId: vpc.id,
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { Ipv6GatewayId: gateway.id, ResourceGroupId: gateway.resourceGroupId };
    },
  }),
  vpcOperation({
    action: "DescribeIpv6GatewayAttribute",
    parameters: { Ipv6GatewayId: gatewayId },
    handle: (call, p) => describeGateway(findGateway(call, p.Ipv6GatewayId)),
  }),
  vpcOperation({
    action: "DescribeIpv6Gateways",
    parameters: {
      Ipv6GatewayId: { type: "string" },
      VpcId: { type: "string" },
      Name: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tags: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.ipv6Gateways.filter(
        (gateway) =>
          inScope(call, gateway) &&
          (!p.Ipv6GatewayId || gateway.id === p.Ipv6GatewayId) &&
          (!p.VpcId || gateway.vpcId === p.VpcId) &&
          (!p.Name || gateway.name === p.Name) &&
          (!p.ResourceGroupId || gateway.resourceGroupId === p.ResourceGroupId) &&
          hasTags(gateway, p.Tags),
      );
      const page = takePage(found, p);
      return { ...pageFields(page), Ipv6Gateways: { Ipv6Gateway: page.items.map(describeGateway) } };
    },
  }),
  vpcOperation({
    action: "ModifyIpv6GatewayAttribute",
    parameters: { Ipv6GatewayId: gatewayId, Name: nameParameter, Description: descriptionParameter },
    handle(call, p) {
      const gateway = findGateway(call, p.Ipv6GatewayId);
      gateway.name = p.Name ?? gateway.name;
      gateway.description = p.Description ?? gateway.description;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteIpv6Gateway",
    parameters: { Ipv6GatewayId: gatewayId },
    handle(call, p) {
      const { id } = findGateway(call, p.Ipv6GatewayId);
      call.store.ipv6Gateways.delete(id);
      return {};
    },
  }),
];
