import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { NotLetIn } from "../../../local/gateway/errors";
import { controlInstanceAccess } from "../../../local/gateway/handlers/instanceAccess";
import type { Store } from "../../../local/store/store";
import * as world from "../world";
import { routedContext } from "./context";

/** The tutorial's stack on an instance with an access list. */
function storeWith(aclType: "white" | "black", cidrs: readonly string[]): Store {
  const store = world.tutorialStore();
  const common = { regionId: world.REGION, createdTime: "", tags: [] };
  const entries = cidrs.map((cidr) => ({ cidr, comment: "" }));
  store.accessControlLists.put({ ...common, id: "acl-1", name: "office", ipVersion: "ipv4", entries });
  Object.assign(world.existing(store.gatewayInstances.all()[0]), { aclId: "acl-1", aclType });
  return store;
}

describe("gateway: access list of an instance", () => {
  const isLetIn = async (store: Store, byInternet = true): Promise<boolean> => {
    const context = routedContext({ store });
    context.bySecondLevelDomain = byInternet;
    try {
      await controlInstanceAccess.handle(context);
      return true;
    } catch (error) {
      assert.ok(error instanceof NotLetIn);
      return false;
    }
  };

  it("admits only callers of the white list", async () => {
    assert.equal(await isLetIn(storeWith("white", ["127.0.0.0/8"])), true);
    assert.equal(await isLetIn(storeWith("white", ["192.0.2.0/24"])), false);
  });

  it("keeps out whom a black list has", async () => {
    assert.equal(await isLetIn(storeWith("black", ["127.0.0.1/32"])), false);
    assert.equal(await isLetIn(storeWith("black", ["192.0.2.0/24"])), true);
  });

  it("has no effect without entries, or on calls out of a VPC", async () => {
    assert.equal(await isLetIn(storeWith("white", [])), true);
    assert.equal(await isLetIn(storeWith("white", ["192.0.2.0/24"]), false), true);
  });
});
