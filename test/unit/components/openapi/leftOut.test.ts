import assert from "node:assert/strict";
import { findPointers, responses } from "./documents";

const secured = { security: [{ AppCode: [] }], responses };
const open = { security: [], responses };
const securitySchemes = { AppCode: { type: "apiKey", in: "header", name: "Authorization" } };

/** Pointers of validation errors, whatever features are unsupported. */
const findRejected = (paths: object, mocks = false): string[] =>
  findPointers(
    { openapi: "3.1.0", components: { securitySchemes }, paths },
    { mocks, onUnsupported: () => {} },
  );

describe("an operation for apps that is left out", () => {
  for (const [what, path, anonymous] of [
    ["a parameter in a part of a segment", "/reports/{day}.csv", "/reports/{id}"],
    ["a query", "/items?admin=true", "/items"],
    ["a fragment", "/items#admin", "/items"],
    ["a slash at its end", "/items/", "/items"],
    ["a parameter twice", "/a/{id}/{id}", "/a/{id}/{other}"],
    ["a parameter for several segments, of which the route gets one", "/files/{path+}", "/*"],
    ["a parameter for two segments", "/files/{path+}", "/files/{folder}/{name}"],
    ["a path below a wildcard", "/files/{name}.pdf", "/files/*"],
    ["a literal that is encoded in the route", "/é/{day}.csv", "/%C3%A9/{id}"],
  ] as const) {
    it(`is rejected if an anonymous route would get its requests: ${what}`, () => {
      const pointer = `#/paths/${path.replaceAll("/", "~1")}/get`;
      assert.deepEqual(findRejected({ [path]: { get: secured }, [anonymous]: { get: open } }), [pointer]);
    });
  }

  it("is rejected if an anonymous route of any method would get its requests", () => {
    const paths = { "/a": { trace: secured, "x-aliyun-apigateway-any-method": open } };
    assert.deepEqual(findRejected(paths), ["#/paths/~1a/trace"]);
  });

  it("is rejected if an anonymous mock would get its requests", () => {
    const content = { "text/plain": { example: "a" } };
    const mock = { security: [], responses: { "200": { description: "a", content } } };
    const paths = { "/a/b": { get: secured }, "/a/{id}": { get: mock } };
    assert.deepEqual(findRejected(paths, true), ["#/paths/~1a~1b/get"]);
  });

  for (const [what, paths] of [
    ["is open itself", { "/a?b": { get: open }, "/a": { get: open } }],
    ["has a parameter for several segments", { "/a/{b+}": { get: secured }, "/{c}": { get: open } }],
    ["has another method", { "/a?b": { post: secured }, "/a": { get: open } }],
    ["has another path", { "/a/{id}.csv": { get: secured }, "/b/{id}": { get: open } }],
    ["is longer", { "/a/{id}.csv/b": { get: secured }, "/a/{id}": { get: open } }],
    ["has a more general path", { "/a/{id}.csv": { get: secured }, "/a/b": { get: open } }],
    ["matches a route for apps", { "/a?b": { get: secured }, "/a": { get: secured } }],
  ] as const) {
    it(`is left out if it ${what}`, () => assert.deepEqual(findRejected(paths), []));
  }
});
