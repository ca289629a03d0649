import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { routesFromOpenApi, type UnsupportedFeature } from "../../../../components";
import { at, findPointers, findProblems, query, responses, withGet } from "./documents";

/** A document with unsupported features of different kinds. */
const document = withGet(
  {
    description: "x".repeat(181),
    servers: [{ url: "https://other.example.com" }],
    callbacks: { done: {} },
    parameters: [
      query("size", { type: "integer", maximum: 9 }),
      query("words", { type: "string", enum: ["a"] }),
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
  `${at}/parameters/1/schema/enum`,
];

function read(given: string | object, mode?: "mapping") {
  const features: UnsupportedFeature[] = [];
  const routes = routesFromOpenApi(given, {
    ...(mode && { mode }),
    onUnsupported: (found) => features.push(...found),
  });
  return { routes, features };
}

const withPaths = (paths: object, more: object = {}) => ({
  openapi: "3.0.3",
  info: { title: "shop", version: "1" },
  paths,
  ...more,
});

const openApiCase = (name: string) => readFileSync(join(__dirname, "cases", `${name}.yaml`), "utf8");

describe("unsupported features of an OpenAPI document", () => {
  it("are reported by pointer, with the option to ignore them", () => {
    assert.deepEqual(new Set(findPointers(document, { mode: "mapping" })), new Set(pointers));
    const [first] = findProblems(document);
    assert.match(first?.hint ?? "", /To ignore it, set onUnsupported: "warn"\.$/);
  });

  it("are passed to a function, and the rest of the document is read", () => {
    const { routes, features } = read(document, "mapping");
    assert.deepEqual(new Set(features.map(({ pointer }) => pointer)), new Set(pointers));
    assert.deepEqual(routes["get-item"]?.parameters?.size, { in: "query", type: "long" });
    assert.equal(routes["get-item"]?.description?.length, 180);
  });

  it("do not allow validation errors", () => {
    const paths = { ...(document as { paths: object }).paths, "/none": 3 };
    assert.deepEqual(findPointers({ ...document, paths }, { onUnsupported: "warn" }), ["#/paths/~1none"]);
  });

  it("without effect in pass-through mode are not reported", () => {
    const parameters = [query("size", { type: "integer", maximum: 9 }), query("filter[x]")];
    assert.deepEqual(findPointers(withGet({ parameters })), []);
  });

  it("of one place are reported once, with the number of operations", () => {
    const { routes, features } = read(openApiCase("one-message-per-place"));
    assert.deepEqual(
      features.map(({ pointer, operations }) => [pointer, operations]),
      [["#/security/0/Bearer", 3]],
    );
    assert.deepEqual(
      Object.values(routes).map(({ auth }) => auth),
      ["app", "app", "app"],
    );
  });

  it("of one kind are grouped, with a count", () => {
    const parameters = Array.from({ length: 9 }, (_, index) => query(`q${index}`, { maximum: index }));
    const paths = findPointers(withGet({ parameters }), { mode: "mapping" });
    assert.equal(paths.length, 5);
    assert.equal(paths[4], `${at}/parameters/4/schema/maximum and 4 other places`);
  });

  it("are logged as one warning with their effects", () => {
    const messages: string[] = [];
    const { warn } = pulumi.log;
    const log = pulumi.log as { warn: typeof warn };
    log.warn = async (message) => void messages.push(message);
    try {
      routesFromOpenApi(openApiCase("one-unsupported-path-blocks-all"), { onUnsupported: "warn" });
    } finally {
      log.warn = warn;
    }
    assert.equal(messages.length, 1);
    const [message = ""] = messages;
    assert.match(message, /^routesFromOpenApi: 2 unsupported features in the document\.\n {2}#\/paths/);
    assert.match(message, /\n {4}The operations are left out because of 2 places\.$/);
  });

  it("leave out only the operations of a path that the gateway does not support", () => {
    const { routes, features } = read(openApiCase("one-unsupported-path-blocks-all"));
    assert.deepEqual(Object.keys(routes), ["list-orders"]);
    assert.deepEqual(
      features.map(({ pointer, effect }) => [pointer, effect]),
      [
        ["#/paths/~1reports~1{day}.csv", "left out"],
        ["#/paths/~1jobs~1{id}:cancel", "left out"],
      ],
    );
  });

  for (const path of [
    "/a?b=1",
    "/a#b",
    "/{a}{b}",
    "/{a}/{a}",
    "//a",
    "//",
    "/a//",
    `/${"a".repeat(200)}`,
    "/:id",
  ]) {
    it(`leave out ${path.slice(0, 20)}`, () => {
      const { routes, features } = read(
        withPaths({ [path]: { get: { responses } }, "/b": { get: { operationId: "get-b", responses } } }),
      );
      assert.deepEqual(Object.keys(routes), ["get-b"]);
      assert.deepEqual(
        features.map(({ effect }) => effect),
        ["left out"],
      );
    });
  }

  for (const [what, paths, pointer, mocks] of [
    ["a path", { "/a-{b}": { get: { responses } } }, "#/paths/~1a-{b}", false],
    ["an operation without an example", { "/a": { get: { responses } } }, "#/paths/~1a/get", true],
  ] as const) {
    it(`are the error if ${what} leaves out all operations`, () => {
      assert.deepEqual(findPointers(withPaths(paths), { mocks, onUnsupported: () => {} }), [pointer]);
      assert.deepEqual(findPointers(withPaths(paths), { mocks }), [pointer]);
    });
  }

  it("leave out TRACE", () => {
    const { routes, features } = read(withPaths({ "/a": { get: { responses }, trace: { responses } } }));
    assert.equal(Object.keys(routes).length, 1);
    assert.deepEqual(
      features.map(({ pointer, effect }) => [pointer, effect]),
      [["#/paths/~1a/trace", "left out"]],
    );
  });

  it("do not include characters that a URL encodes, nor names of parameters in the path", () => {
    const path = "/größe/{größe}/{größe2}/{gr.ß}";
    const { routes, features } = read(withPaths({ [path]: { get: { operationId: "get-size", responses } } }));
    assert.equal(routes["get-size"]?.path, "/gr%C3%B6%C3%9Fe/[gr__e]/[gr__e2]/[gr__]");
    assert.deepEqual(features, []);
  });

  it("ignore a default that is empty or of a required parameter, and the style of a path parameter", () => {
    const parameters = [
      { name: "id", in: "path", required: true, style: "matrix", schema: { type: "string" } },
      query("empty", { type: "string", default: "" }),
      { ...query("needed", { type: "string", default: "a" }), required: true },
    ];
    const { routes, features } = read(withGet({ parameters }), "mapping");
    assert.deepEqual(routes["get-item"]?.parameters?.empty, { in: "query" });
    assert.deepEqual(routes["get-item"]?.parameters?.needed, { in: "query", required: true });
    assert.deepEqual(new Set(features.map(({ effect }) => effect)), new Set(["ignored"]));
    assert.equal(features.length, 3);
  });

  it("ignore fields next to a reference and a parameter for several segments", () => {
    const document = {
      ...withPaths({
        "/a": {
          get: {
            operationId: "get-a",
            parameters: [{ $ref: "#/components/parameters/A", required: true }],
            responses,
          },
        },
        "/b/{rest+}": { get: { operationId: "get-rest", responses } },
        "/c/{+rest}": { get: { operationId: "get-reserved", responses } },
        "/d/{rest*}": { get: { operationId: "get-exploded", responses } },
      }),
      components: { parameters: { A: query("a") } },
    };
    assert.deepEqual(
      read(document).features.map(({ pointer }) => pointer),
      [
        "#/paths/~1a/get/parameters/0/required",
        "#/paths/~1b~1{rest+}",
        "#/paths/~1c~1{+rest}",
        "#/paths/~1d~1{rest*}",
      ],
    );
  });
});

describe("a description of an operation", () => {
  it("is not cut off within a character", () => {
    const get = { operationId: "get-a", description: `${"a".repeat(178)}${"😀".repeat(9)}`, responses };
    const { routes } = read(withPaths({ "/a": { get } }));
    assert.equal(routes["get-a"]?.description, `${"a".repeat(178)}…`);
  });
});

describe("a slash at the end of a path in an OpenAPI document", () => {
  it("is rejected by name", () => {
    const problems = findProblems(openApiCase("trailing-slash"));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["#/paths/~1orders~1", "#/paths/~1orders~1{id}~1"],
    );
    for (const { problem } of problems) assert.match(problem, /ends in a slash/);
  });

  it("is kept for the service, and omitted for callers, with a warning", () => {
    const { routes } = read(openApiCase("trailing-slash"));
    assert.deepEqual(
      Object.values(routes).map(({ path, backend }) => [path, backend?.path]),
      [
        ["/orders", "/orders/"],
        ["/orders/[id]", "/orders/[id]/"],
      ],
    );
  });

  it("leaves the operation out if the path without it is another operation", () => {
    const paths = {
      "/a/{x}": { get: { operationId: "get-a", responses } },
      "/a/{y}/": {
        get: { operationId: "get-slash", responses },
        put: { operationId: "put-slash", responses },
      },
    };
    const { routes, features } = read(withPaths(paths));
    assert.deepEqual(Object.keys(routes), ["get-a", "put-slash"]);
    assert.deepEqual(features.map(({ effect }) => effect).sort(), ["ignored", "left out"]);
  });
});
