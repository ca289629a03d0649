import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { type Route, Routes } from "../../../../../components";
import { planRoutes } from "../../../../../components/gateway/routes/plan";
import { methods } from "../../../../../components/gateway/routes/values";
import { parseArgument } from "../../../../../components/validation/parse";
import { Problems } from "../../../../../components/validation/problems";
import { deployToMocks, findResource, readOutput } from "../../../../../testing/mocks";
import { deployFamily, tree } from "../../../../support/family";

function findProblems(routes: Record<string, Route>, instanceId?: string): string[] {
  const problems = new Problems();
  planRoutes(parseArgument(routes, "RoutesArgs", "routes", problems.under("")), problems, instanceId);
  return problems.list.map(({ path }) => path.replace(/^routes/, ""));
}

const letters = "abcXYZ019-_.~!$&'()+,;=:@".split("");
const segment = fc
  .array(fc.oneof(fc.constantFrom(...letters), fc.constantFrom("%2F", "%c3")), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""))
  // Parameters and expressions of other tools are rejected: see otherSyntax.test.ts.
  .filter((text) => text !== "." && text !== ".." && !/^(:[a-z_]|\()/i.test(text));
const path = fc
  .tuple(fc.array(fc.tuple(fc.boolean(), segment), { maxLength: 5 }), fc.boolean())
  .map(([segments, rest]) => {
    const parts = segments.map(([isParameter, text], index) => (isParameter ? `[p${index}]` : text));
    return `/${[...parts, ...(rest ? ["*"] : [])].join("/")}`;
  });

describe("paths of routes", () => {
  it("can be any sequence of segments and parameters, with a wildcard at the end", () => {
    fc.assert(fc.property(path, (any) => assert.deepEqual(findProblems({ "the-api": { path: any } }), [])));
  });

  it("cannot contain characters with a meaning in URLs or for the gateway", () => {
    const bad = fc.constantFrom(
      " ",
      "?",
      "#",
      "[",
      "]",
      "{x}",
      "//",
      "\\",
      "%zz",
      "%2",
      "é",
      "*x",
      "\n",
      "/.",
      "/..",
    );
    fc.assert(
      fc.property(path, bad, (before, wrong) => {
        const routes = { "the-api": { path: `${before.replace(/\/?\*?$/, "")}/a${wrong}/b` } };
        assert.deepEqual(new Set(findProblems(routes)), new Set(['["the-api"].path']));
      }),
    );
  });

  for (const wrong of ["", "nginx", "//", "/a/", "/*/a", "/a*", "/[]", "/[a", "/[a-b]", "/..", "/./a"]) {
    it(`are not "${wrong}"`, () =>
      assert.ok(findProblems({ "the-api": { path: wrong } }).includes('["the-api"].path')));
  }

  it("contain each parameter once", () => {
    const routes = { "the-api": { path: "/[a]/[a]", backend: { path: "/" } } };
    assert.deepEqual(findProblems(routes), ['["the-api"].path']);
  });

  it("provide the parameters of the service path", () => {
    const at = ['["the-api"].backend.path'];
    assert.deepEqual(findProblems({ "the-api": { path: "/a/[b]", backend: { path: "/[b]" } } }), []);
    assert.deepEqual(findProblems({ "the-api": { path: "/a/[b]", backend: { path: "/[c]" } } }), at);
    assert.deepEqual(findProblems({ "the-api": { path: "/a", backend: { path: "/*" } } }), at);
    assert.deepEqual(findProblems({ "the-api": { path: "/a/*", backend: { path: "/" } } }), []);
  });
});

describe("routes of one group", () => {
  const createRoutes = (requests: (readonly [string, string])[]) =>
    Object.fromEntries(requests.map(([method, path], index) => [`api-${index}`, { method, path } as Route]));
  const request = fc.tuple(
    fc.constantFrom(...methods),
    fc.constantFrom("/a", "/b", "/[x]", "/[y]", "/a/*", "/a/[x]"),
  );

  it("differ in method or path, independent of parameter names", () => {
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 8 }), (requests) => {
        const distinct = new Set(
          requests.map(([method, path]) => `${method} ${path.replace(/\[.\]/g, "[]")}`),
        );
        assert.equal(findProblems(createRoutes(requests)).length, requests.length - distinct.size);
      }),
    );
  });

  it("are rejected if another route matches the same request", () => {
    const problems = new Problems();
    planRoutes(
      createRoutes([
        ["GET", "/[x]"],
        ["GET", "/[y]"],
      ]),
      problems,
    );
    assert.deepEqual(problems.list, [
      {
        path: '["api-1"]',
        problem: 'matches the same requests as "api-0".',
        hint: "Remove one of the two.",
      },
    ]);
  });

  it("are at least one", () => assert.deepEqual(findProblems({}), [""]));
});

