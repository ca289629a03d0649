import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { at, findPointers, findProblems, query, responses } from "./documents";

describe("validation errors of an OpenAPI document", () => {
  it("are reported together, by JSON pointer", () => {
    const document = {
      openapi: "3.0.3",
      paths: {
        items: { get: { operationId: "list-items", responses } },
        "/a/[id]": { get: { responses } },
        "/none": 3,
        "/items/{id}": {
          get: {
            operationId: 7,
            "x-aliyun-apigateway-paramater-handling": "MAPPING",
            parameters: [
              { name: "other", in: "path", required: true },
              { name: "size", in: "body" },
              { in: "query" },
              { $ref: "other.yaml#/Size" },
              { $ref: "#/components/parameters/None" },
              { $ref: "#/components/parameters/Round" },
              query("flag", { type: "bool" }),
              query("count", { type: "integer", default: "many" }),
            ],
            "x-aliyun-apigateway-backend": { type: "FC" },
          },
          put: { "x-aliyun-apigateway-backend": { timeout: 500_000, path: "no" } },
          trace: { responses },
        },
      },
      components: {
        parameters: {
          Round: { $ref: "#/components/parameters/Trip" },
          Trip: { $ref: "#/components/parameters/Round" },
        },
      },
    };
    const put = "#/paths/~1items~1{id}/put";
    assert.deepEqual(
      new Set(findPointers(document)),
      new Set([
        `${at}/parameters/6/schema/type`,
        "#/components/parameters/Round/$ref",
        "#/components/parameters/Trip/$ref",
        "#/paths/items",
        "#/paths/~1a~1[id]",
        "#/paths/~1none",
        `${at}/operationId`,
        `${at}/parameters/0`,
        `${at}/parameters/1/in`,
        `${at}/parameters/2/name`,
        `${at}/parameters/3/$ref`,
        `${at}/parameters/4/$ref`,
        `${at}/parameters/5/$ref`,
        `${at} (parameters["count"].default)`,
        `${at}/x-aliyun-apigateway-backend/type`,
        `${put} (backend.path)`,
        `${put} (backend.timeout)`,
        "#/paths/~1items~1{id}/trace",
      ]),
    );
  });

  for (const [what, document, pointer] of [
    ["Swagger 2.0", { swagger: "2.0", paths: {} }, "#/swagger"],
    ["a version to come", { openapi: "3.2.0", paths: {} }, "#/openapi"],
    ["no version", {}, "#/openapi"],
    ["a text", "hello", "#"],
    [
      "half of a surrogate pair in a path",
      { openapi: "3.0.0", paths: { "/a\ud83d": { get: { responses } } } },
      "#/paths/~1a\ud83d",
    ],
    ["broken YAML", "a: [", "#"],
    ["a key twice", "openapi: 3.0.0\nopenapi: 3.0.0", "#/openapi"],
    ["a document without an operation", { openapi: "3.0.0", paths: {} }, "#/paths"],
  ] as const) {
    it(`name ${what}`, () => assert.ok(findPointers(document).includes(pointer)));
  }

  for (const [what, document, problem, hint] of [
    ["the name of a file", "openapi.yaml", 'is "openapi.yaml".', /readFileSync/],
    ["an address", "https://example.com/openapi.json", 'is "https://example.com/openapi.json".', /text/],
    ["bytes", Buffer.from("{}"), "is a Uint8Array.", /"utf8"/],
    ["a Promise", Promise.resolve({}), "is a Promise.", /^Await it\.$/],
    ["an Output", pulumi.output({}), "is an Output.", /an object\.$/],
    ["a Map", new Map(), "is a Map.", /an object\.$/],
    ["a list in YAML", "- a", "is a list.", /an object\.$/],
  ] as const) {
    it(`name what is not a document: ${what}`, () => {
      const [first, ...more] = findProblems(document);
      assert.deepEqual([first?.path, first?.problem, more], ["#", problem, []]);
      assert.match(first?.hint ?? "", hint);
    });
  }

  it("name a header that is declared twice in two spellings", () => {
    const parameters = ["X-Id", "x-id"].map((name) => ({ name, in: "header", schema: {} }));
    const paths = { "/a": { get: { parameters, responses } } };
    assert.deepEqual(findPointers({ openapi: "3.1.0", paths }), ["#/paths/~1a/get/parameters/1"]);
  });

  it("name a part that is not data", () => {
    const paths = { "/a": { get: { responses } } };
    for (const value of [pulumi.output(paths), new Map(Object.entries(paths))]) {
      assert.deepEqual(findPointers({ openapi: "3.1.0", paths: value }), ["#/paths"]);
    }
  });

  it("refuse YAML whose aliases grow without end", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(",")}]`,
    );
    assert.deepEqual(findPointers(`l0: &l0 [x]\n${levels.join("\n")}`), ["#"]);
  });

  it("are the only errors for any JSON", () => {
    const word = fc.constantFrom(
      ...[
        "openapi",
        "paths",
        "/a/{id}",
        "get",
        "post",
        "parameters",
        "$ref",
        "name",
        "in",
        "schema",
        "type",
        "default",
      ],
      ...[
        "x-aliyun-apigateway-backend",
        "x-aliyun-apigateway-any-method",
        "x-aliyun-apigateway-system-parameters",
      ],
      ...[
        "x-aliyun-apigateway-paramater-handling",
        "requestBody",
        "content",
        "security",
        "responses",
        "200",
        "example",
      ],
      ...[
        "components",
        "securitySchemes",
        "x-alicloud-vpc-api",
        "protocols",
        "__proto__",
        "constructor",
        "backend",
      ],
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 7 },
        fc.oneof(word, fc.constantFrom("3.0.0", "MAPPING", "MOCK", "path", "query", "#/components/a", "é")),
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(word, tie("node"), { maxKeys: 6 }),
      ),
    }));
    const operation = fc.record({
      parameters: fc.array(node),
      security: node,
      responses: node,
      requestBody: node,
    });
    const document = fc.oneof(
      node,
      fc.record({
        openapi: fc.constant("3.0.3"),
        paths: fc.dictionary(
          fc.oneof(word, fc.webPath()),
          fc.oneof(node, fc.dictionary(word, fc.oneof(node, operation))),
        ),
        components: node,
      }),
    );
    fc.assert(
      fc.property(document, fc.boolean(), (any, mocks) => {
        for (const given of [any as object, JSON.stringify(any)]) {
          for (const problem of findProblems(given, { mocks })) assert.match(problem.path, /^#/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are the only errors for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(findProblems(text).length > 0)));
  });
});
