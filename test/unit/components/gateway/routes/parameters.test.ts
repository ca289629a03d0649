import assert from "node:assert/strict";
import fc from "fast-check";
import { type Route, type RouteArgs, Routes } from "../../../../../components";
import { type PlannedRoute, planRoutes } from "../../../../../components/gateway/routes/plan";
import { methods } from "../../../../../components/gateway/routes/values";
import { parseArgument } from "../../../../../components/validation/parse";
import { Problems } from "../../../../../components/validation/problems";
import { RouteTable } from "../../../../../local/gateway/routeTable";
import { deployToMocks, findResource } from "../../../../../testing/mocks";

function findProblems(route: RouteArgs): string[] {
  const problems = new Problems();
  planRoutes(parseArgument({ item: route }, "RoutesArgs", "routes", problems), problems.under("routes"));
  return problems.list.map(({ path }) => path.replace('routes["item"].', ""));
}

const mapping: RouteArgs = {
  method: "POST",
  path: "/items/[id]",
  mode: "mapping",
  parameters: {
    id: { type: "int", backend: { name: "key" } },
    size: { default: 10, type: "int", description: "how many" },
    token: { in: "header", required: true },
    colour: { in: "body" },
  },
  constantParameters: { "X-From": { in: "header", value: "gateway" } },
  systemParameters: { CaClientIp: { in: "query", name: "ip" } },
  backend: { path: "/v1/[key]" },
};

interface SentApi {
  requestParameters: Record<string, string>[];
  requestConfig: { mode: string; bodyFormat: string };
  constantParameters: unknown;
  systemParameters: unknown;
}