describe("a route", () => {
  it("is by default a GET over HTTPS for apps, with the AppCode in a header, passed through", () => {
    assert.deepEqual(planRoutes({ items: { path: "/items" } }, new Problems()).items, {
      method: "GET",
      path: "/items",
      protocols: ["HTTPS"],
      auth: "app",
      appCode: "header",
      backend: { path: "/items", method: "GET", timeout: 10_000 },
      description: "GET /items",
      response: undefined,
      mode: "pass-through",
      parameters: [],
      constantParameters: {},
      systemParameters: {},
    });
  });

  it("has a valid default description for any length of the path", () => {
    const path = `/${"a".repeat(199)}`;
    const { items } = planRoutes({ items: { path } }, new Problems());
    assert.equal(items?.description, `GET ${path}`.slice(0, 180));
    assert.deepEqual(findProblems({ items: { path } }), []);
    assert.deepEqual(findProblems({ items: { path: `${path}a` } }), ['["items"].path']);
  });

  it("reports each invalid value", () => {
    const wrong = {
      path: "/a",
      method: "FETCH" as "GET",
      protocols: ["HTTPS", "WS" as "HTTP"],
      auth: "me" as "app",
      appCode: "cookie" as "off",
      description: "x".repeat(181),
      backend: { method: "FETCH" as "GET", timeout: 0 },
    } satisfies Route;
    assert.deepEqual(
      findProblems({ items: wrong, "no-words": { path: "/b", protocols: [] } }).sort(),
      [
        '["items"].appCode',
        '["items"].auth',
        '["items"].backend.method',
        '["items"].backend.timeout',
        '["items"].description',
        '["items"].method',
        '["items"].protocols[1]',
        '["no-words"].protocols',
      ].sort(),
    );
  });

  it("allows a timeout of 30 s on a shared instance, and of 2 minutes on a dedicated one", () => {
    const wait = (timeout: number) => ({ items: { path: "/a", backend: { timeout } } });
    const at = ['["items"].backend.timeout'];
    assert.deepEqual(findProblems(wait(30_000)), []);
    assert.deepEqual(findProblems(wait(30_001)), at);
    assert.deepEqual(findProblems(wait(30_001), "api-shared-vpc-001"), at);
    assert.deepEqual(findProblems(wait(120_000), "apigateway-hz-0123456789ab"), []);
    assert.deepEqual(findProblems(wait(120_001), "apigateway-hz-0123456789ab"), at);
  });

  it("cannot have the name of another route as its former name", () => {
    const routes = { items: { path: "/a", formerName: "list" }, list: { path: "/b" } };
    assert.deepEqual(findProblems(routes), ['["items"].formerName']);
  });
});

describe("the short form of a route", () => {
  it("equals the full form with defaults", () => {
    fc.assert(
      fc.property(fc.constantFrom(...methods), path, fc.constantFrom(" ", "  "), (method, any, gap) => {
        const resolve = (route: Route) => planRoutes({ "the-api": route }, new Problems());
        assert.deepEqual(resolve(`${method}${gap}${any}`), resolve({ method, path: any }));
        assert.deepEqual(resolve(any), resolve({ path: any }));
      }),
    );
  });

  it("reports an invalid method", () => {
    assert.deepEqual(findProblems({ "the-api": "FETCH /items" }), ['["the-api"].method']);
    assert.deepEqual(findProblems({ "the-api": "get /items" }), ['["the-api"].method']);
  });

  for (const short of ["", "GET items", "GET", "items", "GET /items /more"]) {
    it(`reports the path of "${short}"`, () =>
      assert.ok(findProblems({ "the-api": short }).includes('["the-api"].path')));
  }
});

