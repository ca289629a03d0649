import assert from "node:assert/strict";
import { futureDomainType } from "../../policy/domains/bindingTypes";
import { rules } from "../../policy/rules";
import { PublishedSdk, type Shapes } from "../support/publishedSdk";

describe("reads of the rules", () => {
  const sdk = new PublishedSdk("@pulumi/alicloud");
  // The schema of the SDK contains neither dynamic resources nor future types.
  const isDescribed = (type: string) =>
    type.startsWith("alicloud:") && (type !== futureDomainType || sdk.signatureOf(type) !== undefined);

  function missing(shapes: Shapes | undefined, path: string): boolean {
    const [first = "", ...rest] = path.replaceAll("[]", "").split(".");
    const shape = shapes?.get(first);
    if (shape === undefined) return true;
    return rest.length > 0 && shape.kind !== "map" && missing(shape.properties, rest.join("."));
  }

  for (const rule of rules) {
    for (const [type, paths] of Object.entries(rule.reads).filter(([type]) => isDescribed(type))) {
      it(`${rule.name} reads existing properties of ${type}`, () => {
        const signature = sdk.signatureOf(type);
        assert.ok(signature, "there is no such type");
        const absent = paths.filter(
          (path) => missing(signature.inputs, path) && missing(signature.outputs, path),
        );
        assert.deepEqual(absent, []);
      });
    }

    it(`${rule.name} has examples with existing arguments`, () => {
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
