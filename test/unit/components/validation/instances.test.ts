import assert from "node:assert/strict";
import { VpcApi } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";
import { everything } from "../everything";
import { problemsIn } from "../problems";
import { type Place, placesIn } from "./places";

class Configuration {}

/** Values that are no objects with properties, and what a problem calls them. */
const others: readonly [value: object, words: string][] = [
  [new Map([["a", "b"]]), "a Map"],
  [new Set(["a"]), "a Set"],
  [new Date(0), "a Date"],
  [new Error("a"), "an Error"],
  [new URL("https://api.example.com"), "a URL"],
  [Buffer.from("a"), "a Uint8Array"],
];

/** Values of any kind are right here, or nobody checks them. */
const free = /^(transform\.vpc\.|accessLog$|plugins\["cache"\]\.document\.)|\.appCode$/;

const isObject = (value: unknown) => typeof value === "object" && !Array.isArray(value);

function problemsWith(args: unknown, place: Place, value: unknown) {
  const copy = structuredClone(args);
  place.put(copy, value);
  return problemsIn(copy);
}

describe("an instance of a class", () => {
  for (const [index, args] of everything.entries()) {
    for (const place of placesIn(args).filter(({ value }) => isObject(value))) {
      const { path, value } = place;

      it(`is read as an object: ${path} of program ${index}`, () => {
        const instance = Object.assign(new Configuration(), value);
        assert.deepEqual(problemsWith(args, place, instance), []);
      });

      if (free.test(path)) continue;
      it(`is reported if it is not an object with properties: ${path} of program ${index}`, () => {
        for (const [other, words] of others) {
          const own = problemsWith(args, place, other).filter((problem) => problem.path === path);
          assert.deepEqual(
            own.map(({ problem }) => problem),
            [`is ${words}.`],
          );
        }
      });
    }
  }

  const withRoute = (route: object) =>
    problemsIn({ group: { groupName: "shop" }, routes: { "get-item": route } }).map(({ path }) => path);

  it("is checked for unknown keys", () => {
    const route = Object.assign(new Configuration(), { path: "/items", auht: "app" });
    assert.deepEqual(withRoute(route), ['routes["get-item"].auht']);
  });

  it("may inherit its keys", () => {
    class Route {
      get path() {
        return "/items";
      }
      get method() {
        return "FETCH";
      }
    }
    assert.deepEqual(withRoute(new Route()), ['routes["get-item"].method']);
  });

  it("is reported without its required keys", () =>
    assert.deepEqual(withRoute(new Configuration()), ['routes["get-item"].path']));
});

describe("a resource as arguments", () => {
  const args = { group: { groupName: "shop" }, routes: { "get-item": "GET /items" }, apps: {} };
  const further = { ...args, group: { groupName: "further" } };
  const told = (change: (one: VpcApi) => object): Promise<string> =>
    deployToMocks(() => new VpcApi("two", { ...further, ...change(new VpcApi("one", args)) })).then(
      () => "",
      (error: Error) => error.message,
    );

  it("is accepted if it has the required ones", async () =>
    assert.equal(await told((one) => ({ access: one.access })), ""));

  for (const [what, change, expected] of [
    [
      "one that contains the right one",
      (one) => ({ access: one }),
      /access: .*Use that .*: other\.access\.$/,
    ],
    ["a component", ({ network }) => ({ network }), /network: is a resource.* an object with zones, /],
    [
      "a component without one of them",
      (one) => ({ group: one }),
      /group: is a resource.* an object with groupName\.$/,
    ],
    ["a record", (one) => ({ tags: one }), /tags: is a resource\. It must be an object of strings\.$/],
    ["a text", ({ service }) => ({ host: service }), /host: is a resource\. It must be a string\.$/],
  ] as [string, (one: VpcApi) => object, RegExp][]) {
    it(`is reported otherwise: ${what}`, async () => assert.match(await told(change), expected));
  }
});

describe("an item of a list that is not set", () => {
  it("is reported", () => {
    const domains = new Array<string>(2);
    domains[1] = "api.example.com";
    const told = problemsIn({ group: { groupName: "shop" }, routes: { "get-item": "/items" }, domains });
    assert.deepEqual(
      told.map(({ path, problem }) => [path, problem]),
      [["domains[0]", "is null."]],
    );
  });
});