describe("parameters of a route", () => {
  const entries = Object.entries(mapping.parameters ?? {});
  for (const [order, parameters] of [
    ["their own", Object.fromEntries(entries)],
    ["the opposite", Object.fromEntries([...entries].reverse())],
  ] as const) {
    it(`are passed to the provider in one order, with both locations, from ${order} order`, async () => {
      const routes = { item: { ...mapping, parameters } };
      const { resources } = await deployToMocks(
        () => new Routes("shop", { groupId: "g", accessName: "way", routes }),
      );
      const inputs = findResource(resources, "alicloud:apigateway/api:Api").inputs as unknown as SentApi;
      assert.deepEqual(
        inputs.requestParameters.map((one) =>
          [one.name, one.type, one.required, one.in, one.inService, one.nameService, one.defaultValue].join(
            " ",
          ),
        ),
        [
          "id INT REQUIRED PATH PATH key ",
          "colour STRING OPTIONAL BODY BODY colour ",
          "size INT OPTIONAL QUERY QUERY size 10",
          "token STRING REQUIRED HEAD HEAD token ",
        ],
      );
      assert.deepEqual(inputs.constantParameters, [{ name: "X-From", in: "HEAD", value: "gateway" }]);
      assert.deepEqual(inputs.systemParameters, [{ name: "CaClientIp", in: "QUERY", nameService: "ip" }]);
      assert.equal(inputs.requestConfig.mode, "MAPPING");
      assert.equal(inputs.requestConfig.bodyFormat, "FORM");
    });
  }

  it("of a path that the service does not use may have the name of a method of objects", () => {
    const route = { path: "/items/[constructor]", backend: { path: "/items" } };
    assert.deepEqual(findProblems(route), []);
  });

  const cases: [string, Partial<RouteArgs>, string[]][] = [
    ["nothing", {}, []],
    ["an unknown mode", { mode: "all" as "mapping" }, ["mode"]],
    [
      "what is not checked when all passes",
      { mode: "pass-through", parameters: { size: {} }, backend: {} },
      ['parameters["size"]'],
    ],
    ["a placeholder that nothing feeds", { parameters: {} }, ["backend.path", 'parameters["id"]']],
    [
      "a path parameter that the path has not",
      { parameters: { ...mapping.parameters, no: { in: "path" } } },
      ['parameters["no"].in', 'parameters["no"].required', 'parameters["no"]'],
    ],
    [
      "an optional value in the path",
      {
        backend: { path: "/[key]/[size]" },
        parameters: { id: { backend: { name: "key" } }, size: { backend: { in: "path" } } },
      },
      ['parameters["size"]'],
    ],
    [
      "a default of another type",
      { parameters: { ...mapping.parameters, n: { type: "int", default: "ten" } } },
      ['parameters["n"].default'],
    ],
    [
      "a default of what is required",
      { parameters: { ...mapping.parameters, n: { required: true, default: "x" } } },
      ['parameters["n"].default'],
    ],
    ["a body with GET", { method: "GET" }, ['parameters["colour"].in']],
    [
      "an unknown type and place",
      { parameters: { ...mapping.parameters, n: { type: "uuid" as "int", in: "cookie" as "query" } } },
      ['parameters["n"].in', 'parameters["n"].type'],
    ],
    [
      "a line break in a header",
      { constantParameters: { "X-From": { in: "header", value: "a\r\nX-Admin: 1" } } },
      ['constantParameters["X-From"].value'],
    ],
    [
      "a line break in a default that becomes a header",
      { parameters: { ...mapping.parameters, n: { default: "a\nb", backend: { in: "header" } } } },
      ['parameters["n"].default'],
    ],
    ["a line break in a query", { constantParameters: { from: { in: "query", value: "a\nb" } } }, []],
    [
      "one name of a header in two spellings",
      { constantParameters: { Token: { in: "header", value: "gateway" } } },
      ['constantParameters["Token"]'],
    ],
    [
      "one name of a header in two spellings at the service",
      { systemParameters: { CaClientIp: { in: "header", name: "x-from" } } },
      ["systemParameters.CaClientIp"],
    ],
    [
      "one name in two spellings, of which one is not a header",
      { systemParameters: { CaClientIp: { in: "query", name: "x-from" } } },
      [],
    ],
    [
      "one name twice at the service",
      { constantParameters: { token: { in: "header", value: "x" } } },
      ['constantParameters["token"]'],
    ],
    [
      "an empty constant",
      { constantParameters: { a: { in: "query", value: "" } } },
      ['constantParameters["a"].value'],
    ],
  ];
  for (const [what, change, expected] of cases) {
    it(`are validated: ${what}`, () =>
      assert.deepEqual(findProblems({ ...mapping, ...change }).sort(), expected.sort()));
  }

  it("are required for a mapping", () =>
    assert.deepEqual(findProblems({ path: "/a", mode: "mapping" }), ["mode"]));
});

describe("a mock", () => {
  it("needs no service", async () => {
    const routes = { item: { path: "/a/[id]", backend: { mock: { body: '{"a":1}' } } } };
    const { resources } = await deployToMocks(() => new Routes("shop", { groupId: "g", routes }));
    const { inputs } = findResource(resources, "alicloud:apigateway/api:Api");
    assert.equal(inputs.serviceType, "MOCK");
    assert.deepEqual(inputs.mockServiceConfig, { result: '{"a":1}' });
    assert.equal(inputs.httpVpcServiceConfig, undefined);
  });

  it("conflicts with back end arguments, and requires a body", () =>
    assert.deepEqual(
      findProblems({ path: "/a", backend: { mock: { body: "" }, timeout: 5, path: "/b" } }).sort(),
      ["backend.mock.body", "backend.path", "backend.timeout"],
    ));

  it("is the only route without an access", () => {
    const routes = { mock: { path: "/a", backend: { mock: { body: "x" } } }, real: { path: "/b" } };
    assert.throws(() => new Routes("shop", { groupId: "g", routes }), /accessName: is missing, but "real"/);
  });
});

