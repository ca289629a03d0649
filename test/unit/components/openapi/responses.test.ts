import assert from "node:assert/strict";
import { openApiFromRoutes, routesFromOpenApi } from "../../../../components";
import { at, findPointers, getItem, withGet } from "./documents";

const read = (responses: object, more: object = {}) => getItem({ responses }, {}, more)?.response;
const media = (type: string, content: object) => ({
  "200": { description: "x", content: { [type]: content } },
});

describe("responses in an OpenAPI document", () => {
  for (const [type, contentType, example, kept] of [
    ["application/json", "json", { id: 1 }, '{"id":1}'],
    ["application/json", "json", "lamp", '"lamp"'],
    ["application/json", "json", '{"id":1}', '{"id":1}'],
    ["application/problem+json; charset=utf-8", "json", [1], "[1]"],
    ["text/html", "html", "<p>", "<p>"],
    ["text/csv", "text", "a,b", "a,b"],
    ["application/atom+xml", "xml", "<a/>", "<a/>"],
    ["image/png", "binary", "bits", "bits"],
    ["*/*", "pass-through", 7, "7"],
  ] as const) {
    it(`of ${type} are ${contentType}: ${kept}`, () =>
      assert.deepEqual(read(media(type, { example })), { contentType, example: kept }));
  }

  it("are the first success, and an error for each other status, with the first example of those", () => {
    const responses = {
      default: { description: "anything" },
      "201": { description: "made", content: { "text/plain": { example: "made" } } },
      "200": { description: "found", content: { "text/plain": { examples: { a: { value: "found" } } } } },
      "404": { $ref: "#/components/responses/None" },
      "5XX": { description: "", content: { "text/plain": { example: "later" } } },
    };
    const None = { description: "no such item", content: { "application/json": { example: { code: 1 } } } };
    assert.deepEqual(read(responses, { components: { responses: { None } } }), {
      contentType: "text",
      example: "found",
      failExample: '{"code":1}',
      errors: [
        { code: "404", message: "no such item" },
        { code: "5XX", message: "5XX" },
      ],
    });
  });

  for (const [title, responses] of Object.entries({
    "no response": {},
    "a default response": { default: { description: "x" } },
    "a success without content": { "204": { description: "done" } },
    "JSON without an example": media("application/json", { schema: {} }),
  })) {
    it(`are not set for ${title}`, () => assert.equal(read(responses), undefined));
  }

  it("are left out if they are too long", () => {
    const long = { ...media("text/plain", { example: "x".repeat(7_000) }), "404": { description: "none" } };
    const document = withGet({ responses: long });
    assert.deepEqual(findPointers(document), [`${at}/responses`]);
    assert.deepEqual(routesFromOpenApi(document, { onUnsupported: () => {} })["get-item"]?.response, {
      contentType: "text",
      errors: [{ code: "404", message: "none" }],
    });
  });

  it("are written as OpenAPI fields, and the rest in an extension", () => {
    const written = (response: object) => {
      const document = openApiFromRoutes(
        { "get-item": { path: "/a", response } },
        { title: "t", version: "1" },
      );
      return document.paths["/a"]?.get as Record<string, unknown>;
    };
    const plain = written({ example: { id: 1 }, errors: [{ code: "404", message: "none" }] });
    assert.deepEqual(plain.responses, {
      default: { description: "The answer of the service." },
      "200": {
        description: "The answer of the service.",
        content: { "application/json": { example: { id: 1 } } },
      },
      "404": { description: "none" },
    });
    assert.deepEqual(plain["x-alicloud-vpc-api"], { protocols: ["HTTPS"] });
    const own = {
      contentType: "json",
      errors: [{ code: "NoStock", message: "out of stock", model: "Error" }],
    };
    assert.deepEqual(written(own)["x-alicloud-vpc-api"], { protocols: ["HTTPS"], response: own });
  });
});
