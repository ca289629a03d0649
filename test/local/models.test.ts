import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { operations } from "../../local/services";
import type { Call } from "../../local/services/common/call";
import { answersFile, readAnswers } from "../support/models/answers";
import { compare, listProblems } from "../support/models/comparison";
import { writePage } from "../support/models/page";

describe("models of the official SDKs", () => {
  const comparisons = compare(readAnswers(answersFile));

  it("name no field that is missing without a reason", () => {
    assert.deepEqual(listProblems(comparisons), []);
  });

  it("are compared in docs/local-actions.md", () => {
    const page = readFileSync(join(projectDir, "docs", "local-actions.md"), "utf8");
    assert.equal(page, writePage(comparisons), "outdated: run npm run models");
  });

  for (const { product, version, action, invoke } of operations) {
    const row = comparisons.find(
      (one) => one.product === product && one.version === version && one.action === action,
    );
    const refused = row?.refused ?? [];
    if (refused.length === 0) continue;
    it(`name ${refused.length} parameters that ${product} ${action} rejects by name`, () => {
      for (const path of refused) {
        const name = path.replaceAll("[]", ".1");
        // A call without a store: the parameters are read before the handler runs.
        assert.throws(
          () => invoke({} as Call, new Map([[name, "1"]])),
          (error: Error & { code?: string }) =>
            error.code === "LocalCloud.ParameterNotImplemented" && error.message.includes(` ${name} `),
          name,
        );
      }
    });
  }
});
