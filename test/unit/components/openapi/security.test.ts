import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { routesFromOpenApi } from "../../../../components";
import { at, findPointers, findProblems, responses, withGet } from "./documents";

const schemes = {
  AppCode: { type: "apiKey", in: "header", name: "Authorization" },
  Bearer: { type: "http", scheme: "bearer" },
};
const components = { securitySchemes: schemes };
const secured = { security: [{ AppCode: [] }] };

/** Who may call the operation, whatever features are unsupported. */
function readAuth(document: string | object, security?: Record<string, "app" | "anonymous">) {
  const options = { onUnsupported: () => {}, ...(security && { security }) };
  return routesFromOpenApi(document, options)["get-item"]?.auth;
}

const yaml = (operation: string, rest = "") => `
openapi: 3.0.3
info: { title: shop, version: "1" }
security: []
components:
  securitySchemes:
    AppCode: { type: apiKey, in: header, name: Authorization }
x-secured: &secured
  security: [{ AppCode: [] }]
x-requirements: &requirements [{ AppCode: [] }]
${rest}
paths:
  /items/{id}:
    get:
      operationId: get-item
      responses: { "200": { description: item } }
${operation.replace(/^/gm, "      ")}
`;

describe("who may call an operation of an OpenAPI document", () => {
  for (const [what, operation, rest, expected] of [
    ["no security at all", {}, {}, undefined],
    ["an empty list of the operation", { security: [] }, secured, "anonymous"],
    ["an empty list of the document", {}, { security: [] }, "anonymous"],
    ["an empty requirement", { security: [{}] }, {}, "anonymous"],
    ["its own requirement", secured, { security: [] }, "app"],
    ["an empty requirement among others", { security: [{}, { AppCode: [] }] }, {}, "app"],
    ["a scheme that the gateway does not check", { security: [{ Bearer: [] }] }, { security: [] }, "app"],
    ["ANONYMOUS", { "x-aliyun-apigateway-auth-type": "ANONYMOUS" }, secured, "anonymous"],
    ["APP", { "x-aliyun-apigateway-auth-type": "APP", security: [] }, {}, "app"],
    ["OPENID", { "x-aliyun-apigateway-auth-type": "OPENID", security: [] }, {}, "app"],
  ] as const) {
    it(`is ${expected ?? "as the component's defaults say"} with ${what}`, () =>
      assert.equal(readAuth(withGet(operation, { ...rest, components })), expected));
  }

  it("is anonymous by the extension, whatever scheme the document requires otherwise", () => {
    const operation = { "x-aliyun-apigateway-auth-type": "ANONYMOUS" };
    const rest = { components, security: [{ Bearer: [] }, {}] };
    assert.equal(routesFromOpenApi(withGet(operation, rest))["get-item"]?.auth, "anonymous");
  });

  for (const [what, operation, rest] of [
    ["references", { security: { $ref: "#/x-list" } }, { "x-list": [{ AppCode: [] }] }],
    ["a reference of a requirement", { security: [{ $ref: "#/x-one" }] }, { "x-one": { AppCode: [] } }],
    [
      "a reference of a scheme",
      { security: [{ Other: [] }] },
      {
        components: {
          securitySchemes: { ...schemes, Other: { $ref: "#/components/securitySchemes/AppCode" } },
        },
      },
    ],
    [
      "a reference of all schemes",
      secured,
      { components: { securitySchemes: { $ref: "#/x-schemes" } }, "x-schemes": schemes },
    ],
  ] as const) {
    it(`is read through ${what}`, () =>
      assert.equal(readAuth(withGet(operation, { security: [], components, ...rest })), "app"));
  }

  for (const [what, operation] of [
    ["a merge key", "<<: *secured"],
    ["a list of merge keys", "<<: [*secured]"],
    ["a merge key whose map is written in place", "<<: { security: [{ AppCode: [] }] }"],
    ["an anchor", "security: *requirements"],
    ["a key of YAML that is quoted", '"security": *requirements'],
    ["a key with a tag", "!!str security: *requirements"],
    ["a key with an escape", '"secur\\u0069ty": *requirements'],
    ["an explicit key", "? security\n: *requirements"],
  ] as const) {
    it(`is read through ${what}`, () => assert.equal(readAuth(yaml(operation)), "app"));
  }

  it("is that of the operation, not of a merge key before or after it", () => {
    const open = "x-open: &open { security: [] }";
    assert.equal(readAuth(yaml("<<: *open\nsecurity: [{ AppCode: [] }]", open)), "app");
    assert.equal(readAuth(yaml("security: [{ AppCode: [] }]\n<<: *open", open)), "app");
  });

  it("is that of the operation behind a reference", () => {
    const operation = { operationId: "get-item", responses, ...secured };
    const paths = { "/a": { get: { $ref: "#/x-operation" } } };
    const document = { openapi: "3.1.0", security: [], components, paths, "x-operation": operation };
    assert.equal(readAuth(document), "app");
  });

  for (const [key, meant] of [
    ["secuirty", "security"],
    ["Security", "security"],
    ["security ", "security"],
    ["securitySchemes", undefined],
    ["x-aliyun-apigateway-auth-typ", "x-aliyun-apigateway-auth-type"],
    ["x-aliyun-apigatway-auth-type", "x-aliyun-apigateway-auth-type"],
    ["x-aliyun-api-gateway-auth-type", "x-aliyun-apigateway-auth-type"],
    ["x-aliyun-apigateway_auth-type", "x-aliyun-apigateway-auth-type"],
    ["x-alicloud-apigateway-authtype", "x-aliyun-apigateway-auth-type"],
    ["X-aliyun-apigateway-auth-type", undefined],
    ["<<", undefined],
  ] as const) {
    it(`is rejected with the key ${JSON.stringify(key)} of an operation, whatever is unsupported`, () => {
      const document = JSON.stringify(withGet({ [key]: secured.security }, { security: [], components }));
      const problems = findProblems(document, { onUnsupported: () => {} });
      assert.deepEqual(
        problems.map(({ path }) => path),
        [`${at}/${key}`],
      );
      if (meant !== undefined) assert.equal(problems[0]?.hint, `Did you mean ${meant}?`);
    });
  }

  it("is not that of an extension of another gateway", () => {
    const operation = { "x-amazon-apigateway-auth": { type: "NONE" } };
    assert.equal(readAuth(withGet(operation, { ...secured, components })), "app");
  });

  it("is rejected with misspelt keys, each by its pointer and with a suggestion", () => {
    const document = readFileSync(join(__dirname, "cases", "misspelt-keys-silent.yaml"), "utf8");
    assert.deepEqual(
      findProblems(document, { onUnsupported: () => {} }).map(({ path, hint }) => [path, hint]),
      [
        ["#/paths/~1orders/post/secuirty", "Did you mean security?"],
        ["#/paths/~1orders/post/paramters", "Did you mean parameters?"],
      ],
    );
  });

  it("is rejected if an operation is in another file", () => {
    const document = readFileSync(join(__dirname, "cases", "operation-ref-lost.yaml"), "utf8");
    const problems = findProblems(document, { onUnsupported: () => {} });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["#/paths/~1orders/get/$ref", "#/paths/~1orders/delete/$ref"],
    );
    for (const { hint } of problems) assert.match(hint, /Bundle the document/);
  });

  for (const [what, operation, rest, pointer] of [
    ["security that is null", { security: null }, {}, `${at}/security`],
    ["security that is an object", { security: { AppCode: [] } }, {}, `${at}/security`],
    ["security that is a string", { security: "AppCode" }, {}, `${at}/security`],
    ["a requirement that is a string", { security: ["AppCode"] }, {}, `${at}/security/0`],
    ["a requirement that is null", { security: [null] }, {}, `${at}/security/0`],
    ["a requirement that is a Map", { security: [new Map([["AppCode", []]])] }, {}, `${at}/security/0`],
    [
      "a requirement that is a Promise",
      { security: [Promise.resolve(secured.security[0])] },
      {},
      `${at}/security/0`,
    ],
    ["scopes that are null", { security: [{ AppCode: null }] }, {}, `${at}/security/0/AppCode`],
    ["a scheme that is not declared", { security: [{ Code: [] }] }, {}, `${at}/security/0/Code`],
    ["a scheme by the name of a method", { security: [{ toString: [] }] }, {}, `${at}/security/0/toString`],
    ["a requirement in another file", { security: [{ $ref: "a.yaml" }] }, {}, `${at}/security/0/$ref`],
    ["a list in another file", { security: { $ref: "a.yaml" } }, {}, `${at}/security/$ref`],
    ["a list that does not exist", { security: { $ref: "#/x-none" } }, {}, `${at}/security/$ref`],
    [
      "a list that refers to itself",
      { security: { $ref: "#/x-a" } },
      { "x-a": { $ref: "#/x-a" } },
      `${at}/security/$ref`,
    ],
    [
      "a scheme in another file",
      secured,
      { components: { securitySchemes: { AppCode: { $ref: "a.yaml" } } } },
      "#/components/securitySchemes/AppCode/$ref",
    ],
    ["components in another file", {}, { components: { $ref: "a.yaml" } }, "#/components/$ref"],
    ["security of the document that is null", {}, { security: null }, "#/security"],
    [
      "a comment in JSON, which YAML adds to the next key",
      {},
      { '// for apps "security"': [{ AppCode: [] }] },
      '#/~1~1 for apps "security"',
    ],
    ["a misspelt key of the document", {}, { securty: [] }, "#/securty"],
    [
      "a misspelt key of the components",
      {},
      { components: { securityScheme: schemes } },
      "#/components/securityScheme",
    ],
    [
      "a misspelt key of a scheme",
      secured,
      { components: { securitySchemes: { AppCode: { ...schemes.AppCode, inn: "query" } } } },
      "#/components/securitySchemes/AppCode/inn",
    ],
    [
      "a misspelt type of authorization",
      { "x-aliyun-apigateway-auth-type": "anonymus" },
      {},
      `${at}/x-aliyun-apigateway-auth-type`,
    ],
    [
      "ANONYMOUS next to a requirement",
      { ...secured, "x-aliyun-apigateway-auth-type": "ANONYMOUS" },
      {},
      `${at}/x-aliyun-apigateway-auth-type`,
    ],
    [
      "a type of authorization of the document",
      {},
      { "x-aliyun-apigateway-auth-type": "APP" },
      "#/x-aliyun-apigateway-auth-type",
    ],
  ] as const) {
    it(`is rejected with ${what}`, () => {
      const document = withGet(operation, { security: [], components, ...rest });
      assert.ok(findPointers(document, { onUnsupported: () => {} }).includes(pointer));
    });
  }

  it("is rejected with security that a program sets to undefined", () => {
    const document = withGet({ security: undefined }, { security: [], components });
    assert.deepEqual(findPointers(document), [`${at}/security`]);
  });

  it("is rejected with security of a path, which OpenAPI does not have", () => {
    const paths = { "/a": { ...secured, get: { responses } } };
    const document = { openapi: "3.1.0", security: [], components, paths };
    assert.deepEqual(findPointers(document, { onUnsupported: () => {} }), ["#/paths/~1a/security"]);
  });

  it("is rejected with fields next to the reference of an operation", () => {
    const paths = { "/a": { get: { $ref: "#/x-operation", ...secured } } };
    const document = { openapi: "3.1.0", security: [], components, paths, "x-operation": { responses } };
    assert.deepEqual(findPointers(document, { onUnsupported: () => {} }), ["#/paths/~1a/get/security"]);
  });

  it("is rejected with a key that occurs twice in JSON or YAML", () => {
    const json = JSON.stringify(withGet(secured, { components }));
    const twice = json.replace('"security":', '"s\\u0065curity":[],"security":');
    assert.deepEqual(findPointers(twice, { onUnsupported: () => {} }), [`${at}/security`]);
    const merged = yaml("<<: *secured\n<<: { security: [] }");
    assert.deepEqual(findPointers(merged, { onUnsupported: () => {} }), [`${at}/<<`]);
    const document = yaml("security: [{ AppCode: [] }]\nsecurity: []");
    assert.deepEqual(findPointers(document, { onUnsupported: () => {} }), [`${at}/security`]);
  });

  it("does not come from the prototype of an object", () => {
    const operation = Object.assign(Object.create({ security: [] }), { operationId: "get-item", responses });
    const document = { openapi: "3.1.0", ...secured, components, paths: { "/a": { get: operation } } };
    assert.equal(readAuth(document), "app");
    const json = JSON.stringify(withGet({}, { ...secured, components }));
    const polluted = json.replace('"operationId"', '"__proto__":{"security":[]},"operationId"');
    assert.deepEqual(findPointers(polluted, { onUnsupported: () => {} }), [`${at}/__proto__`]);
  });

  it("is the meaning that the program sets for a scheme of the document", () => {
    const bearer = withGet({ security: [{ Bearer: [] }] }, { components });
    assert.equal(readAuth(bearer, { Bearer: "anonymous" }), "anonymous");
    assert.equal(readAuth(bearer, { Bearer: "app" }), "app");
    const both = withGet({ security: [{ Bearer: [], AppCode: [] }] }, { components });
    assert.equal(readAuth(both, { Bearer: "anonymous" }), "app");
    const [problem] = findProblems(bearer, { security: { Baerer: "anonymous" }, onUnsupported: () => {} });
    assert.deepEqual([problem?.path, problem?.hint], ['options.security["Baerer"]', "Did you mean Bearer?"]);
  });
});

describe("an operation of an OpenAPI document that requires a signature", () => {
  const securitySchemes = { ...schemes, Signature: { type: "apiKey", in: "header", name: "X-Ca-Signature" } };
  const rest = { components: { securitySchemes } };
  const options = { security: { Bearer: "anonymous" } } as const;

  it("does not accept an AppCode if the service checks another credential", () => {
    const document = withGet({ security: [{ Signature: [], Bearer: [] }] }, rest);
    const { auth, appCode } = routesFromOpenApi(document, options)["get-item"] ?? {};
    assert.deepEqual([auth, appCode], ["app", "off"]);
  });

  it("does not accept an AppCode if anonymous callers are ignored", () => {
    const document = withGet({ security: [{ Signature: [] }, {}] }, rest);
    const { appCode } = routesFromOpenApi(document, { onUnsupported: () => {} })["get-item"] ?? {};
    assert.equal(appCode, "off");
  });

  it("is unsupported if it requires an AppCode too", () => {
    const document = withGet({ security: [{ Signature: [], AppCode: [] }] }, rest);
    assert.deepEqual(findPointers(document), [`${at}/security/0`]);
  });
});
