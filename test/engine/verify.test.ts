import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { renderCallsPage, runVerification } from "../../cli/verify";
import { killedAt } from "../../cli/verify/checks/interrupted";
import type { Result } from "../../cli/verify/report";
import { scenarios } from "../../cli/verify/scenarios";

/** The checks of every scenario. */
const common = [
  "up",
  "up_again_changes_nothing",
  "refresh_changes_nothing",
  "no_secret_in_states_and_logs",
  "destroy_leaves_nothing",
  "stop_leaves_no_process",
];

/** What those are checked for that come up at once. */
const previewed = ["preview_changes_nothing", "up_does_what_was_previewed"];

/** What those are checked for in which something is changed. */
const changed = [
  "preview_change_changes_nothing",
  "preview_names_what_changes",
  "change",
  "change_does_what_was_previewed",
  "call_shows_the_change",
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

  for (const { name, shows, calls, up, change } of scenarios) {
    it(`${name}: ${shows}`, () => {
      const found = result.scenarios[name];
      assert.ok(found, "it did not run");
      assert.deepEqual(found.reasons, {});
      const expected = [
        ...common,
        ...(up ? [] : previewed),
        ...calls.map(({ check = "call" }) => check),
        ...(change ? changed : []),
        ...(change?.rolled ? ["no_call_fails_meanwhile"] : []),
        ...(special[name] ?? []),
      ];
      for (const check of expected) assert.equal(found.checks[check], true, check);
      assert.deepEqual(new Set(Object.keys(found.checks)), new Set(expected));
    });
  }

  it("makes the calls that docs/calls.md lists", () => {
    const page = readFileSync(join(projectDir, "docs", "calls.md"), "utf8");
    assert.equal(page, renderCallsPage(result), "stale: run npm run local -- verify --calls docs/calls.md");
  });

  it("reports the whole result", () => assert.equal(result.ok, true));
});
