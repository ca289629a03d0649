import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { type RoutesFromOpenApiArgs, routesFromOpenApi } from "../../../../components";
import { at, findPointers, getItem, query, responses, withGet } from "./documents";

const shop = readFileSync(join(__dirname, "shop.yaml"), "utf8");

/** The same document, which asks for the mapping of its operations with parameters. */
const mapped = "x-aliyun-apigateway-paramater-handling: MAPPING";
const mappedShop = shop
  .replace("summary: All items", `summary: All items\n      ${mapped}`)
  .replace("operationId: create-item", `operationId: create-item\n      ${mapped}`);

const headers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { in: "header" }]));
const protocolHeaders = headers(
  ...["Accept", "Accept-Encoding", "Accept-Language", "Prefer"],
  ...["traceparent", "tracestate", "baggage", "X-Request-Id"],
  ...["b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-ParentSpanId", "X-B3-Sampled"],
);

describe("routes from an OpenAPI document", () => {
  it("are a plain record by operationId, with parameters, callers and back ends", () => {
    assert.deepEqual(routesFromOpenApi(mappedShop), {
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
          ...protocolHeaders,
          ...headers("If-None-Match", "If-Modified-Since", "Range", "If-Range"),
        },
        response: { contentType: "json", example: '[{"id":1}]' },
      },
      "create-item": {
        method: "POST",
        path: "/items",
        auth: "app",
        appCode: "header",
        mode: "mapping",
        parameters: {
          "X-Tenant": { in: "header", required: true },
          ...protocolHeaders,
          ...headers("If-Match", "If-None-Match", "If-Unmodified-Since", "Idempotency-Key"),
        },
      },
      "get-items-item-id": {
        method: "GET",
        path: "/items/[item_id]",
        description: "One item",
        auth: "anonymous",
        parameters: { item_id: { type: "long" } },
        backend: { path: "/v2/items/[item_id]", method: "GET", timeout: 3000 },
        response: { contentType: "json", example: '{"id":1,"name":"lamp"}' },
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

  it("pass requests through if requested", () => {
    const operation = { parameters: [query("size", { type: "integer", maximum: 9 })] };
    assert.deepEqual(getItem(operation, { mode: "pass-through" }), { method: "GET", path: "/items/[id]" });
    assert.equal(getItem({ parameters: [] }, { mode: "mapping" })?.mode, "mapping");
  });

  it("map the fields of a form in a mapping, but no other body", () => {
    const schema = {
      type: "object",
      required: ["n"],
      properties: { n: { type: "integer" }, m: { type: "string" } },
    };
    const form = { "application/x-www-form-urlencoded": { schema } };
    const read = (content: object, mode?: "mapping") => {
      const post = { operationId: "post-item", responses, requestBody: { content } };
      const document = { openapi: "3.1.0", info: { title: "", version: "1" }, paths: { "/items": { post } } };
      return routesFromOpenApi(document, mode ? { mode } : {})["post-item"]?.parameters;
    };
    const { n, m } = read(form, "mapping") ?? {};
    assert.deepEqual(n, { in: "body", type: "long", required: true });
    assert.deepEqual(m, { in: "body" });
    assert.equal(read(form), undefined);
    assert.equal(read({ ...form, "application/json": { schema } }, "mapping")?.n, undefined);
  });

  it("reject unknown options", () => {
    const wrong = { mode: "foo", onUnsupported: "ignore", security: { bearer: "everyone" } };
    assert.deepEqual(findPointers(shop, wrong as object), [
      "options.mode",
      "options.onUnsupported",
      'options.security["bearer"]',
    ]);
    assert.deepEqual(findPointers(shop, null as never), ["options"]);
  });

  it("let an operation override a parameter of its path", () => {
    const paths = {
      "/items": {
        parameters: [query("size")],
        get: { operationId: "get-items", parameters: [query("size", { type: "boolean" })], responses },
      },
    };
    assert.deepEqual(
      routesFromOpenApi({ openapi: "3.0.0", paths }, { mode: "mapping" })["get-items"]?.parameters?.size,
      {
        in: "query",
        type: "boolean",
      },
    );
  });

  it("answer with the examples of the document if requested", () => {
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
    assert.deepEqual(findPointers(shop, { mocks: true }), [
      "#/paths/~1items/post",
      "#/paths/~1files~1*/x-aliyun-apigateway-any-method",
    ]);
    const left = routesFromOpenApi(shop, { mocks: true, onUnsupported: () => {} });
    assert.deepEqual(Object.keys(left), ["items-list", "get-items-item-id", "pay-get"]);
  });

  it("determine callers by the scheme, by the options, or by defaults", () => {
    const schemes = {
      bearer: { type: "http", scheme: "bearer" },
      code: { type: "apiKey", in: "query", name: "appcode" },
    };
    const rest = { components: { securitySchemes: schemes } };
    const readAuth = (operation: object, options?: RoutesFromOpenApiArgs) => {
      const { auth, appCode } = getItem(operation, options, rest) ?? {};
      return [auth, appCode];
    };
    assert.deepEqual(readAuth({}), [undefined, undefined]);
    assert.deepEqual(readAuth({ security: [] }), ["anonymous", undefined]);
    assert.deepEqual(readAuth({ security: [{}] }), ["anonymous", undefined]);
    assert.deepEqual(readAuth({ security: [{ code: [] }] }), ["app", "header and query"]);
    const bearer = { security: [{ bearer: [] }] };
    assert.deepEqual(readAuth(bearer, { security: { bearer: "anonymous" } }), ["anonymous", undefined]);
    assert.deepEqual(readAuth(bearer, { security: { bearer: "app" } }), ["app", undefined]);
    assert.deepEqual(findPointers(withGet(bearer, rest)), [`${at}/security/0/bearer`]);
    assert.deepEqual(findPointers(withGet({ security: [{}, { code: [] }] }, rest)), [`${at}/security`]);
    assert.deepEqual(findPointers(withGet({ security: [{ none: [] }] }, rest)), [`${at}/security/0/none`]);
  });
});

describe("names of routes from operations", () => {
  const document = (ids: string[]) => ({
    openapi: "3.0.3",
    paths: Object.fromEntries(
      ids.map((operationId, index) => [`/p${index}`, { get: { operationId, responses } }]),
    ),
  });

  it("are unique and valid, and unchanged where possible", () => {
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

  it("must be unique among operations", () => {
    assert.deepEqual(findPointers(document(["get-item", "get-item"])), ["#/paths/~1p1/get"]);
  });
});
