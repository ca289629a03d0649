import assert from "node:assert/strict";
import { runVerification } from "../../cli/verify";
import type { Result } from "../../cli/verify/report";

const checks = [
  "up",
  "call_header",
  "call_query",
  "call_signed",
  "refused_without_appcode",
  "refused_with_wrong_appcode",
  "refused_with_wrong_signature",
  "refused_on_unknown_path",
  "refused_for_unauthorized_app",
  "refused_by_post",
  "up_again_changes_nothing",
  "refresh_changes_nothing",
  "up_after_refresh_changes_nothing",
  "security_group_without_rule_refuses",
  "security_group_with_rule_passes",
  "state_survives_a_restart",
  "no_secret_in_state",
  "no_secret_printed",
  "destroy_leaves_nothing",
  "stop_leaves_no_process",
];

describe("verify, with the real engine and provider", () => {
  let result: Result;

  before(async function () {
    // The first run builds the toolchain.
    this.timeout(60 * 60_000);
    result = await runVerification();
  });

  for (const check of checks) {
    it(check.replaceAll("_", " "), () => assert.equal(result.checks[check], true, result.reasons[check]));
  }

  it("makes no other check", () => assert.deepEqual(Object.keys(result.checks), checks));
});
