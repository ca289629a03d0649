import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { notSet } from "./albAddressTypeIntranet";
import { albBackEnds, albType, backEndReads, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { attachedTo, eipAssociationType } from "./publicAddresses";

const packageType =
  "alicloud:alb/loadBalancerCommonBandwidthPackageAttachment:LoadBalancerCommonBandwidthPackageAttachment";
const eipTypes = ["alicloud:ecs/eipAddress:EipAddress", "alicloud:ecs/eip:Eip"];

export const albBackendNoPublicExposure = stackRule({
  name: "alb-backend-no-public-exposure",
  title: "An ALB behind the gateway has no way in from the Internet",
  description:
    "An ALB that a VPC access authorization leads to has no public IPv6 address, no EIP and no Internet bandwidth.",
  why:
    "An intranet ALB can still be called past the gateway, without its authentication and throttling, when it gets a " +
    "public address in another way than by its network type.",
  severity: "high",
  level: "mandatory",
  tags: ["alb-address-type-check"],
  remedy: "Remove what makes the ALB public.",
  argument: 'balancer: { kind: "alb" } makes an intranet ALB',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    [albType]: [
      ...backEndReads[albType],
      ...["ipv6AddressType", "bandwidthPackageId", "zoneMappings[].allocationId"],
    ],
    [packageType]: ["loadBalancerId"],
    [eipAssociationType]: ["instanceId"],
  },
  options: {},
  judge(stack): Judgement[] {
    const backEnds = albBackEnds(stack);
    return [
      ...backEnds.map(({ balancer }) => ({ resource: balancer, ...verdictOf(balancer) })),
      ...attachedTo(stack, backEnds, {
        type: packageType,
        property: "loadBalancerId",
        what: "it gives the ALB Internet bandwidth",
      }),
      ...attachedTo(stack, backEnds, {
        type: eipAssociationType,
        property: "instanceId",
        what: "it gives the ALB a public address",
      }),
    ];
  },
  examples: {
    fails: [
      alb({ addressIpVersion: "DualStack", ipv6AddressType: "Internet" }),
      accessTo({ ref: "alb", output: "dnsName" }),
    ],
    passes: [
      alb({ addressIpVersion: "DualStack", ipv6AddressType: "Intranet" }),
      accessTo({ ref: "alb", output: "dnsName" }),
    ],
  },
});

function verdictOf(balancer: Node): Verdict {
  const property = "ipv6AddressType";
  return all([
    whenKnown(property, balancer.at(property), (seen) =>
      seen === "Internet" ? violates({ property, seen, wanted: '"Intranet"' }) : complies,
    ),
    notSet("bandwidthPackageId", balancer.at("bandwidthPackageId")),
    ...eipsOf(balancer),
  ]);
}

/** Of zones that are not known yet, what they come from tells; alb-address-type-intranet looks at the inputs besides. */
function eipsOf(balancer: Node): Verdict[] {
  const mappings = balancer.at("zoneMappings");
  if (isUnknown(mappings)) {
    const eip = balancer.from("zoneMappings").find(({ type }) => eipTypes.includes(type));
    return eip ? [notSet("zoneMappings[].allocationId", mappings)] : [];
  }
  return (Array.isArray(mappings) ? (mappings as unknown[]) : []).map((mapping, index) =>
    isUnknown(mapping)
      ? complies
      : notSet(`zoneMappings[${index}].allocationId`, (mapping as { allocationId?: unknown }).allocationId),
  );
}
