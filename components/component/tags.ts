import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../validation/problems";

/** Tags by key: at most 20. Keys have 1 to 128 characters and do not start with `aliyun` or `acs:`. */
export type Tags = Record<string, pulumi.Input<string>>;

/** Source: Tag of CreateVpc, RunInstances and CreateSecurityGroup. */
const tagLimits = { count: 20, keyLength: 128, valueLength: 128 };

export function checkTags(tags: Tags | undefined, problems: Problems): void {
  const keys = Object.keys(tags ?? {});
  if (keys.length > tagLimits.count) {
    problems.add("tags", `has ${keys.length} entries.`, `Use at most ${tagLimits.count}.`);
  }
  for (const [key, value] of Object.entries(tags ?? {})) {
    const tooLong = typeof value === "string" && value.length > tagLimits.valueLength;
    if (tooLong || (typeof value === "string" && /https?:\/\//i.test(value))) {
      const hint = `Use at most ${tagLimits.valueLength} characters, without http:// or https://.`;
      problems.add(`tags["${key}"]`, "has a value that the cloud rejects.", hint);
    }
    const reserved = /^(aliyun|acs:)/i.test(key) || /https?:\/\//i.test(key);
    if (key !== "" && key.length <= tagLimits.keyLength && !reserved) continue;
    const hint = `Use 1 to ${tagLimits.keyLength} characters, not starting with aliyun or acs:, without http:// or https://.`;
    problems.add(`tags["${key}"]`, "has a key that the cloud rejects.", hint);
  }
}
