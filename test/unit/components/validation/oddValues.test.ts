import assert from "node:assert/strict";
import { everything } from "../everything";
import { problemsIn } from "../problems";
import { type Place, placesIn } from "./places";

const controls = ["\u0000", "\n", "\t", "\u007f"];

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

    it(`an empty text is reported: program ${index}`, () => {
      for (const place of texts.filter(({ path }) => !mayBeEmpty.test(path))) {
        assert.notDeepEqual(reported(args, place, ""), [], place.path);
      }
    });

    it(`spaces and control characters in a name, an ID, a path or a choice are reported: program ${index}`, () => {
      for (const place of texts.filter(({ path }) => !freeTexts.test(path))) {
        const plain = String(place.value);
        for (const odd of [" ", ...controls]) {
          for (const value of [odd, `${odd}${plain}`, `${plain}${odd}`, `a${odd}b`]) {
            assert.notDeepEqual(reported(args, place, value), [], `${place.path} = ${JSON.stringify(value)}`);
          }
        }
      }
    });

    it(`NaN and fractions are reported: program ${index}`, () => {
      for (const place of numbers) {
        const odd = anyNumber.test(place.path)
          ? [Number.NaN, Number.POSITIVE_INFINITY]
          : [Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1];
        for (const value of odd)
          assert.notDeepEqual(reported(args, place, value), [], `${place.path} = ${value}`);
      }
    });
  }
});
