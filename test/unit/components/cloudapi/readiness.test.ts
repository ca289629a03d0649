import assert from "node:assert/strict";
import {
  type ReadinessInputs,
  ReadinessProvider,
  type ReadinessState,
} from "../../../../components/cloudapi/providers/readiness";
import { FakeGateway, refusal } from "../../../support/fakeGateway";

const inputs: ReadinessInputs = {
  instanceId: "api-shared-vpc-001",
  accessId: "0123456789abcdef0123456789abcde0",
  target: "i-1",
  port: 80,
  waitSeconds: 10,
  checkedFor: { rules: [{ policy: "accept" }], instanceIds: ["i-1"] },
};
const checked: ReadinessState = { ...inputs, outcome: "connected" };

describe("Readiness", () => {
  let gateway: FakeGateway;
  let provider: ReadinessProvider;
  let elapsed: number;

  beforeEach(() => {
    gateway = new FakeGateway();
    elapsed = 0;
    provider = new ReadinessProvider(gateway, {
      now: () => elapsed,
      pass: async (milliseconds) => {
        elapsed += milliseconds;
      },
    });
  });

  it("is what the service says", async () => {
    gateway.connectivity = [{ connected: true, ipType: "ECS" }];
    assert.deepEqual(await provider.create(inputs), { id: inputs.accessId, outs: checked });
    assert.equal(elapsed, 0);
  });

  it("is waited for, as instances install what they serve", async () => {
    gateway.connectivity = [{ connected: false }, { connected: false }, { connected: true }];
    const { outs } = await provider.update(inputs.accessId, checked, inputs);
    assert.equal(outs.outcome, "connected");
    assert.equal(elapsed, 500 + 1_000);
  });

  it("fails within the time that was given, with what is most likely", async () => {
    gateway.connectivity = [{ connected: false }];
    await assert.rejects(
      provider.create(inputs),
      /does not reach i-1 on port 80, after 10 s\. Most likely nothing listens on the port, or the security group/,
    );
    assert.ok(elapsed > 0 && elapsed <= 10_000, `${elapsed} ms`);
    await assert.rejects(provider.create({ ...inputs, target: "lb-1" }), /no instance behind the balancer/);
  });

  it("fails at once for an address that is nobody's", async () => {
    gateway.connectivity = [{ connected: false, ipType: "INVALID" }];
    await assert.rejects(
      provider.create({ ...inputs, target: "172.16.0.9" }),
      /belongs to no ECS instance and no SLB/,
    );
    assert.equal(elapsed, 0);
  });

  for (const code of ["Forbidden.RAM", "NotFoundInstance"]) {
    it(`says that it was not checked when the service answers ${code}`, async () => {
      gateway.connectivity = [refusal(code)];
      const { outs } = await provider.create(inputs);
      assert.equal(outs.outcome, `not checked: the service answered ${code}`);
    });
  }

  it("is asked for again while the service is busy, and fails with any other code", async () => {
    gateway.connectivity = [refusal("Throttling.User"), { connected: true }];
    assert.equal((await provider.create(inputs)).outs.outcome, "connected");
    gateway.connectivity = [refusal("NotFoundVpcAccess")];
    await assert.rejects(provider.create(inputs), /NotFoundVpcAccess/);
  });

  it("is checked again when something on the way changes, and not for the time to wait", async () => {
    const changes = async (change: Partial<ReadinessInputs>) =>
      (await provider.diff(inputs.accessId, checked, { ...inputs, ...change })).changes;
    assert.equal(await changes({}), false);
    assert.equal(await changes({ waitSeconds: 20 }), false);
    assert.equal(await changes({ checkedFor: { ...Object(inputs.checkedFor), instanceIds: ["i-2"] } }), true);
    assert.equal(await changes({ accessId: "0123456789abcdef0123456789abcde1" }), true);
    assert.equal(await changes({ port: 81 }), true);
  });
});
