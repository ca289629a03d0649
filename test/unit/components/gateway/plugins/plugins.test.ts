import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type ArgumentError, Plugins, VpcApi, type VpcApiArgs } from "../../../../../components";
import { pluginName } from "../../../../../components/gateway/plugins/plan";
import { implementedTypes, isImplemented, readDocument } from "../../../../../local/plugins/documents";
import { deployToMocks, type Registered } from "../../../../../testing/mocks";

const base: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
  group: { groupName: "shop" },
  routes: { "list-items": { path: "/items" }, "get-item": { path: "/items/[id]" } },
  apps: { shop_frontend: {} },
};
const pluginType = "alicloud:apigateway/plugin:Plugin";
const groupAttachment = "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment";
const apiAttachment = "alicloud:apigateway/pluginAttachment:PluginAttachment";

const ofType = (resources: Registered[], type: string) => resources.filter((it) => it.type === type);
const register = async (change: Partial<VpcApiArgs>) =>
  (await deployToMocks(() => new VpcApi("shop", { ...base, ...change }))).resources;
const documents = (resources: Registered[]): Record<string, unknown> =>
  Object.fromEntries(
    ofType(resources, pluginType).map(({ name, inputs }) => [name, JSON.parse(String(inputs.pluginData))]),
  );

/** Text of an input; that of a secret is in an object on its way to the engine. */
function revealed(input: unknown): string {
  const isWrapped = typeof input === "object" && input !== null && "value" in input;
  return String(isWrapped ? input.value : input);
}

