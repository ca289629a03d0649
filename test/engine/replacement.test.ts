import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

const program = (page: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  service: { pages: { "index.html": "${page}" } },
  group: { groupName: "shop" },
  routes: { "get-home": { path: "/", protocols: ["HTTP", "HTTPS"] } },
  apps: { shop_web: {} },
});
export const url = api.urls["get-home"];
export const appCode = api.apps.shop_web?.appCode;
`;

describe("the replacement of all instances behind a CLB, with the delays of the real cloud", function () {
  this.timeout(10 * 60_000);
  const stack = new EngineStack();
  // The instances of this seed boot fast.
  before(() => stack.start(program("one"), { seed: 591 }));
  after(() => stack.remove());

  it("fails no call", async () => {
    stack.up();
    stack.program(program("two"));
    const { made, failed } = await stack.upWhileCalling([""]);
    assert.deepEqual(failed, [], `of ${made} calls`);
    assert.equal((await stack.call()).body, "two");
  });
});
