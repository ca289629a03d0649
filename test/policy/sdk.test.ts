import assert from "node:assert/strict";
import { comingDomainType } from "../../policy/binders/binder";
import { rules } from "../../policy/rules";
import { PublishedSdk, type Shapes } from "../support/publishedSdk";

describe("what the rules read", () => {
  const sdk = new PublishedSdk("@pulumi/alicloud");
  // Dynamic resources are described by the packages that make them, and what is to come by nobody until it has come.
  const isDescribed = (type: string) =>
    type.startsWith("alicloud:") && (type !== comingDomainType || sdk.signatureOf(type) !== undefined);

  function missing(shapes: Shapes | undefined, path: string): boolean {
    const [first = "", ...rest] = path.replaceAll("[]", "").split(".");
    const shape = shapes?.get(first);
    if (shape === undefined) return true;
    return rest.length > 0 && shape.kind !== "map" && missing(shape.properties, rest.join("."));
  }

  for (const rule of rules) {
    for (const [type, paths] of Object.entries(rule.reads).filter(([type]) => isDescribed(type))) {
      it(`${rule.name} finds in ${type} of the published SDK`, () => {
        const signature = sdk.signatureOf(type);
        assert.ok(signature, "there is no such type");
        const absent = paths.filter(
          (path) => missing(signature.inputs, path) && missing(signature.outputs, path),
        );
        assert.deepEqual(absent, []);
      });
    }

    it(`${rule.name} has examples with arguments that exist`, () => {
      const { fails, passes } = rule.examples;
      const wrong = [...fails, ...passes]
        .filter(({ type }) => isDescribed(type))
        .flatMap(({ type, props }) =>
          Object.keys(props)
            .filter((name) => missing(sdk.signatureOf(type)?.inputs, name))
            .map((name) => `${type} ${name}`),
        );
      assert.deepEqual(wrong, []);
    });
  }
});
