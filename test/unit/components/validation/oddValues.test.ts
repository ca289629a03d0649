import assert from "node:assert/strict";
import { everything } from "../everything";
import { problemsIn } from "../problems";
import { type Place, placesIn } from "./places";

const controls = ["\u0000", "\n", "\t", "\u007f", "\u200b", "\u202e", "\ufeff"];

/** Texts for people or the service, which may have any character; and names of any form that another program gives. */
const freeTexts =
  /^(transform\.|service\.(pages|cloudConfig)|tags\[|publication\..*remarks$|.*\.(message|value|body|code)$|errorMapping\.condition$|plugins\["cache"\]\.document)/;

/** Free texts that may be empty. */
const mayBeEmpty = /^(transform\.|service\.(pages|cloudConfig)|tags\[)/;

/** Numbers of no meaning but that they change. */
const anyNumber = /\.rotation$/;

const reported = (args: unknown, place: Place, value: unknown): string[] => {
  const copy = structuredClone(args);
  place.put(copy, value);
  return problemsIn(copy).map(({ path }) => path);
};

describe("odd values of the right type", () => {
  for (const [index, args] of everything.entries()) {
    const places = placesIn(args);
    const texts = places.filter(({ value }) => typeof value === "string");
    const numbers = places.filter(({ value }) => typeof value === "number");

    for (const place of texts.filter(({ path }) => !mayBeEmpty.test(path))) {
      it(`an empty text is reported: ${place.path} of program ${index}`, () =>
        assert.notDeepEqual(reported(args, place, ""), []));
    }

    for (const place of texts.filter(({ path }) => !/^transform/.test(path))) {
      it(`half of a surrogate pair is reported: ${place.path} of program ${index}`, () => {
        for (const half of ["\ud83d", "\ude00"]) {
          assert.ok(reported(args, place, `${place.value}${half}`).includes(place.path));
        }
      });
    }

    for (const place of texts.filter(({ path }) => !freeTexts.test(path))) {
      it(`spaces and control characters are reported: ${place.path} of program ${index}`, () => {
        const plain = String(place.value);
        for (const odd of [" ", ...controls]) {
          for (const value of [odd, `${odd}${plain}`, `${plain}${odd}`, `a${odd}b`]) {
            assert.notDeepEqual(reported(args, place, value), [], JSON.stringify(value));
          }
        }
      });
    }

    for (const place of numbers) {
      const odd = [Number.NaN, Number.POSITIVE_INFINITY, ...(anyNumber.test(place.path) ? [] : [1.5, -1])];
      it(`${odd.join(", ")} are reported: ${place.path} of program ${index}`, () => {
        for (const value of odd) assert.notDeepEqual(reported(args, place, value), [], String(value));
      });
    }
  }

  for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
    it(`${value} is reported where a text may be a number`, () => {
      const parameters = { q: { default: value } };
      const route = { path: "/", mode: "mapping" as const, parameters };
      const problems = problemsIn({ group: { groupName: "shop" }, routes: { "get-home": route }, apps: {} });
      assert.deepEqual(problems, [
        {
          path: 'routes["get-home"].parameters["q"].default',
          problem: `is ${value}.`,
          hint: "It must be true or false or a number or a string.",
        },
      ]);
    });
  }
});
