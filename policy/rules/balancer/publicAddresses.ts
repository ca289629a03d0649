import type { Judgement } from "../../core/rule";
import type { Stack } from "../../core/stack";
import { violates } from "../../core/verdict";
import type { BackEnd } from "./backEnds";

export const eipAssociationType = "alicloud:ecs/eipAssociation:EipAssociation";

/** Resources of a type that give one of the balancers a public address, each as a violation. */
export function attachedTo(
  stack: Stack,
  backEnds: readonly BackEnd[],
  { type, property, what }: { readonly type: string; readonly property: string; readonly what: string },
): Judgement[] {
  const byBalancer = new Map(backEnds.map((backEnd) => [backEnd.balancer, backEnd]));
  const types = new Set(backEnds.map(({ balancer }) => balancer.type));
  return stack.ofType(type).flatMap((resource) => {
    const linked = [...types].flatMap((other) => stack.linked(resource, property, other));
    const [backEnd] = linked.flatMap((balancer) => byBalancer.get(balancer) ?? []);
    if (!backEnd) return [];
    const { balancer, access } = backEnd;
    return {
      resource,
      ...violates({
        property,
        seen: resource.at(property),
        wanted: `another target than ${balancer.name}, which ${access.name} leads the gateway to`,
        remedy: `Remove ${resource.name}: ${what}.`,
      }),
    };
  });
}
