import assert from "node:assert/strict";
import { ask } from "../../testing/ask";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";

/** One instance behind the gateway, called by apps whose AppCodes are generated; the last of them may be taken over. */
const programWith = (apps: readonly string[], taken?: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  group: { groupName: "shop" },
  routes: { "get-item": { path: "/item", protocols: ["HTTP"], backend: { path: "/" } } },
  apps: { ${apps.map((app) => `${app}: { credentials: { appCode: { rotation: "1" } } }`).join(", ")} },
  transform: {
    app: (args, options, name) => {
      const taken = ${JSON.stringify(taken ?? "")};
      if (taken && name.includes("${apps.at(-1) ?? ""}")) options.import = taken;
    },
  },
});
export const url = api.urls["get-item"];
export const appCode = api.apps.shop_web?.appCode;
`;

/** What happens to a call, once. */
const once = (product: string, action: string, ways: readonly object[]) =>
  ways.map((way) => ({ product, action, times: 1, ...way }));
const throttled = { code: "Throttling.User" };
const unavailable = { code: "ServiceUnavailable" };
const failed = { code: "InternalError" };
const answerLost = { cut: "after" };

const locked = { code: "ConcurrencyLockTimeout", status: 400 };
const refusedFor = (code: string) => [{ code, status: 400 }];
/** Longer than the provider waits before it looks for the first time. */
const slow = [{ settleMs: 12_000 }];

/** Calls that the provider makes again itself, and things that it waits for. */
const ofProvider = [
  ...once("vpc", "CreateVpc", [throttled, unavailable]),
  ...once("vpc", "DescribeVpcAttribute", [unavailable]),
  ...once("vpc", "CreateVSwitch", [throttled]),
  ...[...once("vpc", "CreateVpc", slow), ...once("vpc", "CreateVSwitch", slow)],
];

/** Calls of deletions that it makes again, and then our own. */
const ofDeletion = [
  ...once("vpc", "DeleteVpc", refusedFor("IncorrectVpcStatus")),
  ...once("vpc", "DeleteVSwitch", refusedFor("TaskConflict")),
  ...once("ecs", "DeleteInstance", refusedFor("LastTokenProcessing")),
  ...once("cloudapi", "BatchAbolishApis", [locked]),
];

/** Calls of our own dynamic resources, and an instance that is slow to start. */
const ofOurs = [
  ...once("ecs", "RunInstances", slow),
  ...once("cloudapi", "DescribeAppSecurities", [throttled, unavailable, answerLost]),
  ...once("cloudapi", "CreateAppCode", [failed, answerLost]),
  ...once("cloudapi", "DeleteAppCode", [unavailable, answerLost]),
  ...once("cloudapi", "BatchDeployApis", [throttled, locked, failed, answerLost]),
  ...once("cloudapi", "DescribeDeployApiTask", [unavailable, answerLost]),
  ...once("cloudapi", "SetApisAuthorities", [throttled, answerLost]),
  ...once("cloudapi", "ValidateVpcConnectivity", [failed, answerLost]),
];

describe("a cloud with faults, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;
  before(async () => {
    served = await stack.start(programWith([]));
  });
  after(() => stack.remove());

  const set = (faults: readonly object[]) => ask(served.endpoint, "faults", { method: "PUT", body: faults });
  const unstruck = async (): Promise<unknown[]> => {
    const { faults } = await ask(served.endpoint, "faults");
    assert.ok(Array.isArray(faults));
    return faults.filter(({ hits }) => hits === 0);
  };

  it("fails with the reason of the cloud, and repeats temporary errors", async () => {
    const noStock = { product: "ecs", action: "RunInstances", code: "OperationDenied.NoStock", status: 403 };
    await set([...ofProvider, { ...noStock, message: "Out of stock." }]);
    const output = stack.up({ succeeds: false });
    assert.match(output, /OperationDenied\.NoStock/);
    assert.match(output, /Out of stock\./);
    assert.deepEqual(await unstruck(), []);
    assert.equal(await stack.holds("vpc"), 1);
  });

  it("is completed by the next update without duplicates, after failed calls and lost responses", async () => {
    await set(ofOurs);
    stack.program(programWith(["shop_web"]));
    stack.up();
    assert.deepEqual(await unstruck(), []);
    await set([]);
    stack.staysAsItIs();
    assert.equal((await stack.call()).status, 200);
    const { byKind } = await ask(served.endpoint, "resources");
    assert.deepEqual(byKind, {
      vpc: 1,
      vswitch: 1,
      securityGroup: 1,
      prefixList: 1,
      instance: 1,
      vpcAccess: 1,
      apiGroup: 1,
      api: 1,
      app: 1,
      authorization: 1,
    });
  });

  it("names an existing resource after a lost response, and import adopts it", async () => {
    await set(once("cloudapi", "CreateApp", [answerLost]));
    stack.program(programWith(["shop_web", "shop_two"]));
    stack.up({ succeeds: false });
    assert.match(
      stack.up({ succeeds: false }),
      /DuplicateAppName[\s\S]*An app named shop_two exists already/,
    );
    stack.program(programWith(["shop_web", "shop_two"], await idOf("shop_two")));
    stack.up();
    stack.program(programWith(["shop_web", "shop_two"]));
    stack.staysAsItIs();
    assert.deepEqual([await stack.holds("app"), await stack.holds("authorization")], [2, 2]);
  });

  it("destroys all resources despite locks, and reports a lock that does not end", async () => {
    await set([...ofDeletion, { product: "cloudapi", action: "DeleteApi", ...locked }]);
    const output = stack.pulumi("destroy -s local --yes --skip-preview --non-interactive", {
      succeeds: false,
    });
    assert.match(output, /ConcurrencyLockTimeout/);
    assert.doesNotMatch(JSON.stringify(await unstruck()), /"cloudapi"/);
    await set(ofDeletion.filter(({ product }) => product !== "cloudapi"));
    assert.equal(await stack.destroy(), 0);
    assert.deepEqual(await unstruck(), []);
  });

  /** The id of an app in the local cloud. */
  async function idOf(app: string): Promise<string> {
    const objects = JSON.stringify(await ask(served.endpoint, "objects"));
    const [, id] = new RegExp(`"id":"(\\d+)"[^{}]*"name":"${app}"`).exec(objects) ?? [];
    return id ?? assert.fail(objects);
  }
});
