import type { Evaluation } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { complies, decideIf, undecided, type Verdict, violates } from "../../core/verdict";
import { type BackEndSource, explainUncertainty, resolveAttachedTarget } from "../backEndTypes";

/** Property of an attachment that names its target, and what it gives to the target. */
interface PublicAttachment {
  readonly property: string;
  readonly gives: string;
}

export const eipAssociationType = "alicloud:ecs/eipAssociation:EipAssociation";

/** Resource types that give others public access. */
const publicAttachments: Readonly<Record<string, PublicAttachment>> = {
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

/** Properties of resources that give others public access. */
export const publicAttachmentReads: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(publicAttachments).map(([type, { property }]) => [type, [property]]),
);

/**
 * Evaluates each resource that gives one of the targets public access. It is undecided if the target is unknown.
 *
 * @param targets resources that must not be public, and where requests to them come from
 */
export function checkAttachments(
  stack: Stack,
  targets: ReadonlyMap<StackResource, BackEndSource>,
): Evaluation[] {
  if (targets.size === 0) return [];
  return Object.entries(publicAttachments).flatMap(([type, attachment]) =>
    stack
      .ofType(type)
      .map((resource) => ({ resource, ...checkAttachment(stack, resource, attachment, targets) })),
  );
}

function checkAttachment(
  stack: Stack,
  resource: StackResource,
  { property, gives }: PublicAttachment,
  targets: ReadonlyMap<StackResource, BackEndSource>,
): Verdict {
  const { isCertain, targets: named } = resolveAttachedTarget(stack, resource, property);
  const unknownProperty = `${property} is unknown at preview`;
  if (!isCertain && named.length === 0) return undecided(unknownProperty);
  const target = named.find((each) => targets.has(each));
  const source = target && targets.get(target);
  if (!source) return complies;
  const violation = violates({
    property,
    actual: resource.get(property),
    expected: `another target than ${target.name}, a back end of ${source.source.name}`,
    hint: `Remove ${resource.name}, which gives ${target.name} ${gives}.`,
  });
  return decideIf(
    isCertain && source.isCertain,
    violation,
    isCertain ? explainUncertainty(source) : unknownProperty,
  );
}
