import assert from "node:assert/strict";
import { explained } from "../../../../../components/dynamic/client/gone";
import { PartlyDone } from "../../../../../components/dynamic/client/partlyDone";
import { refusal } from "../../../../support/fakeGateway";

const words = (error: unknown) => (error instanceof Error ? error.message : "");

describe("an error of the service about a missing resource", () => {
  for (const code of ["NotFoundApiGroup", "NotFoundApi", "NotFoundApp", "NotFoundInstance"]) {
    it(`contains the fix: ${code}`, () => {
      assert.match(words(explained(refusal(code))), new RegExp(`^${code}.*Run \`pulumi refresh\`, then`));
    });
  }

  it("contains the fix for an interrupted change, and keeps its result", () => {
    const broken = explained(new PartlyDone("id", { done: 1 }, refusal("NotFoundApp")));
    assert.ok(broken instanceof PartlyDone);
    assert.deepEqual(broken.properties, { done: 1 });
    assert.match(broken.reasons[0] ?? "", /Run `pulumi refresh`/);
  });

  it("does not change any other error", () => {
    const other = refusal("Forbidden.RAM");
    assert.equal(explained(other), other);
  });
});
