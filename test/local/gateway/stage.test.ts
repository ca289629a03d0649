import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findStage } from "../../../local/gateway/handlers/stage";
import { createContext, refusal } from "./context";

describe("gateway: stage", () => {
  for (const [header, stage] of [
    [undefined, "RELEASE"],
    ["release", "RELEASE"],
    ["Pre", "PRE"],
    ["TEST", "TEST"],
  ] as const) {
    it(`takes ${header ?? "no header"} for ${stage}`, async () => {
      const context = createContext({ headers: header === undefined ? {} : { "x-ca-stage": header } });
      assert.equal(await refusal(findStage, context), "");
      assert.equal(context.stage, stage);
    });
  }

  it("refuses another", async () => {
    const context = createContext({ headers: { "x-ca-stage": "PROD" } });
    assert.equal(await refusal(findStage, context), "400 I400SG: Invalid Stage");
  });
});