describe("Routes", () => {
  const routes: Record<string, Route> = {
    items: { path: "/items/[id]/*", method: "ANY", backend: { path: "/v1/[id]/*" } },
    health: { path: "/health", auth: "anonymous", protocols: ["HTTPS", "HTTP"], formerName: "ping" },
  };

  it("creates one child API for each route, and renames APIs of renamed routes", async () => {
    const { relatives } = await deployFamily(
      (watch) => new Routes("shop", { groupId: "g", accessName: "way", routes }, watch),
    );
    assert.deepEqual(tree(relatives), [
      "alicloud-vpc-api:index:Routes$alicloud:apigateway/api:Api::shop-health",
      "alicloud-vpc-api:index:Routes$alicloud:apigateway/api:Api::shop-items",
      "alicloud-vpc-api:index:Routes$pulumi-nodejs:dynamic/alicloud-vpc-api:RouteNames::shop-route-names",
      "alicloud-vpc-api:index:Routes::shop",
    ]);
    const formerName = async (api: string) => {
      const [alias] = relatives.find(({ name }) => name === api)?.options.aliases ?? [];
      assert.ok(typeof alias === "object" && "name" in alias);
      return alias.name;
    };
    assert.equal(await formerName("shop-health"), "shop-ping");
    assert.equal(await formerName("shop-items"), "shop-items");
  });

  it("declares the path parameters that the service uses", async () => {
    const { resources } = await deployToMocks(
      () => new Routes("shop", { groupId: "g", accessName: "way", routes }),
    );
    const [items, health] = ["shop-items", "shop-health"].map(
      (name) => resources.find((one) => one.name === name)?.inputs,
    );
    assert.deepEqual(items?.requestParameters, [
      { name: "id", type: "STRING", required: "REQUIRED", in: "PATH", inService: "PATH", nameService: "id" },
    ]);
    assert.equal(health?.requestParameters, undefined);
    assert.equal(health?.authType, "ANONYMOUS");
    assert.equal(health?.appCodeAuthType, undefined);
  });

  it("outputs a revision of the definition and of republishOn, independent of order", async () => {
    const revision = async (args: Partial<ConstructorParameters<typeof Routes>[1]>) => {
      const base = { groupId: "g", accessName: "way", routes: { items: { path: "/items" } as Route } };
      const { result } = await deployToMocks(() => new Routes("shop", { ...base, ...args }));
      const found = result.revisions.items;
      assert.ok(found);
      return readOutput(found.revision);
    };
    const protocols = (...list: ("HTTP" | "HTTPS")[]) => ({
      routes: { items: { path: "/items", protocols: list } },
    });
    const first = await revision({});
    assert.match(first, /^[0-9a-f]{16}$/);
    assert.equal(await revision({}), first);
    assert.equal(await revision(protocols("HTTP", "HTTPS")), await revision(protocols("HTTPS", "HTTP")));
    assert.notEqual(await revision({ accessName: "another" }), first);
    assert.notEqual(await revision({ republishOn: ["another-authorization"] }), first);
    assert.equal(await revision({ routes: { other: { path: "/o" }, items: { path: "/items" } } }), first);
  });

  it("rejects problems before it registers anything", async () => {
    const { resources } = await deployToMocks(() =>
      assert.throws(
        () => new Routes("shop", { groupId: "g", accessName: "way", routes: {} }),
        /^ArgumentError: Routes shop: 1 problem .*\n {2}routes: is empty\. Add at least one route\.$/,
      ),
    );
    assert.deepEqual(resources, []);
  });

  it("writes protocols in a fixed order", async () => {
    const args = { groupId: "g", accessName: "way", routes: { health: routes.health as Route } };
    const { resources } = await deployToMocks(() => new Routes("shop", args));
    const { inputs } = findResource(resources, "alicloud:apigateway/api:Api");
    assert.equal((inputs.requestConfig as { protocol: string }).protocol, "HTTP,HTTPS");
  });
});

describe("republishOn", () => {
  const revisionFor = async (republishOn?: pulumi.Input<string | undefined>[]) => {
    const { result } = await deployToMocks(
      () =>
        new Routes("shop", { groupId: "g", accessName: "shop-access", routes: { items: "/" }, republishOn }),
    );
    return readOutput(pulumi.output(result.revisions.items?.revision));
  };

  it("may contain an empty ID, such as that of an access without an ID", async () =>
    assert.match((await revisionFor([""])) ?? "", /^[0-9a-f]{16}$/));

  it("is part of the revision only if it is set", async () => {
    assert.notEqual(await revisionFor(["a"]), await revisionFor(["b"]));
    assert.notEqual(await revisionFor([]), await revisionFor());
  });
});
