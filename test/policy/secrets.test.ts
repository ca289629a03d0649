import assert from "node:assert/strict";
import type { ExampleResource } from "../../policy/core/rule";
import { Secrets } from "../../policy/core/secrets";
import { rules } from "../../policy/rules";
import { evaluate, secret, type TestResource } from "../support/policyHarness";

/** Marks every value of a program as secret, except references. */
function markSecret(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(markSecret);
  if (typeof value !== "object" || value === null) return secret(value);
  if ("ref" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, markSecret(item)]));
}

function collectCanaries(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null || "ref" in value) return [];
  return Object.values(value).flatMap(collectCanaries);
}

const withSecrets = (resources: readonly ExampleResource[]): TestResource[] =>
  resources.map((resource) => ({
    ...resource,
    props: markSecret(resource.props) as Record<string, unknown>,
  }));

/** Values that the fix of a rule names. */
const expected = ["", "Intranet"];

describe("secrets in findings", () => {
  // For stack-output-no-secret, the mark is the fix.
  for (const rule of rules.filter(({ name }) => name !== "stack-output-no-secret")) {
    for (const created of [false, true]) {
      const when = created ? "after creation" : "in the first preview";
      const judge = async () => ({
        plain: await evaluate([rule], rule.examples.fails, { created }),
        findings: await evaluate([rule], withSecrets(rule.examples.fails), { created }),
      });

      it(`do not change what ${rule.name} finds ${when}`, async () => {
        const { plain, findings } = await judge();
        const places = (all: typeof plain) => all.map(({ policy, resource }) => `${policy} ${resource}`);
        assert.deepEqual(places(findings), places(plain));
      });

      it(`of ${rule.name} are not shown ${when}`, async () => {
        const { findings } = await judge();
        const names = rule.examples.fails.map(({ name }) => name);
        const canaries = collectCanaries(rule.examples.fails.map(({ props }) => props));
        for (const { message } of findings) {
          // The text of the rule itself, and names of resources, are not secret.
          const own = [rule.hint, rule.argument ?? "", ...rule.tags].reduce(
            (rest, text) => rest.replace(text, ""),
            message,
          );
          const words = own.split(/[^\w./:-]+/);
          const shown = canaries.filter(
            (canary) => ![...names, ...expected].includes(canary) && words.includes(canary),
          );
          assert.deepEqual(shown, [], message);
        }
      });
    }
  }

  it("are part of a longer secret", () => {
    const secrets = new Secrets();
    secrets.add("urn", "templateBody", JSON.stringify({ DomainName: "api.example.com", Port: 8443 }));
    assert.equal(secrets.redact("domain API.example.com. on 8443"), "domain (redacted) on (redacted)");
    assert.equal(secrets.redact("DomainName in templateBody"), "DomainName in templateBody");
  });

  it("are those of a property, what contains it, and its parts", () => {
    const secrets = new Secrets();
    secrets.add("urn", "config.name", "x");
    assert.equal(secrets.isSecret("urn", "config"), true);
    assert.equal(secrets.isSecret("urn", "config.name.first"), true);
    assert.equal(secrets.isSecret("urn", "config.other"), false);
    assert.equal(secrets.isSecret("another", "config.name"), false);
  });
});
