import type { Judgement } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, provided, undecided, type Verdict, violates } from "../../core/verdict";
import { attachedTarget, type Front, whyUnsure } from "../backEndTypes";

/** Where a resource names what it makes public, and what it gives to it. */
interface Way {
  readonly property: string;
  readonly gives: string;
}

export const eipAssociationType = "alicloud:ecs/eipAssociation:EipAssociation";

/** Resources that make others public. */
const ways: Readonly<Record<string, Way>> = {
  [eipAssociationType]: { property: "instanceId", gives: "a public address" },
  "alicloud:eipanycast/anycastEipAddressAttachment:AnycastEipAddressAttachment": {
    property: "bindInstanceId",
    gives: "an anycast address",
  },
  "alicloud:vpc/commonBandwithPackageAttachment:CommonBandwithPackageAttachment": {
    property: "instanceId",
    gives: "Internet bandwidth",
  },
  "alicloud:alb/loadBalancerCommonBandwidthPackageAttachment:LoadBalancerCommonBandwidthPackageAttachment": {
    property: "loadBalancerId",
    gives: "Internet bandwidth",
  },
  "alicloud:nlb/loadbalancerCommonBandwidthPackageAttachment:LoadbalancerCommonBandwidthPackageAttachment": {
    property: "loadBalancerId",
    gives: "Internet bandwidth",
  },
};

/** What is read of resources that make others public. */
export const publicAddressReads: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(ways).map(([type, { property }]) => [type, [property]]),
);

/**
 * Each resource that makes one of the targets public, as a violation; not decided where nobody can tell.
 *
 * @param targets what must not be public, and what leads there
 */
export function attachedTo(stack: Stack, targets: ReadonlyMap<Node, Front>): Judgement[] {
  if (targets.size === 0) return [];
  return Object.entries(ways).flatMap(([type, way]) =>
    stack.ofType(type).map((resource) => ({ resource, ...verdictOf(stack, resource, way, targets) })),
  );
}

function verdictOf(
  stack: Stack,
  resource: Node,
  { property, gives }: Way,
  targets: ReadonlyMap<Node, Front>,
): Verdict {
  const { isSure, targets: named } = attachedTarget(stack, resource, property);
  const unknownHere = `${property} is not known yet`;
  if (!isSure && named.length === 0) return undecided(unknownHere);
  const target = named.find((each) => targets.has(each));
  const leading = target && targets.get(target);
  if (!leading) return complies;
  const violation = violates({
    property,
    seen: resource.at(property),
    wanted: `another target than ${target.name}, which ${leading.front.name} leads to`,
    remedy: `Remove ${resource.name}: it gives ${target.name} ${gives}.`,
  });
  return provided(isSure && leading.isSure, violation, isSure ? whyUnsure(leading) : unknownHere);
}
