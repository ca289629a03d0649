import assert from "node:assert/strict";
import { readEvents } from "../../policy/report/findings";
import { albBackendAddressTypeIntranet as rule } from "../../policy/rules";
import { judge, unknown } from "../support/policyHarness";

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

describe("what was not judged", () => {
  for (const level of ["advisory", "mandatory", "remediate"] as const) {
    it(`refuses nothing when all rules are ${level}`, async () => {
      const exemptions = [{ resource: "alb", reason: "agreed", expires: "2026-01-01" }];
      const config = { [rule.name]: { exemptions } };
      const found = [
        ...(await judge([rule], [alb(unknown), access], { level })),
        ...(await judge([rule], [alb("Internet"), access], { level, config })),
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

  it("is told by nobody when it is disabled", async () => {
    assert.deepEqual(await judge([rule], [alb(unknown), access], { level: "disabled" }), []);
  });

  it("is a finding where it does refuse the run", () => {
    const event = (enforcementLevel: string) => ({
      policyEvent: { policyName: "not-judged", message: "x", enforcementLevel },
    });
    const read = (level: string) => readEvents([JSON.stringify(event(level))], 0);
    assert.deepEqual(
      read("mandatory").findings.map(({ level }) => level),
      ["mandatory"],
    );
    assert.deepEqual([read("advisory").findings, read("advisory").notJudged], [[], ["x"]]);
    assert.deepEqual([read("mandatory").ok, read("advisory").ok], [false, true]);
  });
});
