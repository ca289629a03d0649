import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import {
  ArgumentMistakesError,
  type Mistake,
  type RoutesFromOpenApiOptions,
  routesFromOpenApi,
} from "../../../../components";

const shop = readFileSync(join(__dirname, "shop.yaml"), "utf8");

function mistakesOf(document: string | object, options?: RoutesFromOpenApiOptions): readonly Mistake[] {
  try {
    routesFromOpenApi(document, options);
    return [];
  } catch (error) {
    assert.ok(error instanceof ArgumentMistakesError, String(error));
    return error.mistakes;
  }
}

const pointersOf = (document: string | object, options?: RoutesFromOpenApiOptions): string[] =>
  mistakesOf(document, options).map(({ path }) => path);

const responses = { default: { description: "Something" } };

function withGet(operation: object, rest: object = {}): object {
  return {
    openapi: "3.1.0",
    info: { title: "A document", version: "1" },
    paths: { "/items/{id}": { get: { operationId: "get-item", responses, ...operation } } },
    ...rest,
  };
}

function getItem(operation: object, options?: RoutesFromOpenApiOptions, rest: object = {}) {
  return routesFromOpenApi(withGet(operation, rest), options)["get-item"];
}

const query = (name: string, schema: object = { type: "string" }) => ({ name, in: "query", schema });

describe("routes from an OpenAPI document", () => {
  it("are a plain record by operationId, with parameters, callers and back ends", () => {
    assert.deepEqual(routesFromOpenApi(shop), {
      "items-list": {
        method: "GET",
        path: "/items",
        description: "All items",
        auth: "app",
        appCode: "header",
        mode: "mapping",
        parameters: {
          "X-Tenant": { in: "header", required: true },
          limit: { in: "query", type: "int", default: 20 },
          after: { in: "query", type: "long", description: "Where to go on" },
        },
      },
      "create-item": {
        method: "POST",
        path: "/items",
        auth: "app",
        appCode: "header",
        mode: "mapping",
        parameters: { "X-Tenant": { in: "header", required: true } },
      },
      "get-items-item-id": {
        method: "GET",
        path: "/items/[item_id]",
        description: "One item",
        auth: "anonymous",
        parameters: { item_id: { type: "long" } },
        backend: { path: "/v2/items/[item_id]", method: "GET", timeout: 3000 },
      },
      "all-files": { method: "ANY", path: "/files/*", auth: "app", appCode: "header" },
      "pay-get": {
        method: "GET",
        path: "/plan",
        auth: "anonymous",
        backend: { mock: { body: '{"plan":"none"}' } },
      },
    });
  });

  it("are the same from JSON, YAML and an object", () => {
    const document = withGet({ parameters: [query("size", { type: "integer" })] });
    const read = routesFromOpenApi(document);
    assert.deepEqual(routesFromOpenApi(JSON.stringify(document)), read);
    assert.deepEqual(routesFromOpenApi(stringify(document)), read);
  });

  it("pass everything on where asked to", () => {
    const operation = { parameters: [query("size", { type: "integer", maximum: 9 })] };
    assert.deepEqual(getItem(operation, { mode: "pass-through" }), { method: "GET", path: "/items/[id]" });
    assert.equal(getItem({ parameters: [] }, { mode: "mapping" })?.mode, "mapping");
  });

  it("let an operation replace a parameter of its path", () => {
    const paths = {
      "/items": {
        parameters: [query("size")],
        get: { operationId: "get-items", parameters: [query("size", { type: "boolean" })], responses },
      },
    };
    assert.deepEqual(routesFromOpenApi({ openapi: "3.0.0", paths })["get-items"]?.parameters, {
      size: { in: "query", type: "boolean" },
    });
  });

  it("answer with the examples of the document where asked to", () => {
    const document = shop.replace(
      '"201": { description: Made }',
      '"200": { $ref: "#/components/responses/One" }',
    );
    const files = "default: { description: A file } }";
    const mocked = document.replace(
      files,
      '"200": { description: x, content: { text/plain: { example: page } } } }',
    );
    const routes = routesFromOpenApi(mocked, { mocks: true });
    assert.equal(routes["get-items-item-id"]?.backend?.mock?.body, '{"id":1,"name":"lamp"}');
    assert.equal(routes["all-files"]?.backend?.mock?.body, "page");
    assert.deepEqual(pointersOf(shop, { mocks: true }), [
      "#/paths/~1items/post/responses",
      "#/paths/~1files~1*/x-aliyun-apigateway-any-method/responses",
      "#/paths/~1items/post (backend.mock.body)",
      "#/paths/~1files~1*/x-aliyun-apigateway-any-method (backend.mock.body)",
    ]);
  });

  it("say who may call by the scheme, by what the program says of it, or by nothing", () => {
    const schemes = {
      bearer: { type: "http", scheme: "bearer" },
      code: { type: "apiKey", in: "query", name: "appcode" },
    };
    const rest = { components: { securitySchemes: schemes } };
    const authOf = (operation: object, options?: RoutesFromOpenApiOptions) => {
      const { auth, appCode } = getItem(operation, options, rest) ?? {};
      return [auth, appCode];
    };
    assert.deepEqual(authOf({}), [undefined, undefined]);
    assert.deepEqual(authOf({ security: [] }), ["anonymous", undefined]);
    assert.deepEqual(authOf({ security: [{}] }), ["anonymous", undefined]);
    assert.deepEqual(authOf({ security: [{ code: [] }] }), ["app", "header and query"]);
    const bearer = { security: [{ bearer: [] }] };
    assert.deepEqual(authOf(bearer, { security: { bearer: "anonymous" } }), ["anonymous", undefined]);
    assert.deepEqual(authOf(bearer, { security: { bearer: "app" } }), ["app", undefined]);
    const losses = [`${at}/security/0/bearer`];
    assert.deepEqual(pointersOf(withGet(bearer, rest)), losses);
    assert.deepEqual(pointersOf(withGet({ security: [{}, { code: [] }] }, rest)), [`${at}/security`]);
    assert.deepEqual(pointersOf(withGet({ security: [{ none: [] }] }, rest)), [`${at}/security/0/none`]);
  });
});

