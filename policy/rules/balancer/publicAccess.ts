import type { ResourceView } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Properties that determine whether an ALB or NLB has public access. */
export const publicAccessReads = [
  ...["addressType", "ipv6AddressType", "bandwidthPackageId"],
  "zoneMappings[].allocationId",
] as const;

const eipTypes = ["alicloud:ecs/eipAddress:EipAddress", "alicloud:ecs/eip:Eip"];
const vswitchType = "alicloud:vpc/switch:Switch";

/** Checks that the address type of an ALB or NLB is intranet. */
export const checkAddressType = (balancer: ResourceView, because = ""): Verdict =>
  whenKnown("addressType", balancer.get("addressType"), (actual) =>
    actual === "Intranet"
      ? complies
      : violates({ property: "addressType", actual, expected: `"Intranet"${because}` }),
  );

/** Checks that an ALB or NLB has no public access other than by its address type. */
export const checkPublicAccess = (balancer: ResourceView | StackResource): Verdict =>
  all([
    whenKnown("ipv6AddressType", balancer.get("ipv6AddressType"), (actual) =>
      actual === "Internet"
        ? violates({
            property: "ipv6AddressType",
            actual,
            expected: '"Intranet"',
            hint: 'Set ipv6AddressType to "Intranet", or remove it.',
          })
        : complies,
    ),
    requireNotSet("bandwidthPackageId", balancer.get("bandwidthPackageId")),
    checkZoneMappings(balancer),
  ]);

function checkZoneMappings(balancer: ResourceView | StackResource): Verdict {
  const mappings = balancer.get("zoneMappings");
  if (isUnknown(mappings)) return checkUnknownZone(balancer, "zoneMappings", mappings);
  return all(
    (Array.isArray(mappings) ? (mappings as unknown[]) : []).map((mapping, index) => {
      const property = `zoneMappings[${index}]`;
      if (isUnknown(mapping)) return checkUnknownZone(balancer, property, mapping);
      return requireNotSet(`${property}.allocationId`, (mapping as { allocationId?: unknown }).allocationId);
    }),
  );
}

/**
 * Checks unknown zone mappings by their dependencies: an EIP makes them public, vSwitches alone do not. The known parts
 * are evaluated before, from the inputs.
 */
function checkUnknownZone(
  balancer: ResourceView | StackResource,
  property: string,
  actual: unknown,
): Verdict {
  const sources = "dependencies" in balancer ? balancer.dependencies("zoneMappings") : [];
  if (sources.some(({ type }) => eipTypes.includes(type)))
    return requireNotSet(`${property}.allocationId`, actual);
  const areVSwitches = sources.length > 0 && sources.every(({ type }) => type === vswitchType);
  return areVSwitches ? complies : undecided(`${property} is unknown at preview`);
}

/** Requires that a property is not set; an unknown value counts as set. */
function requireNotSet(property: string, actual: unknown): Verdict {
  if (!isUnknown(actual) && (actual === undefined || actual === "")) return complies;
  return violates({ property, actual, expected: "no value", hint: `Remove ${property}.` });
}
