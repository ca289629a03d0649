import { isUnknown } from "../../core/facts";
import { referenceOf } from "../../core/reference";
import type { Node, Stack } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { ecsType } from "../backEndTypes";
import { groupRuleType, letsThrough } from "../network/groupRules";
import { portsOf } from "../network/ports";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";

/** What is read to tell on which ports the security groups of an instance let connections in. */
export const instancePortReads = {
  [ecsType]: ["privateIp", "securityGroups"],
  [groupType]: [],
  [groupRuleType]: ["type", "policy", "securityGroupId", "ipProtocol", "portRange"],
} as const;

/** The rules that let connections in, by security group, and those whose group nobody knows yet. */
export class InstancePorts {
  private readonly byGroup = new Map<Node, Node[]>();
  private readonly open: Node[] = [];

  constructor(private readonly stack: Stack) {
    for (const rule of stack.ofType(groupRuleType)) {
      if (!letsThrough(rule, "ingress")) continue;
      const { isSure, targets } = referenceOf(stack, rule, "securityGroupId", { [groupType]: ["id"] });
      if (!isSure) this.open.push(rule);
      for (const group of isSure ? targets : []) {
        const same = this.byGroup.get(group);
        if (same) same.push(rule);
        else this.byGroup.set(group, [rule]);
      }
    }
  }

  /** Whether one of an instance's groups lets somebody in on a port; who that may be is another rule's. */
  verdictOf(port: unknown, instance: Node): Verdict {
    if (isUnknown(port)) return undecided("port is not known yet");
    const groups = instance.from("securityGroups").filter(({ type }) => type === groupType);
    const ids = instance.at("securityGroups");
    const named = this.stack
      .ofType(groupType)
      .filter((group) => Array.isArray(ids) && (ids as unknown[]).includes(group.at("id")));
    const own = [...new Set([...groups, ...named])];
    const rules = own.flatMap((group) => this.byGroup.get(group) ?? []);
    const answers = [...rules.map((rule) => letsIn(rule, port)), ...this.open.map(() => undefined)];
    if (answers.includes(true)) return complies;
    // A group of another stack has rules that are not known here.
    if (own.length === 0 || !Array.isArray(ids) || own.length < ids.length)
      return undecided(`not all security groups of ${instance.name} are of this stack`);
    if (answers.includes(undefined))
      return undecided(`what the security groups of ${instance.name} let in is not known yet`);
    const names = own.map(({ name }) => name).join(", ");
    return violates({
      property: "port",
      seen: port,
      wanted: `a port on which ${names} of ${instance.name} lets connections in`,
      remedy: "Let port be that of the service, or let connections in on it.",
    });
  }
}

/** Undefined while it is not known. */
function letsIn(rule: Node, port: unknown): boolean | undefined {
  const [protocol, range] = [rule.at("ipProtocol"), rule.at("portRange")];
  if (!isUnknown(protocol) && protocol !== "tcp" && protocol !== "all") return false;
  if (isUnknown(range)) return undefined;
  const { from, to } = portsOf(range);
  if (typeof port !== "number" || port < from || port > to) return false;
  return isUnknown(protocol) || isUnknown(rule.at("type")) || isUnknown(rule.at("policy")) ? undefined : true;
}
