import { addToList } from "../../core/lists";
import type { Stack, StackResource } from "../../core/stack";
import { hasUnknown } from "../../core/values";
import { albGroupType, clbGroupType, ecsType, nlbGroupType } from "../backEndTypes";
import { clbTypes } from "../balancer/backEnds";
import { resolveTargets, type Target } from "./targets";

export const scalingGroupType = "alicloud:ess/scalingGroup:ScalingGroup";
export const scalingConfigurationType = "alicloud:ess/scalingConfiguration:ScalingConfiguration";
const instanceAttachmentType = "alicloud:ess/attachment:Attachment";

/** Properties that name where the instances of a scaling group are added, and the types that they name. */
interface TargetProperty {
  readonly property: string;
  /** Path of the ID in the elements of a list. */
  readonly part?: string;
  readonly types: readonly string[];
}

const ownTargets: readonly TargetProperty[] = [
  { property: "loadbalancerIds", types: clbTypes },
  { property: "albServerGroups", part: "albServerGroupId", types: [albGroupType] },
];

const attachments: Readonly<Record<string, TargetProperty>> = {
  "alicloud:ess/albServerGroupAttachment:AlbServerGroupAttachment": {
    property: "albServerGroupId",
    types: [albGroupType],
  },
  "alicloud:ess/serverGroupAttachment:ServerGroupAttachment": {
    property: "serverGroupId",
    types: [albGroupType, nlbGroupType],
  },
  "alicloud:ess/scalingGroupVServerGroups:ScalingGroupVServerGroups": {
    property: "vserverGroups",
    part: "vserverAttributes[].vserverGroupId",
    types: [clbGroupType],
  },
};

const formatPath = ({ property, part }: TargetProperty): string =>
  part === undefined ? property : `${property}[].${part}`;

/** Properties that determine which server groups and load balancers use the instances of a scaling group. */
export const scalingReads: Readonly<Record<string, readonly string[]>> = {
  [scalingGroupType]: ownTargets.map(formatPath),
  [scalingConfigurationType]: ["scalingGroupId"],
  [instanceAttachmentType]: ["scalingGroupId", "instanceIds"],
  ...Object.fromEntries(
    Object.entries(attachments).map(([type, target]) => [type, ["scalingGroupId", formatPath(target)]]),
  ),
};

/** Finds what uses the instances of scaling groups, and what describes these instances. */
export class ScalingGroups {
  readonly all: readonly StackResource[];
  /** Whether an attachment has an unknown scaling group or target. */
  readonly hasUnknownLinks: boolean;
  private readonly attached = new Map<StackResource, Target[]>();
  private readonly existing = new Map<StackResource, StackResource[]>();
  private readonly configured = new Map<StackResource, StackResource[]>();

  constructor(private readonly stack: Stack) {
    this.all = stack.ofType(scalingGroupType);
    let hasUnknownLinks = this.all.some((group) =>
      ownTargets.some((target) => isOpen(group, target.property, this.follow(group, target))),
    );
    for (const [type, target] of Object.entries(attachments)) {
      for (const node of stack.ofType(type)) {
        const [groups, targets] = [this.findGroups(node), this.follow(node, target)];
        hasUnknownLinks ||= isOpen(node, "scalingGroupId", groups) || isOpen(node, target.property, targets);
        for (const group of groups) for (const each of targets) addToList(this.attached, group, each);
      }
    }
    for (const node of stack.ofType(instanceAttachmentType)) {
      const instances = resolveTargets(stack, node, "instanceIds", [ecsType]).filter(isResource);
      for (const group of this.findGroups(node))
        for (const instance of instances) addToList(this.existing, group, instance);
    }
    for (const node of stack.ofType(scalingConfigurationType))
      for (const group of this.findGroups(node)) addToList(this.configured, group, node);
    this.hasUnknownLinks = hasUnknownLinks;
  }

  /** Returns the server groups and load balancers that the instances of a scaling group are added to. */
  findTargets(group: StackResource): readonly Target[] {
    const own = ownTargets.flatMap((target) => this.follow(group, target));
    return [...new Set([...own, ...(this.attached.get(group) ?? [])])];
  }

  /** Returns the instances of the stack that are attached to a scaling group. */
  findInstances(group: StackResource): readonly StackResource[] {
    return this.existing.get(group) ?? [];
  }

  /** Returns the scaling configurations of a scaling group. Without any, a launch template describes its instances. */
  findConfigurations(group: StackResource): readonly StackResource[] {
    return this.configured.get(group) ?? [];
  }

  private follow(node: StackResource, { property, types }: TargetProperty): readonly Target[] {
    return node.get(property) === undefined ? [] : resolveTargets(this.stack, node, property, types);
  }

  private findGroups(node: StackResource): readonly StackResource[] {
    return resolveTargets(this.stack, node, "scalingGroupId", [scalingGroupType]).filter(isResource);
  }
}

const isOpen = (node: StackResource, property: string, targets: readonly Target[]): boolean =>
  targets.length === 0 && hasUnknown(node.get(property));

export const isResource = (target: Target): target is StackResource => typeof target !== "string";
