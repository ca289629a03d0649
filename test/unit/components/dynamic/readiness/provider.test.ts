import assert from "node:assert/strict";
import type { GatewayAnswer } from "../../../../../components/dynamic/readiness/gatewayCall";
import { ReadinessProvider, type ReadinessState } from "../../../../../components/dynamic/readiness/provider";
import type { ReadinessInputs } from "../../../../../components/dynamic/readiness/resource";
import { configured } from "../../../../support/configured";
import { FakeGateway, refusal } from "../../../../support/fakeGateway";

const inputs: ReadinessInputs = {
  instanceId: "api-shared-vpc-001",
  accessId: "0123456789abcdef0123456789abcde0",
  target: "i-1",
  port: 80,
  waitSeconds: 10,
  checkedFor: { "instance/instance-0": "a1", "clbListener/listener": "b1" },
  healthChecks: { "clbListener/listener": { digest: "c1", secondsUntilUnhealthy: 5 } },
};
const checked: ReadinessState = {
  ...inputs,
  outcome: "connected",
  answer: "not called: no route can be called without parameters",
};
const call = {
  url: "https://shop.example/items",
  method: "GET" as const,
  stage: "RELEASE",
  appCode: "canary",
};

describe("Readiness", () => {
  let gateway: FakeGateway;
  let provider: ReadinessProvider;
  let elapsed: number;
  let answers: GatewayAnswer[];

  beforeEach(async () => {
    gateway = new FakeGateway();
    elapsed = 0;
    answers = [];
    const time = {
      now: () => elapsed,
      pass: async (milliseconds: number) => {
        elapsed += milliseconds;
      },
    };
    const next = async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? assert.fail("was called");
    provider = await configured(new ReadinessProvider(gateway, time, next));
  });

  it("returns the result of the service", async () => {
    gateway.connectivity = [{ connected: true, ipType: "ECS" }];
    assert.deepEqual(await provider.create(inputs), { id: inputs.accessId, outs: checked });
    assert.equal(elapsed, 0);
  });

  it("waits for instances that install their software", async () => {
    gateway.connectivity = [{ connected: false }, { connected: false }, { connected: true }];
    const { outs } = await provider.update(inputs.accessId, checked, inputs);
    assert.equal(outs.outcome, "connected");
    assert.equal(elapsed, 500 + 1_000);
  });

  it("fails after the waiting time with the most likely reason", async () => {
    gateway.connectivity = [{ connected: false }];
    await assert.rejects(
      provider.create(inputs),
      /does not reach i-1 on port 80, after 10 s\. Probably no process listens on the port, or the security group/,
    );
    assert.ok(elapsed > 0 && elapsed <= 10_000, `${elapsed} ms`);
    await assert.rejects(provider.create({ ...inputs, target: "lb-1" }), /no instance behind the balancer/);
  });

  const changed: ReadinessInputs = {
    ...inputs,
    checkedFor: { ...inputs.checkedFor, "clbListener/listener": "b2" },
    healthChecks: { "clbListener/listener": { digest: "c2", secondsUntilUnhealthy: 5 } },
  };

  it("waits until a balancer would detect servers that fail a changed health check", async () => {
    gateway.connectivity = [{ connected: true }];
    await provider.update(inputs.accessId, checked, changed);
    assert.equal(elapsed, 5_000);
    elapsed = 0;
    gateway.connectivity = [
      { connected: true },
      { connected: true },
      { connected: true },
      { connected: false },
    ];
    await assert.rejects(
      provider.update(inputs.accessId, checked, changed),
      /after 10 s\. Changed since the last successful check: clbListener\/listener\. /,
    );
  });

  it("does not wait if the health check is unchanged or new", async () => {
    gateway.connectivity = [{ connected: true }];
    const { healthChecks } = inputs;
    await provider.update(inputs.accessId, checked, { ...changed, healthChecks });
    await provider.update(inputs.accessId, { ...checked, healthChecks: {} }, changed);
    await provider.create(inputs);
    assert.equal(elapsed, 0);
  });

  it("is checked by every update after a failed one", async () => {
    gateway.connectivity = [{ connected: false }];
    const failed = await provider.update(inputs.accessId, { ...checked, call }, { ...changed, call }).then(
      () => assert.fail("did not fail"),
      (error: { id: string; properties: ReadinessState }) => error,
    );
    assert.equal(failed.id, inputs.accessId);
    assert.doesNotMatch(JSON.stringify(failed.properties), /canary/);
    for (const news of [inputs, changed]) {
      assert.equal((await provider.diff(failed.id, failed.properties, news)).changes, true);
    }
  });

  it("fails immediately for an unused address", async () => {
    gateway.connectivity = [{ connected: false, ipType: "INVALID" }];
    await assert.rejects(
      provider.create({ ...inputs, target: "172.16.0.9" }),
      /does not belong to an ECS or SLB/,
    );
    assert.equal(elapsed, 0);
  });

  for (const code of ["Forbidden.RAM", "NotFoundInstance"]) {
    it(`reports a skipped check if the service answers ${code}`, async () => {
      gateway.connectivity = [refusal(code)];
      const { outs } = await provider.create(inputs);
      assert.equal(outs.outcome, `not checked: the service answered ${code}`);
    });
  }

  it("repeats while the service is busy, and fails with any other code", async () => {
    gateway.connectivity = [refusal("Throttling.User"), { connected: true }];
    assert.equal((await provider.create(inputs)).outs.outcome, "connected");
    gateway.connectivity = [refusal("NotFoundVpcAccess")];
    await assert.rejects(provider.create(inputs), /NotFoundVpcAccess/);
  });

  it("is checked again after a relevant change, not after a change of the waiting time", async () => {
    const changes = async (change: Partial<ReadinessInputs>) =>
      (await provider.diff(inputs.accessId, checked, { ...inputs, ...change })).changes;
    assert.equal(await changes({}), false);
    assert.equal(await changes({ waitSeconds: 20 }), false);
    assert.equal(await changes({ checkedFor: { ...inputs.checkedFor, "instance/instance-0": "a2" } }), true);
    assert.equal(await changes({ accessId: "0123456789abcdef0123456789abcde1" }), true);
    assert.equal(await changes({ port: 81 }), true);
  });

  const answered = (status: number, code = "", message = "") =>
    ({ kind: "answered", status, code, message }) as const;

  it("accepts any response of the back end", async () => {
    gateway.connectivity = [{ connected: true }];
    answers = [answered(404)];
    const { outs } = await provider.create({ ...inputs, call });
    assert.equal(outs.answer, "the back end answered with status 404");
  });

  it("waits while the gateway cannot connect, and then fails with its reason", async () => {
    gateway.connectivity = [{ connected: true }];
    answers = [answered(504, "D504CO", "Backend service connect failed"), answered(200)];
    assert.match((await provider.create({ ...inputs, call })).outs.answer, /status 200/);
    assert.equal(elapsed, 500);
    answers = [answered(403, "A403AA", "Unauthorized")];
    await assert.rejects(provider.create({ ...inputs, call }), (error: Error) => {
      assert.match(
        error.message,
        /GET https:\/\/shop\.example\/items: the gateway answered 403 A403AA Unauthorized\./,
      );
      assert.match(error.message, /Check its authorization/);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
  });

  for (const [title, answer] of [
    ["an address is denied", answered(403, "A403IP", "Access Denied By IP Control")],
    ["a limit is reached", answered(429, "T429PA", "Throttled")],
    ["the gateway is unreachable", { kind: "unreachable", reason: "getaddrinfo ENOTFOUND shop.example" }],
  ] as const) {
    it(`succeeds without proof if ${title}`, async () => {
      gateway.connectivity = [{ connected: true }];
      answers = [answer];
      const { outs } = await provider.create({ ...inputs, call });
      assert.match(outs.answer, /^(not called further|not reachable from this machine)/);
    });
  }

  it("is repeated for another URL, but not for another AppCode", async () => {
    const changes = async (change: Partial<typeof call>) =>
      (await provider.diff("", { ...checked, call }, { ...inputs, call: { ...call, ...change } })).changes;
    assert.equal(await changes({ appCode: "other" }), false);
    assert.equal(await changes({ url: "https://shop.example/other" }), true);
  });

  it("makes no call on a local cloud without a configured gateway", async () => {
    gateway.connectivity = [{ connected: true }];
    const settings = { "alicloud:endpoints": '[{"cloudapi":"127.0.0.1:9"}]' };
    const config = { get: (key: string) => new Map(Object.entries(settings)).get(key) };
    await provider.configure({ config } as never);
    const { outs } = await provider.create({ ...inputs, call });
    assert.match(outs.answer, /^not called: alicloud-vpc-api:gateway/);
  });
});
