import type { Exemption } from "./exemptions";
import type { RuleInfo } from "./rule";
import { shown, type Violation } from "./verdict";

/** One finding as people read it: where, what was seen, what is wanted, what to do, and what knows it by which name. */
export function messageOf(rule: RuleInfo, violation: Violation, expired?: Exemption): string {
  const { property, seen, wanted, remedy = rule.remedy } = violation;
  const argument = rule.argument === undefined ? "" : ` With VpcApi: ${rule.argument}.`;
  const tag = rule.tags[0] === undefined ? "" : ` [${rule.tags[0]}]`;
  const over = expired ? ` The exemption "${expired.reason}" ended on ${expired.expires}.` : "";
  return `${property} is ${shown(seen)}, wanted ${wanted}. ${remedy}${argument}${over}${tag}`;
}
