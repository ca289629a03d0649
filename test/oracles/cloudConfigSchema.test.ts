import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkCloudConfig, cloudConfigKeys } from "../../components/service/cloudConfig";
import { checkOwnUserData, nginxUserData } from "../../components/service/userData";
import { Problems } from "../../components/validation/problems";
import {
  type CloudInitAnswer,
  cloudInitSchema,
  needCloudInit,
  readAsCloudInit,
} from "../support/oracles/cloudInit";

const pathsIn = (config: Record<string, unknown>): string[] => {
  const problems = new Problems();
  checkCloudConfig(config, problems);
  return problems.list.map(({ path }) => path);
};

interface Schema {
  type?: string | string[];
  $ref?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  $defs?: Record<string, Schema>;
}

describe("the keys of cloudConfig", function () {
  this.timeout(60_000);
  before(needCloudInit);

  it("are those of the schema of cloud-init, with at least its types", () => {
    const schema: Schema = JSON.parse(readFileSync(cloudInitSchema, "utf8"));
    const names: Record<string, string> = { array: "list", integer: "number" };
    const follow = (one: Schema): Schema => {
      const name = one.$ref?.split("/").at(-1);
      return name === undefined ? one : follow(schema.$defs?.[name] ?? {});
    };
    const kindsOf = (given: Schema): string[] => {
      const { type = [], oneOf = [], anyOf = [], enum: values = [] } = follow(given);
      return [
        ...[type].flat().map((kind) => names[kind] ?? kind),
        ...values.map((value) => typeof value),
        ...[...oneOf, ...anyOf].flatMap(kindsOf),
      ];
    };
    const missing = (schema.allOf ?? []).flatMap((module) =>
      Object.entries(follow(module).properties ?? {}).flatMap(([key, value]) => {
        const own = cloudConfigKeys.get(key)?.split(" or ");
        return own === undefined
          ? [key]
          : kindsOf(value)
              .filter((kind) => !own.includes(kind))
              .map((kind) => `${key} ${kind}`);
      }),
    );
    assert.deepEqual(missing, []);
  });
});

/** Configurations at which a module fails, or that the schema refuses, by the paths that are reported. */
const wrong: readonly [config: Record<string, unknown>, paths: string[]][] = [
  [{ packages: "jq" }, ["packages"]],
  [{ packages: [7] }, ["packages[0]"]],
  [{ packages: [["jq"]] }, ["packages[0]"]],
  [{ runcmd: ["true", 7] }, ["runcmd[1]"]],
  [{ runcmd: "true" }, ["runcmd"]],
  [{ runcmd: [["sleep", 5]] }, ["runcmd[0]"]],
  [{ runcmd: [{ echo: "x" }] }, ["runcmd[0]"]],
  [{ bootcmd: [false] }, ["bootcmd[0]"]],
  [{ write_files: ["/a"] }, ["write_files[0]"]],
  [{ write_files: [{ content: "a" }] }, ["write_files[0].path"]],
  [{ write_files: [{ path: "/a", content: false }] }, ["write_files[0].content"]],
  [{ write_files: [{ path: "/a", content: 930 }] }, ["write_files[0].content"]],
  [{ write_files: [{ path: "/a", permissions: 644 }] }, ["write_files[0].permissions"]],
  [{ write_files: [{ path: "/a", encoding: "base32" }] }, ["write_files[0].encoding"]],
  [{ write_files: [{ path: "/a", encoding: "b64", content: "a" }] }, ["write_files[0].content"]],
  [{ write_files: [{ path: "/a", contents: "a" }] }, ["write_files[0].contents"]],
  [{ write_files: [{ path: "/a", append: "yes" }] }, ["write_files[0].append"]],
  [{ timezone: 8 }, ["timezone"]],
  [{ package_update: "yes" }, ["package_update"]],
  [{ ntp: true }, ["ntp"]],
  [{ hostname: null }, ["hostname"]],
];

describe("problems in cloudConfig, as cloud-init finds them", function () {
  this.timeout(60_000);
  let problems: string[][] = [];
  before(async function () {
    needCloudInit.call(this);
    const answers = await readAsCloudInit(
      wrong.map(([cloudConfig]) => nginxUserData({ port: 80, pages: {}, cloudConfig })),
    );
    problems = answers.map(({ schemaErrors, failed, warnings }) => [
      ...schemaErrors.map(({ message }) => message),
      ...failed,
      ...warnings,
    ]);
  });

  wrong.forEach(([config, paths], index) => {
    it(JSON.stringify(config), () => {
      assert.notDeepEqual(problems[index], []);
      assert.deepEqual(pathsIn(config), paths);
    });
  });
});

