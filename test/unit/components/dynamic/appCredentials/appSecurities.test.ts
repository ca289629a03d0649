import assert from "node:assert/strict";
import fc from "fast-check";
import { collectSecurities, turn } from "../../../../../components/dynamic/appCredentials/appSecurities";

const code = fc.constantFrom<string[]>("a", "b", "c", "d");
const held = fc.record({
  current: fc.option(code, { nil: undefined }),
  previous: fc.option(code, { nil: undefined }),
});
const has = fc.uniqueArray(code, { minLength: 1 });

describe("the rotation of a credential", () => {
  it("reads rows that have a code, a pair, or both", () => {
    const rows = [
      { appCode: "c1", appKey: "k1", appSecret: "s1" },
      { appCode: "c2", appKey: "" },
      { appKey: "k2" },
    ];
    assert.deepEqual(collectSecurities(rows), {
      codes: ["c1", "c2"],
      keys: new Map([
        ["k1", "s1"],
        ["k2", ""],
      ]),
    });
  });

  it("adds the new value, and keeps the old one only if requested", () => {
    const was = { current: "old", previous: "older" };
    const common = { current: "new", isNew: true, before: "old", outdated: ["older"] };
    assert.deepEqual(turn(was, "new", ["older", "old"], true), { ...common, previous: "old", replaced: [] });
    assert.deepEqual(turn(was, "new", ["older", "old"], false), {
      ...common,
      previous: undefined,
      replaced: ["old"],
    });
  });

  it("never deletes the current value, or unknown ones", () => {
    fc.assert(
      fc.property(
        held,
        fc.option(code, { nil: undefined }),
        has,
        fc.boolean(),
        (was, wanted, codes, keep) => {
          const { current, outdated, replaced } = turn(was, wanted, codes, keep);
          const gone = [...outdated, ...replaced];
          assert.ok(!gone.some((one) => one === current));
          assert.ok(
            gone.every((one) => codes.includes(one) && (one === was.current || one === was.previous)),
          );
          assert.equal(current, wanted ?? current);
        },
      ),
    );
  });

  it("changes nothing after it is complete", () => {
    fc.assert(
      fc.property(held, code, has, fc.boolean(), (was, wanted, codes, keep) => {
        const first = turn(was, wanted, codes, keep);
        const gone = [...first.outdated, ...first.replaced];
        const after = [...new Set([...codes, wanted])].filter((one) => !gone.includes(one));
        const second = turn({ current: wanted, previous: first.previous }, wanted, after, keep);
        assert.deepEqual([second.isNew, second.outdated, second.replaced], [false, [], []]);
        assert.equal(second.previous, first.previous);
      }),
    );
  });
});
