import assert from "node:assert/strict";
import fc from "fast-check";
import {
  allPages,
  batches,
  readErrorCode,
  unlessGone,
  unlessMade,
  whileBusy,
} from "../../../../components/dynamic/client/calls";
import { refusal } from "../../../support/fakeGateway";

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
    it(`is made again after ${code}, with growing pauses`, async () => {
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
    it(`is made again after ${how}`, async () => {
      const time = clock();
      let calls = 0;
      await whileBusy(async () => {
        calls += 1;
        if (calls === 1) throw error;
      }, time);
      assert.deepEqual([calls, time.pauses], [2, [500]]);
    });

    it(`that makes something may be refused as made after ${how}`, async () => {
      const errors = [error, refusal("DuplicateAppCode")];
      await unlessMade(async () => {
        throw errors.shift() ?? assert.fail("was called a third time");
      }, clock());
      assert.deepEqual(errors, []);
    });
  }

  it("that makes something is refused where it is there before, or only busy was said", async () => {
    for (const before of [[], [refusal("Throttling.User")]]) {
      const errors = [...before, refusal("DuplicateAppCode")];
      const making = unlessMade(async () => {
        throw errors.shift() ?? assert.fail("was called once more");
      }, clock());
      await assert.rejects(making, { code: "DuplicateAppCode" });
    }
  });

  it("is not made again where nobody listens: the endpoint is wrong", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    let calls = 0;
    const call = whileBusy(async () => {
      calls += 1;
      throw refused;
    }, clock());
    await assert.rejects(call, refused);
    assert.equal(calls, 1);
  });

  it("is given up within a minute, with the cloud's own error", async () => {
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

  it("is not made again after any other error", async () => {
    const time = clock();
    for (const error of [refusal("NotFoundApi"), new Error("Throttling, says the text alone")]) {
      await assert.rejects(
        whileBusy(async () => {
          throw error;
        }, time),
        (thrown) => thrown === error,
      );
    }
    assert.deepEqual(time.pauses, []);
  });
});

describe("the code of an error", () => {
  it("is the cloud's, or empty", () => {
    assert.equal(readErrorCode(refusal("NotFoundApi")), "NotFoundApi");
    for (const other of [new Error("x"), undefined, null, "NotFoundApi", { code: 404 }]) {
      assert.equal(readErrorCode(other), "");
    }
  });
});

describe("a call whose object is gone", () => {
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
  it("are cut into batches of at most 100, in order, with nothing lost", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 350 }), (items) => {
        const cut = batches(items);
        assert.deepEqual(cut.flat(), items);
        assert.equal(cut.length, Math.ceil(items.length / 100));
        assert.ok(cut.every(({ length }) => length > 0 && length <= 100));
      }),
    );
  });

  it("are read page by page until one is short", async () => {
    for (const total of [0, 99, 100, 250]) {
      const rows = Array.from({ length: total }, (_, index) => index);
      const read = await allPages(async (number) => rows.slice((number - 1) * 100, number * 100));
      assert.deepEqual(read, rows);
    }
    assert.deepEqual(await allPages(async () => undefined), []);
  });
});
