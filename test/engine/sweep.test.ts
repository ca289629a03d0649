import assert from "node:assert/strict";
import { VpcApi, type VpcApiArgs } from "../../components";
import { findProblem, type PlannedCall, planCalls } from "../support/sweep/calls";
import { issueCertificates } from "../support/sweep/certificates";
import { listDeclarations } from "../support/sweep/declarations";
import { LiveStack } from "../support/sweep/liveStack";
import { createBatches, planChanges } from "../support/sweep/plan";
import { sweepScenario } from "../support/sweep/sweep";

/**
 * Updates that `npm test` has time for, by scenario: in the first, most arguments change together; in the second of `clb`,
 * those that replace what stands. `npm run sweep` makes all of them.
 */
const updates = { clb: 2, api: 1 };

describe("a change of any argument of a live stack", function () {
  this.timeout(60 * 60_000);
  before(issueCertificates);

  for (const [name, count] of Object.entries(updates)) {
    it(`happens as previewed, and calls pass afterwards: ${name}`, async () => {
      const { changes } = planChanges(listDeclarations());
      const outcomes = await sweepScenario(name, createBatches(name, changes).slice(0, count));
      const faults = outcomes.flatMap(({ changes, faults }) =>
        faults.map(
          (fault) => `${changes.map(({ covers, to }) => `${covers.join(" ")} → ${to}`).join("; ")}: ${fault}`,
        ),
      );
      assert.deepEqual(faults, []);
    });
  }
});

describe("a change of the instance type that fails", function () {
  this.timeout(60 * 60_000);
  const stack = new LiveStack();
  before(() => stack.start());
  after(() => stack.stop());

  it("leaves stopped instances, which the next update with a refresh starts again", async () => {
    const args = (instanceType: string) => ({
      network: { zones: ["cn-hangzhou-h"] },
      service: { instanceType },
      balancer: { kind: "none" },
      group: { groupName: "sweep" },
      routes: { "get-home": { path: "/home", auth: "anonymous", backend: { path: "/" } } },
    });
    const update = (instanceType: string) => {
      stack.use(async () => {
        const given = args(instanceType);
        return { calls: planCalls(new VpcApi("sweep", given as VpcApiArgs), given) };
      });
      return stack.update();
    };
    const { outputs, error } = await update("ecs.e-c1m1.large");
    assert.equal(error, undefined);
    const [call]: PlannedCall[] = outputs.calls?.value ?? [];
    assert.ok(call);
    const fault = {
      product: "ecs",
      action: "ModifyInstanceSpec",
      code: "OperationDenied.NoStock",
      status: 403,
    };
    await stack.cloud.setFaults([{ ...fault, message: "The type is out of stock." }]);
    assert.match((await update("ecs.g7.large")).error ?? "", /OperationDenied\.NoStock/);
    assert.notEqual(await findProblem(stack.cloud, call), "");
    await stack.cloud.setFaults([]);
    // The provider keeps no status of a change that failed: a refresh sees that they are stopped.
    assert.equal((await stack.refresh()).error, undefined);
    assert.equal((await update("ecs.e-c1m1.large")).error, undefined);
    assert.equal(await findProblem(stack.cloud, call), "");
    assert.equal((await update("ecs.g7.large")).error, undefined);
    assert.equal(await findProblem(stack.cloud, call), "");
  });
});
