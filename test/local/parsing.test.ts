import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { verifiedClaims } from "../../local/gateway/jwt";
import { readUserData } from "../../local/machines/cloudConfig";
import { readPyYaml } from "../../local/machines/pyYaml";
import { parseJson, parseYaml } from "../../local/parsing";
import { parseCondition } from "../../local/plugins/condition";
import { checkDocument } from "../../local/plugins/documents";
import { readParameters } from "../../local/rpc/parameters";

/** Texts with this many lists or objects inside each other. */
const nested: Readonly<Record<string, (depth: number) => string>> = {
  brackets: (depth) => "[".repeat(depth) + "]".repeat(depth),
  "open brackets": (depth) => "[".repeat(depth),
  braces: (depth) => `${"{a: ".repeat(depth)}1${"}".repeat(depth)}`,
  "block sequences": (depth) => `${"- ".repeat(depth)}1`,
  "explicit keys": (depth) => `${"? ".repeat(depth)}1`,
  indentation: (depth) =>
    Array.from({ length: Math.min(depth, 600) }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
};

describe("local cloud: limits before parsers", () => {
  for (const [name, text] of Object.entries(nested)) {
    for (const depth of [1_500, 20_000]) {
      it(`reject YAML with ${depth} levels of ${name}`, () => {
        assert.throws(() => parseYaml(text(depth)), /is nested deeper than 100 levels/);
      });
    }
    it(`accept YAML with 90 levels of ${name}`, () => {
      parseYaml(text(90));
    });
  }

  it("reject JSON that is nested too deeply", () => {
    assert.throws(() => parseJson("[".repeat(5_000_000)), /deeper than 100 levels/);
    assert.throws(() => parseJson(`${'{"a":'.repeat(101)}1${"}".repeat(101)}`), /deeper than 100 levels/);
  });

  it("accept brackets in JSON strings", () => {
    const text = `${"[".repeat(1_000)}\\"${"{".repeat(1_000)}`;
    assert.deepEqual(parseJson(`["${text}", [[]]]`), [JSON.parse(`"${text}"`), [[]]]);
  });

  it("reject long texts", () => {
    assert.throws(() => parseJson(" ".repeat(17 * 1024 * 1024)), /has 17825792 characters/);
    assert.throws(() => parseYaml(" ".repeat(600 * 1024)), /has 614400 characters/);
  });

  it("reject aliases that repeat each other", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
    const text = ["a0: &a0 [1]", ...lines].join("\n");
    assert.throws(() => readPyYaml(text), /Excessive alias count/);
    assert.throws(() => checkDocument("cors", text), /is neither JSON nor YAML: Excessive alias count/);
  });

  describe("apply to", () => {
    const deep = nested.brackets?.(1_500) ?? "";

    it("plug-in documents of a supported type", () => {
      assert.throws(() => checkDocument("cors", deep), /is nested deeper than 100 levels/);
    });

    it("plug-in documents of another type", () => {
      assert.throws(() => checkDocument("caching", deep), /is nested deeper than 100 levels/);
    });

    it("conditions of plug-ins", () => {
      assert.equal(parseCondition(`${"(".repeat(20_000)}$a = 1${")".repeat(20_000)}`), undefined);
      assert.equal(parseCondition(`${"not ".repeat(20_000)} $a = 1`), undefined);
    });

    it("user data", () => {
      const userData = Buffer.from(`#cloud-config\nruncmd: ${deep}`).toString("base64");
      assert.match(readUserData(userData).problems.join(), /is nested deeper than 100 levels/);
    });

    for (const [part, head] of [
      ["claims", "{}"],
      ["header and claims", deep],
    ] as const) {
      it(`the ${part} of tokens`, () => {
        const token = [head, deep, ""].map((text) => Buffer.from(text).toString("base64url")).join(".");
        assert.throws(() => verifiedClaims(token, { keys: [] } as never, new Date()));
      });
    }

    it("JSON parameters of actions", () => {
      const declared = { Definition: { type: "json" } } as const;
      assert.throws(
        () => readParameters("Action", declared, new Map([["Definition", deep]])),
        /Parameter Definition is nested deeper than 100 levels/,
      );
    });
  });

  it("are the only way to the parsers", () => {
    const root = join(__dirname, "..", "..", "local");
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    // The state of the cloud is its own file.
    const others = files.filter((file) => file !== "parsing.ts" && !file.startsWith("store/"));
    const callers = others.filter((file) =>
      /\bJSON\.parse\(|\bparse(All)?Documents?\b|\bparse\b[^;]*from "yaml"/.test(
        readFileSync(join(root, file), "utf8"),
      ),
    );
    assert.deepEqual(callers, []);
  });
});
