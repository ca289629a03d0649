import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routesFromOpenApi } from "../../../../components";
import { findPointers } from "./documents";

const document = (parameter: string, before = "") => `${before}openapi: 3.1.0
info: { title: shop, version: "1" }
x-query: &query { in: query, schema: { type: string } }
x-header: &header { in: header, required: true }
paths:
  /items:
    get:
      operationId: list-items
      parameters: [${parameter}]
      responses: { 200: { description: items } }
`;

const readParameters = (text: string) => {
  const { parameters = {} } =
    routesFromOpenApi(text, { mode: "mapping", onUnsupported: () => {} })["list-items"] ?? {};
  return parameters;
};

describe("an OpenAPI document in YAML", () => {
  it("may have an unquoted version", () => {
    const text = readFileSync(join(__dirname, "cases", "version-unquoted.yaml"), "utf8");
    assert.deepEqual(Object.keys(routesFromOpenApi(text)), ["list-orders"]);
    assert.deepEqual(Object.keys(routesFromOpenApi(text.replace("3.1", "3.0"))), ["list-orders"]);
    assert.deepEqual(findPointers(text.replace("3.1", "3.2")), ["#/openapi"]);
    assert.deepEqual(findPointers(text.replace("3.1", "3.10")), []);
    assert.deepEqual(findPointers(text.replace("3.1", '"3.10"')), ["#/openapi"]);
  });

  it("has merge keys merged: its own keys first, then the first map of a list", () => {
    const { size } = readParameters(document("{ <<: [*query, *header], name: size, required: false }"));
    assert.deepEqual(size, { in: "query" });
  });

  for (const [scalar, value] of [
    ["yes", "yes"],
    ["off", "off"],
    ["2026-11-29", "2026-11-29"],
    ["9:30", "9:30"],
    ["1_000", "1_000"],
    ["0o14", 12],
    ["014", 14],
    ["0x1F", 31],
    ["1e3", 1000],
    ["true", true],
  ] as const) {
    for (const directive of ["", "%YAML 1.1\n---\n"]) {
      it(`reads ${scalar} as YAML 1.2 does${directive && ", also with a directive of YAML 1.1"}`, () => {
        const text = document(`{ name: size, in: query, schema: { default: ${scalar} } }`, directive);
        assert.equal(readParameters(text).size?.default, value);
      });
    }
  }

  it("refuses scalars of YAML 1.1 where OpenAPI has a boolean", () => {
    const text = document("{ name: size, in: query, required: yes }");
    assert.deepEqual(findPointers(text, { mode: "mapping" }), ["#/paths/~1items/get/parameters/0/required"]);
  });

  it("may use an anchor as often as it needs", () => {
    const parameters = Array.from({ length: 500 }, (_, index) => `{ <<: *query, name: q${index} }`);
    assert.equal(Object.keys(readParameters(document(parameters.join(", ")))).length > 500, true);
  });

  it("may start with a byte order mark", () => {
    assert.deepEqual(findPointers(`\uFEFF${document("")}`), []);
    const json = JSON.stringify({ openapi: "3.0.3", paths: { "/a": { get: {} } } });
    assert.deepEqual(findPointers(`\uFEFF${json}`), []);
  });

  for (const [what, text, pointer] of [
    ["two documents", `${document("")}---\n${document("")}`, "#"],
    ["a tag of its own", document("!parameter { name: size, in: query }"), "#"],
    [
      "a number and a string as the same key",
      document("").replace("{ 200:", '{ "200": {}, 200:'),
      "#/paths/~1items/get/responses/200",
    ],
    ["an alias without an anchor", document("*none"), "#"],
    [
      "a default that loses digits",
      document("{ name: size, in: query, schema: { default: 9007199254740993 } }"),
      "#/paths/~1items/get/parameters/0/schema/default",
    ],
  ] as const) {
    it(`is rejected with ${what}`, () =>
      assert.deepEqual(findPointers(text, { mode: "mapping" }), [pointer]));
  }
});
