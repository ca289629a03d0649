import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routesFromOpenApi } from "../../../../components";
import { at, findPointers, findProblems, query, responses, withGet } from "./documents";

const page = query("page", { type: "integer" });
const read = (document: object | string) =>
  routesFromOpenApi(document, { mode: "mapping", onUnsupported: () => {} });
const createPage = (operation: object, rest: object = {}) =>
  read(withGet(operation, rest))["get-item"]?.parameters?.page;

describe("references in an OpenAPI document", () => {
  it("lead anywhere in the document", () => {
    const text = readFileSync(join(__dirname, "cases", "internal-ref-outside-components.yaml"), "utf8");
    assert.deepEqual(read(text)["list-items"]?.parameters?.page, { in: "query", type: "long" });
  });

  for (const [what, operation, rest] of [
    [
      "a parameter in definitions",
      { parameters: [{ $ref: "#/definitions/page" }] },
      { definitions: { page } },
    ],
    ["a parameter in an extension", { parameters: [{ $ref: "#/x-shared/0" }] }, { "x-shared": [page] }],
    ["a list of parameters", { parameters: { $ref: "#/x-list" } }, { "x-list": [page] }],
    [
      "a field of a parameter",
      { parameters: [{ ...page, schema: { $ref: "#/x-a/schema" } }] },
      { "x-a": page },
    ],
    [
      "an encoded pointer",
      { parameters: [{ $ref: "#/x-a/~1%7Bid%7D/a~0b" }] },
      { "x-a": { "/{id}": { "a~b": page } } },
    ],
    [
      "a pointer through another reference",
      { parameters: [{ $ref: "#/x-a/b" }] },
      { "x-a": { $ref: "#/x-c" }, "x-c": { b: { $ref: "#/x-d" } }, "x-d": page },
    ],
    [
      "an anchor of JSON Schema",
      { parameters: [{ ...page, schema: { $ref: "#page" } }] },
      { components: { schemas: { A: { $anchor: "page", type: "integer" } } } },
    ],
    [
      "the $id of a schema",
      { parameters: [{ ...page, schema: { $ref: "https://example.com/page" } }] },
      { components: { schemas: { A: { $id: "https://example.com/page", type: "integer" } } } },
    ],
    [
      "a pointer below the $id of a schema",
      { parameters: [{ ...page, schema: { $ref: "https://example.com/list#/items" } }] },
      { components: { schemas: { A: { $id: "https://example.com/list", items: { type: "integer" } } } } },
    ],
  ] as const) {
    it(`lead through ${what}`, () => {
      assert.deepEqual(createPage(operation, rest), { in: "query", type: "long" });
    });
  }

  it("lead to path items, which may have fields next to the reference", () => {
    const get = { operationId: "get-item", parameters: [page], responses };
    const paths = {
      "/a": { $ref: "#/components/pathItems/a", summary: "A", post: { operationId: "post-item", responses } },
      "/b": { $ref: "#/paths/~1c" },
      "/c": { put: { operationId: "put-item", responses } },
    };
    const document = { openapi: "3.1.0", paths, components: { pathItems: { a: { summary: "B", get } } } };
    assert.deepEqual(Object.keys(read(document)).sort(), ["get-item", "post-item", "put-b", "put-item"]);
    const conflict = { ...paths, "/a": { ...paths["/a"], get } };
    assert.ok(findPointers({ ...document, paths: conflict }).includes("#/paths/~1a/get"));
  });

  it("lead to request bodies, responses, headers, examples, links and callbacks", () => {
    const form = { "application/x-www-form-urlencoded": { schema: { $ref: "#/x-form" } } };
    const post = {
      operationId: "post-item",
      requestBody: { $ref: "#/x-body" },
      responses: { $ref: "#/x-responses" },
    };
    const document = {
      openapi: "3.1.0",
      paths: { "/a": { post } },
      "x-body": { content: { $ref: "#/x-content" } },
      "x-content": form,
      "x-form": { properties: { n: { $ref: "#/x-number" } } },
      "x-number": { type: "integer" },
      "x-responses": { "200": { $ref: "#/x-response" } },
      "x-response": {
        description: "a",
        headers: { A: { $ref: "#/x-header" } },
        content: { "text/plain": { examples: { a: { $ref: "#/x-example" } } } },
      },
      "x-header": { schema: {} },
      "x-example": { value: "lamp" },
    };
    const route = read(document)["post-item"];
    assert.deepEqual(route?.parameters?.n, { in: "body", type: "long" });
    assert.deepEqual(route?.response, { contentType: "text", example: "lamp" });
  });

  it("of 3.1 schemas may have keywords next to them, of 3.0 not", () => {
    const parameters = [{ ...page, schema: { $ref: "#/components/schemas/A", default: 3 } }];
    const rest = { components: { schemas: { A: { type: "integer", default: 1 } } } };
    assert.equal(createPage({ parameters }, rest)?.default, 3);
    const older = { ...withGet({ parameters }, rest), openapi: "3.0.3" };
    assert.equal(read(older)["get-item"]?.parameters?.page?.default, 1);
  });

  it("keep the fields next to each reference on the way", () => {
    const get = { operationId: "get-item", responses };
    const post = { operationId: "post-item", responses };
    const pathItems = {
      a: { $ref: "#/components/pathItems/b", post, parameters: [page] },
      b: { get },
    };
    const paths = { "/a": { $ref: "#/components/pathItems/a" } };
    const document = { openapi: "3.1.0", paths, components: { pathItems } };
    const routes = read(document);
    assert.deepEqual(Object.keys(routes).sort(), ["get-item", "post-item"]);
    assert.deepEqual(routes["get-item"]?.parameters?.page, { in: "query", type: "long" });
    const schemas = { A: { $ref: "#/components/schemas/B", default: 3 }, B: { type: "integer" } };
    const parameters = [{ ...page, schema: { $ref: "#/components/schemas/A" } }];
    assert.equal(createPage({ parameters }, { components: { schemas } })?.default, 3);
  });

  it("may form a chain of any length", () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, index) => [`S${index}`, { $ref: `#/x-all/S${index + 1}` }]);
    const all = { ...Object.fromEntries(chain), [`S${length}`]: { type: "integer" } };
    const parameters = [{ ...page, schema: { $ref: "#/x-all/S0" } }];
    assert.deepEqual(createPage({ parameters }, { "x-all": all }), { in: "query", type: "long" });
  });

  it("are rejected with a requirement next to one on the way", () => {
    const paths = { "/a": { get: { $ref: "#/x-a" } } };
    const further = { "x-a": { $ref: "#/x-b", security: [] }, "x-b": { responses } };
    assert.deepEqual(findPointers({ openapi: "3.0.3", paths, ...further }), ["#/x-a/security"]);
  });

  it("may be circular if each leads to a value", () => {
    const Node = { properties: { next: { $ref: "#/components/schemas/Node" } } };
    const paths = {
      "/a": {
        post: {
          operationId: "post-a",
          requestBody: { content: { "text/plain": { schema: { $ref: "#/components/schemas/Node" } } } },
          callbacks: { again: { "{$request.body#/url}": { $ref: "#/paths/~1a" } } },
          responses,
        },
      },
    };
    const document = { openapi: "3.1.0", paths, components: { schemas: { Node } } };
    assert.deepEqual(Object.keys(read(document)), ["post-a"]);
  });

  it("may be replaced by the objects that they lead to, in a circle too", () => {
    const node: Record<string, unknown> = { type: "object" };
    node.properties = { next: node };
    const requestBody = { content: { "application/json": { schema: node } } };
    const document = {
      openapi: "3.1.0",
      paths: { "/a": { post: { operationId: "post-a", requestBody, responses } } },
    };
    assert.deepEqual(Object.keys(read(document)), ["post-a"]);
  });

  it("may be in a circle of YAML anchors", () => {
    const text = `openapi: 3.1.0
components: { schemas: { A: &a { $ref: "#/components/schemas/B", properties: { a: *a } }, B: { type: string } } }
paths: { /a: { get: { operationId: get-a } } }`;
    assert.deepEqual(Object.keys(read(text)), ["get-a"]);
  });

  for (const [what, operation, pointer] of [
    ["a parameter", { parameters: [{ $ref: "other.yaml#/A" }] }, `${at}/parameters/0/$ref`],
    ["a response", { responses: { "404": { $ref: "https://example.com/a" } } }, `${at}/responses/404/$ref`],
    [
      "the schema of a body",
      { requestBody: { content: { "text/plain": { schema: { items: { $ref: "./a.json" } } } } } },
      `${at}/requestBody/content/text~1plain/schema/items/$ref`,
    ],
    [
      "a schema, with an anchor that the document has too,",
      {
        requestBody: {
          content: { "text/plain": { schema: { $anchor: "node", items: { $ref: "a.json#node" } } } },
        },
      },
      `${at}/requestBody/content/text~1plain/schema/items/$ref`,
    ],
    [
      "a dynamic reference",
      { requestBody: { content: { "text/plain": { schema: { $dynamicRef: "a.json#node" } } } } },
      `${at}/requestBody/content/text~1plain/schema/$dynamicRef`,
    ],
  ] as const) {
    it(`are rejected in ${what} if they are external`, () => {
      const problems = findProblems(withGet(operation), { onUnsupported: () => {} });
      assert.deepEqual(
        problems.map(({ path }) => path),
        [pointer],
      );
      assert.match(problems[0]?.hint ?? "", /Bundle the document/);
    });
  }

  it("are rejected if they lead nowhere or to themselves, also where routes do not use them", () => {
    const schemas = {
      A: { $ref: "#/components/schemas/None" },
      B: { $ref: "#/components/schemas/B" },
      C: { $ref: "#/components/schemas/D" },
      D: { $ref: "#/components/schemas/C" },
      E: { $ref: "#/paths/length" },
      F: { $ref: "#/components/schemas/constructor" },
      G: { $ref: "#none" },
    };
    assert.deepEqual(
      findPointers(withGet({}, { components: { schemas } }), { onUnsupported: () => {} }),
      Object.keys(schemas).map((name) => `#/components/schemas/${name}/$ref`),
    );
  });

  it("are not followed in examples and defaults", () => {
    const example = { $ref: "https://example.com/schema.json" };
    const content = {
      "application/json": { example, schema: { default: example, example, enum: [example] } },
    };
    const operation = { responses: { "200": { description: "a", content } } };
    const route = routesFromOpenApi(withGet(operation))["get-item"];
    assert.equal(route?.response?.example, JSON.stringify(example));
  });
});
