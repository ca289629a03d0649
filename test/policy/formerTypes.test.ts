import assert from "node:assert/strict";
import { rules } from "../../policy/rules";
import { clbType, formerClbType } from "../../policy/rules/balancer/backEnds";
import { judge, remediated } from "../support/policyHarness";

describe("a CLB of the type's former name", () => {
  const renamed = <Resource extends { readonly type: string }>(resource: Resource): Resource =>
    resource.type === clbType ? { ...resource, type: formerClbType } : resource;

  for (const rule of rules.filter(({ reads }) => clbType in reads)) {
    const { fails, passes } = rule.examples;

    it(`is judged by ${rule.name} like one of today's`, async () => {
      for (const created of [false, true]) {
        for (const example of [fails, passes]) {
          const [today, former] = [example, example.map(renamed)].map((each) =>
            judge([rule], each, { created }),
          );
          assert.deepEqual(await former, await today);
        }
      }
    });

    if (rule.kind !== "resource" || rule.mend === undefined) continue;
    it(`is changed by ${rule.name} like one of today's`, async () => {
      const [failing] = fails;
      assert.ok(failing);
      const today = await remediated([rule], failing);
      assert.ok(today);
      assert.deepEqual(await remediated([rule], renamed(failing)), today);
    });
  }

  it("is not judged by rules on other types", async () => {
    const former = { type: "alicloud:slb/acl:Acl", name: "offices", props: { addressType: "internet" } };
    const rule = rules.filter(({ name }) => name === "clb-address-type-intranet");
    assert.deepEqual(await judge(rule, [former]), []);
  });
});
