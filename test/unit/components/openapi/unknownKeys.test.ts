import assert from "node:assert/strict";
import { routesFromOpenApi, type UnsupportedFeature } from "../../../../components";
import { findPointers, withGet } from "./documents";

describe("unknown keys of an OpenAPI document", () => {
  const document = {
    openapi: "3.0.3",
    info: { titl: "shop", version: "1", contact: { mail: "a" }, license: { nam: "MIT" } },
    servers: [{ urll: "/" }],
    tags: [{ nme: "a" }],
    paths: {
      "/a": {
        post: {
          operationId: "post-a",
          parameters: [{ name: "a", in: "query", requred: true, schema: { typ: "string" } }],
          requestBody: {
            contents: {},
            content: { "text/plain": { shema: {}, encoding: { a: { styl: "form" } } } },
          },
          responses: {
            "200": { descripton: "a", headers: { A: { shema: {} } }, links: { a: { operationid: "a" } } },
            "20O": { description: "a" },
          },
        },
      },
    },
    components: {
      schemas: { A: { properties: { a: { items: { minlength: 1 } } }, allOf: [{ xml: { nam: "a" } }] } },
      examples: { A: { valu: 1 } },
    },
  };
  const post = "#/paths/~1a/post";

  it("are unsupported features with a suggestion, at every level", () => {
    const features: UnsupportedFeature[] = [];
    routesFromOpenApi(document, { onUnsupported: (found) => features.push(...found) });
    assert.deepEqual(Object.fromEntries(features.map(({ pointer, hint }) => [pointer, hint])), {
      "#/info/titl": "Did you mean title?",
      "#/info/contact/mail": "Did you mean email?",
      "#/info/license/nam": "Did you mean name?",
      "#/servers/0/urll": "Did you mean url?",
      "#/tags/0/nme": "Did you mean name?",
      [`${post}/parameters/0/requred`]: "Did you mean required?",
      [`${post}/parameters/0/schema/typ`]: "Did you mean type?",
      [`${post}/requestBody/contents`]: "Did you mean content?",
      [`${post}/requestBody/content/text~1plain/shema`]: "Did you mean schema?",
      [`${post}/requestBody/content/text~1plain/encoding/a/styl`]: "Did you mean style?",
      [`${post}/responses/200/descripton`]: "Did you mean description?",
      [`${post}/responses/200/headers/A/shema`]: "Did you mean schema?",
      [`${post}/responses/200/links/a/operationid`]: "Did you mean operationId?",
      [`${post}/responses/20O`]: "Use a status code, a range such as 4XX, or default.",
      "#/components/schemas/A/properties/a/items/minlength": "Did you mean minLength?",
      "#/components/schemas/A/allOf/0/xml/nam": "Did you mean name?",
      "#/components/examples/A/valu": "Did you mean value?",
    });
  });

  it("are accepted if they start with x-, and in schemas of 3.1 if they resemble no keyword", () => {
    const schema = { "x-a": 1, markdown: "a", type: "string" };
    const more = { "x-a": 1, components: { "x-a": 1, schemas: { A: schema } } };
    assert.deepEqual(findPointers(withGet({ "x-a": 1 }, more)), []);
    assert.deepEqual(findPointers({ ...withGet({}, more), openapi: "3.0.3" }), [
      "#/components/schemas/A/markdown",
    ]);
  });
});
