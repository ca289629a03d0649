import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { VpcApiArgs } from "../../../../components";
import { everything } from "../everything";
import { problemsIn } from "../problems";
import { hasSameKind, placesIn, values } from "./places";

/** Where more than one kind is right, or where the value is somebody else's. */
const free = [
  /^(network\.zones|publication\.stages)$/,
  /^(accessLog|balancer|gateway|readiness|throttling|cors)$/,
  /^(service\.cloudConfig|transform\.\w+|plugins\["cache"\]\.document)\b/,
  /\.(rotation|appCode|default|plugins\.\w+|plugins\.cors\.RELEASE|vswitchIds\[\d\])$/,
  /^(domains\[\d\]|routes\["[\w-]+"\])$/,
  /^jwt\.claims\["\w+"\]$/,
];

describe("a wrongly typed value", () => {
  for (const [index, args] of everything.entries()) {
    for (const { path, value, put } of placesIn(args)) {
      const findProblems = (other: unknown) => {
        const changed = structuredClone(args);
        put(changed, other);
        return problemsIn(changed);
      };
      if (free.some((one) => one.test(path))) {
        it(`does not stop the validation: ${path} of program ${index}`, () => {
          for (const [other] of values) assert.ok(findProblems(other));
        });
        continue;
      }
      it(`is reported without the value: ${path} of program ${index}`, () => {
        for (const [other, words] of values) {
          const told = findProblems(other);
          if (hasSameKind(other, value)) continue;
          const own = told.filter((problem) => problem.path === path);
          assert.equal(own.length, 1, `${words}: ${JSON.stringify(told)}`);
          assert.match(own[0]?.problem ?? "", new RegExp(`^is ${words}\\.$`));
          assert.doesNotMatch(JSON.stringify(own), /canary|123454321/);
        }
      });
    }
  }

  it("does not hide problems of other arguments", () => {
    const [args] = everything;
    const told = problemsIn({
      ...args,
      network: { vswitches: "172.16.0.0/24" },
      service: null,
      group: { groupName: 7, basePath: "shop" },
      apps: [],
      cors: { origins: "https://shop.example.com", credentials: "false" },
    });
    const paths = told.map(({ path }) => path);
    for (const path of [
      "network.vswitches",
      "service",
      "group.groupName",
      "group.basePath",
      "apps",
      "cors.origins",
      "cors.credentials",
    ]) {
      assert.equal(paths.filter((one) => one === path).length, 1, path);
    }
    assert.ok(!paths.some((path) => path.startsWith("network.vswitches[")));
  });

  it("is always reported, in any number", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everything),
        fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 4 }),
        (args, changes) => {
          const changed = structuredClone(args);
          for (const [place, value] of changes) {
            const places = placesIn(changed);
            places[place % places.length]?.put(changed, structuredClone(value));
          }
          for (const { path, problem } of problemsIn(changed))
            assert.doesNotMatch(path + problem, /\n|undefined|\[object/);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("entries of lists and of objects of strings", () => {
  const later = pulumi.output("later");
  const told = (args: Partial<VpcApiArgs>) =>
    problemsIn({ ...everything[0], ...args }).map(({ path, problem, hint }) => `${path}: ${problem} ${hint}`);

  it("are reported individually", () =>
    assert.deepEqual(told({ tags: { a: "a", b: false as unknown as string, c: later } }), [
      'tags["b"]: is a boolean. It must be a string.',
    ]));

  it("may be Outputs only if the declaration allows them", () => {
    const routes = [1, later] as unknown as string[];
    assert.deepEqual(told({ apps: { shop_frontend: { routes } } }).slice(0, 2), [
      'apps["shop_frontend"].routes[0]: is a number. It must be a string.',
      'apps["shop_frontend"].routes[1]: is an Output, but a plain value is required. ' +
        "Use a string that is known when the program runs, for example from the stack's configuration.",
    ]);
  });
});
