import { isUnknown } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { zoneVerdict } from "../../core/zones";
import { instance } from "./exampleResources";

const type = "alicloud:apigateway/instance:Instance";

/** `cn-hangzhou-MAZ6(i,j,k)`: the zones in brackets. Source: API Gateway, DescribeZones. */
const multiZone = /-MAZ\d+\(([^)]*)\)$/;

export const apiGatewayInstanceMultiZone = resourceRule({
  name: "api-gateway-instance-multi-zone",
  title: "A gateway instance spans zones",
  description: "A gateway instance is in two zones or more.",
  why: "An instance in one zone stops with that zone, and all its groups with it.",
  severity: "medium",
  level: "advisory",
  tags: ["apigateway-instance-multi-zone"],
  remedy: "Choose a zoneId of several zones, or vSwitches in two zones. It replaces the instance.",
  argument: 'gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" }',
  type,
  reads: { [type]: ["zoneId", "zoneVswitchSecurityGroups[].zoneId"] },
  options: {},
  judge(resource) {
    const vSwitches = resource.at("zoneVswitchSecurityGroups");
    if (Array.isArray(vSwitches) || isUnknown(vSwitches))
      return zoneVerdict("zoneVswitchSecurityGroups", vSwitches);
    const zoneId = resource.at("zoneId");
    const zones = typeof zoneId === "string" ? (multiZone.exec(zoneId)?.[1]?.split(",") ?? [zoneId]) : zoneId;
    return zoneVerdict("zoneId", zones, zoneId);
  },
  examples: { fails: [instance({ zoneId: "cn-hangzhou-i" })], passes: [instance()] },
});