describe("defaults of routes", () => {
  it("apply to routes that do not set the arguments", () => {
    const defaults = { auth: "anonymous", protocols: ["HTTP"], timeout: 500, appCode: "off" } as const;
    const routes = planRoutes(
      {
        "all-default": "GET /a",
        "all-own": { path: "/b", auth: "app", protocols: ["HTTPS"], backend: { timeout: 9 } },
      },
      new Problems(),
      undefined,
      { ...defaults, protocols: [...defaults.protocols] },
    );
    const seen = (route: PlannedRoute | undefined) => [
      route?.auth,
      route?.protocols[0],
      route?.backend.timeout,
    ];
    assert.deepEqual(seen(routes["all-default"]), ["anonymous", "HTTP", 500]);
    assert.deepEqual(seen(routes["all-own"]), ["app", "HTTPS", 9]);
  });
});

const single = methods.filter((method) => method !== "ANY");
const segments = fc.array(fc.constantFrom("a", "b", "%61", "[x]", "[y]"), { maxLength: 3 });
const anyPath = fc
  .tuple(segments, fc.boolean())
  .map(
    ([parts, rest]) =>
      `/${[...parts.map((part, i) => part.replace("]", `${i}]`)), ...(rest ? ["*"] : [])].join("/")}`,
  );
const requests = fc.array(fc.tuple(fc.constantFrom(...methods), anyPath), { minLength: 1, maxLength: 12 });

/** The routes that the gateway takes for a request, in either order of publication; one, unless chance decides. */
function winners(routes: [string, PlannedRoute][], method: string, path: string): string[] {
  const all = routes.map(([id, route]) => ({ id, method: route.method, pattern: route.path }));
  const found = [all, [...all].reverse()].map((order) => new RouteTable(order).find(method, path)?.route.id);
  return [...new Set(found)].flatMap((id) => id ?? []);
}

describe("valid routes", () => {
  it("have one match for each request, and each route matches a request", () => {
    fc.assert(
      fc.property(requests, (given) => {
        const kept: Record<string, Route> = {};
        for (const [index, [method, path]] of given.entries()) {
          const wider = { ...kept, [`api-${index}`]: { method, path } };
          const problems = new Problems();
          planRoutes(wider, problems);
          if (problems.list.length === 0) kept[`api-${index}`] = { method, path };
        }
        const routes = Object.entries(planRoutes(kept, new Problems()));
        for (const [key, route] of routes) {
          const paths = ["o", "o/o", "o/o/o", "o/o/o/o", "o/o/o/o/o"].map((rest) =>
            route.path.replace(/\[\w+\]/g, "o").replace("*", rest),
          );
          const asked = route.method === "ANY" ? single : [route.method];
          const reached = asked.flatMap((method) =>
            paths.map((path) => {
              const won = winners(routes, method, path);
              assert.equal(won.length, 1, `${method} ${path}: ${won.join(", ")}`);
              return won[0];
            }),
          );
          assert.ok(reached.includes(key), `${key} of ${JSON.stringify(kept)}`);
        }
      }),
    );
  });

  it("do not match all requests of a prefix", () => {
    const problems = new Problems();
    planRoutes({ "all-rest": "GET /a/*", "one-part": "ANY /a/[x]", "more-parts": "GET /a/[y]/*" }, problems);
    assert.deepEqual(
      problems.list.map(({ path }) => path),
      ['["all-rest"]'],
    );
    const fewer = new Problems();
    planRoutes({ "all-rest": "GET /a/*", "one-part": "ANY /a/[x]", "more-parts": "POST /a/[y]/*" }, fewer);
    assert.deepEqual(fewer.list, []);
  });

  it("do not match all methods of ANY", () => {
    const routes: Record<string, Route> = { "all-else": "ANY /x/[a]" };
    for (const method of single) routes[`by-${method}`] = `${method} /x/[b]`;
    const problems = new Problems();
    planRoutes(routes, problems);
    assert.deepEqual(
      problems.list.map(({ path }) => path),
      ['["all-else"]'],
    );
    delete routes["by-PATCH"];
    const fewer = new Problems();
    planRoutes(routes, fewer);
    assert.deepEqual(fewer.list, []);
  });
});
