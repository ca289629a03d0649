import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import Module from "node:module";
import { join, posix } from "node:path";
import fc from "fast-check";
import { projectDir } from "../../cli/paths";
import * as components from "../../components";
import { checkUserData, type NginxUserData, nginxUserData } from "../../components/service/userData";
import { Problems } from "../../components/validation/problems";
import { deployToMocks } from "../../testing/mocks";
import { type CloudInitAnswer, needCloudInit, readAsCloudInit } from "../support/oracles/cloudInit";
import { data, hazards, pagePath, text } from "../support/oracles/texts";
import { TestAuthority } from "../support/testCertificates";

const problemsIn = (userData: NginxUserData) => {
  const problems = new Problems();
  checkUserData(userData, problems);
  return problems.list;
};

/** The bytes of a file that cloud-init writes. */
const bytesOf = (answer: CloudInitAnswer | undefined, path: string) => {
  const file = answer?.files.find((one) => one.path === path);
  return file && Buffer.from(file.content, "base64");
};

const at = (answers: readonly CloudInitAnswer[], index: number): CloudInitAnswer => {
  const answer = answers[index];
  assert.ok(answer);
  return answer;
};

/** A command as a line of the script. */
const single = (item: unknown) =>
  Array.isArray(item) ? item.map((word) => `'${String(word).replaceAll("'", "'\\''")}'`).join(" ") : item;

function checkAnswer(userData: NginxUserData, answer: CloudInitAnswer): void {
  const { pages, nginxConfig, cloudConfig = {} } = userData;
  assert.deepEqual(answer.types, ["text/cloud-config"]);
  assert.deepEqual(answer.warnings, []);
  assert.deepEqual(answer.failed, []);
  assert.deepEqual(answer.schemaErrors, []);
  for (const [path, content] of Object.entries(pages)) {
    const file = answer.files.find((one) => one.path === `/srv/www/${path}`);
    assert.deepEqual(file && Buffer.from(file.content, "base64"), Buffer.from(content));
    assert.equal(file?.mode, 0o644);
  }
  if (nginxConfig !== undefined) {
    assert.deepEqual(bytesOf(answer, "/etc/nginx/conf.d/service.conf"), Buffer.from(nginxConfig));
  }
  const { runcmd = [], ...others } = cloudConfig;
  const lines = [["systemctl", "enable", "--now", "nginx"], ...(runcmd as unknown[])].map(single);
  assert.equal(answer.script, ["#!/bin/sh", ...lines, ""].join("\n"));
  for (const [key, value] of Object.entries(others)) {
    const read = answer.config[key];
    const own = Array.isArray(value) && Array.isArray(read) ? read.slice(-value.length) : read;
    assert.deepEqual(own, value);
  }
}

const sourceOf = (example: string) => readFileSync(join(projectDir, "examples", example, "index.ts"), "utf8");

