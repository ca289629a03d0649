import { strings } from "../../core/options";
import { type ResourceRule, type ResourceView, resourceRule } from "../../core/rule";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Options of rules on listeners that terminate TLS. */
export const tlsOptions = {
  policies: strings(
    ["tls_cipher_policy_1_2", "tls_cipher_policy_1_2_strict", "tls_cipher_policy_1_2_strict_with_1_3"],
    "Security policies that a listener may use: system policies, and IDs of custom ones.",
  ),
};

/** Checks that a listener that terminates TLS has an allowed policy. Other system policies accept TLS 1.0 or 1.1. */
export function checkTls(
  listener: ResourceView,
  { protocol, ends, policy }: { protocol: string; ends: readonly string[]; policy: string },
  policies: readonly string[],
): Verdict {
  return whenKnown(protocol, listener.get(protocol), (spoken) => {
    if (!ends.includes(String(spoken).toUpperCase())) return complies;
    return whenKnown(policy, listener.get(policy), (actual) => {
      if (typeof actual === "string" && policies.includes(actual)) return complies;
      if (typeof actual === "string" && actual !== "" && !actual.startsWith("tls_cipher_policy_"))
        return undecided(
          `${actual} is a custom policy: list it in policies if it accepts TLS 1.2 or later only`,
        );
      return violates({ property: policy, actual, expected: `one of ${policies.join(", ")}` });
    });
  });
}

const versions = "tlsVersions";
const weak = ["TLSv1.0", "TLSv1.1"];

/** Creates the rule that a custom security policy accepts TLS 1.2 or later only. */
export const ownPolicyRule = (
  about: Pick<ResourceRule, "name" | "title" | "tags" | "type">,
  policy: Readonly<Record<string, unknown>>,
): ResourceRule => {
  const { type } = about;
  const tlsPolicy = (tlsVersions: readonly string[]) => [
    { type, name: "tls", props: { ...policy, tlsVersions, ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] } },
  ];
  return resourceRule({
    ...about,
    description: "A custom security policy accepts TLS 1.2 or later only.",
    why: "TLS 1.0 and 1.1 have known weaknesses, and a listener accepts the versions of its security policy.",
    severity: "medium",
    level: "advisory",
    hint: "Remove TLSv1.0 and TLSv1.1 from tlsVersions.",
    reads: { [type]: [versions] },
    options: {},
    evaluate: (facts) =>
      whenKnown(versions, facts.get(versions), (found) =>
        all(
          (Array.isArray(found) ? (found as unknown[]) : []).map((one, index) =>
            whenKnown(`${versions}[${index}]`, one, (actual) =>
              weak.includes(String(actual))
                ? violates({ property: `${versions}[${index}]`, actual, expected: "TLSv1.2 or later" })
                : complies,
            ),
          ),
        ),
      ),
    examples: { fails: tlsPolicy(["TLSv1.1", "TLSv1.2"]), passes: tlsPolicy(["TLSv1.2"]) },
  });
};