describe("Plugins", () => {
  for (const [when, args] of [
    ["by default", {}],
    ["if they are switched off", { cors: false, throttling: false }],
  ] as const) {
    it(`are not created ${when}`, async () => {
      const resources = await register(args);
      assert.deepEqual(
        resources.filter(({ type }) => /plugin/i.test(type)),
        [],
      );
    });
  }

  it("attach plug-ins for all routes to the group, in each published environment", async () => {
    const resources = await register({
      throttling: { unit: "MINUTE", perApi: 20, perApp: 5, apps: { shop_frontend: 10 } },
      ipAccess: { deny: ["203.0.113.7", "198.51.100.0/24"], forwardedFor: -1 },
      tags: { project: "demo" },
    });
    assert.deepEqual(documents(resources), {
      "shop-trafficControl-plugin": {
        unit: "MINUTE",
        apiDefault: 20,
        appDefault: 5,
        specials: [{ type: "APP", policies: [{ key: "shop-shop_frontend-app-id", value: 10 }] }],
      },
      "shop-ipControl-plugin": {
        type: "REFUSE",
        resource: "XFF:-1",
        items: [{ blocks: ["203.0.113.7", "198.51.100.0/24"] }],
      },
    });
    assert.deepEqual(
      ofType(resources, groupAttachment)
        .map(({ inputs }) => inputs)
        .sort((a, b) => String(a.pluginId).localeCompare(String(b.pluginId))),
      ["ipControl", "trafficControl"].map((type) => ({
        groupId: "shop-group-id",
        stageName: "RELEASE",
        pluginId: `shop-${type}-plugin-id`,
      })),
    );
    assert.deepEqual(ofType(resources, apiAttachment), []);
    for (const { inputs } of ofType(resources, pluginType)) {
      assert.deepEqual(inputs.tags, { project: "demo" });
      assert.match(String(inputs.pluginName), /^[A-Za-z0-9]\w{3,49}$/);
    }
  });

  it("of a route replace those of the group", async () => {
    const resources = await register({
      cors: true,
      routes: {
        ...base.routes,
        "list-items": { path: "/items", plugins: { cors: { origins: ["https://shop.example.com"] } } },
      },
    });
    assert.deepEqual(
      ofType(resources, groupAttachment).map(({ inputs }) => inputs.pluginId),
      ["shop-cors-plugin-id"],
    );
    assert.deepEqual(
      ofType(resources, apiAttachment).map(({ inputs }) => [inputs.apiId, inputs.pluginId]),
      [["id-of-list-items", "shop-list-items-cors-plugin-id"]],
    );
  });

  it("exclude a route that disables them", async () => {
    const resources = await register({
      throttling: true,
      routes: { ...base.routes, "open-items": { path: "/open", plugins: { throttling: false } } },
    });
    assert.deepEqual(ofType(resources, groupAttachment), []);
    assert.deepEqual(
      ofType(resources, apiAttachment).map(({ inputs }) => inputs.apiId),
      ["id-of-list-items", "id-of-get-item"],
    );
  });

  it("write documents that the gateway fully supports", async () => {
    const resources = await register({
      throttling: true,
      cors: true,
      ipAccess: { allow: ["10.0.0.0/8"] },
      jwt: {
        jwk: { kty: "oct", k: "YSBzaGFyZWQgc2VjcmV0IGtleSB3aXRoIDMyIGJ5dGVz" },
        claims: { sub: "X-User" },
      },
      errorMapping: {
        parameters: { status: "StatusCode" },
        condition: "$status >= 500",
        default: { status: 503, message: "later" },
      },
      plugins: {
        users: { type: "basicAuth", document: { users: [{ username: "ann", password: "secret" }] } },
        rules: {
          type: "accessControl",
          document: {
            parameters: { sub: "Token:sub" },
            rules: [{ name: "r", condition: "$sub = null", ifTrue: "DENY" }],
          },
        },
      },
    });
    const written = ofType(resources, pluginType).map(({ inputs }) => {
      const type = String(inputs.pluginType);
      assert.ok(isImplemented(type), type);
      assert.deepEqual(readDocument(type, revealed(inputs.pluginData)).unknowns, []);
      return type;
    });
    assert.deepEqual(written.sort(), [...implementedTypes].sort());
  });

  it("write the same text for any order of keys, and leave text unchanged", async () => {
    const text = (document: Record<string, unknown> | string) =>
      register({ plugins: { cache: { type: "caching", document } } }).then(
        (resources) => ofType(resources, pluginType)[0]?.inputs.pluginData,
      );
    assert.equal(await text({ b: 1, a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":1}');
    assert.equal(await text({ a: { c: 2, d: 1 }, b: 1 }), '{"a":{"c":2,"d":1},"b":1}');
    assert.equal(await text("b: 1\na: 2\n"), "b: 1\na: 2\n");
  });

  it("keep documents that may contain secrets as secrets", async () => {
    const isSecret = async (change: Partial<VpcApiArgs>) => {
      const { result } = await deployToMocks(() => new VpcApi("shop", { ...base, ...change }));
      const [plugin] = Object.values(result.plugins?.plugins ?? {});
      assert.ok(plugin);
      return pulumi.isSecret(plugin.pluginData);
    };
    assert.equal(await isSecret({ throttling: true }), false);
    assert.equal(await isSecret({ jwt: { jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } } }), false);
    assert.equal(
      await isSecret({ jwt: { jwk: { kty: "oct", k: "YSBzaGFyZWQgc2VjcmV0IGtleSB3aXRoIDMyIGJ5dGVz" } } }),
      true,
    );
    assert.equal(await isSecret({ plugins: { a: { type: "basicAuth", document: "{}" } } }), true);
    const document = { key: pulumi.output("later") };
    assert.equal(await isSecret({ plugins: { a: { type: "caching", document } } }), true);
  });

  it("have unique names that the cloud accepts", () => {
    const names = [
      pluginName("shop", "cors"),
      pluginName("my-shop", "cors"),
      pluginName("my_shop", "cors"),
      pluginName("_", "a"),
      pluginName("x".repeat(50), "list-items-trafficControl"),
    ];
    assert.equal(names[0], "shop_cors");
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[A-Za-z0-9]\w{3,49}$/);
  });

  it("report all problems by path, before anything is registered", async () => {
    let caught: ArgumentError | undefined;
    const { resources } = await deployToMocks(() => {
      try {
        new VpcApi("shop", {
          ...base,
          throttling: { unit: "WEEK" as "DAY", perApi: 0, perApp: -1, apps: { nobody: 1 } },
          cors: { credentials: true, maxAge: -1, methods: ["TRACE" as "GET"] },
          ipAccess: { allow: ["10.0.0.1/8", "::1"] },
          jwt: { jwk: { kty: "RSA", n: "a", d: "b" } as { kty: "RSA" } },
          errorMapping: { parameters: { a: "Body" }, condition: "$b = 1", mappings: { x: { status: 99 } } },
          plugins: {
            second: { type: "cors", document: {} },
            other: { type: "other" as "cors", document: {} },
            large: { type: "caching", document: "x".repeat(51_201) },
          },
          routes: {
            ...base.routes,
            "open-items": { path: "/open", plugins: { cors: { origins: ["*", "shop.example.com"] } } },
          },
        });
      } catch (error) {
        caught = error as ArgumentError;
      }
    });
    assert.deepEqual(caught?.problems.map(({ path }) => path).sort(), [
      "cors.credentials",
      "cors.maxAge",
      "cors.methods[0]",
      "errorMapping.code",
      "errorMapping.condition",
      'errorMapping.mappings["x"].status',
      'errorMapping.parameters["a"]',
      'errorMapping.parameters["a"]',
      "ipAccess.allow[0]",
      "ipAccess.allow[1]",
      "jwt.jwk.d",
      "jwt.jwk.e",
      'plugins["large"].document',
      'plugins["other"].type',
      'plugins["second"].type',
      'routes["open-items"].plugins.cors.origins',
      'routes["open-items"].plugins.cors.origins[1]',
      'throttling.apps["nobody"]',
      "throttling.perApi",
      "throttling.perApp",
      "throttling.unit",
    ]);
    assert.deepEqual(resources, []);
  });

  it("are attached in every environment to the APIs that are published there", async () => {
    const stages = {
      TEST: { stage: "TEST", apiIds: { one: "api-of-one", two: "api-of-two" } },
      RELEASE: { stage: "RELEASE", apiIds: { one: "api-of-one" } },
      PRE: { stage: "PRE", apiIds: {} },
    };
    const { resources } = await deployToMocks(
      () =>
        new Plugins("limits", {
          prefix: "shop",
          groupId: "group",
          stages,
          apiIds: stages.TEST.apiIds,
          cors: true,
          routes: { one: { throttling: { perApi: 10 } }, two: { throttling: { perApi: 20 } } },
        }),
    );
    const attached = [...ofType(resources, apiAttachment), ...ofType(resources, groupAttachment)];
    assert.deepEqual(attached.map(({ name }) => name).sort(), [
      "limits-cors-attachment",
      "limits-cors-attachment-test",
      "limits-one-trafficControl-attachment",
      "limits-one-trafficControl-attachment-test",
      "limits-two-trafficControl-attachment-test",
    ]);
  });

  const shop = { prefix: "shop", groupId: "group", apiIds: { one: "api-of-one" }, cors: true };

  it("require an environment", () =>
    deployToMocks(() =>
      assert.throws(() => new Plugins("limits", shop), /stages: is missing, and stage is not set/),
    ));

  it("reject one environment beside several", () => {
    const both = { ...shop, stage: "TEST", stages: { TEST: { stage: "TEST", apiIds: shop.apiIds } } };
    return deployToMocks(() =>
      assert.throws(() => new Plugins("limits", both), /stages: is set together with stage/),
    );
  });

  it("can be used without a VpcApi", async () => {
    const { resources } = await deployToMocks(
      () =>
        new Plugins("limits", {
          prefix: "shop",
          groupId: "group",
          stage: "PRE",
          apiIds: { one: "api-of-one" },
          routes: { one: { throttling: { perApi: 10 } } },
        }),
    );
    assert.deepEqual(ofType(resources, apiAttachment)[0]?.inputs, {
      groupId: "group",
      apiId: "api-of-one",
      stageName: "PRE",
      pluginId: "limits-one-trafficControl-plugin-id",
    });
  });
});
