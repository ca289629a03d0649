import assert from "node:assert/strict";
import { join } from "node:path";
import { LocalWorkspace, type OutputMap, type Stack } from "@pulumi/pulumi/automation";
import { type LocalCloud, readRefusal, startLocalCloud } from "alicloud-vpc-api-testing";

describe("the shop on a local cloud", function () {
  this.timeout(10 * 60_000);
  let cloud: LocalCloud;
  let stack: Stack;
  let outputs: OutputMap;
  const output = (name: string) => String(outputs[name]?.value);

  before(async () => {
    cloud = await startLocalCloud();
    const project = { stackName: "test", workDir: join(__dirname, "..") };
    stack = await LocalWorkspace.createOrSelectStack(project, { envVars: { ...cloud.env } });
    await stack.setAllConfig({ ...cloud.config });
    ({ outputs } = await stack.up());
  });

  after(async () => {
    await stack?.workspace.removeStack("test", { force: true });
    await cloud?.stop();
  });

  it("serves the home page without credentials", async () => {
    const { status, body } = await cloud.call({ url: output("home") });
    assert.deepEqual([status, body], [200, "<h1>Shop</h1>"]);
  });

  it("serves items only to its front end", async () => {
    const url = output("item").replace("[id]", "1");
    assert.equal((await cloud.call({ url, appCode: output("appCode") })).body, "a lamp");
    const refused = await cloud.call({ url, appCode: "somebody-elses" });
    assert.deepEqual([refused.status, readRefusal(refused).code], [400, "A400AC"]);
  });

  it("returns D504CO while the instances refuse connections", async () => {
    await cloud.setFaults([{ product: "backEnd", refuses: true }]);
    const refused = await cloud.call({ url: output("home") });
    await cloud.setFaults([]);
    assert.equal(readRefusal(refused).code, "D504CO");
    assert.equal((await cloud.requests()).at(-1)?.errorCode, "D504CO");
  });

  it("shows no changes in the next preview", async () => {
    await stack.preview({ expectNoChanges: true });
  });

  it("deletes all resources on destroy", async () => {
    await stack.destroy();
    assert.equal((await cloud.resources()).total, 0);
  });
});
