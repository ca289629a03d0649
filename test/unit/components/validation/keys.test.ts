import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import fc from "fast-check";
import {
  ArgumentError,
  openApiFromRoutes,
  routesFromOpenApi,
  VpcApi,
  type VpcApiArgs,
} from "../../../../components";
import { findNearest } from "../../../../components/validation/nearest";
import { deployToMocks, findInputs } from "../../../../testing/mocks";
import { everything } from "../everything";
import { below } from "./places";

/** Where the keys are the user's own, or those of somebody else's document. */
const free = [
  /^(tags|routes|apps|plugins|throttling\.apps|service\.(pages|cloudConfig)|transform\.\w+)$/,
  /\.(parameters|constantParameters|claims|mappings|document|jwk)$/,
  /^publication\.stages$/,
  /\.plugins\.cors$/,
];

/** Each object of settings with its path. */
function listObjects(value: unknown, path = ""): [path: string, object][] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    listObjects(inner, Array.isArray(value) ? `${path}[${key}]` : below(path, key)),
  );
  return Array.isArray(value) || free.some((one) => one.test(path)) ? inside : [[path, value], ...inside];
}

async function findProblems(
  args: unknown,
): Promise<readonly { path: string; problem: string; hint: string }[]> {
  const { resources, result } = await deployToMocks(() => {
    try {
      new VpcApi("demo", args as VpcApiArgs);
    } catch (error) {
      if (error instanceof ArgumentError) return error.problems;
      throw error;
    }
    return [];
  });
  if (result.length > 0) assert.deepEqual(resources, []);
  return result;
}

