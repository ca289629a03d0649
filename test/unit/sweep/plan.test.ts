import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import { issueCertificates } from "../../support/sweep/certificates";
import { type Declaration, listDeclarations } from "../../support/sweep/declarations";
import { createBatches, type Plan, planChanges } from "../../support/sweep/plan";
import { scenarios } from "../../support/sweep/scenarios";
import { argumentsIn, formatName } from "../../support/sweep/table";

describe("the sweep over all arguments", function () {
  this.timeout(5 * 60_000);
  let declarations: Declaration[];
  let plan: Plan;
  before(async () => {
    await issueCertificates();
    declarations = listDeclarations();
    plan = planChanges(declarations);
  });

  for (const path of [
    "protect",
    "network.zones",
    "service.systemDisk.size",
    "balancer<alb>.openToVpc",
    "routes[].parameters[].type",
    "domains[].dns.ttl",
  ]) {
    it(`finds the argument ${path}`, () => {
      assert.ok(declarations.some((one) => one.component === "VpcApi" && one.path === path));
    });
  }

  it("changes every argument", () => {
    const uncovered = plan.uncovered.map(({ component, path }) => `${component}: ${path}`);
    assert.deepEqual(uncovered, []);
  });

  it("has no sample of an unknown argument", () => {
    const known = new Set(declarations.map(({ path }) => path));
    const stale = plan.changes.flatMap(({ covers }) => covers).filter((path) => !known.has(path));
    assert.deepEqual(stale, []);
  });

  it("has a page that lists exactly these arguments: npm run sweep writes it", () => {
    const listed = argumentsIn(readFileSync(join(projectDir, "docs", "changes.md"), "utf8"));
    assert.deepEqual([...listed].sort(), declarations.map(formatName).sort());
  });

  for (const name of Object.keys(scenarios)) {
    it(`makes valid changes of scenario ${name}`, () => {
      const own = new Set(
        plan.changes.filter(({ scenario }) => scenario === name).flatMap(({ covers }) => covers),
      );
      const made = new Set(
        createBatches(name, plan.changes).flatMap((batch) => batch.flatMap(({ covers }) => covers)),
      );
      assert.deepEqual(
        [...own].filter((path) => !made.has(path)),
        [],
      );
    });
  }
});