const at = "#/paths/~1items~1{id}/get";

describe("names of routes from operations", () => {
  const document = (ids: string[]) => ({
    openapi: "3.0.3",
    paths: Object.fromEntries(
      ids.map((operationId, index) => [`/p${index}`, { get: { operationId, responses } }]),
    ),
  });

  it("are unique and as the gateway takes them, and those that needed no change stay", () => {
    const id = fc.oneof(
      fc.string(),
      fc.constantFrom("a.b-c", "a/b-c", "a-b-c", "x", "9", "é", "z".repeat(60)),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(
          id.filter((text) => text !== ""),
          { minLength: 1 },
        ),
        (ids) => {
          const routes = routesFromOpenApi(document(ids));
          assert.equal(Object.keys(routes).length, ids.length);
          for (const name of ids.filter((one) => /^[A-Za-z][\w-]{2,48}[A-Za-z0-9]$/.test(one))) {
            assert.ok(Object.hasOwn(routes, name), name);
          }
        },
      ),
    );
  });

  it("do not depend on the order", () => {
    const named = (ids: string[]) => Object.keys(routesFromOpenApi(document(ids))).sort();
    assert.deepEqual(named(["a.b-c", "a/b-c", "list"]), named(["list", "a/b-c", "a.b-c"]));
  });

  it("are not those of two operations", () => {
    assert.deepEqual(pointersOf(document(["get-item", "get-item"])), ["#/paths/~1p1/get"]);
  });
});

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

  it("is no excuse for a mistake", () => {
    const document = { ...lossy, paths: { ...(lossy as { paths: object }).paths, "/none": 3 } };
    assert.deepEqual(pointersOf(document, { onLoss: "warn" }), ["#/paths/~1none"]);
  });
});
