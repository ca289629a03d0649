import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

/** Balancers, with a seed whose instances boot fast. */
const balancers = [
  { kind: "clb", zones: 1, seed: 591 },
  { kind: "alb", zones: 2, seed: 591 },
];

for (const { kind, zones, seed } of balancers) {
  const program = (page: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  network: { zones: ${zones} },
  service: { instances: 1, pages: { "index.html": "${page}" } },
  balancer: { kind: "${kind}" },
  group: { groupName: "shop" },
  routes: { "get-home": { path: "/", protocols: ["HTTP", "HTTPS"] } },
  apps: { shop_web: {} },
});
export const url = api.urls["get-home"];
export const appCode = api.apps.shop_web?.appCode;
`;

  describe(`the replacement of all instances behind ${kind}, with the delays of the real cloud`, function () {
    this.timeout(10 * 60_000);
    const stack = new EngineStack();
    before(() => stack.start(program("one"), { seed }));
    after(() => stack.remove());

    it("fails no call", async () => {
      stack.up();
      stack.program(program("two"));
      const { made, failed } = await stack.upWhileCalling([""]);
      assert.deepEqual(failed, [], `of ${made} calls`);
      assert.equal((await stack.call()).body, "two");
    });
  });
}
