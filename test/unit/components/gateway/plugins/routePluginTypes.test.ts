import assert from "node:assert/strict";
import { problemsIn } from "../../problems";

const rules = ["ipAccess", "jwt", "errorMapping"];
const wrong: readonly unknown[] = [true, 1, "on", null, []];

/** Paths of what is reported of the plug-ins of one route. */
const findPaths = (plugins: object): string[] =>
  problemsIn({
    group: { groupName: "shop" },
    routes: { "get-item": { path: "/items", plugins } },
    publication: { stages: ["TEST", "RELEASE"] },
  }).map(({ path }) => path);

describe("a plug-in of a route that is not an object", () => {
  for (const rule of rules) {
    const path = `routes["get-item"].plugins.${rule}`;
    for (const value of wrong) {
      it(`is reported by its path: ${rule} is ${JSON.stringify(value)}`, () => {
        assert.deepEqual(findPaths({ [rule]: value }), [path]);
        assert.deepEqual(findPaths({ [rule]: { TEST: value } }), [`${path}.TEST`]);
        assert.deepEqual(findPaths({ [rule]: { TEST: false, RELEASE: value } }), [`${path}.RELEASE`]);
      });
    }
    it(`is disabled: ${rule} is false`, () => {
      assert.deepEqual(findPaths({ [rule]: false }), []);
      assert.deepEqual(findPaths({ [rule]: { TEST: false } }), []);
    });
  }
});
