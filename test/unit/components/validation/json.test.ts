import assert from "node:assert/strict";
import { problemsIn } from "../problems";

const args = { group: { groupName: "shop" }, routes: { "get-item": "/items" }, apps: {} };

const told = (more: object): string[][] =>
  problemsIn({ ...args, ...more }).map(({ path, problem }) => [path, problem]);

const inDocument = (value: unknown) =>
  told({ plugins: { limit: { type: "trafficControl", document: { unit: "SECOND", apiDefault: value } } } });

const inCloudConfig = (value: unknown) => told({ service: { cloudConfig: { ntp: { servers: value } } } });

const inExample = (value: unknown) =>
  told({ routes: { "get-item": { path: "/items", response: { example: { value } } } } });

describe("a value in a document", () => {
  for (const [value, problem] of [
    [Number.NaN, "is NaN."],
    [Number.POSITIVE_INFINITY, "is Infinity."],
    [new Map([["a", 1]]), "is a Map."],
    [new Set([1]), "is a Set."],
    [/a/, "is a RegExp."],
  ] as const) {
    it(`is reported if it would get lost: it ${problem}`, () => {
      assert.deepEqual(inDocument(value), [['plugins["limit"].document.apiDefault', problem]]);
      assert.deepEqual(inCloudConfig(value), [["service.cloudConfig.ntp.servers", problem]]);
      assert.deepEqual(inExample(value), [['routes["get-item"].response.example.value', problem]]);
    });
  }

  it("is a date only in an example, which cannot contain Outputs", () => {
    assert.deepEqual(inExample(new Date(0)), []);
    assert.equal(inDocument(new Date(0))[0]?.[1], "is a Date.");
    assert.equal(inCloudConfig(new Date(0))[0]?.[1], "is a Date.");
  });
});
