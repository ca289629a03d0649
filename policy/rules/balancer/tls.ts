import { strings } from "../../core/options";
import type { ResourceFacts } from "../../core/rule";
import { complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Options of rules on listeners that end TLS. */
export const tlsOptions = {
  policies: strings(
    ["tls_cipher_policy_1_2", "tls_cipher_policy_1_2_strict", "tls_cipher_policy_1_2_strict_with_1_3"],
    "Security policies that a listener may have: those of the service, and ids of your own.",
  ),
};

/** Whether a listener that ends TLS has one of the policies. What others the service offers take TLS 1.0 or 1.1. */
export function tlsVerdict(
  listener: ResourceFacts,
  { protocol, ends, policy }: { protocol: string; ends: readonly string[]; policy: string },
  policies: readonly string[],
): Verdict {
  return whenKnown(protocol, listener.at(protocol), (spoken) => {
    if (!ends.includes(String(spoken).toUpperCase())) return complies;
    return whenKnown(policy, listener.at(policy), (seen) => {
      if (typeof seen === "string" && policies.includes(seen)) return complies;
      if (typeof seen === "string" && seen !== "" && !seen.startsWith("tls_cipher_policy_"))
        return undecided(
          `${seen} is a policy of your own: name it in policies if it takes TLS 1.2 or later alone`,
        );
      return violates({ property: policy, seen, wanted: `one of ${policies.join(", ")}` });
    });
  });
}
