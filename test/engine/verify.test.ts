import assert from "node:assert/strict";
import { runVerification } from "../../cli/verify";
import { killedAt } from "../../cli/verify/checks/interrupted";
import type { Result } from "../../cli/verify/report";
import { scenarios } from "../../cli/verify/scenarios";

/** What each scenario checks, whatever it is about. */
const common = [
  "up",
  "up_again_changes_nothing",
  "refresh_changes_nothing",
  "no_secret_in_states_and_logs",
  "destroy_leaves_nothing",
  "stop_leaves_no_process",
];

/** What some are checked for besides. */
const special: Record<string, string[]> = {
  interrupted: killedAt.map((action) => `killed_at_${action}`),
  program: [
    "call_header",
    "call_query",
    "call_signed",
    "refused_without_appcode",
    "refused_with_wrong_appcode",
    "refused_with_wrong_signature",
    "refused_on_unknown_path",
    "refused_for_unauthorized_app",
    "refused_by_post",
    "security_group_without_rule_refuses",
    "security_group_with_rule_passes",
    "state_survives_a_restart",
  ],
};

describe("verify, with the real engine and provider", () => {
  let result: Result;

  before(async function () {
    // The first run builds the toolchain.
    this.timeout(60 * 60_000);
    result = await runVerification();
  });

  for (const { name, shows, calls } of scenarios) {
    it(`${name}: ${shows}`, () => {
      const found = result.scenarios[name];
      assert.ok(found, "it did not run");
      assert.deepEqual(found.reasons, {});
      const expected = [...common, ...calls.map(({ check = "call" }) => check), ...(special[name] ?? [])];
      for (const check of expected) assert.equal(found.checks[check], true, check);
      assert.deepEqual(new Set(Object.keys(found.checks)), new Set(expected));
    });
  }

  it("says so as a whole", () => assert.equal(result.ok, true));
});
