import { addToList } from "../../core/lists";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, hasUnknown } from "../../core/values";
import {
  albGroupType,
  albType,
  type BackEndSource,
  clbGroupType,
  nlbGroupType,
  nlbType,
  vpcAccessType,
} from "../backEndTypes";
import { backEndReads, balancerTypes, clbTypes, findLinks } from "../balancer/backEnds";
import { type ScalingGroups, scalingGroupType, scalingReads } from "./scalingGroups";
import { resolveTargets, type Target } from "./targets";

const albListenerType = "alicloud:alb/listener:Listener";

/** Properties of a type that forwards requests to server groups. */
interface Forward {
  readonly groups: string;
  /** Path of the ID in the elements of a list. */
  readonly part?: string;
  readonly groupType: string;
  readonly of: string;
  readonly ofTypes: readonly string[];
}

const tuplePath = "forwardGroupConfig.serverGroupTuples[].serverGroupId";
const forwards: Readonly<Record<string, Forward>> = {
  [albListenerType]: {
    ...{ groups: "defaultActions", part: tuplePath, groupType: albGroupType },
    ...{ of: "loadBalancerId", ofTypes: [albType] },
  },
  "alicloud:alb/rule:Rule": {
    ...{ groups: "ruleActions", part: tuplePath, groupType: albGroupType },
    ...{ of: "listenerId", ofTypes: [albListenerType] },
  },
  "alicloud:nlb/listener:Listener": {
    ...{ groups: "serverGroupId", groupType: nlbGroupType },
    ...{ of: "loadBalancerId", ofTypes: [nlbType] },
  },
};

/** Properties that determine which server groups and load balancers the gateway reaches. */
export const behindGatewayReads: Readonly<Record<string, readonly string[]>> = {
  ...backEndReads,
  ...scalingReads,
  ...Object.fromEntries(
    Object.entries(forwards).map(([type, { groups, part, of }]) => [
      type,
      [part === undefined ? groups : `${groups}[].${part}`, of],
    ]),
  ),
  [nlbGroupType]: [],
  [clbGroupType]: ["loadBalancerId"],
};

const otherStackReason =
  "no authorization of this stack names its load balancer, but one of another stack may";

const entryTypes = [albGroupType, nlbGroupType, clbGroupType, ...clbTypes];

/** Determines whether the gateway reaches a server group: through listeners and load balancers of an authorization. */
export class BehindGateway {
  /** Load balancers that an authorization certainly (true) or possibly (false) names. */
  private readonly namedBalancers = new Map<Target, boolean>();
  /** Listeners and rules that forward to a server group. */
  private readonly forwarding = new Map<Target, StackResource[]>();
  private hasUnknownLinks: boolean;

  constructor(
    private readonly stack: Stack,
    private readonly scalingGroups: ScalingGroups,
  ) {
    const { links, open } = findLinks(stack, balancerTypes);
    for (const { target, isCertain } of links) {
      this.namedBalancers.set(target, isCertain || this.namedBalancers.get(target) === true);
    }
    const accesses = stack.ofType(vpcAccessType);
    for (const id of accesses.flatMap((access) => collectStrings(access.get("instanceId"))))
      this.namedBalancers.set(id, true);
    this.hasUnknownLinks = open.length > 0 || scalingGroups.hasUnknownLinks;
    for (const type of Object.keys(forwards)) {
      for (const node of stack.ofType(type)) this.indexGroups(node, forwards[type] as Forward);
    }
  }

  /**
   * Determines whether the gateway reaches the instances of an entry.
   *
   * @param source the authorization, server group, or attachment to a server group or load balancer
   * @param targetProperty property of an attachment that names what it attaches to
   */
  checkReach(source: StackResource, targetProperty: string | undefined): Omit<BackEndSource, "source"> {
    if (source.type === vpcAccessType) return { isCertain: true };
    const start =
      targetProperty === undefined ? [source] : this.resolveTargets(source, targetProperty, entryTypes);
    const found = start.flatMap((target) => this.findBalancers(target));
    if (found.some((balancer) => this.namedBalancers.get(balancer) === true)) return { isCertain: true };
    const hasUnknownLinks =
      this.hasUnknownLinks ||
      start.length === 0 ||
      found.some((balancer) => this.namedBalancers.has(balancer));
    return hasUnknownLinks ? { isCertain: false } : { isCertain: false, reason: otherStackReason };
  }

  private indexGroups(node: StackResource, { groups, groupType }: Forward): void {
    const targets = this.resolveTargets(node, groups, [groupType]);
    if (targets.length === 0 && hasUnknown(node.get(groups))) this.hasUnknownLinks = true;
    for (const group of targets) {
      addToList(this.forwarding, group, node);
    }
  }

  private findBalancers(target: Target): readonly Target[] {
    if (typeof target !== "string") {
      if (target.type === albListenerType) return this.resolveTargets(target, "loadBalancerId", [albType]);
      if (target.type === clbGroupType) return this.resolveTargets(target, "loadBalancerId", clbTypes);
      if (target.type === scalingGroupType)
        return this.scalingGroups.findTargets(target).flatMap((each) => this.findBalancers(each));
    }
    const above = (this.forwarding.get(target) ?? []).flatMap((node) => {
      const { of, ofTypes } = forwards[node.type] as Forward;
      return this.resolveTargets(node, of, ofTypes);
    });
    return [target, ...above.flatMap((each) => this.findBalancers(each))];
  }

  private resolveTargets(node: StackResource, property: string, types: readonly string[]): readonly Target[] {
    return resolveTargets(this.stack, node, property, types);
  }
}
