import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type ResourceFacts, resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

export const albAddressTypeIntranet = resourceRule({
  name: "alb-address-type-intranet",
  title: "An ALB is intranet",
  description: "An ALB faces its VPC alone, unless it is named as one that faces the Internet on purpose.",
  why:
    "Behind API Gateway, an ALB is called by its private address. This rule looks at each ALB before it is made or " +
    "changed, so that it also stops an update without a preview.",
  severity: "high",
  level: "mandatory",
  tags: ["alb-address-type-check", "alb-address-type-intranet"],
  remedy:
    "Let addressType be Intranet, or name the ALB in publicLoadBalancers if the gateway does not call it.",
  argument: 'balancer: { kind: "alb" } makes an intranet ALB',
  type,
  reads: {
    [type]: [
      ...["loadBalancerName", "addressType", "ipv6AddressType", "bandwidthPackageId"],
      "zoneMappings[].allocationId",
    ],
  },
  options: {
    publicLoadBalancers: strings([], "Names of ALBs, or of their resources, that face the Internet."),
  },
  judge(balancer, { publicLoadBalancers }) {
    const names = [balancer.name, balancer.at("loadBalancerName")];
    if (names.some((name) => typeof name === "string" && publicLoadBalancers.includes(name))) return complies;
    return all([
      whenKnown("addressType", balancer.at("addressType"), (seen) =>
        seen === "Intranet" ? complies : violates({ property: "addressType", seen, wanted: '"Intranet"' }),
      ),
      whenKnown("ipv6AddressType", balancer.at("ipv6AddressType"), (seen) =>
        seen === "Internet"
          ? violates({
              property: "ipv6AddressType",
              seen,
              wanted: '"Intranet"',
              remedy: "Let ipv6AddressType be Intranet, or leave it out.",
            })
          : complies,
      ),
      notSet("bandwidthPackageId", balancer.at("bandwidthPackageId")),
      withoutEips(balancer),
    ]);
  },
  examples: { fails: [alb({ addressType: "Internet" })], passes: [alb()] },
});

function withoutEips(balancer: ResourceFacts): Verdict {
  const mappings = balancer.at("zoneMappings");
  if (!Array.isArray(mappings)) return whenKnown("zoneMappings", mappings, () => complies);
  return all(
    (mappings as unknown[]).map((mapping, index) =>
      whenKnown(`zoneMappings[${index}]`, mapping, (known) =>
        notSet(`zoneMappings[${index}].allocationId`, (known as { allocationId?: unknown }).allocationId),
      ),
    ),
  );
}

/** What leads to the Internet is set also while its value is not known. */
export function notSet(property: string, seen: unknown): Verdict {
  if (!isUnknown(seen) && (seen === undefined || seen === "")) return complies;
  return violates({ property, seen, wanted: "not to be set", remedy: `Leave ${property} out.` });
}
