import assert from "node:assert/strict";
import fc from "fast-check";
import {
  allPages,
  batches,
  readErrorCode,
  unlessGone,
  unlessMade,
  whileBusy,
} from "../../../../../components/dynamic/client/calls";
import { refusal } from "../../../../support/fakeGateway";

/** Time that passes only when somebody waits. */
function clock() {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    pass: async (milliseconds: number) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
}

describe("a call of a busy cloud", () => {
  for (const code of ["Throttling.User", "ConcurrencyLockTimeout", "RepeatedCommit", "ServiceUnavailable"]) {
    it(`is repeated after ${code}, with growing pauses`, async () => {
      const time = clock();
      const errors = [refusal(code), refusal(code), refusal(code)];
      const answer = await whileBusy(async () => {
        const error = errors.shift();
        if (error) throw error;
        return "answer";
      }, time);
      assert.equal(answer, "answer");
      assert.deepEqual(time.pauses, [500, 1000, 2000]);
    });
  }

  const unsure: readonly [how: string, error: Error][] = [
    ["a failure of the service", Object.assign(refusal("InternalError"), { statusCode: 500 })],
    ["a connection that broke", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
    ["a time-out", Object.assign(new Error("ReadTimeout(10000)"), { name: "RequestTimeoutError" })],
  ];
  for (const [how, error] of unsure) {
    it(`is repeated after ${how}`, async () => {
      const time = clock();
      let calls = 0;
      await whileBusy(async () => {
        calls += 1;
        if (calls === 1) throw error;
      }, time);
      assert.deepEqual([calls, time.pauses], [2, [500]]);
    });

    it(`that creates an object may be rejected as duplicate after ${how}`, async () => {
      const errors = [error, refusal("DuplicateAppCode")];
      await unlessMade(async () => {
        throw errors.shift() ?? assert.fail("was called a third time");
      }, clock());
      assert.deepEqual(errors, []);
    });
  }

  for (const [title, before] of [
    ["exists before the first call", []],
    ["exists after a busy response", [refusal("Throttling.User")]],
  ] as const) {
    it(`that creates an object fails if the object ${title}`, async () => {
      const errors = [...before, refusal("DuplicateAppCode")];
      const creation = unlessMade(async () => {
        throw errors.shift() ?? assert.fail("was called once more");
      }, clock());
      await assert.rejects(creation, { code: "DuplicateAppCode" });
    });
  }

  it("is not repeated for a refused connection", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    let calls = 0;
    const call = whileBusy(async () => {
      calls += 1;
      throw refused;
    }, clock());
    await assert.rejects(call, refused);
    assert.equal(calls, 1);
  });

  it("stops within a minute with the error of the cloud", async () => {
    const time = clock();
    const busy = refusal("Throttling");
    await assert.rejects(
      whileBusy(async () => {
        throw busy;
      }, time),
      (error) => error === busy,
    );
    assert.ok(time.now() > 50_000 && time.now() <= 60_000, `${time.now()} ms`);
    assert.equal(Math.max(...time.pauses), 5000);
  });

  for (const error of [refusal("NotFoundApi"), new Error("Throttling only in the message")]) {
    it(`is not repeated after ${error}`, async () => {
      const time = clock();
      const call = whileBusy(async () => {
        throw error;
      }, time);
      await assert.rejects(call, (thrown) => thrown === error);
      assert.deepEqual(time.pauses, []);
    });
  }
});

describe("the code of an error", () => {
  it("is the code of the cloud", () => assert.equal(readErrorCode(refusal("NotFoundApi")), "NotFoundApi"));

  for (const other of [new Error("x"), undefined, null, "NotFoundApi", { code: 404 }]) {
    it(`is empty for ${JSON.stringify(other)}`, () => assert.equal(readErrorCode(other), ""));
  }
});

describe("a call for a missing object", () => {
  for (const code of ["NotFoundApi", "NotFoundAuthorization", "InvalidGroupId.NotFound"]) {
    it(`succeeds after ${code}`, () =>
      unlessGone(async () => {
        throw refusal(code);
      }));
  }
  it("fails after anything else", async () => {
    await assert.rejects(
      unlessGone(async () => {
        throw refusal("Forbidden.RAM");
      }),
      /Forbidden\.RAM/,
    );
  });
});

describe("long lists", () => {
  it("are split into batches of at most 100, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 350 }), (items) => {
        const cut = batches(items);
        assert.deepEqual(cut.flat(), items);
        assert.equal(cut.length, Math.ceil(items.length / 100));
        assert.ok(cut.every(({ length }) => length > 0 && length <= 100));
      }),
    );
  });

  for (const total of [0, 99, 100, 250]) {
    it(`of ${total} rows are read page by page`, async () => {
      const rows = Array.from({ length: total }, (_, index) => index);
      const read = await allPages(async (number) => rows.slice((number - 1) * 100, number * 100));
      assert.deepEqual(read, rows);
    });
  }

  it("are empty without a first page", async () =>
    assert.deepEqual(await allPages(async () => undefined), []));
});
