import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { VpcApiArgs } from "../../../../components";
import { problemsIn, resolveArgs } from "../problems";

const shop: VpcApiArgs = {
  group: { groupName: "shop" },
  routes: { "get-home": "GET /", "get-item": "GET /items" },
  apps: { shop_frontend: {} },
};

const resolve = (more: object) => resolveArgs({ ...shop, ...more });
const findPaths = (more: object) => problemsIn({ ...shop, ...more }).map(({ path }) => path);

const round: Record<string, unknown> = {};
round.self = round;
const document = (type: string, value: unknown) => ({ plugins: { mine: { type, document: value } } });
const example = (value: unknown) => ({ routes: { "get-home": { path: "/", response: { example: value } } } });
const blocks = Array.from({ length: 5_000 }, (_, index) => `10.${index >> 8}.${index % 256}.7`);

describe("values that the preview rejects", () => {
  const refused: [what: string, path: string, more: object][] = [
    [
      "a function in cloudConfig",
      "service.cloudConfig.apt.a[0]",
      { service: { cloudConfig: { apt: { a: [() => 1] } } } },
    ],
    [
      "a cloudConfig that is in itself",
      "service.cloudConfig.apt.self",
      { service: { cloudConfig: { apt: round } } },
    ],
    [
      "an example that contains an Output",
      'routes["get-home"].response.example.a',
      example({ a: pulumi.output("x") }),
    ],
    ["an example that is in itself", 'routes["get-home"].response.example.self', example(round)],
    ["an example with a number that JSON lacks", 'routes["get-home"].response.example.n', example({ n: 1n })],
    ["a plug-in's document that is in itself", 'plugins["mine"].document.self', document("caching", round)],
    ["a plug-in's document that is no YAML", 'plugins["mine"].document', document("caching", "{{{: :")],
    [
      "a plug-in's document that lets nobody call",
      'plugins["mine"].document.apiDefault',
      document("trafficControl", "unit: SECOND\napiDefault: 0"),
    ],
    [
      "credentials for any origin in a document",
      'plugins["mine"].document.allowCredentials',
      document("cors", { allowOrigins: "*", allowCredentials: true }),
    ],
    [
      "any header with credentials",
      "cors.headers",
      { cors: { origins: ["https://a.example.com"], credentials: true, headers: ["*"] } },
    ],
    ["more addresses than a document holds", "ipAccess", { ipAccess: { allow: blocks } }],
    ["an address that is not there", "ipAccess.allow[0]", { ipAccess: { allow: [undefined] } }],
    ["a duplicate protocol", "defaults.protocols[1]", { defaults: { protocols: ["HTTPS", "HTTPS"] } }],
    ["user data that cloud-init ignores", "service.userData", { service: { userData: "apt install nginx" } }],
    [
      "two domains with one name in the program",
      "domains[1]",
      { domains: ["*.example.com", "wildcard.example.com"] },
    ],
    [
      "an app of the check that may not call its route",
      "readiness.app",
      {
        readiness: { route: "get-home", app: "shop_frontend" },
        apps: { shop_frontend: { routes: ["get-item"] } },
      },
    ],
    ["an app that every object has", "readiness.app", { readiness: { app: "constructor" } }],
    [
      "a route of the check that no app may call",
      "readiness.route",
      { readiness: { route: "get-home" }, apps: {} },
    ],
  ];
  for (const [what, path, more] of refused) {
    it(what, () => assert.deepEqual(findPaths(more), [path]));
  }

  it("a former name of two routes, at both, and one that is empty", () => {
    const route = (path: string) => ({ path, formerName: "the-item" });
    assert.deepEqual(
      findPaths({ apps: {}, routes: { "get-home": route("/"), "get-item": route("/items") } }),
      ['routes["get-home"].formerName', 'routes["get-item"].formerName'],
    );
    assert.deepEqual(findPaths({ routes: { "get-home": { path: "/", formerName: "" } } }), [
      'routes["get-home"].formerName',
    ]);
  });

  it("reports all problems, also next to wrongly typed values", () => {
    const told = findPaths({
      gateway: { existing: 7 },
      group: undefined,
      routes: { "get-home": null, "get-item": { path: "items" } },
      apps: { "1st": {} },
      domains: [null, "UPPER.example.com"],
      publication: { stages: { TEST: null } },
      cors: { origins: "https://shop.example.com" },
      jwt: { jwks: [null] },
      throttling: { perApi: 0 },
      readiness: { waitSeconds: 0 },
    });
    for (const path of [
      "gateway.existing",
      "group",
      'routes["get-home"]',
      'routes["get-item"].path',
      'apps["1st"]',
      "domains[0]",
      "domains[1]",
      "publication.stages.TEST",
      "cors.origins",
      "jwt.jwks[0]",
      "throttling.perApi",
      "readiness.waitSeconds",
    ]) {
      assert.ok(told.includes(path), `${path} is not among ${told}`);
    }
  });
});

describe("accepted values", () => {
  const taken: [what: string, more: object][] = [
    [
      "routes with names that every object has",
      { routes: { constructor: "GET /a", toString: "GET /b" }, apps: {} },
    ],
    [
      "a former name that every object has",
      { routes: { "get-home": { path: "/", formerName: "constructor" } } },
    ],
    [
      "paths that differ by a slash that is no separator",
      { routes: { "one-segment": "/a%2Fb", "two-segments": "/a/b" } },
    ],
    ["a script as user data", { service: { userData: "#!/bin/sh\ntrue" } }],
    ["a plug-in's document in YAML", document("caching", "varyByApp: false")],
    ["any header without credentials", { cors: { headers: ["*"] } }],
  ];
  for (const [what, more] of taken) {
    it(what, () => assert.deepEqual(findPaths(more), []));
  }

  it("routes with such names, with the current definition of each", () => {
    const { publication } = resolve({ routes: { constructor: "GET /a", toString: "GET /b" }, apps: {} });
    assert.deepEqual(
      [...(publication[0]?.routes ?? [])],
      [
        ["constructor", undefined],
        ["toString", undefined],
      ],
    );
  });

  it("the app that may call for longest, for the check", () => {
    const appFor = (apps: object) => resolve({ apps }).readiness?.call?.app;
    const [over, soon, never] = [
      { expires: "2020-01-01T00:00:00Z" },
      { expires: "2040-01-01T00:00:00Z" },
      {},
    ];
    assert.equal(appFor({ old_app: over, new_app: never, other_app: never }), "new_app");
    assert.equal(appFor({ old_app: over, new_app: soon }), "new_app");
    assert.equal(appFor({ only_app: over }), "only_app");
  });
});
