import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { authorize } from "../../../local/gateway/handlers/authorize";
import type { StageName } from "../../../local/store/model";
import * as world from "../world";
import { refusal, routedContext } from "./context";

async function authorized(stage: StageName, validUntil = ""): Promise<string> {
  const store = world.tutorialStore();
  store.authorizations.delete("api-1:RELEASE:1100");
  world.authorizeApp(store, "api-1", stage, validUntil);
  const context = routedContext({ store });
  context.app = world.existing(store.apps.get("1100"));
  return refusal(authorize, context);
}

describe("gateway: authorization", () => {
  it("counts for its API and stage", async () => {
    assert.equal(await authorized("RELEASE"), "");
    assert.equal(await authorized("TEST"), "403 A403AA: Unauthorized");
  });

  it("ends when it expires", async () => {
    assert.equal(await authorized("RELEASE", "2026-01-01T12:00:01Z"), "");
    assert.equal(await authorized("RELEASE", "2026-01-01T12:00:00Z"), "403 A403EP: Expiry of Authorization");
  });

  it("is not required by an anonymous API", async () => {
    assert.equal(await refusal(authorize, routedContext({}, { authType: "ANONYMOUS" })), "");
  });
});
