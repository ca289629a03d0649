import assert from "node:assert/strict";
import { CallLog } from "../../local/rpc/callLog";

const record = (action: string, status = 200) => ({
  time: "2026-01-01T00:00:00.000Z",
  product: "vpc",
  action,
  status,
  code: status === 200 ? "" : "InvalidVpcId.NotFound",
  requestId: "CALL",
  milliseconds: 1,
});

describe("the log of calls", () => {
  it("drops the oldest call and counts it all the same", () => {
    const log = new CallLog(2);
    for (const action of ["CreateVpc", "CreateVpc", "DeleteVpc"]) log.add(record(action), "Golang/1");
    assert.deepEqual(
      log.all().map(({ action }) => action),
      ["CreateVpc", "DeleteVpc"],
    );
    assert.deepEqual(log.counts(), [
      { product: "vpc", action: "CreateVpc", userAgent: "Golang/1", calls: 2 },
      { product: "vpc", action: "DeleteVpc", userAgent: "Golang/1", calls: 1 },
    ]);
  });

  it("tells callers apart, counts refusals too, and keeps little of a long name", () => {
    const log = new CallLog();
    log.add(record("CreateVpc", 400), "Golang/1");
    log.add(record("CreateVpc"), "Node.js/20".padEnd(1_000, "x"));
    log.add(record("CreateVpc"));
    assert.deepEqual(
      log.counts().map(({ userAgent, calls }) => [userAgent.length, calls]),
      [
        [8, 1],
        [200, 1],
        [0, 1],
      ],
    );
  });
});
