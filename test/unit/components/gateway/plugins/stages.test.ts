import assert from "node:assert/strict";
import { ArgumentError, Plugins, type PluginsArgs, VpcApi, type VpcApiArgs } from "../../../../../components";
import { deployToMocks, type Registered } from "../../../../../testing/mocks";

const apiIds = { one: "api-of-one", two: "api-of-two" };
const stages = { TEST: { stage: "TEST", apiIds }, RELEASE: { stage: "RELEASE", apiIds } };
const args = { prefix: "shop", groupId: "group", apiIds, stages };

const jwt = (kid: string) => ({
  parameter: "X-Token",
  jwk: {
    kty: "oct",
    kid,
    alg: "HS256",
    use: "sig",
    k: "YSBzaGFyZWQgc2VjcmV0IGtleSB3aXRoIDMyIGJ5dGVz",
  } as const,
});
const attachments = (resources: Registered[]) =>
  resources
    .filter(({ type }) => type.endsWith("PluginAttachment"))
    .map(({ name, inputs }) => [name, inputs.stageName, inputs.pluginId].join(" "))
    .sort();
const plan = async (more: Partial<PluginsArgs>) =>
  (await deployToMocks(() => new Plugins("limits", { ...args, ...more }))).resources;
const limits = (resources: Registered[]) =>
  Object.fromEntries(
    resources
      .filter(({ type }) => type === "alicloud:apigateway/plugin:Plugin")
      .map(({ name, inputs }) => [name, JSON.parse(String(inputs.pluginData)).apiDefault]),
  );

async function findProblems(program: () => unknown): Promise<string[]> {
  let caught: unknown;
  await deployToMocks(() => {
    try {
      program();
    } catch (error) {
      caught = error;
    }
  });
  assert.ok(caught instanceof ArgumentError, "refused");
  return caught.problems.map(({ path }) => path).sort();
}

describe("plug-ins by environment", () => {
  it("are one for each, attached where a plug-in for all would be", async () => {
    const resources = await plan({ throttling: { TEST: { perApi: 10 }, RELEASE: { perApi: 100 } } });
    assert.deepEqual(limits(resources), {
      "limits-trafficControl-test-plugin": 10,
      "limits-trafficControl-plugin": 100,
    });
    assert.deepEqual(attachments(resources), [
      "limits-trafficControl-attachment RELEASE limits-trafficControl-plugin-id",
      "limits-trafficControl-attachment-test TEST limits-trafficControl-test-plugin-id",
    ]);
  });

  it("have the same arguments in all, so that a change keeps them attached", async () => {
    const byStage = await plan({ jwt: { TEST: jwt("first"), RELEASE: jwt("second") } });
    const forAll = await plan({ jwt: jwt("first") });
    assert.deepEqual(attachments(forAll), attachments(byStage));
    assert.equal(attachments(forAll).length, 2);
  });

  it("are not created in environments that are not listed", async () => {
    const resources = await plan({
      throttling: { RELEASE: { perApi: 100 } },
      cors: { TEST: true, RELEASE: false },
    });
    assert.deepEqual(attachments(resources), [
      "limits-cors-attachment-test TEST limits-cors-test-plugin-id",
      "limits-trafficControl-attachment RELEASE limits-trafficControl-plugin-id",
    ]);
  });

  it("of a route keep those of the group in other environments, and disable them with false", async () => {
    const resources = await plan({
      throttling: { perApi: 100 },
      routes: { one: { throttling: { TEST: { perApi: 1 } } }, two: { throttling: { RELEASE: false } } },
    });
    assert.deepEqual(attachments(resources), [
      "limits-one-trafficControl-attachment RELEASE limits-trafficControl-plugin-id",
      "limits-one-trafficControl-attachment-test TEST limits-one-trafficControl-test-plugin-id",
      "limits-trafficControl-attachment-test TEST limits-trafficControl-test-plugin-id",
    ]);
  });

  it("of any type apply to the listed environments", async () => {
    const resources = await plan({
      plugins: {
        early: { type: "caching", document: {}, stages: ["TEST"] },
        late: { type: "caching", document: {}, stages: ["RELEASE"] },
      },
    });
    assert.deepEqual(attachments(resources), [
      "limits-caching-attachment RELEASE limits-caching-plugin-id",
      "limits-caching-attachment-test TEST limits-caching-test-plugin-id",
    ]);
  });

  it("conflict with another of the same type in an environment, which the error names", async () => {
    const plugins = {
      limit: { type: "trafficControl" as const, document: {}, stages: ["TEST" as const] },
      other: { type: "trafficControl" as const, document: {}, stages: ["RELEASE" as const] },
    };
    const throttling = { TEST: { perApi: 10 } };
    assert.deepEqual(await findProblems(() => new Plugins("limits", { ...args, throttling, plugins })), [
      'plugins["limit"].type',
    ]);
    assert.deepEqual(
      await findProblems(() => new Plugins("limits", { ...args, throttling: true, plugins })),
      ['plugins["limit"].type', 'plugins["other"].type'],
    );
    await deployToMocks(() =>
      assert.throws(
        () => new Plugins("limits", { ...args, throttling, plugins }),
        /which another plug-in already has in TEST/,
      ),
    );
  });

  it("report every problem by path", async () => {
    const shop: VpcApiArgs = {
      network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
      group: { groupName: "shop" },
      routes: {
        "list-items": { path: "/items", plugins: { cors: { TEST: { maxAge: -1 } } } },
      },
      publication: { stages: ["TEST", "RELEASE"] },
      throttling: { TEST: { perApi: 0 }, PRE: { perApi: 1 } },
      ipAccess: { TEST: { allow: [] }, NIGHT: { allow: ["10.0.0.1"] } } as NonNullable<
        VpcApiArgs["ipAccess"]
      >,
      plugins: {
        none: { type: "caching", document: {}, stages: [] },
        other: { type: "routing", document: {}, stages: ["PRE"] },
      },
    };
    assert.deepEqual(await findProblems(() => new VpcApi("shop", shop)), [
      "ipAccess.NIGHT",
      "ipAccess.TEST.allow",
      'plugins["none"].stages',
      'plugins["other"].stages[0]',
      'routes["list-items"].plugins.cors.TEST.maxAge',
      "throttling.PRE",
      "throttling.TEST.perApi",
    ]);
  });

  it("require names of environments", async () => {
    const { stages: _, ...plain } = args;
    const throttling = { TEST: { perApi: 10 } };
    assert.deepEqual(
      await findProblems(() => new Plugins("limits", { ...plain, stage: "TEST", throttling })),
      ["throttling.TEST"],
    );
  });
});
