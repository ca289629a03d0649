import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

const zone = (letter: string) => `cn-hangzhou-${letter}`;

/** A shop in the zones of these letters. */
const program = (kind: "clb" | "alb", letters: string, more = "") => `
import { VpcApi } from "./components";
const api = new VpcApi("shop", {
  network: { zones: ${JSON.stringify([...letters].map(zone))} },
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
  describe(`zones of a shop behind ${kind}, through the engine`, function () {
    this.timeout(60 * 60_000);
    const stack = new EngineStack();
    before(async () => {
      await stack.start(program(kind, "hij"));
      stack.up();
    });
    after(() => stack.remove());

    const target = (): unknown => (stack.outputs() as { target: string }).target;
    /** Steps of a preview that are not about dynamic resources of this package. */
    const previewed = (): string[] => {
      const printed = stack.pulumi("preview -s local --json --non-interactive");
      const { steps } = JSON.parse(printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1));
      return (steps as { op: string; urn: string }[])
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)
        .sort();
    };

    it("may be exchanged: nothing changes", () => {
      stack.program(program(kind, "jhi"));
      stack.staysAsItIs();
    });

    it("may be removed: the others stay, and every call passes", async () => {
      const before = target();
      stack.program(program(kind, "ij"));
      const { made, failed } = await stack.upWhileCalling(["/a"]);
      assert.deepEqual(failed, []);
      assert.equal(target(), before);
      stack.staysAsItIs();
    });

    it("may be added: the others stay, and every call passes", async () => {
      const before = target();
      stack.program(program(kind, "ijk"));
      const { made, failed } = await stack.upWhileCalling(["/a"]);
      assert.deepEqual(failed, []);
      assert.equal(target(), before);
      stack.staysAsItIs();
    });

    it("moves the balancer when its own is removed", async () => {
      stack.program(program(kind, "ik", ", instances: 3"));
      const { made, failed } = await stack.upWhileCalling(["/a"]);
      stack.staysAsItIs();
    });

    it("leaves nothing", async () => assert.equal(await stack.destroy(), 0));
  });
}
