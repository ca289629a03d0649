import type { Judgement } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { violates } from "../../core/verdict";

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
 * Each resource that makes one of the targets public, as a violation.
 *
 * @param targets what must not be public, and what leads there
 */
export function attachedTo(stack: Stack, targets: ReadonlyMap<Node, Node>): Judgement[] {
  const types = [...new Set([...targets.keys()].map(({ type }) => type))];
  return Object.entries(ways).flatMap(([type, { property, gives }]) =>
    stack.ofType(type).flatMap((resource) => {
      const linked = types.flatMap((other) => stack.linked(resource, property, other));
      const target = linked.find((each) => targets.has(each));
      if (!target) return [];
      return {
        resource,
        ...violates({
          property,
          seen: resource.at(property),
          wanted: `another target than ${target.name}, which ${targets.get(target)?.name} leads to`,
          remedy: `Remove ${resource.name}: it gives ${target.name} ${gives}.`,
        }),
      };
    }),
  );
}
