import { strings } from "../../core/options";
import { type ResourceFacts, type ResourceRule, resourceRule } from "../../core/rule";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";

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

const versions = "tlsVersions";
const weak = ["TLSv1.0", "TLSv1.1"];

/** The rule on security policies of one's own that they take TLS 1.2 or later alone. */
export const ownPolicyRule = (
  about: Pick<ResourceRule, "name" | "title" | "tags" | "type">,
  policy: Readonly<Record<string, unknown>>,
): ResourceRule => {
  const { type } = about;
  const taking = (tlsVersions: readonly string[]) => [
    { type, name: "tls", props: { ...policy, tlsVersions, ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] } },
  ];
  return resourceRule({
    ...about,
    description: "A security policy of your own takes no version of TLS before 1.2.",
    why: "TLS 1.0 and 1.1 have known weaknesses, and a listener with the policy takes what the policy does.",
    severity: "medium",
    level: "advisory",
    remedy: "Take TLSv1.0 and TLSv1.1 out of tlsVersions.",
    reads: { [type]: [versions] },
    options: {},
    judge: (facts) =>
      whenKnown(versions, facts.at(versions), (found) =>
        all(
          (Array.isArray(found) ? (found as unknown[]) : []).map((one, index) =>
            whenKnown(`${versions}[${index}]`, one, (seen) =>
              weak.includes(String(seen))
                ? violates({ property: `${versions}[${index}]`, seen, wanted: "TLSv1.2 or later" })
                : complies,
            ),
          ),
        ),
      ),
    examples: { fails: taking(["TLSv1.1", "TLSv1.2"]), passes: taking(["TLSv1.2"]) },
  });
};
