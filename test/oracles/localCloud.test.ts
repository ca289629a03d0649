import assert from "node:assert/strict";
import fc from "fast-check";
import { readUserData } from "../../local/machines/cloudConfig";
import { type CloudInitAnswer, needCloudInit, readAsCloudInit } from "../support/oracles/cloudInit";
import { text } from "../support/oracles/texts";

/** Scalars without quotes, of which YAML 1.1 makes other things than YAML 1.2 or JSON. */
const scalars: readonly string[] = [
  ...[
    "off",
    "On",
    "yes",
    "y",
    "N",
    "~",
    "null",
    "",
    "true",
    "TRUE",
    "tRUE",
    "2026-11-29",
    "2026-1-2",
    "2026-13-45",
  ],
  ...[
    "2026-11-29 10:00:00",
    "2026-11-29T10:00:00Z",
    "9:30",
    "9:65",
    "190:20:30",
    "1_000",
    "0644",
    "0o644",
    "09",
  ],
  ...[
    "1e3",
    "1.5",
    "1.5e3",
    "1.5e+3",
    ".5",
    "1.",
    "0x1F",
    "0b11",
    "+1",
    "-0",
    ".inf",
    ".nan",
    "=",
    "a",
    "'off'",
  ],
  ...[
    '"9:30"',
    "!!str off",
    "!!int 7",
    "!own x",
    "!!binary aGk=",
    "|\n    off",
    ">\n    a\n    b",
    "[a]",
    "{a: 1}",
  ],
  ...["&a off", "*nothing", "@a", "`a`", "%a", "a: b", "a #b", "'a", "\u0085a", "a\tb", "\ta", "- a", "? a"],
];

const documents: readonly string[] = [
  ...scalars.map(
    (scalar) => `#cloud-config\nwrite_files:\n- path: /a\n  content: ${scalar}\nruncmd:\n- nginx -t\n`,
  ),
  ...["permissions", "owner", "append", "defer", "encoding", "path"].flatMap((key) =>
    ["off", "0644", "'0644'", "644", "9:30", "null", "true", "x", "[]", "b64"].map(
      (value) =>
        `#cloud-config\nwrite_files:\n- {content: aGk=, path: /a, ${key}: ${value}}\n- {path: /b, content: b}\n`,
    ),
  ),
  ...[
    "a",
    "5",
    "null",
    "[]",
    "{}",
    "[5]",
    "[a]",
    "[[]]",
    "[null]",
    "{path: /a}",
    "[{path: /a}, 7]",
    "[{content: a}]",
  ].map((value) => `#cloud-config\nwrite_files: ${value}\nruncmd: [nginx -t]\n`),
  ...[
    "nginx -t",
    "5",
    "null",
    "[]",
    "{}",
    "[5]",
    "[nginx -t, off]",
    "[null, nginx -t]",
    "[[nginx, -t]]",
    "[{a: b}]",
  ].map((value) => `#cloud-config\nwrite_files: [{path: /a, content: a}]\nruncmd: ${value}\n`),
  ...["#cloud-config\n", "#cloud-config\nnull\n", "#cloud-config\n- a\n", "#cloud-config\ntext\n"],
  ...[" #Cloud-Config\nruncmd: [nginx -t]\n", "#cloud-config # comment\nruncmd: [nginx -t]\n"],
  ...["\n\n#cloud-config\nruncmd: [nginx -t]\n", "#cloud-config\r\nruncmd: [nginx -t]\r\n"],
  ...["#cloud-config\nruncmd: [nginx -t]\n---\nruncmd: []\n", "#cloud-config\nruncmd: [nginx -t]\n...\n"],
  ...["[a?b]", "[curl, http://host/?a=b]", "{a: b?}", "[[a ?b]]", "['a?b']", "a?b"].map(
    (value) => `#cloud-config\nruncmd: [nginx -t]\nusers: ${value}\n`,
  ),
  ...["#cloud-config\npackages: nginx\n", "#cloud-config\npackages: [nginx]\npackages: []\n"],
  ...["#cloud-config\nx: &x {packages: [nginx]}\n<<: *x\n".replace("x: &x", "users: &x")],
  ...["\ufeff#cloud-config\nruncmd: [nginx -t]\n", "\u0085#cloud-config\nruncmd: [nginx -t]\n"],
  ...["#cloud-config\rruncmd: [nginx -t]\r", "#cloud-config\nruncmd:\n- nginx\r  -t\n"],
  ...["#cloud-config\nruncmd: [nginx -t]\n? {a: }\n: b\n", "#cloud-config\nruncmd: [nginx -t]\n<<: 5\n"],
  ...["#cloud-config\nruncmd: [nginx -t]\nusers: {[a]: b}\n"],
  ...["#cloud-config\nruncmd: [nginx -t\u0001]\n", "#cloud-config\nruncmd:\n\t- nginx -t\n"],
];

