import assert from "node:assert/strict";
import { openApiFromRoutes, routesFromOpenApi, type UnsupportedFeature } from "../../../../components";
import { at, getItem, query, responses, withGet } from "./documents";

function read(operation: object, rest: object = {}, security: Record<string, "app" | "anonymous"> = {}) {
  const features: UnsupportedFeature[] = [];
  const route = getItem(
    operation,
    { mode: "mapping", security, onUnsupported: (found) => features.push(...found) },
    rest,
  );
  return { route, features: features.map(({ pointer, effect }) => [pointer, effect]) };
}

const schemes = {
  bearer: { type: "http", scheme: "bearer" },
  oauth: { type: "oauth2", flows: {} },
  header: { type: "apiKey", in: "header", name: "X-Api-Key" },
  query: { type: "apiKey", in: "query", name: "key" },
  cookie: { type: "apiKey", in: "cookie", name: "session" },
  id: { type: "apiKey", in: "query", name: "id" },
  keyInHeader: { type: "apiKey", in: "header", name: "key" },
  odd: { type: "apiKey", in: "query", name: "api[key]" },
};
const rest = { components: { securitySchemes: schemes } };
const size = query("size", { type: "integer" });

describe("the request mode of an operation", () => {
  it("is pass-through unless the program or the document sets it", () => {
    const operation = { parameters: [size, { name: "session", in: "cookie" }] };
    assert.deepEqual(getItem(operation), { method: "GET", path: "/items/[id]" });
    const mapped = getItem({ parameters: [size], "x-aliyun-apigateway-paramater-handling": "MAPPING" });
    assert.equal(mapped?.mode, "mapping");
    assert.deepEqual(mapped?.parameters?.size, { in: "query", type: "long" });
    assert.equal(
      getItem({ "x-aliyun-apigateway-paramater-handling": "PASSTHROUGH" }, { mode: "mapping" })?.mode,
      undefined,
    );
  });

  for (const [name, expected] of [
    ["bearer", { Authorization: { in: "header" } }],
    ["oauth", { Authorization: { in: "header" } }],
    ["header", { "X-Api-Key": { in: "header" } }],
    ["query", { key: { in: "query" } }],
  ] as const) {
    it(`maps the credential of scheme ${name}, which the service checks`, () => {
      const { route, features } = read({ parameters: [size], security: [{ [name]: [] }] }, rest, {
        [name]: "anonymous",
      });
      assert.equal(route?.mode, "mapping");
      assert.deepEqual(features, []);
      const [[parameter, value] = ["", {}]] = Object.entries(expected);
      assert.deepEqual(route?.parameters?.[parameter], value);
    });
  }

  it("maps the credential of a scheme that is not supported, and not that of the gateway's own", () => {
    const { route } = read({ parameters: [size], security: [{ header: [] }] }, rest);
    assert.deepEqual(route?.parameters?.["X-Api-Key"], { in: "header" });
    const own = {
      components: { securitySchemes: { code: { type: "apiKey", in: "header", name: "Authorization" } } },
    };
    assert.equal(
      read({ parameters: [size], security: [{ code: [] }] }, own).route?.parameters?.Authorization,
      undefined,
    );
  });

  for (const name of ["cookie", "odd"]) {
    it(`is pass-through with the credential of scheme ${name}, which a mapping drops`, () => {
      const { route, features } = read({ parameters: [size], security: [{ [name]: [] }] }, rest, {
        [name]: "anonymous",
      });
      assert.equal(route?.mode, undefined);
      assert.deepEqual(features, [[`${at}/security/0/${name}`, "passed through"]]);
    });
  }

  for (const [what, operation, schemes] of [
    ["a parameter in another place", { parameters: [{ name: "key", in: "header" }] }, ["query"]],
    ["a parameter in the path", {}, ["id"]],
    ["another credential", { parameters: [size] }, ["query", "keyInHeader"]],
    [
      "a parameter that the gateway adds",
      {
        parameters: [size],
        "x-aliyun-apigateway-constant-parameters": [{ backendName: "Key", value: "a", location: "query" }],
      },
      ["query"],
    ],
  ] as const) {
    it(`is pass-through with a credential that has the name of ${what}`, () => {
      const security = [Object.fromEntries(schemes.map((name) => [name, []]))];
      const meaning = Object.fromEntries(schemes.map((name) => [name, "anonymous" as const]));
      const { route, features } = read({ ...operation, security }, rest, meaning);
      assert.equal(route?.mode, undefined);
      assert.deepEqual(features, [[`${at}/security/0/${schemes.at(-1)}`, "passed through"]]);
    });
  }

  it("maps a credential that is also a parameter", () => {
    const parameters = [{ name: "x-api-key", in: "header" }];
    const { route, features } = read({ parameters, security: [{ header: [] }] }, rest, {
      header: "anonymous",
    });
    assert.deepEqual(features, []);
    assert.deepEqual(route?.parameters?.["x-api-key"], { in: "header" });
  });

  it("maps a header of HTTP only once if the document declares it itself", () => {
    const { route } = read({ parameters: [size, { name: "if-none-match", in: "header", required: true }] });
    const names = Object.keys(route?.parameters ?? {});
    assert.deepEqual(names.slice(0, 3), ["size", "if-none-match", "Accept"]);
    assert.ok(!names.includes("If-None-Match"));
  });

  for (const name of ["Accept-Language", "Range", "If-Range", "traceparent", "b3", "X-B3-TraceId"]) {
    it(`maps the header ${name} of a GET operation`, () => {
      assert.ok(read({ parameters: [size] }).route?.parameters?.[name]);
    });
  }

  for (const name of ["Idempotency-Key", "If-Match"]) {
    it(`maps the header ${name} of a POST operation`, () => {
      const post = { operationId: "post-item", parameters: [size], responses };
      const document = { ...withGet({}), paths: { "/a": { post } } };
      assert.ok(routesFromOpenApi(document, { mode: "mapping" })["post-item"]?.parameters?.[name]);
    });
  }

  it("maps the same headers if the document requests the mapping", () => {
    const handling = { "x-aliyun-apigateway-paramater-handling": "MAPPING" };
    const { route } = read({ parameters: [size] });
    assert.deepEqual(getItem({ parameters: [size], ...handling }), route);
  });

  it("maps no header whose name is that of a parameter the gateway adds", () => {
    const { route } = read({
      parameters: [size],
      "x-aliyun-apigateway-constant-parameters": [{ backendName: "prefer", value: "a", location: "header" }],
      "x-aliyun-apigateway-system-parameters": [
        { systemName: "CaRequestId", backendName: "X-Request-Id", location: "header" },
      ],
    });
    const names = Object.keys(route?.parameters ?? {});
    assert.deepEqual(
      names.filter((name) => /^(prefer|x-request-id)$/i.test(name)),
      [],
    );
  });

  it("maps no other headers in a document that openApiFromRoutes writes", () => {
    const parameters = { size: { in: "query", type: "int" } } as const;
    const shop = { method: "GET", path: "/items", mode: "mapping", parameters } as const;
    const again = routesFromOpenApi(openApiFromRoutes({ shop }, { title: "shop", version: "1" })).shop;
    assert.deepEqual(again?.parameters, parameters);
  });

  it("and the headers are the same in the document that openApiFromRoutes writes", () => {
    const { route } = read({ parameters: [size], security: [{ header: [] }] }, rest, { header: "anonymous" });
    assert.ok(route);
    const document = openApiFromRoutes({ "get-item": route }, { title: "shop", version: "1" });
    const again = routesFromOpenApi(document)["get-item"]?.parameters;
    assert.deepEqual(Object.keys(again ?? {}).sort(), Object.keys(route.parameters ?? {}).sort());
  });

  for (const [what, parameter] of [
    ["a cookie", { name: "session", in: "cookie" }],
    ["a name that a mapping does not take", query("filter[x]")],
    ["the name of a parameter in the path", query("id")],
    ["a list that repeats its name", query("tags", { type: "array", items: {} })],
    [
      "a list among other types",
      query("tags", { anyOf: [{ type: "string" }, { type: "array", items: {} }] }),
    ],
    ["a list without a type", query("tags", { items: {} })],
    ["a list next to a reference", query("tags", { $ref: "#/components/schemas/Tags", type: "array" })],
    ["a list behind a reference", query("tags", { allOf: [{ $ref: "#/components/schemas/Tags" }] })],
    ["a list in an unknown style", { ...query("tags", { type: "array", items: {} }), style: "deepobject" }],
    ["an object", { ...query("where", { type: "object" }), style: "deepObject" }],
    ["an object of unknown type", { ...query("where", {}), style: "deepObject" }],
    ["a document", { name: "where", in: "query", content: { "application/json": {} } }],
  ] as const) {
    it(`is pass-through with ${what}`, () => {
      const schemas = { Tags: { items: {} } };
      const { route, features } = read({ parameters: [size, parameter] }, { components: { schemas } });
      assert.deepEqual(route, { method: "GET", path: "/items/[id]" });
      assert.deepEqual(features, [[`${at}/parameters/1`, "passed through"]]);
    });
  }

  it("is pass-through with one name in two places", () => {
    const { route, features } = read({ parameters: [size, { name: "size", in: "header" }] });
    assert.equal(route?.mode, undefined);
    assert.deepEqual(features, [[`${at}/parameters/1`, "passed through"]]);
  });

  it("maps a list that is one value", () => {
    const tags = { ...query("tags", { type: "array", items: {} }), explode: false };
    const { route, features } = read({ parameters: [tags] });
    assert.deepEqual(route?.parameters?.tags, { in: "query" });
    assert.deepEqual(features, [[`${at}/parameters/0/schema/type`, "ignored"]]);
  });

  it("is pass-through with a body of GET", () => {
    const { features } = read({ requestBody: { content: {} } });
    assert.deepEqual(features, [[`${at}/requestBody`, "passed through"]]);
  });

  it("passes a form through if its schema allows other fields", () => {
    const schema = { properties: { n: { type: "integer" } }, additionalProperties: true };
    const requestBody = { content: { "application/x-www-form-urlencoded": { schema } } };
    const post = { operationId: "post-item", parameters: [size], requestBody, responses };
    const features: UnsupportedFeature[] = [];
    const document = { openapi: "3.1.0", info: { title: "", version: "1" }, paths: { "/a": { post } } };
    const route = routesFromOpenApi(document, {
      mode: "mapping",
      onUnsupported: (found) => features.push(...found),
    })["post-item"];
    assert.equal(route?.mode, "mapping");
    assert.equal(route?.parameters?.n, undefined);
    assert.equal(features.length, 1);
  });

  it("is pass-through for an operation without anything to map", () => {
    const paths = { "/a": { get: { operationId: "get-a", responses } } };
    const routes = routesFromOpenApi({ ...withGet({}), paths }, { mode: "mapping" });
    assert.deepEqual(routes["get-a"], { method: "GET", path: "/a" });
  });
});
