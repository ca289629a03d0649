import assert from "node:assert/strict";
import { readEvents } from "../../policy/report/findings";
import { albBackendAddressTypeIntranet as rule } from "../../policy/rules";
import { evaluate, unknown } from "../support/policyHarness";

const alb = (addressType: unknown) => ({
  type: "alicloud:alb/loadBalancer:LoadBalancer",
  name: "alb",
  props: { addressType },
});
const access = {
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { instanceId: { ref: "alb" } },
};

describe("undecided checks", () => {
  for (const level of ["advisory", "mandatory", "remediate"] as const) {
    it(`do not block when all rules are ${level}`, async () => {
      const exemptions = [{ resource: "alb", reason: "agreed", expires: "2026-01-01" }];
      const config = { [rule.name]: { exemptions } };
      const found = [
        ...(await evaluate([rule], [alb(unknown), access], { level })),
        ...(await evaluate([rule], [alb("Internet"), access], { level, config })),
      ];
      assert.deepEqual(
        found.map(({ policy, level }) => [policy, level]),
        [
          ["not-judged", "advisory"],
          ["not-judged", "advisory"],
        ],
      );
    });
  }

  it("are not reported when not-judged is disabled", async () => {
    assert.deepEqual(await evaluate([rule], [alb(unknown), access], { level: "disabled" }), []);
  });

  it("are findings if not-judged is mandatory", () => {
    const event = (enforcementLevel: string) => ({
      policyEvent: { policyName: "not-judged", message: "x", enforcementLevel },
    });
    const read = (level: string) => readEvents([JSON.stringify(event(level))], 0);
    assert.deepEqual(
      read("mandatory").findings.map(({ level }) => level),
      ["mandatory"],
    );
    assert.deepEqual([read("advisory").findings, read("advisory").notJudged], [[], ["x"]]);
    assert.deepEqual([read("mandatory").outcome, read("advisory").outcome], ["refused", "passed"]);
  });
});
