import assert from "node:assert/strict";
import { albDeletionProtection, nlbDeletionProtection, rules } from "../../policy/rules";
import { judge, remediated, unknown } from "../support/policyHarness";

describe("a rule that changes what it finds", () => {
  for (const rule of rules) {
    if (rule.kind !== "resource" || rule.mend === undefined) continue;
    const [failing] = rule.examples.fails.filter(({ type }) => type === rule.type);

    it(`${rule.name} leaves nothing to find, and changes nothing twice`, async () => {
      assert.ok(failing);
      // Something that is not known yet must survive it.
      const props = await remediated([rule], { ...failing, props: { ...failing.props, tags: unknown } });
      assert.ok(props);
      const { tags: _, ...known } = props;
      const mended = { ...failing, props: known };
      assert.deepEqual(await judge([rule], [mended]), []);
      assert.equal(await remediated([rule], mended), undefined);
    });
  }

  for (const rule of [albDeletionProtection, nlbDeletionProtection]) {
    const { name, type } = rule;
    const mended = (props: Record<string, unknown>) => remediated([rule], { type, name: "it", props });

    it(`${name} never says yes in one way and no in the other`, async () => {
      const off = { deletionProtectionConfig: { enabled: false, reason: "agreed" } };
      const on = { deletionProtectionConfig: { enabled: true, reason: "agreed" } };
      assert.deepEqual(await mended(off), on);
      assert.deepEqual(await mended({ ...off, deletionProtectionEnabled: true }), {
        ...on,
        deletionProtectionEnabled: true,
      });
      assert.deepEqual(await mended({ deletionProtectionEnabled: false }), {
        deletionProtectionEnabled: true,
      });
      assert.equal(await mended(on), undefined);
      assert.equal(await mended({ deletionProtectionConfig: unknown }), undefined);
    });
  }
});
