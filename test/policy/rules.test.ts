import assert from "node:assert/strict";
import type { Rule } from "../../policy/core/rule";
import { rules } from "../../policy/rules";
import { judge } from "../support/policyHarness";
import { accessMatrices } from "./matrices/access";
import { balancerMatrices } from "./matrices/balancer";
import { balancerCareMatrices } from "./matrices/balancerCare";
import { behindGateway } from "./matrices/behindGateway";
import { domainReachMatrices } from "./matrices/domainReach";
import { domainMatrices } from "./matrices/domains";
import { gatewayMatrices } from "./matrices/gateway";
import { gatewayInstanceMatrices } from "./matrices/gatewayInstance";
import { instanceMatrices } from "./matrices/instance";
import { networkMatrices } from "./matrices/network";
import { nlbMatrices } from "./matrices/nlb";
import { pluginMatrices } from "./matrices/plugins";
import { togetherMatrices } from "./matrices/together";
import { unknownLinks } from "./matrices/unknownLinks";
import type { Case, Matrix } from "./matrix";

const matrices: Readonly<Record<string, Matrix>> = {
  ...gatewayMatrices,
  ...gatewayInstanceMatrices,
  ...pluginMatrices,
  ...domainReachMatrices,
  ...domainMatrices,
  ...accessMatrices,
  ...balancerCareMatrices,
  ...balancerMatrices,
  ...nlbMatrices,
  ...networkMatrices,
  ...togetherMatrices,
  ...instanceMatrices,
};

describe("every rule of the pack", () => {
  for (const rule of rules) {
    describe(rule.name, () => {
      const { absent, unknown, unknownButLinked, more } = matrices[rule.name] ?? {};
      const cases: Record<string, Case | string | undefined> = {
        "what it reads absent": absent,
        "what it reads unknown": unknown,
        "what it reads unknown, but where it comes from known": unknownButLinked,
        ...more,
        ...unknownLinks[rule.name],
        ...behindGateway[rule.name],
      };
      for (const [name, tried] of Object.entries(cases)) {
        if (typeof tried === "string") continue;
        it(`is right about ${name}`, async () => {
          assert.ok(tried, "has no such case in test/policy/matrices");
          const { resources, finds, says = /^/, ...options } = tried;
          const findings = await judge([rule], resources, options);
          const found = findings.map(({ policy }) => (policy === rule.name ? "violation" : "undecided"));
          assert.deepEqual([...new Set(found)], finds === "nothing" ? [] : [finds], JSON.stringify(findings));
          for (const { message } of findings) assert.match(message, says);
        });
      }

      for (const created of [false, true]) {
        const when = created ? "once created" : "in the first preview";

        it(`finds its failing example ${when}, and says all of it`, async () => {
          const findings = await judge([rule], rule.examples.fails, { created });
          const own = findings.filter(({ policy }) => policy === rule.name);
          assert.notEqual(own.length, 0);
          for (const { message, level } of own) {
            assert.match(message, /^\S.* is .+, wanted .+\. /);
            assert.equal(level, rule.level);
          }
        });

        it(`passes its passing example ${when}`, async () => {
          assert.deepEqual(await judge([rule], rule.examples.passes, { created }), []);
        });
      }

      it("reads every option that it offers", async () => {
        const read = new Set<string>();
        const noting = (options: object) =>
          new Proxy(options, {
            get: (target, name) => {
              read.add(String(name));
              return Reflect.get(target, name);
            },
          });
        const noted: Rule = { ...rule };
        noted.judge = (seen: never, options: object) => rule.judge(seen, noting(options) as never) as never;
        for (const resources of [rule.examples.fails, rule.examples.passes]) await judge([noted], resources);
        assert.deepEqual([...read].sort(), Object.keys(rule.options).sort());
      });

      it("leaves an exempt resource alone, and says so", async () => {
        const found = await judge([rule], rule.examples.fails, { created: true });
        const exemptions = found.map(({ resource }) => ({
          resource,
          reason: "agreed",
          expires: "2026-01-01",
        }));
        const config = { [rule.name]: { exemptions } };
        const left = await judge([rule], rule.examples.fails, { created: true, config });
        assert.deepEqual([...new Set(left.map(({ policy }) => policy))], ["not-judged"]);
        assert.match(left[0]?.message ?? "", /until 2026-01-01: agreed/);
      });

      it("finds it again once the exemption has expired, and says so", async () => {
        const exemptions = [{ resource: "*", reason: "agreed", expires: "2025-12-31" }];
        const config = { [rule.name]: { exemptions } };
        const findings = await judge([rule], rule.examples.fails, { created: true, config });
        assert.match(findings[0]?.message ?? "", /The exemption "agreed" ended on 2025-12-31\./);
      });
    });
  }
});
