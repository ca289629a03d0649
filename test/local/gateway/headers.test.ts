import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { endToEndPairs } from "../../../local/gateway/headers";

describe("gateway: headers of an answer", () => {
  it("are the same if the fields of the answer before are repeated, whatever the gateway adds", () => {
    const name = fc.constantFrom(
      "A",
      "a",
      "x-b",
      "X-B",
      "Connection",
      "Set-Cookie",
      "__proto__",
      "Keep-Alive",
    );
    const value = fc.constantFrom("", "1", "x-b", "a, X-B", "close");
    const fields = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((all) => all.flat());
    const own = fc.array(fc.tuple(fc.constantFrom("a", "X-b", "X-C", "x-c"), value), { maxLength: 3 });
    fc.assert(
      fc.property(fields, fc.array(own, { minLength: 2, maxLength: 5 }), (sent, all) => {
        for (const one of all) {
          const added = Object.fromEntries(one);
          const expected = endToEndPairs([...sent], added);
          const actual = endToEndPairs(sent, added);
          assert.deepEqual(actual, expected);
          // A caller can use its answer as it likes.
          actual.push("x-evil", "1");
        }
      }),
    );
  });
});
