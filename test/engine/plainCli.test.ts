import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

describe("a shell with the exports of npm run toolchain -- env", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();

  before(() => stack.start());
  after(() => stack.remove());

  it("runs plain pulumi preview and pulumi up of stack local", () => {
    assert.match(stack.pulumi("preview -s local"), /\+ \d+ to create/);
    const printed = stack.pulumi("up -s local --yes --skip-preview");
    assert.match(printed, /\+ \d+ created/);
    assert.match(printed, /apps\s*: \[secret\]/);
  });
});
