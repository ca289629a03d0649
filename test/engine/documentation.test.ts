import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectDir } from "../../cli/paths";
import { locateBundle } from "../../testing/authorities";
import { callApi } from "../../testing/call";
import { EngineStack } from "../support/engineStack";
import { type Block, blocks, formatPlace } from "../support/markdown";
import { programs, snippetConfiguration, snippetFolder } from "../support/snippets";
import { TestAuthority } from "../support/testCertificates";

const deployed = programs.filter(({ text }) => text.includes('"alicloud-vpc-api"'));

/** What is special about calling the APIs of a program, by the group that it creates. */
const calls: Readonly<Record<string, { stage?: string }>> = { orders: { stage: "TEST" } };

describe("the programs of the documentation, all in one stack, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const authority = new TestAuthority();
  let gateway = "";
  let trusted = "";

  before(async () => {
    const names = deployed.map((_, at) => `program${at}`);
    const imports = names.map((name) => `export * as ${name} from "./${name}";\n`);
    ({ gateway } = await stack.start(imports.join("")));
    for (const [at, { text }] of deployed.entries()) stack.program(text, `program${at}`);
    cpSync(join(snippetFolder, "catalogue.yaml"), join(stack.checkout, "catalogue.yaml"));
    const { plain, secret } = await snippetConfiguration((domains) => authority.issue(domains));
    for (const [key, value] of Object.entries(plain)) stack.configure({ [`alicloud-vpc-api:${key}`]: value });
    for (const [key, value] of Object.entries(secret))
      stack.pulumi(`config set -s local --secret ${key}`, { input: value });
    stack.up();
    trusted = `${readFileSync(locateBundle(stack.dirs.cloud), "utf8")}\n${await authority.cert}`;
  });
  after(() => stack.remove());

  for (const [at, program] of deployed.entries()) {
    it(`${formatPlace(program)} answers calls at each address that it exports`, async () => {
      const outputs = Object(Object(stack.outputs())[`program${at}`]);
      const group = /groupName: "([\w-]+)"/.exec(program.text)?.[1] ?? "";
      const addresses = Object.entries(outputs).filter(([name]) => /url$/i.test(name));
      assert.ok(addresses.length > 0);
      for (const [, address] of addresses) {
        const { hostname, pathname } = new URL(String(address));
        const answer = await callApi({
          gateway,
          host: hostname,
          path: pathname,
          auth: outputs.appCode ? "header" : "none",
          stage: calls[group]?.stage,
          credentials: { appCode: String(outputs.appCode), appKey: "", appSecret: "" },
          ca: trusted,
        });
        assert.equal(answer.status, 200, `${address}: ${JSON.stringify(answer.headers)}`);
      }
    });
  }

  it("do not change in a second run", () => stack.staysAsItIs());
});

describe("the commands of the documentation", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();

  before(() => stack.start());
  after(() => stack.remove());

  function runBlock({ text }: Block) {
    for (const line of text.replaceAll("\\\n", "").trim().split("\n")) {
      const { ended, output } = stack.command(line);
      assert.ok(ended, `${line}\n${output}`);
    }
  }

  /** Commands of the guide are about the program before them. */
  function prepareFor({ file, line }: Block) {
    const program = deployed.filter((block) => block.file === file && block.line < line).at(-1);
    if (file !== "docs/guide.md" || program === undefined) return;
    stack.program(program.text);
    stack.pulumi("stack select local");
  }

  const executed = blocks.filter(
    ({ language, reason }) => ["bash", "sh"].includes(language) && reason === undefined,
  );
  for (const block of executed) {
    it(`${formatPlace(block)} ends without an error`, () => {
      prepareFor(block);
      runBlock(block);
    });
  }
});

describe("pulumi new with the folder of an example", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const base = mkdtempSync(join(tmpdir(), "templates-"));
  const examples = readdirSync(join(projectDir, "examples")).filter((name) =>
    existsSync(join(projectDir, "examples", name, "Pulumi.yaml")),
  );
  const created = (name: string) => join(base, name);

  before(() => stack.start());
  after(async () => {
    await stack.remove();
    rmSync(base, { recursive: true, force: true });
  });

  for (const name of examples) {
    it(`creates a project from ${name}, with its name and description`, () => {
      mkdirSync(created(name));
      const template = join(projectDir, "examples", name);
      stack.pulumi(
        `new '${template}' --generate-only --yes --name acme --description Ours --dir '${created(name)}'`,
      );
      const text = (file: string, folder = created(name)) => readFileSync(join(folder, file), "utf8");
      const { name: project, description, template: left, runtime } = parse(text("Pulumi.yaml"));
      assert.deepEqual([project, description, left], ["acme", "Ours", undefined]);
      assert.deepEqual(runtime, { name: "nodejs", options: { packagemanager: "npm" } });
      for (const file of ["index.ts", "tsconfig.json", ".gitignore", "package.json"])
        assert.equal(text(file), text(file, template));
      const asked = Object.values(parse(text("Pulumi.yaml", template)).template.config);
      assert.ok(asked.length > 0 && asked.every((key) => Object(key).description));
    });
  }

  it("creates a project that Pulumi type-checks with its default runtime", () => {
    for (const file of ["index.ts", "Pulumi.yaml", "tsconfig.json", "package.json"])
      cpSync(join(created("smallest"), file), join(stack.checkout, file));
    stack.pulumi("stack init local");
    stack.program(readFileSync(join(created("smallest"), "index.ts"), "utf8").replace('"hello"', "7"));
    const typeChecked = { env: { PULUMI_NODEJS_TRANSPILE_ONLY: "false" } };
    const { ended, output } = stack.attempt("preview -s local --non-interactive", typeChecked);
    assert.ok(!ended, output);
    assert.match(output, /TS2345/);
  });
});
