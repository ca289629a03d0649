import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareToolchain } from "../../cli/session";
import { createWorkspace, layOut } from "../../cli/verify/workspace";
import { locateHome } from "../../testing/home";
import { makeHome } from "../support/ownHome";

describe("the tests of an example, with the packed packages", function () {
  this.timeout(60 * 60_000);
  let base = "";
  let project = "";
  let environment: NodeJS.ProcessEnv = {};

  before(async () => {
    mkdirSync(locateHome(), { recursive: true });
    base = mkdtempSync(join(locateHome(), "own-tests-"));
    const { env } = await prepareToolchain();
    environment = { ...process.env, ...env, ALICLOUD_VPC_API_HOME: makeHome(join(base, "home")) };
    const workspace = await createWorkspace(join(base, "workspace"), [
      "alicloud-vpc-api",
      "alicloud-vpc-api-testing",
    ]);
    project = layOut(workspace, base, "own-tests", {});
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  /** Runs the project's tests as its author does. */
  const test = (...options: string[]) => {
    const { status, stdout, stderr } = spawnSync("npm", ["test", "--", "--reporter", "dot", ...options], {
      cwd: project,
      encoding: "utf8",
      env: environment,
    });
    return { status, printed: stdout + stderr };
  };

  it("pass with mocks and with the engine, and leave nothing behind", () => {
    const files = readdirSync(project);
    const { status, printed } = test();
    assert.equal(status, 0, printed);
    assert.match(printed, /8 passing/);
    assert.deepEqual(readdirSync(project), files);
    assert.deepEqual(readdirSync(join(base, "home", "testing")), []);
  });

  it("fail for another program", () => {
    const file = join(project, "shop.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace(', auth: "anonymous"', ""));
    const { status, printed } = test("--grep", "with mocks");
    assert.notEqual(status, 0, printed);
    assert.match(printed, /2 passing.*1 failing.*requires an app for items/s);
  });
});
