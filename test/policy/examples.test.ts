import assert from "node:assert/strict";
import { rules } from "../../policy/rules";

const vswitchType = "alicloud:vpc/switch:Switch";

describe("rule examples", () => {
  for (const { name, examples } of rules) {
    for (const kind of ["fails", "passes"] as const) {
      const vswitches = examples[kind].filter(({ type }) => type === vswitchType);
      if (vswitches.length < 2) continue;

      it(`of ${name} have a CIDR block for each vSwitch (${kind})`, () => {
        const blocks = vswitches.map(({ props }) => props.cidrBlock);
        assert.equal(new Set(blocks).size, blocks.length, JSON.stringify(blocks));
      });
    }
  }
});