describe("an unknown key", () => {
  for (const [index, args] of everything.entries()) {
    it(`is not in program ${index}`, async () =>
      assert.deepEqual(await findProblems(structuredClone(args)), []));

    for (const [place, [path]] of listObjects(args).entries()) {
      it(`is reported in ${path || "the arguments"} of program ${index}`, async () => {
        const changed = structuredClone(args);
        const [, target] = listObjects(changed)[place] as [string, Record<string, unknown>];
        target.unheardOf = 1;
        const problems = await findProblems(changed);
        const at = path === "" ? "unheardOf" : `${path}.unheardOf`;
        assert.deepEqual(
          problems.map(({ path, problem }) => `${path} ${problem}`),
          [`${at} is not known.`],
        );
        assert.match(problems[0]?.hint ?? "", /^Use only \w+(, \w+)*\.$/);
      });
    }
  }

  const [full, existing] = everything as [VpcApiArgs, VpcApiArgs];
  const cases: [path: string, meant: string, args: object][] = [
    ["network.zone", "zones", { ...full, network: { zone: 2 } }],
    ["service.page", "pages", { ...full, service: { page: {} } }],
    ["service.systemDisk.encypted", "encrypted", { ...full, service: { systemDisk: { encypted: true } } }],
    ["route", "routes", { ...full, route: {} }],
    ["domain", "domains", { ...full, domain: [] }],
    ["zones", "network.zones", { ...full, zones: 2 }],
    ["instanceType", "service.instanceType", { ...full, instanceType: "ecs.c7.large" }],
    ["basePath", "group.basePath", { ...full, basePath: "/shop" }],
    [
      'routes["get-item"].methd',
      "method",
      { ...existing, routes: { "get-item": { path: "/", methd: "GET" } } },
    ],
    ['apps["shop_frontend"].route', "routes", { ...full, apps: { shop_frontend: { route: [] } } }],
    [
      "domains[0].certificat",
      "certificate",
      { ...full, domains: [{ domain: "a.example.com", certificat: {} }] },
    ],
    ["gateway.zone", "zoneId", { ...full, gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", zone: "h" } }],
    ["publication.stges", "stages", { ...full, publication: { stges: [] } }],
    ["throttling.perapi", "perApi", { ...full, throttling: { perApi: 10, perapi: 9 } }],
    ["transform.vSwitch", "vswitch", { ...full, transform: { vSwitch: {} } }],
  ];
  for (const [path, meant, args] of cases) {
    it(`gets the hint ${meant} for ${path}`, async () => {
      const found = (await findProblems(args)).filter((problem) => problem.path === path);
      assert.deepEqual(found, [{ path, problem: "is not known.", hint: `Did you mean ${meant}?` }]);
    });
  }

  it("does not hide a missing argument", async () => {
    const [, existing] = everything as [VpcApiArgs, VpcApiArgs];
    const found = await findProblems({ ...existing, routes: { "get-item": { pth: "/" } } });
    assert.deepEqual(
      found.map(({ path, problem }) => `${path} ${problem}`),
      ['routes["get-item"].pth is not known.', 'routes["get-item"].path is missing.'],
    );
    const without = await findProblems({ grup: {}, routes: {} });
    assert.deepEqual(
      without.slice(0, 2).map(({ path, problem }) => `${path} ${problem}`),
      ["grup is not known.", "group is missing."],
    );
  });

  it("is reported by the OpenAPI functions", () => {
    const route = { path: "/", methd: "GET" };
    assert.throws(
      () => openApiFromRoutes({ "get-home": route }, { title: "", version: "" }),
      /methd: is not known/,
    );
    const settings = { title: "", version: "", server: [] };
    assert.throws(
      () => openApiFromRoutes({ "get-home": "/" }, settings),
      /server: is not known. Did you mean servers/,
    );
    assert.doesNotThrow(() => {
      const placed = { path: "/", stages: ["RELEASE"], plugins: { cors: true } };
      openApiFromRoutes({ "get-home": placed }, { title: "", version: "" });
    });
    const document = { openapi: "3.0.3", info: { title: "", version: "" }, paths: {} };
    const options = { onUnsuported: "warn" };
    assert.throws(
      () => routesFromOpenApi(document, options as object),
      /options.onUnsuported: .* Did you mean onUnsupported/,
    );
  });
});

describe("alternative arguments", () => {
  const [full, existing] = everything as [VpcApiArgs, VpcApiArgs];
  const cases: [path: string, args: object][] = [
    ["gateway.instanceName", { ...existing, gateway: { existing: "apigateway-1", instanceName: "mine" } }],
    ["accessLog.store", { ...existing, accessLog: { existing: { project: "a", store: "b" }, store: "c" } }],
    ["service.port", { ...existing, service: { ...existing.service, port: 80 } }],
    [
      "service.existing.servicePort",
      {
        ...existing,
        service: {
          existing: { instances: [{ id: "i-1" }], port: 80, servicePort: 80 },
        },
      },
    ],
    ["balancer.target", { ...existing, balancer: { kind: "alb", target: "id" } }],
    [
      "domains[0].certificate.body",
      { ...full, domains: [{ domain: "a.example.com", certificate: { id: "6055048", body: "" } }] },
    ],
    ["ipAccess.deny", { ...full, ipAccess: { allow: ["203.0.113.7"], deny: ["203.0.113.8"] } }],
    ["gateway.accessList", { ...full, gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: {} } }],
  ];
  for (const [path, args] of cases) {
    it(`cannot be combined: ${path}`, async () =>
      assert.deepEqual(
        (await findProblems(args)).map((problem) => problem.path),
        [path],
      ));
  }
});

describe("the nearest name", () => {
  const known = ["certificate", "waitSeconds", "groupName", "throttling", "publication"];

  it("differs by one letter", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.nat(),
        fc.constantFrom("", "x", "xy"),
        fc.boolean(),
        (key, at, letters, isReplaced) => {
          const place = at % key.length;
          const written = key.slice(0, place) + letters.slice(0, 1) + key.slice(place + (isReplaced ? 1 : 0));
          if (written !== key) assert.equal(findNearest(written, known), key);
        },
      ),
    ));

  for (const far of ["limit", "x", "stage", "host"]) {
    it(`is none for ${far}`, () => assert.equal(findNearest(far, known), undefined));
  }
});

describe("a name of a method of objects", () => {
  const shop = { group: { groupName: "shop" }, routes: { "get-item": "/items" }, apps: {} };

  for (const name of ["constructor", "valueOf", "toString"]) {
    it(`is possible for routes, apps and tags: ${name}`, async () => {
      const routes = { [name]: "/items" };
      const apps = { [name]: { routes: [name] } };
      assert.deepEqual(await findProblems({ ...shop, routes, apps, tags: { [name]: "a" } }), []);
    });

    it(`is not that of a route: ${name}`, async () => {
      const [first] = await findProblems({ ...shop, apps: { shop_web: { routes: [name] } } });
      assert.equal(first?.problem, `"${name}" is not a route.`);
    });
  }

  it("does not stop Pulumi", async () => {
    const name = "toString";
    const { resources } = await deployToMocks(
      () => new VpcApi("shop", { ...shop, routes: { [name]: "/items" }, tags: { [name]: "a" } }),
    );
    assert.deepEqual(findInputs(resources, alicloud.vpc.Network)["shop-vpc"]?.tags, { [name]: "a" });
    const [published] = resources.filter(({ name: one }) => one === "shop-route-names");
    assert.deepEqual(published?.inputs.requests, { [name]: "GET /items" });
  });
});
