import type { Exemption } from "./exemptions";
import type { RuleInfo } from "./rule";
import { formatValue, type Violation } from "./verdict";

/** Formats a violation: path, actual and expected value, how to fix it, and the name of the check in other tools. */
export function formatMessage(rule: RuleInfo, violation: Violation, expired?: Exemption): string {
  const { property, actual, expected, hint = rule.hint } = violation;
  const argument = rule.argument === undefined ? "" : ` VpcApi argument: ${rule.argument}.`;
  const tag = rule.tags[0] === undefined ? "" : ` [${rule.tags[0]}]`;
  const ended = expired ? ` The exemption "${expired.reason}" expired on ${expired.expires}.` : "";
  return `${property}: ${formatValue(actual)}, expected ${expected}. ${hint}${argument}${ended}${tag}`;
}
