import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";
import { listVersions, restoreStack } from "../support/upgrade/recordedStack";

/** Names and types of resources are an interface: another name deletes a user's resource. */
for (const version of listVersions()) {
  describe(`a stack of version ${version}, through the engine`, function () {
    this.timeout(60 * 60_000);
    const stack = new EngineStack();

    before(() => restoreStack(stack, version));
    after(() => stack.remove());

    it("is updated in place: no resource is created, replaced or deleted", () => {
      const printed = stack.pulumi("preview -s local --json --non-interactive");
      const { changeSummary }: { changeSummary: Record<string, number> } = JSON.parse(
        printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1),
      );
      const { same, update, ...others } = changeSummary;
      assert.deepEqual(others, {});
      assert.ok((same ?? 0) > 60, JSON.stringify({ same, update }));
    });

    it("answers calls after the update, and the next one changes nothing", async () => {
      stack.up();
      assert.equal((await stack.call()).status, 200);
      stack.updatesNothing();
    });
  });
}
