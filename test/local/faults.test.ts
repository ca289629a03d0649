import assert from "node:assert/strict";
import type { Fault } from "../../local/faults/fault";
import { type Reading, readFaults } from "../../local/faults/readFaults";
import { at, readCode, readRefusal, startTestCloud, type TestCloud, versions } from "../support/localCloud";
import { ConsoleServer } from "./consoleServer";

const throttled = { product: "ecs", action: "DescribeZones", code: "Throttling.User" };

function faultsOf(reading: Reading): Fault[] {
  assert.ok("faults" in reading, JSON.stringify(reading));
  return reading.faults;
}

describe("faults", () => {
  describe("as they are written down", () => {
    const problemsOf = (value: unknown): string => {
      const reading = readFaults(value);
      assert.ok("problems" in reading, JSON.stringify(value));
      return reading.problems.join("\n");
    };

    it("are completed: the name's case, the status of a known code, a text, no wait", () => {
      assert.deepEqual(faultsOf(readFaults([{ ...throttled, product: "Ecs", times: 2 }])), [
        {
          ...throttled,
          status: 400,
          message: "A fault that was set at /_local/faults.",
          times: 2,
          after: 0,
          latencyMs: 0,
        },
      ]);
    });

    const wrong: readonly [what: string, fault: unknown, problem: RegExp][] = [
      ["is not an object", 1, /^\[0\]: is not a JSON object/],
      ["has no product", {}, /^\[0\]\.product: is missing\. Use one of vpc, ecs.*gateway, backEnd/],
      ["has an unknown product", { product: "rds" }, /^\[0\]\.product: is "rds"/],
      [
        "has an unknown action",
        { ...throttled, action: "RunInstance" },
        /action: is "RunInstance", no action of ecs here\. .*RunInstances/,
      ],
      [
        "has another product's action",
        { ...throttled, action: "CreateVpc" },
        /action: is "CreateVpc", no action of ecs/,
      ],
      ["has an unknown member", { ...throttled, time: 1 }, /^\[0\]\.time: is not known of ecs/],
      [
        "has a member of another place",
        { product: "gateway", action: "x", code: "X500ER" },
        /action: is not known of gateway/,
      ],
      ["has an odd code", { ...throttled, code: "a b" }, /code: is "a b"/],
      [
        "has a code of unknown status",
        { ...throttled, code: "OperationDenied.NoStock" },
        /status: is missing, and OperationDenied\.NoStock/,
      ],
      [
        "has a status of a success",
        { ...throttled, status: 200 },
        /status: is 200\. Use a whole number from 400 to 599/,
      ],
      [
        "has a status and no code",
        { product: "ecs", action: "*", status: 503, latencyMs: 1 },
        /status: says more/,
      ],
      ["has a message that is not a string", { ...throttled, message: 1 }, /message: is 1\. Use a text/],
      ["is never applied", { ...throttled, times: 0 }, /times: is 0\. Use a whole number from 1/],
      ["lets half a call pass", { ...throttled, after: 0.5 }, /after: is 0\.5/],
      ["waits for too long", { ...throttled, latencyMs: 3_600_001 }, /latencyMs: is 3600001/],
      ["cuts elsewhere", { product: "vpc", action: "*", cut: "between" }, /cut: is "between"/],
      ["ends in two ways", { ...throttled, cut: "after" }, /^\[0\]: has code and cut/],
      ["does nothing", { product: "backEnd" }, /^\[0\]: does nothing\. Use cut or refuses or latencyMs/],
      [
        "lets be ready later what is ready at once",
        { product: "slb", action: "CreateLoadBalancer", settleMs: 1 },
        /settleMs: is set for slb CreateLoadBalancer, which has no such state here\. Use vpc CreateVpc, /,
      ],
      [
        "lets nothing be ready later",
        { product: "vpc", action: "CreateVpc", settleMs: 1, code: "Throttling.User" },
        /^\[0\]: has code and settleMs/,
      ],
      ["refuses no", { product: "backEnd", refuses: false }, /refuses: is false/],
      [
        "has a code of the caller's own fault",
        { product: "gateway", code: "A400AC" },
        /code: is "A400AC"\. Use one of .*X500ER/,
      ],
    ];
    for (const [what, fault, problem] of wrong) {
      it(`are refused when one ${what}`, () => assert.match(problemsOf([fault]), problem));
    }

    it("are refused with all problems of all of them at once", () => {
      const text = problemsOf([{ ...throttled, action: "A", times: -1 }, throttled, { product: "x" }]);
      assert.deepEqual(text.match(/^\[\d\]\.\w+/gm), ["[0].action", "[0].times", "[2].product"]);
    });

    it("are refused when they are no list", () => assert.match(problemsOf({}), /a JSON list such as/));
  });

  describe("in the control plane", () => {
    let cloud: TestCloud;
    beforeEach(async () => {
      cloud = await startTestCloud();
    });
    afterEach(() => cloud.close());

    const set = (...faults: unknown[]) => cloud.faults.set(faultsOf(readFaults(faults)));
    const zones = () => cloud.call(versions.ecs, "DescribeZones");
    const createVpc = (query: Record<string, string> = {}) => cloud.call(versions.vpc, "CreateVpc", query);
    const vpcs = () => cloud.store.vpcs.all().length;

    it("apply as often as configured, after the configured number of calls, and are reported", async () => {
      set({ ...throttled, times: 2, after: 1 });
      await zones();
      const { code, status, message } = await readRefusal(zones());
      assert.deepEqual([code, status], ["Throttling.User", 400]);
      assert.match(message, /_local\/faults/);
      assert.equal(await readCode(zones()), "Throttling.User");
      await zones();
      const [{ seen, hits } = { seen: 0, hits: 0 }] = cloud.faults.all();
      assert.deepEqual({ seen, hits }, { seen: 4, hits: 2 });
      const told = cloud.lines.filter((line) => line.startsWith("fault"));
      const what = "fault on ecs DescribeZones: answered with 400 Throttling.User";
      assert.deepEqual(told, ["faults: 1 set", `${what} (hit 1 of 2)`, `${what} (hit 2 of 2)`]);
    });

    it("strike nothing but their action, or all of a product, until they are cleared", async () => {
      set({ product: "ecs", action: "*", code: "ServiceUnavailable" });
      await createVpc();
      assert.equal((await readRefusal(zones())).status, 503);
      assert.equal(await readCode(cloud.call(versions.ecs, "DescribeRegions")), "ServiceUnavailable");
      cloud.faults.set([]);
      await zones();
    });

    it("strike one after the other when several are meant for a call", async () => {
      set({ ...throttled, times: 1 }, { ...throttled, code: "InternalError", times: 1 });
      assert.equal(await readCode(zones()), "Throttling.User");
      assert.equal(await readCode(zones()), "InternalError");
      await zones();
    });

    it("do not hide a wrong signature, nor an action that is not there", async () => {
      set({ product: "ecs", action: "*", code: "InternalError" });
      const answer = await fetch(`http://${cloud.endpoint}/?Action=DescribeZones&Version=${versions.ecs}`);
      assert.equal(at(await answer.json(), "Code"), "MissingSignature");
      assert.equal(await readCode(cloud.call(versions.ecs, "DescribeNothing")), "InvalidAction.NotFound");
    });

    it("cut the connection before the call is carried out, or after it", async () => {
      set({ product: "vpc", action: "CreateVpc", cut: "before", times: 1 });
      await assert.rejects(createVpc());
      assert.equal(vpcs(), 0);
      set({ product: "vpc", action: "CreateVpc", cut: "after", times: 1 });
      const again = { ClientToken: "token-1" };
      await assert.rejects(createVpc(again));
      assert.equal(vpcs(), 1);
      await createVpc(again);
      assert.equal(vpcs(), 1);
      const cuts = cloud.controlPlane.calls.filter(({ code }) => code === "LocalCloud.ConnectionCut");
      assert.deepEqual(
        cuts.map(({ action, status }) => [action, status]),
        [
          ["CreateVpc", 444],
          ["CreateVpc", 444],
        ],
      );
    });

    it("hold a call back, and cut it off when the local cloud is closed", async () => {
      set({ product: "vpc", action: "CreateVpc", latencyMs: 30 });
      const started = performance.now();
      await createVpc();
      assert.ok(performance.now() - started >= 29);
      set({ product: "vpc", action: "CreateVpc", latencyMs: 3_600_000 });
      const waiting = assert.rejects(createVpc());
      while (cloud.faults.all()[0]?.hits === 0) await new Promise((resolve) => setImmediate(resolve));
      cloud.faults.close();
      await waiting;
      assert.equal(vpcs(), 1);
    });
  });

  describe("at the console", () => {
    let server: ConsoleServer;
    beforeEach(async () => {
      server = new ConsoleServer();
      await server.start();
    });
    afterEach(() => server.close());

    const put = (body: string, type = "application/json") =>
      server.ask("/_local/faults", { method: "PUT", headers: { "content-type": type }, body });
    const shown = async (): Promise<unknown> => JSON.parse((await server.ask("/_local/faults")).text).faults;

    it("are none before somebody sets them; then shown with their counts, and cleared", async () => {
      assert.deepEqual(await shown(), []);
      assert.equal((await put(JSON.stringify([throttled]))).status, 200);
      assert.ok(server.faults.strike("ecs", "DescribeZones"));
      assert.deepEqual([at(await shown(), "0.code"), at(await shown(), "0.hits")], ["Throttling.User", 1]);
      assert.equal((await server.ask("/_local/faults", { method: "DELETE" })).status, 200);
      assert.deepEqual(await shown(), []);
      assert.equal(server.faults.strike("ecs", "DescribeZones"), undefined);
    });

    it("name an unknown action in the error", async () => {
      const { status, text } = await put('[{"product":"ecs","action":"Nothing"}]');
      assert.equal(status, 400);
      assert.match(text, /\[0\]\.action: is \\"Nothing\\"/);
    });

    const rejected: [request: string, send: () => ReturnType<ConsoleServer["ask"]>, status: number][] = [
      ["an unknown action", () => put('[{"product":"ecs","action":"Nothing"}]'), 400],
      ["an empty body", () => put(""), 400],
      ["a body that is not JSON", () => put("{"), 400],
      ["another content type", () => put("[]", "text/plain"), 415],
      ["another method", () => server.ask("/_local/faults", { method: "POST" }), 405],
    ];
    for (const [request, send, status] of rejected) {
      it(`stay as they are when the console rejects ${request}`, async () => {
        await put(JSON.stringify([throttled]));
        assert.equal((await send()).status, status);
        assert.equal(at(await shown(), "0.action"), "DescribeZones");
      });
    }
  });
});
