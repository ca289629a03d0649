import type { Exemption } from "./exemptions";
import type { ResourceView, RuleInfo } from "./rule";
import { formatValue, type Violation } from "./verdict";

const vpcApiType = "alicloud-vpc-api:index:VpcApi";

/** Formats a violation: path, actual and expected value, how to fix it, and the name of the check in other tools. */
export function formatMessage(
  rule: RuleInfo,
  resource: Pick<ResourceView, "urn">,
  violation: Violation,
  expired?: Exemption,
): string {
  const { property, actual, expected, hint = rule.hint } = violation;
  const argument =
    rule.argument !== undefined && isInVpcApi(resource) ? ` VpcApi argument: ${rule.argument}.` : "";
  const tag = rule.tags[0] === undefined ? "" : ` [${rule.tags[0]}]`;
  const ended = expired ? ` The exemption "${expired.reason}" expired on ${expired.expires}.` : "";
  return `${property}: ${formatValue(actual)}, expected ${expected}. ${hint}${argument}${ended}${tag}`;
}

/** Whether a `VpcApi` created the resource: its URN contains the types of all parents. */
function isInVpcApi({ urn }: Pick<ResourceView, "urn">): boolean {
  const [, , types = ""] = urn.split("::");
  return types.split("$").includes(vpcApiType);
}
