import { resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies } from "../../core/verdict";
import { checkZones } from "../../core/zones";
import { instance } from "./exampleResources";

const type = "alicloud:apigateway/instance:Instance";

/** Matches the zones in `cn-hangzhou-MAZ6(i,j,k)`. Source: API Gateway, DescribeZones. */
const multiZone = /-MAZ\d+\(([^)]*)\)$/;
/** The same without the list. Source: example of `alicloud_api_gateway_instance`. */
const unlistedMultiZone = /-MAZ\d+$/;

export const apiGatewayInstanceMultiZone = resourceRule({
  name: "api-gateway-instance-multi-zone",
  title: "Gateway instance spans zones",
  description: "A gateway instance is in at least two zones.",
  why: "A gateway instance in a single zone fails with this zone, and all its API groups fail with it.",
  severity: "medium",
  level: "advisory",
  tags: ["apigateway-instance-multi-zone"],
  hint: "Use a zoneId with several zones, or vSwitches in two zones. This replaces the instance.",
  argument: 'gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" }',
  type,
  reads: { [type]: ["zoneId", "zoneVswitchSecurityGroups[].zoneId"] },
  options: {},
  evaluate(resource) {
    const vSwitches = resource.get("zoneVswitchSecurityGroups");
    if (Array.isArray(vSwitches) || isUnknown(vSwitches))
      return checkZones("zoneVswitchSecurityGroups", vSwitches);
    const zoneId = resource.get("zoneId");
    if (typeof zoneId === "string" && unlistedMultiZone.test(zoneId)) return complies;
    const zones = typeof zoneId === "string" ? (multiZone.exec(zoneId)?.[1]?.split(",") ?? [zoneId]) : zoneId;
    return checkZones("zoneId", zones, zoneId);
  },
  examples: { fails: [instance({ zoneId: "cn-hangzhou-i" })], passes: [instance()] },
});
