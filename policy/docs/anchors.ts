/** Tools by the format of their identifiers. The first match wins. */
const sources: readonly (readonly [pattern: RegExp, source: string])[] = [
  [/^CKV_ALI_\d+$/, "Checkov"],
  [/^cis_v\d+(_\d+)+$/, "Steampipe (CIS)"],
  [/^[a-z]+(_[a-z0-9]+)+$/, "KICS"],
  [/^AwsSolutions-[A-Z]+\d+$/, "cdk-nag"],
  [/^APIGateway\.\d+$/, "Security Hub"],
  [/^[a-z0-9]+(-[a-z0-9]+)+$/, "Cloud Config, InfraGuard"],
];

/**
 * Finds the tool that uses an identifier: one for Alibaba Cloud, or a similar one for AWS.
 *
 * @throws Error when no tool uses identifiers of this format
 */
export function findSource(tag: string): string {
  const [, source] = sources.find(([pattern]) => pattern.test(tag)) ?? [];
  if (source === undefined)
    throw new Error(`No tool uses identifiers such as ${tag}. Add its format to policy/docs/anchors.ts.`);
  return source;
}

/** Formats identifiers by tool: `Checkov CKV_ALI_1, CKV_ALI_2; cdk-nag AwsSolutions-APIG1`. */
export function formatTags(tags: readonly string[]): string {
  const bySource = new Map<string, string[]>();
  for (const tag of tags)
    bySource.set(findSource(tag), [...(bySource.get(findSource(tag)) ?? []), `\`${tag}\``]);
  return [...bySource].map(([source, own]) => `${source} ${own.join(", ")}`).join("; ");
}
