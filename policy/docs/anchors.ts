/** Whose an identifier of a check is, by how they write theirs; the first that fits. */
const sources: readonly (readonly [pattern: RegExp, source: string])[] = [
  [/^CKV_ALI_\d+$/, "Checkov"],
  [/^cis_v\d+(_\d+)+$/, "Steampipe (CIS)"],
  [/^[a-z]+(_[a-z]+)+$/, "KICS"],
  [/^AwsSolutions-[A-Z]+\d+$/, "cdk-nag"],
  [/^APIGateway\.\d+$/, "Security Hub"],
  [/^[a-z0-9]+(-[a-z0-9]+)+$/, "Cloud Config, InfraGuard"],
];

/**
 * Whose check an identifier names: of Alibaba Cloud, or of what does the same for AWS.
 *
 * @throws Error when nobody writes identifiers so
 */
export function sourceOf(tag: string): string {
  const [, source] = sources.find(([pattern]) => pattern.test(tag)) ?? [];
  if (source === undefined)
    throw new Error(`Nobody is known to name a check ${tag}: see policy/docs/anchors.ts.`);
  return source;
}

/** Identifiers by whose they are: `Checkov CKV_ALI_1, CKV_ALI_2; cdk-nag AwsSolutions-APIG1`. */
export function anchorsOf(tags: readonly string[]): string {
  const bySource = new Map<string, string[]>();
  for (const tag of tags) bySource.set(sourceOf(tag), [...(bySource.get(sourceOf(tag)) ?? []), `\`${tag}\``]);
  return [...bySource].map(([source, own]) => `${source} ${own.join(", ")}`).join("; ");
}
