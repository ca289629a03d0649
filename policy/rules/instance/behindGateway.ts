import { hasUnknown, textsIn } from "../../core/facts";
import { referenceOf } from "../../core/reference";
import type { Node, Stack } from "../../core/stack";
import { albType, clbType, type Front, formerClbType, nlbType, vpcAccessType } from "../backEndTypes";
import { balancerLinkReads, balancerLinks } from "../balancer/backEnds";

const albGroupType = "alicloud:alb/serverGroup:ServerGroup";
const nlbGroupType = "alicloud:nlb/serverGroup:ServerGroup";
export const clbGroupType = "alicloud:slb/serverGroup:ServerGroup";
const albListenerType = "alicloud:alb/listener:Listener";

/** What sends requests to server groups: where it names them, and what it belongs to. */
interface Forward {
  readonly groups: string;
  /** Path of the id, when the groups stand in a list. */
  readonly part?: string;
  readonly groupType: string;
  readonly of: string;
  readonly ofTypes: readonly string[];
}

const inTuples = "forwardGroupConfig.serverGroupTuples[].serverGroupId";
const forwards: Readonly<Record<string, Forward>> = {
  [albListenerType]: {
    ...{ groups: "defaultActions", part: inTuples, groupType: albGroupType },
    ...{ of: "loadBalancerId", ofTypes: [albType] },
  },
  "alicloud:alb/rule:Rule": {
    ...{ groups: "ruleActions", part: inTuples, groupType: albGroupType },
    ...{ of: "listenerId", ofTypes: [albListenerType] },
  },
  "alicloud:nlb/listener:Listener": {
    ...{ groups: "serverGroupId", groupType: nlbGroupType },
    ...{ of: "loadBalancerId", ofTypes: [nlbType] },
  },
};

/** What is read to tell which server groups and balancers the gateway reaches. */
export const behindGatewayReads: Readonly<Record<string, readonly string[]>> = {
  ...balancerLinkReads,
  ...Object.fromEntries(
    Object.entries(forwards).map(([type, { groups, part, of }]) => [
      type,
      [part === undefined ? groups : `${groups}[].${part}`, of],
    ]),
  ),
  [nlbGroupType]: [],
  [clbGroupType]: ["loadBalancerId"],
};

const elsewhere = "no authorization of this stack leads the gateway to its balancer, but one elsewhere may";

const clbTypes = [clbType, formerClbType];
const entryTypes = [albGroupType, nlbGroupType, clbGroupType, ...clbTypes];

/** A resource of the stack, or the id of one that another stack made. */
type Target = Node | string;

/** Which entries the gateway reaches: from the server group by its listeners and balancers to an authorization. */
export class BehindGateway {
  /** Balancers that an authorization leads to; false where it may only. */
  private readonly led = new Map<Target, boolean>();
  /** What sends requests to a server group. */
  private readonly forwarding = new Map<Target, Node[]>();
  private isOpen: boolean;

  constructor(private readonly stack: Stack) {
    const { links, open } = balancerLinks(stack);
    for (const { balancer, isSure } of links) {
      this.led.set(balancer, isSure || this.led.get(balancer) === true);
    }
    const accesses = stack.ofType(vpcAccessType);
    for (const id of accesses.flatMap((access) => textsIn(access.at("instanceId")))) this.led.set(id, true);
    this.isOpen = open.length > 0;
    for (const type of Object.keys(forwards)) {
      for (const node of stack.ofType(type)) this.noteGroupsOf(node, forwards[type] as Forward);
    }
  }

  /**
   * What leads to the instances of an entry, as surely as the whole way to an authorization is known.
   *
   * @param front the authorization, the server group, or what attaches to one or to a balancer
   * @param behind where an attachment says what it attaches to
   */
  reach(front: Node, behind: string | undefined): Omit<Front, "front"> {
    if (front.type === vpcAccessType) return { isSure: true };
    const start = behind === undefined ? [front] : this.targetsOf(front, behind, entryTypes);
    const found = start.flatMap((target) => this.balancersOf(target));
    if (found.some((balancer) => this.led.get(balancer) === true)) return { isSure: true };
    const isOpen = this.isOpen || start.length === 0 || found.some((balancer) => this.led.has(balancer));
    return isOpen ? { isSure: false } : { isSure: false, reason: elsewhere };
  }

  private noteGroupsOf(node: Node, { groups, groupType }: Forward): void {
    const targets = this.targetsOf(node, groups, [groupType]);
    if (targets.length === 0 && hasUnknown(node.at(groups))) this.isOpen = true;
    for (const group of targets) {
      this.forwarding.set(group, [...(this.forwarding.get(group) ?? []), node]);
    }
  }

  private balancersOf(target: Target): readonly Target[] {
    if (typeof target !== "string") {
      if (target.type === albListenerType) return this.targetsOf(target, "loadBalancerId", [albType]);
      if (target.type === clbGroupType) return this.targetsOf(target, "loadBalancerId", clbTypes);
    }
    const above = (this.forwarding.get(target) ?? []).flatMap((node) => {
      const { of, ofTypes } = forwards[node.type] as Forward;
      return this.targetsOf(node, of, ofTypes);
    });
    return [target, ...above.flatMap((each) => this.balancersOf(each))];
  }

  /** What a property leads to, in a list as well, and the ids that stand there. */
  private targetsOf(node: Node, property: string, types: readonly string[]): readonly Target[] {
    const value = node.at(property);
    const texts = textsIn(value);
    const named = texts.flatMap((text) => types.flatMap((type) => this.stack.having(node, text, type, "id")));
    if (!hasUnknown(value)) return [...named, ...texts];
    if (Array.isArray(value))
      return [...named, ...texts, ...node.from(property).filter(({ type }) => types.includes(type))];
    const paths = Object.fromEntries(types.map((type) => [type, ["id"]]));
    const { isSure, targets } = referenceOf(this.stack, node, property, paths);
    return isSure ? targets : [];
  }
}
