import { isUnknown } from "../../core/facts";
import type { ResourceFacts } from "../../core/rule";
import type { Node } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";

/** What is read of an ALB or an NLB to tell whether it has a way in from the Internet. */
export const waysInReads = [
  ...["addressType", "ipv6AddressType", "bandwidthPackageId"],
  "zoneMappings[].allocationId",
] as const;

const eipTypes = ["alicloud:ecs/eipAddress:EipAddress", "alicloud:ecs/eip:Eip"];
const vswitchType = "alicloud:vpc/switch:Switch";

/** Whether the address type of an ALB or an NLB is intranet. */
export const addressTypeVerdict = (balancer: ResourceFacts, because = ""): Verdict =>
  whenKnown("addressType", balancer.at("addressType"), (seen) =>
    seen === "Intranet"
      ? complies
      : violates({ property: "addressType", seen, wanted: `"Intranet"${because}` }),
  );

/** Whether an ALB or an NLB has no other way in from the Internet than by its address type. */
export const otherWaysVerdict = (balancer: ResourceFacts | Node): Verdict =>
  all([
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
    zonesVerdict(balancer),
  ]);

function zonesVerdict(balancer: ResourceFacts | Node): Verdict {
  const mappings = balancer.at("zoneMappings");
  if (isUnknown(mappings)) return unknownZoneVerdict(balancer, "zoneMappings", mappings);
  return all(
    (Array.isArray(mappings) ? (mappings as unknown[]) : []).map((mapping, index) => {
      const property = `zoneMappings[${index}]`;
      if (isUnknown(mapping)) return unknownZoneVerdict(balancer, property, mapping);
      return notSet(`${property}.allocationId`, (mapping as { allocationId?: unknown }).allocationId);
    }),
  );
}

/**
 * Of zones that are not known yet, what they come from tells: an EIP makes them public, and vSwitches alone do not. What
 * else is in them is judged by the inputs, before.
 */
function unknownZoneVerdict(balancer: ResourceFacts | Node, property: string, seen: unknown): Verdict {
  const sources = "from" in balancer ? balancer.from("zoneMappings") : [];
  if (sources.some(({ type }) => eipTypes.includes(type))) return notSet(`${property}.allocationId`, seen);
  const areVSwitches = sources.length > 0 && sources.every(({ type }) => type === vswitchType);
  return areVSwitches ? complies : undecided(`${property} is not known yet`);
}

/** What leads to the Internet is set also while its value is not known. */
function notSet(property: string, seen: unknown): Verdict {
  if (!isUnknown(seen) && (seen === undefined || seen === "")) return complies;
  return violates({ property, seen, wanted: "not to be set", remedy: `Leave ${property} out.` });
}
