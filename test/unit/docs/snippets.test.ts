import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildPackage } from "../../../cli/build";
import { projectDir } from "../../../cli/paths";
import { checkConfigurationFile } from "../../../policy/report/configuration";
import { deployToMocks } from "../../../testing/mocks";
import { blocks, formatPlace } from "../../support/markdown";
import { ServedPack } from "../../support/servedPack";
import {
  commented,
  findTypeErrors,
  programs,
  readText,
  runProgram,
  snippetConfiguration,
  snippetFolder,
  typed,
} from "../../support/snippets";
import { TestAuthority } from "../../support/testCertificates";

/** Programs that pulumi new creates and that consist of one file, by their paths. */
const templates = readdirSync(join(projectDir, "examples"))
  .filter((name) => existsSync(join(projectDir, "examples", name, "Pulumi.yaml")))
  .map((name) => join("examples", name, "index.ts"))
  .map((file) => ({ place: file, text: readText(file) }))
  .filter(({ text }) => !text.includes('from "./'));

describe("the TypeScript of the documentation, of the examples in comments, and of the templates", () => {
  const folder = process.cwd();
  let config: Record<string, string> = {};

  before(async function () {
    this.timeout(10 * 60_000);
    await buildPackage();
    const authority = new TestAuthority();
    const { plain, secret } = await snippetConfiguration((domains) => authority.issue(domains));
    const entries = Object.entries({ ...plain, ...secret });
    config = Object.fromEntries(entries.map(([key, value]) => [`project:${key}`, value]));
    process.chdir(snippetFolder);
  });
  after(() => process.chdir(folder));

  it("type-checks with the options that pulumi new sets", function () {
    this.timeout(10 * 60_000);
    assert.ok(programs.length > 0 && commented.length > 0);
    assert.ok(templates.length > 0);
    const documented = [...typed, ...commented].map((block) => ({
      place: formatPlace(block),
      text: block.text,
    }));
    const all = [...documented, ...templates];
    const errors = findTypeErrors(all.map(({ text }) => text));
    assert.deepEqual(
      errors.map((error) => error.replace(/^snippet (\d+)/, (_, at) => all[at]?.place ?? "")),
      [],
    );
  });

  const executed = [...programs, ...commented];
  for (const program of executed.filter(({ text }) => text.includes('"alicloud-vpc-api"'))) {
    it(`${formatPlace(program)} runs against mocks`, async () => {
      const { resources } = await deployToMocks(() => runProgram(program.text), { config });
      assert.ok(resources.length > 0);
    });
  }

  for (const block of blocks.filter(({ source }) => source !== undefined)) {
    it(`${formatPlace(block)} equals ${block.source}`, () => {
      assert.equal(block.text, readText(block.source ?? ""));
    });
  }

  // The other JSON, a RAM policy, is checked in permissions.test.ts.
  for (const { text, ...block } of blocks.filter(
    ({ language, file }) => language === "json" && file === "policy/README.md",
  )) {
    it(`${formatPlace({ text, ...block })} is a valid configuration of the policy pack`, () => {
      const file = join(mkdtempSync(join(tmpdir(), "documented-")), "policy.json");
      writeFileSync(file, text);
      checkConfigurationFile(file, true);
      rmSync(dirname(file), { recursive: true });
    });
  }

  it("shows the current validation errors", async () => {
    const [shown] = blocks.filter(({ language }) => language === "text");
    const program = `
      import { VpcApi } from "alicloud-vpc-api";
      new VpcApi("shop", {
        network: {
          cidrBlock: "10.0.0.0/16",
          vswitches: [
            { zoneId: "cn-hangzhou-h", cidrBlock: "10.0.0.0/24" },
            { zoneId: "cn-hangzhou-i", cidrBlock: "10.0.0.128/25" },
          ],
        },
        service: { page: {} },
        group: { groupName: "shop" },
        routes: { "get-item": { path: "/items/[id]", backend: { timeout: 30_001 } } },
        apps: { shop_frontend: {} },
      });`;
    const failure = await deployToMocks(() => runProgram(program)).catch((error: Error) => error.message);
    assert.equal(`${failure}\n`, shown?.text);
  });

  for (const block of executed.filter(({ text }) => text.includes('"alicloud-vpc-api-policy"'))) {
    it(`${formatPlace(block)} is a pack that the engine can start`, async function () {
      this.timeout(60_000);
      const folder = createOwnPack(block.text);
      const pack = await ServedPack.start(folder);
      try {
        assert.ok((await pack.info()).getPoliciesList().length > 0);
      } finally {
        await pack.end();
        rmSync(folder, { recursive: true });
      }
    });
  }

  it("has no block in another language without a reason", () => {
    // Pictures and configuration files are not executed; commands are, by test/engine/documentation.test.ts.
    const known = ["ts", "json", "text", "bash", "sh", "yaml", "console", "mermaid"];
    const unknown = blocks.filter(
      ({ language, reason }) => !known.includes(language) && reason === undefined,
    );
    assert.deepEqual(unknown.map(formatPlace), []);
  });
});

/** A folder with a policy pack, beside which our package is installed. */
function createOwnPack(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "ours", version: "1.0.0", main: "start.cjs" }),
  );
  const loader = JSON.stringify(require.resolve("tsx/cjs"));
  writeFileSync(join(folder, "start.cjs"), `require(${loader}); require("./pack.ts");`);
  const source = join(projectDir, "policy", "index.ts");
  writeFileSync(join(folder, "pack.ts"), program.replaceAll("alicloud-vpc-api-policy", source));
  symlinkSync(join(projectDir, "node_modules"), join(folder, "node_modules"));
  return folder;
}
