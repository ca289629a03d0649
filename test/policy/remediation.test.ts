import assert from "node:assert/strict";
import { albDeletionProtection, nlbDeletionProtection, rules } from "../../policy/rules";
import { evaluate, remediated, secret, unknown } from "../support/policyHarness";

describe("remediation", () => {
  for (const rule of rules) {
    if (rule.kind !== "resource" || rule.remediate === undefined) continue;
    const [failing] = rule.examples.fails.filter(({ type }) => type === rule.type);

    it(`${rule.name} fixes its failing example and does not change it again`, async () => {
      assert.ok(failing);
      // An unknown value must be kept.
      const props = await remediated([rule], { ...failing, props: { ...failing.props, tags: unknown } });
      assert.ok(props);
      const { tags: _, ...known } = props;
      const remediatedInputs = { ...failing, props: known };
      assert.deepEqual(await evaluate([rule], [remediatedInputs]), []);
      assert.equal(await remediated([rule], remediatedInputs), undefined);
    });
  }

  for (const rule of [albDeletionProtection, nlbDeletionProtection]) {
    const { name, type } = rule;
    const remediatedInputs = (props: Record<string, unknown>) =>
      remediated([rule], { type, name: "it", props });

    it(`${name} keeps its two properties consistent`, async () => {
      const off = { deletionProtectionConfig: { enabled: false, reason: "agreed" } };
      const on = { deletionProtectionConfig: { enabled: true, reason: "agreed" } };
      assert.deepEqual(await remediatedInputs(off), on);
      assert.deepEqual(await remediatedInputs({ ...off, deletionProtectionEnabled: true }), {
        ...on,
        deletionProtectionEnabled: true,
      });
      assert.deepEqual(await remediatedInputs({ deletionProtectionEnabled: false }), {
        deletionProtectionEnabled: true,
      });
      assert.equal(await remediatedInputs(on), undefined);
      const config = await remediatedInputs({
        deletionProtectionConfig: secret(off.deletionProtectionConfig),
      });
      const { deletionProtectionConfig } = config ?? assert.fail();
      const { value, ...mark } = deletionProtectionConfig as { value: unknown };
      assert.deepEqual(value, on.deletionProtectionConfig);
      assert.equal(Object.keys(mark).length, 1);
      assert.equal(
        await remediatedInputs({ deletionProtectionConfig: secret(on.deletionProtectionConfig) }),
        undefined,
      );
      assert.equal(await remediatedInputs({ deletionProtectionConfig: unknown }), undefined);
    });
  }
});
