import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { renderDocument } from "../../../components/gateway/plugins/document";
import { checkOwnUserData } from "../../../components/service/userData";
import { isTooDeep } from "../../../components/validation/nesting";
import { Problems } from "../../../components/validation/problems";
import { findProblems, withGet } from "./openapi/documents";

/** A text with this many lists inside each other. */
const lists = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const listed = (check: (problems: Problems) => unknown): string[] => {
  const problems = new Problems();
  check(problems);
  return problems.list.map(({ path, problem }) => `${path}: ${problem}`);
};

describe("documents that are nested too deeply", () => {
  for (const [format, document] of [
    ["JSON", JSON.stringify(withGet({})).replace('"title"', `"x-deep": ${lists(100_000)}, "title"`)],
    ["YAML", `openapi: 3.0.3\nx-deep: ${lists(1_500)}\n`],
  ] as const) {
    it(`are reported as OpenAPI in ${format}`, () => {
      assert.deepEqual(
        findProblems(document).map(({ path, problem }) => `${path}: ${problem}`),
        ["#: is nested deeper than 200 levels."],
      );
    });
  }

  it("are reported as plug-in document", () => {
    const reported = listed((problems) =>
      renderDocument({ type: "caching", document: lists(1_500) }, problems),
    );
    assert.deepEqual(reported, ["document: is nested deeper than 200 levels."]);
  });

  it("are reported as user data", () => {
    const reported = listed((problems) =>
      checkOwnUserData(`#cloud-config\nruncmd: ${lists(1_500)}\n`, problems),
    );
    assert.deepEqual(reported, ["userData: is nested deeper than 200 levels."]);
  });

  it("are found without visiting shared values again", () => {
    let value: unknown = 1;
    for (let i = 0; i < 150; i++) value = [value, value];
    assert.equal(isTooDeep(value), false);
    assert.equal(isTooDeep(JSON.parse(lists(201))), true);
  });
});
