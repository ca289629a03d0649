import assert from "node:assert/strict";
import { createServer } from "node:http";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { Fault } from "../../../local/faults/fault";
import { Faults } from "../../../local/faults/faults";
import * as world from "../world";
import { type Call, closeAll, echo, gatewayTo, listening } from "./backEnd";

describe("gateway: faults", () => {
  let asked: number;
  let faults: Faults;
  let log: string[];
  let call: (call?: Call) => Promise<[status: number, code: string]>;

  const start = async (timeout: number) => {
    asked = 0;
    log = [];
    faults = new Faults((line) => log.push(line));
    const backEnd = createServer((request, response) => {
      asked += 1;
      echo(request, response);
    });
    const { service } = world.definition();
    const definition = { service: { ...service, timeout } };
    const gateway = await gatewayTo({ port: await listening(backEnd), definition, log, faults });
    call = async (it) => {
      const { status, headers } = await gateway.call(it);
      return [status, String(headers["x-ca-error-code"] ?? "")];
    };
  };
  beforeEach(() => start(10_000));
  afterEach(closeAll);

  const set = (fault: Partial<Fault> & { product: "gateway" | "backEnd" }) =>
    faults.set([{ after: 0, latencyMs: 0, times: 1, ...fault }]);

  for (const [code, status] of [
    ["X500ER", 500],
    ["D503BB", 503],
    ["T429PA", 429],
  ] as const) {
    it(`answer once with ${code} of the gateway, without a call of the back end`, async () => {
      set({ product: "gateway", code });
      assert.deepEqual(await call(), [status, code]);
      assert.equal(asked, 0);
      assert.deepEqual(await call(), [200, ""]);
      assert.ok(log.includes(`fault on gateway: answered with ${code} (hit 1 of 1)`), log.join("\n"));
    });
  }

  it("leave a call alone that finds no API", async () => {
    set({ product: "gateway", code: "X500ER" });
    assert.deepEqual(await call({ path: "/unknown" }), [404, "I404NF"]);
    assert.deepEqual(await call(), [500, "X500ER"]);
  });

  it("let a back end refuse, or break off before it is asked or after it has done its work", async () => {
    set({ product: "backEnd", refuses: true });
    assert.deepEqual(await call(), [504, "D504CO"]);
    set({ product: "backEnd", cut: "before" });
    assert.deepEqual(await call(), [504, "D504RE"]);
    assert.equal(asked, 0);
    set({ product: "backEnd", cut: "after" });
    assert.deepEqual(await call(), [504, "D504RE"]);
    assert.equal(asked, 1);
    assert.deepEqual(await call(), [200, ""]);
  });

  it("delay the answer of a back end", async () => {
    set({ product: "backEnd", latencyMs: 20 });
    const started = performance.now();
    assert.deepEqual(await call(), [200, ""]);
    assert.ok(performance.now() - started >= 19);
  });

  it("let a back end exceed the timeout of the API", async () => {
    await start(60);
    set({ product: "backEnd", latencyMs: 3_600_000 });
    assert.deepEqual(await call(), [504, "D504TO"]);
    assert.equal(asked, 1);
    faults.close();
  });
});
