import assert from "node:assert/strict";
import { explained } from "../../../../components/dynamic/client/gone";
import { PartlyDone } from "../../../../components/dynamic/client/partlyDone";
import { refusal } from "../../../support/fakeGateway";

const words = (error: unknown) => (error instanceof Error ? error.message : "");

describe("an error of the service about something that is gone", () => {
  for (const code of ["NotFoundApiGroup", "NotFoundApi", "NotFoundApp", "NotFoundInstance"]) {
    it(`says what to run: ${code}`, () => {
      assert.match(words(explained(refusal(code))), new RegExp(`^${code}.*Run \`pulumi refresh\`, then`));
    });
  }

  it("says so of a change that was begun, and keeps what was done", () => {
    const broken = explained(new PartlyDone("id", { done: 1 }, refusal("NotFoundApp")));
    assert.ok(broken instanceof PartlyDone);
    assert.deepEqual(broken.properties, { done: 1 });
    assert.match(broken.reasons[0] ?? "", /Run `pulumi refresh`/);
  });

  it("leaves any other error as it is", () => {
    const other = refusal("Forbidden.RAM");
    assert.equal(explained(other), other);
  });
});
