import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { readEvents } from "../../policy/report/findings";
import { EngineStack } from "../support/engineStack";
import { publicExamples } from "./policyExamples";

const page = readFileSync(join(projectDir, "docs", "policy-examples.md"), "utf8");

describe("policy pack on public examples of Alibaba Cloud", function () {
  this.timeout(30 * 60_000);
  const stack = new EngineStack();
  before(() => stack.start(publicExamples[0]?.program ?? ""));
  after(() => stack.remove());

  for (const { name, source, program, refused } of publicExamples) {
    it(refused.length === 0 ? `passes ${name}` : `refuses ${name} only for ${refused.join(", ")}`, () => {
      stack.program(program);
      const words = `preview -s local --non-interactive --json --policy-pack ${join(projectDir, "policy")}`;
      const { ended, output } = stack.attempt(words, {
        env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
      });
      const { outcome, findings, errors } = readEvents(output.split("\n"), ended ? 0 : 1);
      assert.deepEqual(errors, [], output);
      assert.equal(outcome, refused.length === 0 ? "passed" : "refused");
      const mandatory = findings.filter(({ level }) => level === "mandatory");
      assert.deepEqual(mandatory.map(({ policy, resource }) => `${policy} ${resource}`).sort(), refused);
      const advisory = findings.filter(({ level }) => level === "advisory");
      const rules = (some: typeof findings) =>
        [...new Set(some.map(({ policy }) => policy))].sort().join(", ");
      const row = `| ${name} | [example](https://github.com/alibabacloud-automation/landing-with-terraform/tree/main/${encodeURI(source)}) | ${rules(mandatory) || "–"} | ${rules(advisory) || "–"} |`;
      assert.ok(page.includes(row), `docs/policy-examples.md has no row\n${row}`);
    });
  }
});