/** Documents of one's own, and whether cloud-init reads them. */
const documents: readonly [text: string, isRead: boolean][] = [
  ["#cloud-config\npackages: [nginx]\n", true],
  ["#cloud-config\na: [\n", false],
  ["#cloud-config\n- a\n", false],
  ["#cloud-config\ntext\n", false],
  ["#cloud-config\nruncmd:\n\t- a\n", false],
  ["#cloud-config\ntimezone: UTC\n timezone: UTC\n", false],
  ["#cloud-config\ntimezone: 'UTC\n", false],
  ["#cloud-config\ntimezone: UTC\n---\ntimezone: UTC\n", false],
  ["#cloud-config\ntimezone: UTC\u0001\n", false],
  ["#cloud-config\ntimezone: &a UTC\nlocale: *a\n", true],
  ["#cloud-config\nruncmd:\n- |\n  a\n  b\n", true],
  ["#cloud-config\nruncmd: [\n  a,\n]\n", true],
  ["#cloud-config\ntimezone: UTC\ntimezone: Asia/Shanghai\n", true],
  ["#cloud-config\nruncmd:\n- 'echo a: b'\n", true],
  ['#cloud-config\nruncmd:\n- "echo a\n  b"\n', true],
  ["#cloud-config\nfinal_message: 你好 😀\n", true],
  [`#cloud-config\nfinal_message: "MIME-Version: 1.0"\n`, true],
  [`#cloud-config\nfinal_message: "MIME-Version: 1.0, é"\n`, false],
  ["#cloud-config\nruncmd:\n- a\tb\n", false],
  ["#cloud-config\nruncmd:\ta\n", false],
  ["#cloud-config\nruncmd:\n- |\n  a\tb\n- 'a\tb' #\tc\n", true],
  ["#cloud-config\nruncmd: [[curl, http://host/?a=b]]\n", false],
  ["#cloud-config\nruncmd: [[curl, 'http://host/?a=b'], 'a?']\n", true],
  ["#cloud-config\nruncmd:\n- curl http://host/?a=b\n", true],
  ["#cloud-config\nruncmd: !own [a]\n", false],
  ["#cloud-config\ntimezone: !!python/unicode UTC\n", true],
  ["#cloud-config\nfinal_message: =\n", false],
  ["#cloud-config\nfinal_message: 2026-13-45\n", false],
  ["#cloud-config\nruncmd: *nothing\n", false],
  ["#cloud-config\n<<: 5\n", false],
  ["#cloud-config\nruncmd:\n- a\u0085b\n", false],
  ["#cloud-config\nruncmd:\n- a\u2028b\n", false],
  ["#cloud-config\rruncmd: [a]\r", true],
  ["#cloud-config\nwrite_files: [{path: /a, content: !!binary aGk=}]\n", true],
  ["#!/bin/sh\nexit 0\n", true],
];

describe("your own user data, as cloud-init reads it", function () {
  this.timeout(60_000);
  let read: boolean[] = [];
  before(async function () {
    needCloudInit.call(this);
    const answers = await readAsCloudInit(documents.map(([text]) => text));
    read = answers.map(
      ({ types, warnings, config }) =>
        types[0] === "text/x-shellscript" || (warnings.length === 0 && Object.keys(config).length > 0),
    );
  });

  documents.forEach(([text, isRead], index) => {
    it(`${isRead ? "accepts" : "rejects"} ${JSON.stringify(text)}`, () => {
      assert.equal(read[index], isRead);
      const problems = new Problems();
      checkOwnUserData(text, problems);
      assert.equal(problems.list.length, isRead ? 0 : 1, JSON.stringify(problems.list));
    });
  });
});

/** Scalars without quotes: most are not texts for PyYAML, and some only for YAML 1.1. */
const scalars: readonly string[] = [
  ...["a", "off", "y", "N", "~", "true", "7", "1.5", "1e3", "1.5e3", "1.5e+3", "0644", "0x1F", "9:30"],
  ...[
    "1_000",
    "2026-11-29",
    "2026-11-29 10:00:00",
    ".inf",
    ".5",
    "'7'",
    '"off"',
    "!!str 7",
    "[a, 7]",
    "{a: 1}",
  ],
];

/** Places of a scalar in user data. */
const places: readonly ((scalar: string) => string)[] = [
  (scalar) => `runcmd: [a, ${scalar}]`,
  (scalar) => `runcmd: [[a, ${scalar}]]`,
  (scalar) => `runcmd:\n- echo 'a: ${scalar}'`,
  (scalar) => `write_files: [{path: /a, content: ${scalar}}]`,
  (scalar) => `write_files: [{path: ${scalar}, content: a}]`,
  (scalar) => `write_files: [{path: /a, content: a, owner: ${scalar}}]`,
];

describe("values in user data of one's own that make a module of cloud-init fail", function () {
  this.timeout(60_000);
  const texts = scalars.flatMap((scalar) => places.map((document) => `#cloud-config\n${document(scalar)}\n`));
  let answers: CloudInitAnswer[] = [];
  before(async function () {
    needCloudInit.call(this);
    answers = await readAsCloudInit(texts);
  });

  texts.forEach((text, index) => {
    it(JSON.stringify(text), () => {
      const problems = new Problems();
      checkOwnUserData(text, problems);
      const { failed = [], schemaErrors = [], warnings = [] } = answers[index] ?? {};
      if (failed.length > 0) assert.notDeepEqual(problems.list, []);
      if (problems.list.length > 0) assert.notDeepEqual([...failed, ...schemaErrors, ...warnings], []);
    });
  });
});
