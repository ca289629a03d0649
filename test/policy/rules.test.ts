import assert from "node:assert/strict";
import type { Rule } from "../../policy/core/rule";
import { rules } from "../../policy/rules";
import { evaluate } from "../support/policyHarness";
import { accessMatrices } from "./matrices/access";
import { balancerMatrices } from "./matrices/balancer";
import { balancerSettingsMatrices } from "./matrices/balancerSettings";
import { behindGateway } from "./matrices/behindGateway";
import { callersAndLogsMatrices } from "./matrices/callersAndLogs";
import { combinedOpeningMatrices } from "./matrices/combinedOpenings";
import { domainReachMatrices } from "./matrices/domainReach";
import { domainMatrices } from "./matrices/domains";
import { gatewayMatrices } from "./matrices/gateway";
import { gatewayInstanceMatrices } from "./matrices/gatewayInstance";
import { instanceMatrices } from "./matrices/instance";
import { networkMatrices } from "./matrices/network";
import { nlbMatrices } from "./matrices/nlb";
import { pluginMatrices } from "./matrices/plugins";
import { roleMatrices } from "./matrices/roles";
import { scalingGroups } from "./matrices/scalingGroups";
import { unknownLinks } from "./matrices/unknownLinks";
import type { Case, Matrix } from "./matrix";

const matrices: Readonly<Record<string, Matrix>> = {
  ...gatewayMatrices,
  ...gatewayInstanceMatrices,
  ...pluginMatrices,
  ...domainReachMatrices,
  ...domainMatrices,
  ...accessMatrices,
  ...balancerSettingsMatrices,
  ...balancerMatrices,
  ...nlbMatrices,
  ...networkMatrices,
  ...combinedOpeningMatrices,
  ...instanceMatrices,
  ...callersAndLogsMatrices,
  ...roleMatrices,
};

/** Starts of test titles. */
const titles = {
  nothing: "reports nothing for",
  violation: "reports a violation for",
  undecided: "reports an undecided check for",
} as const;

describe("policy rules", () => {
  for (const rule of rules) {
    describe(rule.name, () => {
      const { absent, unknown, unknownButLinked, more } = matrices[rule.name] ?? {};
      const cases: Record<string, Case | string | undefined> = {
        "missing properties": absent,
        "unknown properties": unknown,
        "unknown properties with known dependencies": unknownButLinked,
        ...more,
        ...unknownLinks[rule.name],
        ...behindGateway[rule.name],
        ...scalingGroups[rule.name],
      };
      for (const [name, tried] of Object.entries(cases)) {
        if (typeof tried === "string") continue;
        it(`${titles[typeof tried === "object" ? tried.finds : "nothing"]} ${name}`, async () => {
          assert.ok(tried, "test/policy/matrices has no such case");
          const { resources, finds, says = /^/, ...options } = tried;
          const findings = await evaluate([rule], resources, { profile: "everything", ...options });
          const found = findings.map(({ policy }) => (policy === rule.name ? "violation" : "undecided"));
          assert.deepEqual([...new Set(found)], finds === "nothing" ? [] : [finds], JSON.stringify(findings));
          for (const { message } of findings) assert.match(message, says);
        });
      }

      for (const created of [false, true]) {
        const when = created ? "after creation" : "in the first preview";

        it(`reports its failing example ${when}, in full`, async () => {
          const findings = await evaluate([rule], rule.examples.fails, { created });
          const own = findings.filter(({ policy }) => policy === rule.name);
          assert.notEqual(own.length, 0);
          for (const { message, level } of own) {
            assert.match(message, /^\S.*: (found|set|not set).*, expected .+\. /);
            assert.equal(level, rule.level);
          }
        });

        it(`reports nothing for its passing example ${when}`, async () => {
          assert.deepEqual(await evaluate([rule], rule.examples.passes, { created }), []);
        });
      }

      it("reads each of its options", async () => {
        const read = new Set<string>();
        const noting = (options: object) =>
          new Proxy(options, {
            get: (target, name) => {
              read.add(String(name));
              return Reflect.get(target, name);
            },
          });
        const noted: Rule = { ...rule };
        noted.evaluate = (actual: never, options: object) =>
          rule.evaluate(actual, noting(options) as never) as never;
        for (const resources of [rule.examples.fails, rule.examples.passes])
          await evaluate([noted], resources);
        assert.deepEqual([...read].sort(), Object.keys(rule.options).sort());
      });

      it("skips an exempt resource and lists the exemption", async () => {
        const found = await evaluate([rule], rule.examples.fails, { created: true });
        const exemptions = found.map(({ resource }) => ({
          resource,
          reason: "agreed",
          expires: "2026-01-01",
        }));
        const config = { [rule.name]: { exemptions } };
        const left = await evaluate([rule], rule.examples.fails, { created: true, config });
        assert.deepEqual([...new Set(left.map(({ policy }) => policy))], ["not-judged"]);
        assert.match(left[0]?.message ?? "", /until 2026-01-01: agreed/);
      });

      it("reports it after the exemption expired, with the date", async () => {
        const exemptions = [{ resource: "*", reason: "agreed", expires: "2025-12-31" }];
        const config = { [rule.name]: { exemptions } };
        const findings = await evaluate([rule], rule.examples.fails, { created: true, config });
        assert.match(findings[0]?.message ?? "", /The exemption "agreed" expired on 2025-12-31\./);
      });
    });
  }
});
