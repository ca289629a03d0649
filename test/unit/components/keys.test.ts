import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { ArgumentError, openApiOf, routesFromOpenApi, VpcApi, type VpcApiArgs } from "../../../components";
import { checkKeys, nearestOf } from "../../../components/validation/parse";
import { Problems } from "../../../components/validation/problems";
import { deployToMocks } from "../../../testing/mocks";
import { everything } from "./everything";
import { below } from "./places";

const source = join(__dirname, "../../../components");

/** Where the keys are the user's own, or those of somebody else's document. */
const free = [
  /^(tags|routes|apps|plugins|throttling\.apps|service\.(pages|cloudConfig)|transform\.\w+)$/,
  /\.(parameters|constantParameters|systemParameters|claims|mappings|document|jwk)$/,
  /^publication\.stages$/,
  /\.plugins\.cors$/,
];

/** Each object of settings with its path. */
function objectsOf(value: unknown, path = ""): [path: string, object][] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    objectsOf(inner, Array.isArray(value) ? `${path}[${key}]` : below(path, key)),
  );
  return Array.isArray(value) || free.some((one) => one.test(path)) ? inside : [[path, value], ...inside];
}

async function problemsOf(
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

describe("a key that settings do not have", () => {
  it("is found in every object of the arguments, and nothing else with it", async () => {
    for (const [index, args] of everything.entries()) {
      const paths = objectsOf(args).map(([path]) => path);
      assert.deepEqual(await problemsOf(structuredClone(args)), [], `program ${index}`);
      for (const [place, path] of paths.entries()) {
        const changed = structuredClone(args);
        const [, target] = objectsOf(changed)[place] as [string, Record<string, unknown>];
        target.unheardOf = 1;
        const found = await problemsOf(changed);
        const at = path === "" ? "unheardOf" : `${path}.unheardOf`;
        assert.deepEqual(
          found.map(({ path, problem }) => `${path} ${problem}`),
          [`${at} is not known.`],
        );
        assert.match(found[0]?.hint ?? "", /^Use only \w+(, \w+)*\.$/);
      }
    }
  });

  it("is named with the one that is near", async () => {
    const [full, existing] = everything as [VpcApiArgs, VpcApiArgs];
    const cases: [path: string, meant: string, args: object][] = [
      ["network.zone", "zones", { ...full, network: { zone: 2 } }],
      ["service.page", "pages", { ...full, service: { page: {} } }],
      ["service.systemDisk.encypted", "encrypted", { ...full, service: { systemDisk: { encypted: true } } }],
      ["route", "routes", { ...full, route: {} }],
      ["domain", "domains", { ...full, domain: [] }],
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
      const found = (await problemsOf(args)).filter((problem) => problem.path === path);
      assert.deepEqual(found, [{ path, problem: "is not known.", hint: `Did you mean ${meant}?` }]);
    }
  });

  it("does not hide what is missing in its place", async () => {
    const [, existing] = everything as [VpcApiArgs, VpcApiArgs];
    const found = await problemsOf({ ...existing, routes: { "get-item": { pth: "/" } } });
    assert.deepEqual(
      found.map(({ path, problem }) => `${path} ${problem}`),
      ['routes["get-item"].pth is not known.', 'routes["get-item"].path is missing.'],
    );
    const without = await problemsOf({ grup: {}, routes: {} });
    assert.deepEqual(
      without.slice(0, 2).map(({ path, problem }) => `${path} ${problem}`),
      ["grup is not known.", "group is missing."],
    );
  });

  it("is found by the readers of OpenAPI too", () => {
    const route = { path: "/", methd: "GET" };
    assert.throws(() => openApiOf({ "get-home": route }, { title: "", version: "" }), /methd: is not known/);
    const settings = { title: "", version: "", server: [] };
    assert.throws(
      () => openApiOf({ "get-home": "/" }, settings),
      /server: is not known. Did you mean servers/,
    );
    assert.doesNotThrow(() => {
      const placed = { path: "/", stages: ["RELEASE"], plugins: { cors: true } };
      openApiOf({ "get-home": placed }, { title: "", version: "" });
    });
    const document = { openapi: "3.0.3", info: { title: "", version: "" }, paths: {} };
    const options = { onUnsuported: "warn" };
    assert.throws(
      () => routesFromOpenApi(document, options as object),
      /options.onUnsuported: .* Did you mean onUnsupported/,
    );
  });
});

describe("settings of two shapes", () => {
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
          existing: { instances: [{ id: "i-1", privateIp: "10.0.0.5" }], port: 80, servicePort: 80 },
        },
      },
    ],
    ["balancer.target", { ...existing, balancer: { kind: "alb", target: "id" } }],
    [
      "domains[0].certificate.body",
      { ...full, domains: [{ domain: "a.example.com", certificate: { id: "6055048", body: "" } }] },
    ],
    ["ipAccess", { ...full, ipAccess: { allow: ["203.0.113.7"], deny: ["203.0.113.8"] } }],
    ["gateway.accessList", { ...full, gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: {} } }],
  ];
  for (const [path, args] of cases) {
    it(`are not mixed: ${path}`, async () =>
      assert.deepEqual(
        (await problemsOf(args)).map((problem) => problem.path),
        [path],
      ));
  }
});

describe("tables of keys", () => {
  const pathsOf = (given: unknown, known: Record<string, string>) => {
    const problems = new Problems();
    checkKeys(given, known, problems);
    return problems.list.map(({ path }) => path);
  };

  it("are there for all settings that the package exports", () => {
    const text = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(source, file), "utf8"))
      .join("\n");
    const exported = readFileSync(join(source, "index.ts"), "utf8").matchAll(
      /\b([A-Z]\w+(?:Args|Settings|Options))\b/g,
    );
    const without = [...new Set(Array.from(exported, ([, name = ""]) => name))].filter(
      (name) => !new RegExp(`KeysOf<(Exclude<)?${name}\\b`).test(text),
    );
    assert.deepEqual(without, []);
  });

  it("take every key that they have, and no other", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2 }), ([other = "", ...keys]) => {
        const known = Object.fromEntries(keys.map((key) => [key, "text?"]));
        const given = Object.fromEntries(keys.map((key) => [key, "text"]));
        assert.deepEqual(pathsOf(given, known), []);
        assert.equal(pathsOf(Object.fromEntries([...Object.entries(given), [other, 1]]), known).length, 1);
        assert.deepEqual(pathsOf(Object.fromEntries([[other, undefined]]), known), []);
      }),
    ));

  it("find a key with one letter changed, left out or added", () => {
    const known = ["certificate", "waitSeconds", "groupName", "throttling", "publication"];
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.nat(),
        fc.constantFrom("", "x", "xy"),
        fc.boolean(),
        (key, at, letters, isReplaced) => {
          const place = at % key.length;
          const written = key.slice(0, place) + letters.slice(0, 1) + key.slice(place + (isReplaced ? 1 : 0));
          if (written !== key) assert.equal(nearestOf(written, known), key);
        },
      ),
    );
    for (const far of ["limit", "x", "stage", "host"]) assert.equal(nearestOf(far, known), undefined);
  });

  it("do not judge what is no object, nor one of a class", () => {
    for (const given of ["text", 1, null, undefined, [1], pulumi.output({ port: 80 }), Promise.resolve({})])
      assert.deepEqual(pathsOf(given, { port: "number?" }), [""]);
    class Instance {
      id = "i-1";
      more = 1;
    }
    assert.deepEqual(pathsOf(new Instance(), { id: "text" }), []);
  });
});
