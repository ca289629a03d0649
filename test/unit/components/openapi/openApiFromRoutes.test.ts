import assert from "node:assert/strict";
import fc from "fast-check";
import { ArgumentError, openApiFromRoutes, type Route, routesFromOpenApi } from "../../../../components";
import { renderApi } from "../../../../components/gateway/routes/definition";
import { bodyMethods } from "../../../../components/gateway/routes/parameters";
import { planRoutes } from "../../../../components/gateway/routes/plan";
import { methods, parameterTypes } from "../../../../components/gateway/routes/values";
import { Problems } from "../../../../components/validation/problems";
import SwaggerParser from "../../../support/swaggerParser";

const settings = { title: "Shop", version: "1.0.0" };

/** What the cloud gets of the routes; undefined where one is a problem. */
function renderDefinitions(routes: Record<string, Route>): object | undefined {
  const problems = new Problems();
  const resolved = planRoutes(routes, problems, "dedicated");
  if (problems.list.length > 0) return undefined;
  const context = { groupId: "group", accessName: "access" };
  return Object.fromEntries(
    Object.entries(resolved).map(([key, route]) => [
      key,
      { ...renderApi(key, route, context), response: route.response },
    ]),
  );
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
const text = fc.string({ maxLength: 40 }).filter((any) => any !== "" && any.trim() === any);
const samples: Record<keyof typeof parameterTypes, string | number | boolean> = {
  string: "one",
  int: 1,
  long: "9007199254740993",
  float: 1.5,
  double: "1e3",
  boolean: true,
};

const parameter = (places: string[]) =>
  fc
    .record(
      {
        in: fc.constantFrom(...places),
        type: fc.constantFrom(...(Object.keys(parameterTypes) as (keyof typeof parameterTypes)[])),
        required: fc.boolean(),
        description: text,
        withDefault: fc.boolean(),
        backendIn: fc.constantFrom(...places),
      },
      { requiredKeys: ["in"] },
    )
    .map(({ withDefault, backendIn, ...given }) => ({
      ...given,
      ...(withDefault && !given.required ? { default: samples[given.type ?? "string"] } : {}),
      ...(backendIn === undefined ? {} : { backend: { in: backendIn } }),
    }));

/** Of any type and text, and among them what a document says in words of its own, or cannot. */
const response = fc.record(
  {
    contentType: fc.constantFrom("json", "text", "binary", "xml", "html", "pass-through"),
    example: fc.oneof(fc.json(), text, fc.dictionary(word, fc.jsonValue()), fc.array(fc.jsonValue())),
    failExample: fc.oneof(fc.json(), text, fc.dictionary(word, word)),
    errors: fc.array(
      fc.record(
        {
          code: fc.oneof(
            fc.constantFrom("400", "404", "4XX", "200", "default", "x-code", "constructor"),
            text,
          ),
          message: text,
          description: text,
          model: word,
        },
        { requiredKeys: ["code", "message"] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);

const route = fc
  .record({
    method: fc.constantFrom(...methods),
    segments: fc.array(fc.tuple(fc.boolean(), word), { maxLength: 3 }),
    rest: fc.boolean(),
    more: fc.record(
      {
        auth: fc.constantFrom("app", "anonymous"),
        appCode: fc.constantFrom("header", "header and query", "off"),
        protocols: fc.constantFrom(["HTTP"], ["HTTPS"], ["HTTP", "HTTPS"]),
        description: text,
        constantParameters: fc.constant({ "X-Gateway": { in: "header", value: "yes" } }),
        systemParameters: fc.constant({ CaClientIp: { in: "query", name: "ip" } }),
        response,
      },
      { requiredKeys: [] },
    ),
    backend: fc.oneof(
      fc.constant(undefined),
      fc.record({ timeout: fc.integer({ min: 1, max: 120_000 }), method: fc.constantFrom(...methods) }),
      text.map((body) => ({ mock: { body } })),
      fc.json().map((body) => ({ mock: { body } })),
    ),
    names: fc.uniqueArray(fc.oneof(word, fc.constantFrom("Authorization", "Content-Type", "x.y")), {
      maxLength: 3,
    }),
    maps: fc.boolean(),
  })
  .chain(({ method, segments, rest, more, backend, names, maps }) => {
    const places = ["query", "header", ...(bodyMethods.includes(method) ? ["body"] : [])];
    const path = [
      ...segments.map(([isParameter, name], n) => (isParameter ? `[p${n}${name}]` : name)),
      ...(rest ? ["*"] : []),
    ];
    return fc.tuple(...names.map(() => parameter(places))).map((parameters) => ({
      method,
      path: `/${path.join("/")}`,
      ...more,
      ...(maps
        ? { mode: "mapping", parameters: Object.fromEntries(names.map((name, n) => [name, parameters[n]])) }
        : {}),
      ...(backend === undefined ? {} : { backend }),
    }));
  });

describe("the OpenAPI document of routes", () => {
  it("can be read back to the same routes, as an object and as text", () => {
    let compared = 0;
    let told = 0;
    fc.assert(
      fc.property(fc.array(route, { minLength: 1, maxLength: 4 }), (given) => {
        const routes = Object.fromEntries(given.map((one, n) => [`route-${n}`, one])) as unknown as Record<
          string,
          Route
        >;
        const definitions = renderDefinitions(routes);
        fc.pre(definitions !== undefined);
        compared += 1;
        told += given.filter((one) => one.response !== undefined).length;
        const document = openApiFromRoutes(routes, settings);
        assert.deepEqual(renderDefinitions(routesFromOpenApi(document)), definitions);
        assert.deepEqual(renderDefinitions(routesFromOpenApi(JSON.stringify(document))), definitions);
      }),
      { numRuns: 300 },
    );
    assert.ok(compared >= 300);
    assert.ok(told >= 50, `${told} with a response`);
  });

  it("keeps a default above the integers that JavaScript counts one by one", () => {
    const parameters = { size: { in: "query", type: "double", default: 1e21 } } as const;
    const routes = { "get-item": { method: "GET", path: "/items", mode: "mapping", parameters } } as const;
    const document = openApiFromRoutes(routes, { title: "Shop", version: "1" });
    assert.equal(routesFromOpenApi(document)["get-item"]?.parameters?.size?.default, 1e21);
  });

  it("is valid by the official schema, as @apidevtools/swagger-parser checks it", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(route, { minLength: 1, maxLength: 4 }), async (given) => {
        const routes = Object.fromEntries(given.map((one, n) => [`route-${n}`, one])) as unknown as Record<
          string,
          Route
        >;
        fc.pre(renderDefinitions(routes) !== undefined);
        const document = openApiFromRoutes(routes, {
          ...settings,
          servers: ["https://api.example.com/shop"],
        });
        await SwaggerParser.validate(structuredClone(document) as never);
      }),
      { numRuns: 100 },
    );
  });

  it("contains callers, defaults and servers", () => {
    const document = openApiFromRoutes(
      { "get-item": "GET /items/[id]", "any-file": { method: "ANY", path: "/files/*", auth: "anonymous" } },
      {
        ...settings,
        servers: ["https://api.example.com/shop"],
        defaults: { timeout: 2_000, appCode: "header and query" },
      },
    );
    assert.equal(document.openapi, "3.0.3");
    assert.deepEqual(document.servers, [{ url: "https://api.example.com/shop" }]);
    assert.deepEqual(Object.keys(document.components.securitySchemes), ["AppCode", "AppCodeInQuery"]);
    const get = document.paths["/items/{id}"]?.get as Record<string, unknown>;
    assert.deepEqual(get.parameters, [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
    ]);
    assert.deepEqual(get.security, [{ AppCode: [] }, { AppCodeInQuery: [] }]);
    assert.deepEqual(get["x-aliyun-apigateway-backend"], {
      type: "HTTP-VPC",
      path: "/items/{id}",
      method: "GET",
      timeout: 2_000,
    });
    const any = document.paths["/files/*"]?.["x-aliyun-apigateway-any-method"] as Record<string, unknown>;
    assert.deepEqual([any.operationId, any.security], ["any-file", []]);
  });

  it("is not written for invalid routes, and all problems are reported", () => {
    const routes = { a: "GET /", "two-wrong": { path: "no", description: "x".repeat(181) } };
    assert.throws(
      () => openApiFromRoutes(routes, settings),
      (error) => error instanceof ArgumentError && error.problems.length === 3,
    );
  });
});
