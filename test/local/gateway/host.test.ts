import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findGroup } from "../../../local/gateway/handlers/host";
import * as world from "../world";
import { createContext, refusal } from "./context";

describe("gateway: host", () => {
  it("finds the group whatever the host's case and port", async () => {
    const context = createContext({ headers: { host: `${world.HOST.toUpperCase()}:8081` } });
    assert.equal(await refusal(findGroup, context), "");
    assert.equal(context.group?.name, "nginx-demo");
    assert.equal(context.bySecondLevelDomain, true);
  });

  it("refuses a host that no group has", async () => {
    const context = createContext({ headers: { host: "127.0.0.1:8081" } });
    assert.equal(await refusal(findGroup, context), "404 I404DO: Invalid Domain `127.0.0.1`");
  });

  it("refuses a group whose gateway instance is gone", async () => {
    const store = world.tutorialStore();
    store.gatewayInstances.delete(`${world.REGION}/api-shared-vpc-001`);
    assert.equal(await refusal(findGroup, createContext({ store })), "410 I410GG: Group's instance invalid");
  });
});
