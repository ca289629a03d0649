import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { ecsType, instanceAddresses } from "../backEndTypes";
import { allowsTraffic, groupRuleType } from "../network/groupRules";
import { parsePorts } from "../network/ports";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";

/** Properties that determine which ports the security groups of an instance allow. */
export const instancePortReads = {
  [ecsType]: [...instanceAddresses, "securityGroups"],
  [groupType]: [],
  [groupRuleType]: ["type", "policy", "securityGroupId", "ipProtocol", "portRange"],
} as const;

/** Indexes ingress rules by security group. */
export class InstancePorts {
  private readonly byGroup = new Map<StackResource, StackResource[]>();
  /** Whether a rule may belong to any group. */
  private isOpen = false;

  constructor(private readonly stack: Stack) {
    for (const rule of stack.ofType(groupRuleType)) {
      if (!allowsTraffic(rule, "ingress")) continue;
      const { isCertain, targets } = resolveReference(stack, rule, "securityGroupId", {
        [groupType]: ["id"],
      });
      if (!isCertain) this.isOpen = true;
      for (const group of isCertain ? targets : []) {
        addToList(this.byGroup, group, rule);
      }
    }
  }

  /** Checks that a security group of an instance allows a port. Other rules check the source addresses. */
  check(port: unknown, instance: StackResource): Verdict {
    if (isUnknown(port)) return undecided("port is unknown at preview");
    const groups = instance.dependencies("securityGroups").filter(({ type }) => type === groupType);
    const ids = instance.get("securityGroups");
    const groupsById = collectStrings(ids).flatMap((id) =>
      this.stack.findByValue(instance, id, groupType, "id"),
    );
    const own = [...new Set([...groups, ...groupsById])];
    const rules = own.flatMap((group) => this.byGroup.get(group) ?? []);
    const answers = rules.map((rule) => acceptsPort(rule, port));
    if (answers.includes(true)) return complies;
    // The rules of a security group of another stack are unknown here.
    if (own.length === 0 || !Array.isArray(ids) || own.length < ids.length)
      return undecided(`some security groups of ${instance.name} are not in this stack`);
    if (this.isOpen || answers.includes(undefined))
      return undecided(`a rule of the security groups of ${instance.name} is unknown at preview`);
    const names = own.map(({ name }) => name).join(", ");
    return violates({
      property: "port",
      actual: port,
      expected: `a port that ${names} of ${instance.name} allows`,
      hint: "Set port to the port of the service, or allow the port in the security group.",
    });
  }
}

/** Undefined while it is unknown at preview. */
function acceptsPort(rule: StackResource, port: unknown): boolean | undefined {
  const [protocol, range] = [rule.get("ipProtocol"), rule.get("portRange")];
  if (!isUnknown(protocol) && protocol !== "tcp" && protocol !== "all") return false;
  if (isUnknown(range)) return undefined;
  const { from, to } = parsePorts(range);
  if (typeof port !== "number" || port < from || port > to) return false;
  return isUnknown(protocol) || isUnknown(rule.get("type")) || isUnknown(rule.get("policy"))
    ? undefined
    : true;
}
