import assert from "node:assert/strict";
import { rules } from "../../policy/rules";
import { clbType, formerClbType } from "../../policy/rules/balancer/backEnds";
import { evaluate, remediated } from "../support/policyHarness";

describe("CLB with the former type name", () => {
  const renamed = <Resource extends { readonly type: string }>(resource: Resource): Resource =>
    resource.type === clbType ? { ...resource, type: formerClbType } : resource;

  for (const rule of rules.filter(({ reads }) => clbType in reads)) {
    const { fails, passes } = rule.examples;

    for (const created of [false, true]) {
      for (const [kind, example] of Object.entries({ failing: fails, passing: passes })) {
        const when = created ? "after creation" : "in the first preview";
        it(`has the same result for the ${kind} example of ${rule.name} ${when}`, async () => {
          const [today, former] = [example, example.map(renamed)].map((each) =>
            evaluate([rule], each, { created }),
          );
          assert.deepEqual(await former, await today);
        });
      }
    }

    if (rule.kind !== "resource" || rule.remediate === undefined) continue;
    it(`has the same remediation for ${rule.name}`, async () => {
      const [failing] = fails;
      assert.ok(failing);
      const today = await remediated([rule], failing);
      assert.ok(today);
      assert.deepEqual(await remediated([rule], renamed(failing)), today);
    });
  }

  it("is not evaluated by rules for other types", async () => {
    const former = { type: "alicloud:slb/acl:Acl", name: "offices", props: { addressType: "internet" } };
    const rule = rules.filter(({ name }) => name === "clb-address-type-intranet");
    assert.deepEqual(await evaluate(rule, [former]), []);
  });
});
