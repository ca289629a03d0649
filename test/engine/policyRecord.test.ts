import assert from "node:assert/strict";
import { readRecord } from "../support/record/messages";
import { recordMessages } from "../support/record/record";

describe("messages of the engine for the policy pack", function () {
  this.timeout(30 * 60_000);

  it("are those that the tests of the rules replay (npm exec tsx test/support/record/write.ts)", async () => {
    assert.deepEqual(await recordMessages(), readRecord());
  });
});
