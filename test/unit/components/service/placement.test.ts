import assert from "node:assert/strict";
import fc from "fast-check";
import { placeInstances } from "../../../../components/service/placement";

describe("instances in vSwitches", () => {
  const placeKeys = (count: number, vswitchKeys: string[]) =>
    placeInstances(count, vswitchKeys).map(({ key }) => key);

  it("are distributed in turn, and named by vSwitch and number", () => {
    assert.deepEqual(placeKeys(5, ["h", "i"]), ["h", "i", "h-1", "i-1", "h-2"]);
    assert.deepEqual(
      placeInstances(2, ["i", "h"]).map(({ vswitch }) => vswitch),
      [1, 0],
    );
  });

  const vswitches = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 2, maxLength: 8 });

  it("are independent of the order of the vSwitches", () => {
    fc.assert(
      fc.property(vswitches, fc.integer({ min: 1, max: 20 }), (keys, count) => {
        assert.deepEqual(placeKeys(count, keys), placeKeys(count, [...keys].reverse()));
      }),
    );
  });

  it("stay in the remaining vSwitches if one is removed", () => {
    fc.assert(
      fc.property(vswitches, fc.integer({ min: 1, max: 20 }), (keys, count) => {
        const [removed = "", ...rest] = keys;
        const later = placeKeys(count, rest);
        const stayed = placeKeys(count, keys).filter((key) => key.split("-")[0] !== removed);
        for (const key of stayed) assert.ok(later.includes(key), key);
      }),
    );
  });
});
