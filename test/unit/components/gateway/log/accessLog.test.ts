import assert from "node:assert/strict";
import { AccessLog, type ArgumentError, VpcApi, type VpcApiAccessLogArgs } from "../../../../../components";
import { deployToMocks, findResource, readOutput } from "../../../../../testing/mocks";

const logConfig = "alicloud:apigateway/logConfig:LogConfig";

describe("AccessLog", () => {
  it("creates a project, a Logstore that keeps entries for 30 days, an index and the log configuration", async () => {
    const { resources, result } = await deployToMocks(() => new AccessLog("The_Shop", { tags: { a: "b" } }));
    const project = findResource(resources, "alicloud:log/project:Project").inputs;
    assert.equal(project.projectName, "the-shop-log-abc123");
    assert.deepEqual(project.tags, { a: "b" });
    assert.deepEqual(findResource(resources, "alicloud:log/store:Store").inputs, {
      projectName: "the-shop-log-abc123",
      logstoreName: "api-gateway",
      retentionPeriod: 30,
    });
    const { fieldSearches } = findResource(resources, "alicloud:log/storeIndex:StoreIndex").inputs;
    assert.ok(Array.isArray(fieldSearches));
    assert.ok(fieldSearches.some(({ name, type }) => name === "statusCode" && type === "long"));
    assert.deepEqual(findResource(resources, logConfig).inputs, {
      logType: "PROVIDER",
      slsProject: "the-shop-log-abc123",
      slsLogStore: "api-gateway",
    });
    assert.equal(await readOutput(result.project), "the-shop-log-abc123");
  });

  it("uses an existing Logstore and creates only the log configuration", async () => {
    const existing = { project: "all-logs", store: "gateway" };
    const { resources } = await deployToMocks(() => new AccessLog("shop", { existing }));
    assert.deepEqual(
      resources.map(({ type }) => type),
      ["alicloud-vpc-api:index:AccessLog", logConfig],
    );
    assert.equal(findResource(resources, logConfig).inputs.slsProject, "all-logs");
  });

  const problems: [string, VpcApiAccessLogArgs, string][] = [
    ["a project with capitals", { project: "Shop" }, "project"],
    ["a project that ends with a hyphen", { project: "shop-" }, "project"],
    ["a short Logstore", { store: "a" }, "store"],
    ["no days", { retentionDays: 0 }, "retentionDays"],
    ["too many days", { retentionDays: 3651 }, "retentionDays"],
    [
      "a new one beside",
      { existing: { project: "a", store: "b" }, retentionDays: 7 } as never,
      "retentionDays",
    ],
  ];
  for (const [title, settings, path] of problems) {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => new AccessLog("shop", settings),
        ({ problems: found }: ArgumentError) => found.length === 1 && found[0]?.path === path,
      );
    });
  }
});

describe("the access log of a VpcApi", () => {
  const args = {
    network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
    group: { groupName: "shop" },
    routes: { "list-items": "GET /items" },
    tags: { project: "demo" },
  };

  for (const accessLog of [undefined, false]) {
    it(`is not created with ${accessLog}`, async () => {
      const { resources, result } = await deployToMocks(() => new VpcApi("shop", { ...args, accessLog }));
      assert.equal(resources.filter(({ type }) => type === logConfig).length, 0);
      assert.equal(result.accessLog, undefined);
    });
  }

  for (const [accessLog, days] of [
    [true, 30],
    [{ retentionDays: 7 }, 7],
  ] as const) {
    it(`is created with ${JSON.stringify(accessLog)}, and keeps entries for ${days} days`, async () => {
      const { resources, result } = await deployToMocks(() => new VpcApi("shop", { ...args, accessLog }));
      assert.equal(resources.filter(({ type }) => type === logConfig).length, 1);
      assert.ok(result.accessLog);
      assert.equal(findResource(resources, "alicloud:log/store:Store").inputs.retentionPeriod, days);
      assert.deepEqual(findResource(resources, "alicloud:log/project:Project").inputs.tags, args.tags);
    });
  }

  it("reports its problems together with the others", () => {
    assert.throws(
      () => new VpcApi("shop", { ...args, accessLog: { retentionDays: 0 } }),
      /accessLog\.retentionDays: is 0\./,
    );
  });
});