/** What is read, in one form for both readers. */
function inOneForm(answer: CloudInitAnswer): unknown {
  const { files, failed, packages, script } = answer;
  const commands = (script ?? "").split("\n").slice(1, -1);
  return {
    files: files.map(({ path, content, mode, append }) => ({ path, content, mode, append })),
    failed: [...failed].sort(),
    packages,
    commands: commands.length,
  };
}

function readLocally(userData: string): unknown {
  const { steps, problems } = readUserData(Buffer.from(userData).toString("base64"));
  // The local cloud does nothing with problems, which say that cloud-init ignores the document.
  const done = problems.length > 0 ? [] : steps;
  return {
    files: done.flatMap((step) =>
      step.kind === "write" ? [{ ...step.file, content: step.file.content.toString("base64") }] : [],
    ),
    failed: done.flatMap((step) => (step.kind === "failed" ? [step.module] : [])).sort(),
    packages: done.flatMap((step) => (step.kind === "install" ? ["nginx"] : [])),
    commands: done.filter(({ kind }) => kind === "test").length,
  };
}

describe("user data, read by the local cloud as by cloud-init", function () {
  this.timeout(5 * 60_000);

  describe("document", () => {
    let answers: CloudInitAnswer[] = [];
    before(async function () {
      needCloudInit.call(this);
      answers = await readAsCloudInit(documents, { schema: false });
    });
    documents.forEach((document, index) => {
      it(JSON.stringify(document), () => {
        const answer = answers[index];
        assert.ok(answer);
        assert.deepEqual(readLocally(document), inOneForm(answer));
      });
    });
  });

  it("any scalars in any places of write_files and runcmd", async function () {
    needCloudInit.call(this);
    const scalar = fc.oneof(
      fc.constantFrom(...scalars.filter((one) => one !== "1." && !/[\n\t\u0085]|^[-?] |: b|^'a/.test(one))),
      text.map((one) => JSON.stringify(one).replace(/[^\x20-\x7e]/g, "")),
    );
    const flow = scalar.filter((one) => !/^(\||>|\[|\{|&|\*|!|@|`|%)/.test(one) && !/[,#]/.test(one));
    const file = fc
      .dictionary(fc.constantFrom("content", "permissions", "append", "defer", "owner", "encoding"), flow)
      .map(
        (keys) =>
          `- {path: /a, ${Object.entries(keys)
            .map(([key, value]) => `${key}: ${value}`)
            .join(", ")}}`,
      );
    const document = fc
      .tuple(fc.array(file, { minLength: 1, maxLength: 3 }), fc.array(flow, { maxLength: 2 }))
      .map(([files, words]) =>
        [
          "#cloud-config",
          "write_files:",
          ...files,
          `runcmd: [nginx -t, [${["nginx", "-t"].join(", ")}]]`,
          `users: [${words.join(", ")}]`,
          "",
        ].join("\n"),
      );
    const seed = Date.now();
    const samples = fc.sample(document, { numRuns: 1_000, seed });
    const answers = await readAsCloudInit(samples, { schema: false });
    samples.forEach((one, index) => {
      const answer = answers[index];
      assert.ok(answer);
      assert.deepEqual(readLocally(one), inOneForm(answer), `seed ${seed}\n${one}`);
    });
    process.stdout.write(`    Both read ${samples.length} documents alike.\n`);
  });
});
