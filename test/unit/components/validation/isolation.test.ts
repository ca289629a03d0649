import assert from "node:assert/strict";
import fc from "fast-check";
import { everything } from "../everything";
import { problemsIn } from "../problems";
import { hasSameKind, type Place, placesIn, values } from "./places";

/** Values that some argument of their type refuses. */
const invalid: readonly unknown[] = ["", "not/valid value!", "2", -1, 1.5, 999_999_999_999];

/** A place and the value that is put there. */
type Change = readonly [Place, unknown];

/** Arguments with other values in some places. */
function changed(args: unknown, ...changes: Change[]): unknown {
  const copy = structuredClone(args);
  for (const [place, value] of changes) place.put(copy, value);
  return copy;
}

/** A value of the right type that is reported at its own place; undefined where there is none among those above. */
const invalidFor = (args: unknown, place: Place): unknown =>
  invalid.find(
    (value) =>
      hasSameKind(value, place.value) &&
      problemsIn(changed(args, [place, value])).some(({ path }) => path === place.path),
  );

const isBelow = (path: string, above: string): boolean =>
  path.startsWith(above) && /^($|[.[])/.test(path.slice(above.length));

/** Pairs of places of which neither is in the other. */
const apart = (one: Place, other: Place): boolean =>
  !isBelow(one.path, other.path) && !isBelow(other.path, one.path);

describe("independent checks", () => {
  for (const [index, args] of everything.entries()) {
    const places = placesIn(args);
    const invalidValues = places.flatMap((place): Change[] => {
      const value = invalidFor(args, place);
      return value === undefined ? [] : [[place, value]];
    });
    const wrongTypes = places.flatMap((place) =>
      values.flatMap(([value]): Change[] => (hasSameKind(value, place.value) ? [] : [[place, value]])),
    );
    const isReported = (change: Change, ...others: Change[]) =>
      problemsIn(changed(args, change, ...others)).some(({ path }) => path === change[0].path);

    it(`an invalid value is reported together with any other: program ${index}`, () =>
      fc.assert(
        fc.property(
          fc.constantFrom(...invalidValues),
          fc.constantFrom(...wrongTypes, ...invalidValues),
          (invalid, other) => {
            if (apart(invalid[0], other[0])) assert.ok(isReported(invalid, other));
          },
        ),
        { numRuns: 300 },
      ));
  }

  it("the entries of a list or map are checked individually", () => {
    const told = problemsIn({
      group: { groupName: "shop" },
      routes: { "get-home": "GET /" },
      apps: {
        shop_web: { routes: "get-home" },
        partner: { routes: ["nope"], expires: "tomorrow", stages: ["PROD"] },
      },
    });
    assert.deepEqual(told.map(({ path }) => path).sort(), [
      'apps["partner"].expires',
      'apps["partner"].routes[0]',
      'apps["partner"].stages[0]',
      'apps["shop_web"].routes',
    ]);
  });
});
