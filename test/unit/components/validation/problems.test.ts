import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../../../../components";
import { checkTags } from "../../../../components/component/tags";
import { checkName, checkWholeNumber } from "../../../../components/validation/names";
import { parse } from "../../../../components/validation/parse";
import { Problems, resolveOrThrow } from "../../../../components/validation/problems";

describe("problems in arguments", () => {
  it("are listed with their full path", () => {
    const problems = new Problems();
    problems.add("cidrBlock", "is wrong.", "Mend it.");
    problems.under("routes").under('["a-b"]').under("backend").add("path", "is wrong.", "Mend it.");
    problems.under("vswitches").under("[2]").add("", "is wrong.", "Mend it.");
    assert.deepEqual(
      problems.list.map(({ path }) => path),
      ["cidrBlock", 'routes["a-b"].backend.path', "vswitches[2]"],
    );
  });

  it("are thrown together, as an error without a stack", () => {
    const resolve = (problems: Problems) => {
      problems.add("one", "is 0.", "Use 1.");
      problems.add("two", "is 1.", "Use 2.");
    };
    assert.throws(
      () => resolveOrThrow("Thing x", resolve),
      (error) => {
        assert.ok(error instanceof ArgumentError && pulumi.RunError.isInstance(error));
        assert.equal(error.component, "Thing x");
        assert.equal(
          error.message,
          "Thing x: 2 problems in the arguments; nothing was created.\n  one: is 0. Use 1.\n  two: is 1. Use 2.",
        );
        return true;
      },
    );
  });

  it("are each on one line", () => {
    const problem = { path: 'routes["a\nb"]', problem: "is a.", hint: "Use a\nb." };
    const { message } = new ArgumentError("Routes c\nd", [problem]);
    assert.deepEqual(message.split("\n"), [
      "Routes c\\nd: 1 problem in the arguments; nothing was created.",
      '  routes["a\\nb"]: is a. Use a\\nb.',
    ]);
  });

  it("cause no error if there are none", () =>
    assert.equal(
      resolveOrThrow("Thing x", () => 7),
      7,
    ));
});

describe("names", () => {
  const refused = (kind: Parameters<typeof checkName>[0], name: string) => {
    const problems = new Problems();
    checkName(kind, name, problems, "name");
    return problems.list.length > 0;
  };

  for (const kind of ["group", "api", "vpcAccess"] as const) {
    for (const name of ["abcd", "nginx-demo", "a_1-", "网关服务", "a".repeat(50)])
      it(`of kind ${kind} can be "${name}"`, () => assert.ok(!refused(kind, name)));
    for (const name of ["abc", "a".repeat(51), "1abc", "-abc", "a bc", "a:bc", ""])
      it(`of kind ${kind} cannot be "${name}"`, () => assert.ok(refused(kind, name)));
  }

  for (const name of ["abcd", "a_b1", "a".repeat(26)])
    it(`of an app can be "${name}"`, () => assert.ok(!refused("app", name)));
  for (const name of ["abc", "a-bc", "_abc", "a".repeat(27)])
    it(`of an app cannot be "${name}"`, () => assert.ok(refused("app", name)));

  for (const name of ["a", "nginx-demo", "Shop_2"])
    it(`of a component can be "${name}"`, () => assert.ok(!refused("component", name)));
  for (const name of ["", "1st", "my shop", "a.b", "-a", "a".repeat(51)])
    it(`of a component cannot be "${name}"`, () => assert.ok(refused("component", name)));
});

describe("tags", () => {
  const findPaths = (tags: Record<string, string>) => {
    const problems = new Problems();
    checkTags(tags, problems);
    return problems.list.map(({ path }) => path);
  };

  it("are at most 20", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`key-${i}`, ""]));
    assert.deepEqual(findPaths({ project: "shop", "acs-like": "", 环境: "" }), []);
    assert.deepEqual(findPaths(many(20)), []);
    assert.deepEqual(findPaths(many(21)), ["tags"]);
  });

  for (const key of ["", "aliyun-x", "ACS:x", "x".repeat(129), "see http://x"]) {
    it(`cannot have the key "${key}"`, () => assert.deepEqual(findPaths({ [key]: "" }), [`tags["${key}"]`]));
  }

  it("have values of at most 128 characters", () =>
    assert.deepEqual(findPaths({ page: "example.com/shop", long: "x".repeat(128) }), []));

  for (const value of ["x".repeat(129), "https://example.com"]) {
    it(`cannot have the value "${value}"`, () =>
      assert.deepEqual(findPaths({ page: value }), ['tags["page"]']));
  }
});

describe("an error in the arguments", () => {
  it("is inspected without the promise that Pulumi adds", () => {
    const error = new ArgumentError("Network shop", []);
    Object.assign(error, { promise: { resources: ["a large object"] } });
    assert.equal(inspect(error), error.stack);
  });
});

describe("values within limits", () => {
  for (const value of [0, 4, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`from 1 to 3 cannot be ${value}`, () => {
      const problems = new Problems();
      checkWholeNumber(value, { from: 1, to: 3, unit: "ms" }, problems, "it");
      assert.deepEqual(problems.list, [
        { path: "it", problem: `is ${value}.`, hint: "Use a whole number from 1 to 3 ms." },
      ]);
    });
  }

  for (const value of [1, 2, 3]) {
    it(`from 1 to 3 can be ${value}`, () => {
      const problems = new Problems();
      checkWholeNumber(value, { from: 1, to: 3 }, problems, "it");
      assert.deepEqual(problems.list, []);
    });
  }

  it("are possible values", () => {
    const problems = new Problems();
    parse({ path: "/", auth: "anonymous" }, "RouteArgs", problems);
    assert.deepEqual(problems.list, []);
    parse({ path: "/", auth: "nobody" }, "RouteArgs", problems);
    assert.deepEqual(problems.list, [
      { path: "auth", problem: 'is "nobody".', hint: "Use one of app, anonymous." },
    ]);
  });

  it("have a maximum length", () => {
    const problems = new Problems();
    parse({ groupName: "shop", description: "x".repeat(180) }, "ApiGroupArgs", problems);
    assert.deepEqual(problems.list, []);
    parse({ groupName: "shop", description: "x".repeat(181) }, "ApiGroupArgs", problems);
    assert.deepEqual(problems.list, [
      { path: "description", problem: "has 181 characters.", hint: "Use at most 180." },
    ]);
  });

  it("of a declared argument have the range of its tag", () => {
    const problems = new Problems();
    parse({ retentionDays: 3650 }, "AccessLogArgs", problems);
    assert.deepEqual(problems.list, []);
    parse({ retentionDays: 3651 }, "AccessLogArgs", problems);
    assert.deepEqual(problems.list, [
      { path: "retentionDays", problem: "is 3651.", hint: "Use a whole number from 1 to 3650 days." },
    ]);
  });
});
