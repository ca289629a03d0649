import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

/** A shop in the zones of these letters. */
const program = (kind: "clb" | "alb", letters: string, more = "") => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  network: { zones: ${JSON.stringify([...letters].map((letter) => `cn-hangzhou-${letter}`))} },
  balancer: { kind: "${kind}" },
  service: { pages: { "index.html": "home", a: "page a" } ${more} },
  group: { groupName: "shop" },
  defaults: { protocols: ["HTTP", "HTTPS"] },
  routes: { "get-a": "GET /a" },
  apps: { shop_web: {} },
});
export const url = api.urls["get-a"];
export const appCode = api.apps.shop_web?.appCode;
export const target = api.access.access.instanceId;
`;

for (const kind of ["clb", "alb"] as const) {
  describe(`zones of a shop behind ${kind === "clb" ? "a CLB" : "an ALB"}, through the engine`, function () {
    this.timeout(60 * 60_000);
    const stack = new EngineStack();
    before(async () => {
      await stack.start(program(kind, "hij"));
      stack.up();
    });
    after(() => stack.remove());

    const target = (): unknown => new Map(Object.entries(stack.outputs())).get("target");

    it("can be reordered: nothing changes", () => {
      stack.program(program(kind, "jhi"));
      stack.updatesNothing();
    });

    it("can be removed and added: the others stay, and every call passes", async () => {
      const before = target();
      stack.program(program(kind, "kij"));
      const preview = stack.pulumi("preview -s local --non-interactive");
      assert.doesNotMatch(preview, /replace/);
      assert.doesNotMatch(preview, /cn-hangzhou-[ij]\b.*(create|update|delete)/);
      const { made, failed } = await stack.upWhileCalling(["/a"]);
      assert.ok(made > 0);
      assert.deepEqual(failed, []);
      assert.equal(target(), before);
    });

    it("move the balancer if its own is removed, and add instances", async () => {
      const before = target();
      stack.program(program(kind, "ik", ", instances: 3"));
      stack.up();
      assert.notEqual(target(), before);
      assert.equal((await stack.call("/a")).status, 200);
      assert.equal(await stack.holds("vswitch"), 2);
      assert.equal(await stack.holds("instance"), 3);
      stack.staysAsItIs();
    });
  });
}
