import assert from "node:assert/strict";
import { readRefusal, readTitle } from "../../testing/call";
import { EngineStack } from "../support/engineStack";

/** A small stack; what is special about it is written between the braces. */
const program = (special: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("nginx-demo", {
  group: { groupName: "nginx-demo" },
  routes: { "nginx-test": { path: "/nginx", protocols: ["HTTP", "HTTPS"], backend: { path: "/" } } },
  apps: { nginx_demo_app: {} },
  ${special}
});
export const url = api.urls["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
`;

const scenarios: { name: string; special: string; also?: (stack: EngineStack) => Promise<void> }[] = [
  {
    name: "one instance by itself, with at most three calls a minute",
    special: 'network: { zones: 1 }, balancer: { kind: "none" }, throttling: { unit: "MINUTE", perApi: 3 },',
    async also(stack) {
      const answers = [await stack.call(), await stack.call(), await stack.call()];
      const refused = answers.at(-1);
      assert.ok(refused);
      assert.equal(refused.status, 429);
      assert.equal(readRefusal(refused).code, "T429PA");
    },
  },
];

for (const { name, special, also } of scenarios) {
  describe(`a stack ${name}, through the engine`, function () {
    this.timeout(60 * 60_000);
    const stack = new EngineStack();

    before(() => stack.start(program(special)));
    after(() => stack.remove());

    it("deploys and answers with the page of Nginx", async () => {
      stack.up();
      const answer = await stack.call();
      assert.equal(answer.status, 200, readRefusal(answer).message);
      assert.equal(readTitle(answer.body), "Welcome to nginx!");
    });

    if (also) it("passes the checks of the scenario", () => also(stack));

    it("does not change in an update and a refresh", () => stack.staysAsItIs());

    it("destroys all resources", async () => assert.equal(await stack.destroy(), 0));
  });
}
