import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { refusalOf } from "../../cli/call";
import { EngineStack } from "../support/engineStack";

/** A dual-stack ALB before instances with an Nginx configuration of their own. */
const program = (service: string) => `
import { VpcApi } from "./components";
const api = new VpcApi("dual", {
  network: { ipv6: true },
  balancer: { kind: "alb" },
  service: {
    instanceType: "ecs.c7.large",
    systemDisk: { encrypted: true, size: 60 },
    nginxConfig: "server { listen 80; listen [::]:80; location / { return 200 'made here'; } }",
    ${service}
  },
  group: { groupName: "dual-stack" },
  routes: { "get-home": { path: "/", protocols: ["HTTP", "HTTPS"] } },
  apps: { dual_app: {} },
});
export const url = api.urls["get-home"];
export const appCode = api.apps.dual_app?.appCode;
export const instanceIds = api.service?.instanceIds;
`;

describe("a dual-stack ALB, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  before(() => stack.start(program("")));
  after(() => stack.remove());

  const outputs = (): Record<string, unknown> => JSON.parse(stack.pulumi("stack output -s local --json"));

  it("comes up, and answers by the Nginx configuration that it was given", async () => {
    stack.up();
    const answer = await stack.call();
    assert.equal(answer.status, 200, refusalOf(answer).message);
    assert.equal(answer.body, "made here");
  });

  it("stays as it is in an update and a refresh", () => stack.staysAsItIs());

  it("replaces instances for another image, and never puts it over a disk", () => {
    const before = outputs();
    // The local cloud makes instances of this image, but runs nothing on them.
    writeFileSync(
      join(stack.checkout, "index.ts"),
      program('imageId: "ubuntu_24_04_x64_20G_alibase_20260101.vhd",'),
    );
    assert.match(stack.up(), /2 replaced/);
    assert.notDeepEqual(outputs().instanceIds, before.instanceIds);
  });

  it("goes without leaving anything", async () => assert.equal(await stack.destroy(), 0));
});
