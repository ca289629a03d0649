import type { Exemption } from "./exemptions";
import type { ResourceView, RuleInfo } from "./rule";
import { Secrets } from "./secrets";
import { isUnknown } from "./values";
import { formatValue, redacted, type Violation } from "./verdict";

const vpcApiType = "alicloud-vpc-api:index:VpcApi";

/** What a message depends on besides the violation. */
export interface MessageContext {
  readonly secrets?: Secrets;
  readonly expired?: Exemption;
}

/**
 * Formats a violation: path, actual and expected value, how to fix it, and the name of the check in other tools. Secrets are
 * redacted.
 */
export function formatMessage(
  rule: RuleInfo,
  resource: Pick<ResourceView, "urn">,
  violation: Violation,
  { secrets = new Secrets(), expired }: MessageContext = {},
): string {
  const { property, actual, expected, hint } = violation;
  const isSecret = secrets.isSecret(resource.urn, property) || secrets.includes(actual);
  const found = formatValue(isSecret && actual !== undefined && !isUnknown(actual) ? redacted : actual);
  const fix = hint === undefined ? rule.hint : secrets.redact(hint);
  const argument =
    rule.argument !== undefined && isInVpcApi(resource) ? ` VpcApi argument: ${rule.argument}.` : "";
  const tag = rule.tags[0] === undefined ? "" : ` [${rule.tags[0]}]`;
  const ended = expired ? ` The exemption "${expired.reason}" expired on ${expired.expires}.` : "";
  const [where, what] = [property, expected].map((text) => secrets.redact(text));
  return `${where}: ${found}, expected ${what}. ${fix}${argument}${ended}${tag}`;
}

/** Whether a `VpcApi` created the resource: its URN contains the types of all parents. */
function isInVpcApi({ urn }: Pick<ResourceView, "urn">): boolean {
  const [, , types = ""] = urn.split("::");
  return types.split("$").includes(vpcApiType);
}
