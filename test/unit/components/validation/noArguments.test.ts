import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as components from "../../../../components";
import { ArgumentError } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";

type ComponentClass = new (name: string, args?: unknown) => pulumi.ComponentResource;

const classes = Object.entries(components).flatMap(([name, value]) =>
  typeof value === "function" && value.prototype instanceof pulumi.ComponentResource
    ? [[name, value as unknown as ComponentClass] as const]
    : [],
);

/** Components that need no arguments. */
const withoutArguments = ["AccessLog", "Network"];

async function messageFor(Class: ComponentClass, args: unknown[]): Promise<string | undefined> {
  const { resources, result } = await deployToMocks(() => {
    try {
      new Class("shop", ...args);
    } catch (error) {
      if (error instanceof ArgumentError) return error.message;
      throw error;
    }
    return undefined;
  });
  if (result !== undefined) assert.deepEqual(resources, []);
  return result;
}

describe("a component without arguments", () => {
  for (const [name, Class] of classes) {
    for (const args of [[], [undefined], [undefined, null]]) {
      it(`${name}: new ${name}(${["name", ...args.map(String)].join(", ")})`, async () => {
        const message = await messageFor(Class, args);
        if (withoutArguments.includes(name)) assert.equal(message, undefined);
        else assert.match(message ?? "", /\n {2}\w+: is missing\. Set it to (a|an|true) /);
      });
    }

    for (const [args, words] of [
      ["text", "is a string\\."],
      [[], "is a list\\."],
      [1, "is a number\\."],
      [pulumi.output({}), "is an Output, but a plain value is required\\."],
      [Promise.resolve({}), "is a Promise, but a plain value is required\\."],
    ] as const) {
      it(`${name} reports arguments that are wrong: ${words.slice(0, -2)}`, async () => {
        const message = (await messageFor(Class, [args])) ?? "";
        assert.match(message, new RegExp(`1 problem .*\\n  arguments: ${words} It must be an object with `));
      });
    }
  }
});