/** The examples with instances of their own. */
const examples = readdirSync(join(projectDir, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => /new VpcApi\(|new NginxService\(|from "\.\//.test(sourceOf(name)));

/** What an example reads from its configuration. */
async function configurationOf(example: string): Promise<Record<string, string>> {
  switch (example) {
    case "alb-domain": {
      const { body, privateKey } = await new TestAuthority().issue(["api.example.com"]);
      const keys = { domain: "api.example.com", zone: "example.com", certificate: body, privateKey };
      return Object.fromEntries(Object.entries(keys).map(([key, value]) => [`project:${key}`, value]));
    }
    case "existing-vpc":
      return { "project:vpcId": "vpc-1", "project:vswitchIds": '["vsw-1"]' };
    default:
      return {};
  }
}

/** The user data of the instances of an example, which runs in its own folder with this checkout's package. */
async function userDataOf(example: string): Promise<string[]> {
  const folder = join(projectDir, "examples", example);
  const config = await configurationOf(example);
  const before = process.cwd();
  const load = Reflect.get(Module, "_load") as (request: string, ...rest: unknown[]) => unknown;
  Reflect.set(Module, "_load", (request: string, ...rest: unknown[]) =>
    request === "alicloud-vpc-api" ? components : load(request, ...rest),
  );
  process.chdir(folder);
  try {
    const { resources } = await deployToMocks(() => require(join(folder, "index.ts")), { config });
    return resources
      .filter(({ type }) => type === "alicloud:ecs/instance:Instance")
      .map(({ inputs }) => String(inputs.userData));
  } finally {
    process.chdir(before);
    Reflect.set(Module, "_load", load);
  }
}

describe("generated user data, read by cloud-init", function () {
  this.timeout(5 * 60_000);
  before(needCloudInit);

  describe("has each text as it is", () => {
    let answers: CloudInitAnswer[] = [];
    const userDataOf = (content: string): NginxUserData => ({ port: 80, pages: { "index.html": content } });
    before(async () => {
      answers = await readAsCloudInit(hazards.map((one) => nginxUserData(userDataOf(one))));
    });

    hazards.forEach((content, index) => {
      it(JSON.stringify(content), () => checkAnswer(userDataOf(content), at(answers, index)));
    });
  });

  it("has pages, file names, nginxConfig and cloudConfig of any texts as they are", async () => {
    const cloudConfig = fc.record(
      {
        final_message: text,
        timezone: text,
        datasource: fc.dictionary(text, data, { maxKeys: 4, noNullPrototype: true }),
        runcmd: fc.array(fc.oneof(text, fc.array(text, { maxLength: 3 })), { minLength: 1, maxLength: 3 }),
        bootcmd: fc.array(text, { minLength: 1, maxLength: 3 }),
        write_files: fc.array(
          fc.record({ path: pagePath.map((path) => posix.normalize(`/opt/${path}`)), content: text }),
          { minLength: 1, maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    );
    const userData: fc.Arbitrary<NginxUserData> = fc.record({
      port: fc.constantFrom(80, 8080),
      pages: fc.dictionary(pagePath, text, { maxKeys: 4, noNullPrototype: true }),
      nginxConfig: fc.option(text, { nil: undefined }),
      cloudConfig: fc.option(cloudConfig, { nil: undefined }) as fc.Arbitrary<NginxUserData["cloudConfig"]>,
    });
    const seed = Date.now();
    const samples: NginxUserData[] = fc.sample(
      userData.map((one) => structuredClone(one)).filter((one) => problemsIn(one).length === 0),
      { numRuns: 1_000, seed },
    );
    const answers = await readAsCloudInit(samples.map(nginxUserData));
    samples.forEach((one, index) => {
      try {
        checkAnswer(one, at(answers, index));
      } catch (error) {
        throw new Error(`seed ${seed}, ${JSON.stringify(one)}\n${nginxUserData(one)}`, { cause: error });
      }
    });
    const texts = samples.map(
      ({ pages, nginxConfig }) => Object.keys(pages).length * 2 + (nginxConfig ? 1 : 0),
    );
    const count = texts.reduce((sum, one) => sum + one, 0);
    process.stdout.write(
      `    cloud-init read ${samples.length} documents with ${count} pages, names and servers.\n`,
    );
  });

  it("has keys of more characters than PyYAML takes for one", async () => {
    const datasource = { ["k".repeat(1_100)]: { ["é\n".repeat(200)]: 1 } };
    const userData = { port: 80, pages: {}, cloudConfig: { datasource } };
    checkAnswer(userData, at(await readAsCloudInit([nginxUserData(userData)]), 0));
  });

  it("has texts that are written in Base64, as they are shorter so", async () => {
    const userData = { port: 80, pages: { "index.html": "杭州".repeat(100) } };
    assert.match(nginxUserData(userData), /"encoding": "b64"/);
    checkAnswer(userData, at(await readAsCloudInit([nginxUserData(userData)]), 0));
  });

  for (const example of examples) {
    it(`is right for the example ${example}`, async () => {
      const userData = await userDataOf(example);
      assert.ok(userData.length > 0);
      for (const [index, answer] of (await readAsCloudInit(userData)).entries()) {
        const { warnings, failed, schemaErrors, packages } = answer;
        const found = { warnings, failed, schemaErrors, packages };
        assert.deepEqual(
          found,
          { warnings: [], failed: [], schemaErrors: [], packages: ["nginx"] },
          userData[index],
        );
      }
    });
  }
});
