import assert from "node:assert/strict";
import fc from "fast-check";
import { routesFromOpenApi } from "../../../../components";
import { at, mistakesOf, pointersOf, query, responses, withGet } from "./documents";

describe("mistakes in an OpenAPI document", () => {
  it("are all told at once, by JSON pointer", () => {
    const document = {
      openapi: "3.0.3",
      paths: {
        "/items/": { get: { operationId: "list-items", responses } },
        "/a/[id]": { get: { responses } },
        "/none": 3,
        "/items/{id}": {
          get: {
            operationId: 7,
            parameters: [
              { name: "other", in: "path", required: true },
              { name: "size", in: "body" },
              { in: "query" },
              { $ref: "other.yaml#/Size" },
              { $ref: "#/components/parameters/None" },
              { $ref: "#/components/parameters/Round" },
              query("id"),
              query("filter[x]"),
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
      new Set(pointersOf(document)),
      new Set([
        "#/paths/~1items~1/get (path)",
        "#/paths/~1a~1[id]",
        "#/paths/~1none",
        `${at}/operationId`,
        `${at}/parameters/0`,
        `${at}/parameters/1/in`,
        `${at}/parameters/2/name`,
        `${at}/parameters/3/$ref`,
        `${at}/parameters/4/$ref`,
        `${at}/parameters/5/$ref`,
        `${at} (parameters["id"].in)`,
        `${at} (parameters["filter[x]"])`,
        `${at} (parameters["filter[x]"].backend.name)`,
        `${at}/parameters/8/schema/type`,
        `${at} (parameters["count"].default)`,
        `${at} (backend.path)`,
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
    ["broken YAML", "a: [", "#"],
    ["a key twice", "openapi: 3.0.0\nopenapi: 3.0.0", "#"],
    ["a document without an operation", { openapi: "3.0.0", paths: {} }, "#/paths"],
  ] as const) {
    it(`name ${what}`, () => assert.ok(pointersOf(document).includes(pointer)));
  }

  it("refuse YAML whose aliases grow without end", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(",")}]`,
    );
    assert.deepEqual(pointersOf(`l0: &l0 [x]\n${levels.join("\n")}`), ["#"]);
  });

  it("are all that any JSON leads to", () => {
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
          for (const mistake of mistakesOf(given, { mocks })) assert.match(mistake.path, /^#/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are all that any text leads to", () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(mistakesOf(text).length > 0)));
  });
});

describe("what a gateway cannot do of an OpenAPI document", () => {
  const lossy = withGet(
    {
      description: "x".repeat(181),
      servers: [{ url: "https://other.example.com" }],
      callbacks: { done: {} },
      requestBody: { content: {} },
      parameters: [
        query("size", { type: "integer", maximum: 9 }),
        query("tags", { type: "array", items: { type: "string" } }),
        { name: "session", in: "cookie", schema: { type: "string" } },
        { name: "where", in: "query", content: { "application/json": {} } },
      ],
      "x-aliyun-apigateway-backend": { type: "HTTP-VPC", vpcAccessName: "other" },
      "x-aliyun-apigateway-api-market-enable": true,
    },
    { webhooks: { sold: {} } },
  );
  const pointers = [
    "#/webhooks",
    `${at}/servers`,
    `${at}/callbacks`,
    `${at}/x-aliyun-apigateway-api-market-enable`,
    `${at}/x-aliyun-apigateway-backend/vpcAccessName`,
    `${at}/description`,
    `${at}/parameters/0/schema/maximum`,
    `${at}/parameters/1/schema/type`,
    `${at}/parameters/2`,
    `${at}/parameters/3/content`,
    `${at}/requestBody`,
  ];

  it("is refused, each by its pointer", () =>
    assert.deepEqual(new Set(pointersOf(lossy)), new Set(pointers)));

  it("is told where the program judges it, and the rest is read", () => {
    const told: string[] = [];
    const routes = routesFromOpenApi(lossy, {
      onLoss: (losses) => told.push(...losses.map(({ path }) => path)),
    });
    assert.deepEqual(new Set(told), new Set(pointers));
    assert.deepEqual(Object.keys(routes["get-item"]?.parameters ?? {}), ["size", "tags", "where"]);
    assert.equal(routes["get-item"]?.description?.length, 180);
  });

  it("is told of what stands beside a reference, of several segments as one, and of other ways to write a value", () => {
    const get = { operationId: "get-item", responses };
    const document = {
      openapi: "3.1.0",
      info: { title: "A document", version: "1" },
      paths: {
        "/a": {
          $ref: "#/components/pathItems/a",
          summary: "A",
          post: { operationId: "post-item", responses },
        },
        "/b/{rest+}": { get: { ...get, operationId: "get-rest" } },
        "/c/{id}": {
          get: {
            ...get,
            operationId: "get-c",
            parameters: [{ name: "id", in: "path", required: true, style: "matrix" }],
          },
        },
      },
      components: { pathItems: { a: { get } } },
    };
    assert.deepEqual(pointersOf(document), [
      "#/paths/~1a/post",
      "#/paths/~1b~1{rest+}",
      "#/paths/~1c~1{id}/get/parameters/0/style",
    ]);
  });

  it("is no excuse for a mistake", () => {
    const document = { ...lossy, paths: { ...(lossy as { paths: object }).paths, "/none": 3 } };
    assert.deepEqual(pointersOf(document, { onLoss: "warn" }), ["#/paths/~1none"]);
  });
});
