import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

/** One instance by itself; what is special about the stack is written between the braces. */
const program = (special: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("nginx-demo", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  group: { groupName: "nginx-demo" },
  routes: { "nginx-test": { path: "/nginx", protocols: ["HTTP", "HTTPS"], backend: { path: "/" } } },
  apps: { nginx_demo_app: {} },
  ${special}
});
export const url = api.urls["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
export const readiness = api.readiness;
export const answer = api.nodes.readiness.readiness?.answer;
`;

const shut = 'readiness: { waitSeconds: 2 }, transform: { securityGroupRule: { portRange: "81/81" } },';

describe("the readiness of a service, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();

  before(() => stack.start(program(shut)));
  after(() => stack.remove());

  it("ends an update with the reason and what to do, when the gateway is shut out", () => {
    const output = stack.up({ succeeds: false });
    assert.match(
      output,
      /api-shared-vpc-001 does not reach i-\w+ on port 80, after 2 s\. Most likely nothing/,
    );
    assert.match(output, /the security group has no rule that lets the gateway's egress/);
  });

  it("is there once the way is free, and is not checked again without a change", async () => {
    stack.program(program("readiness: { waitSeconds: 60 },"));
    stack.up();
    const outputs = new Map(Object.entries(stack.outputs()));
    assert.equal(outputs.get("readiness"), "connected");
    assert.equal(outputs.get("answer"), "the back end answered with status 200");
    assert.equal((await stack.call()).status, 200);
    stack.staysAsItIs();
  });

  it("is checked again when the way changes", () => {
    // The rule that let the gateway in goes at the end of the update, after the check.
    stack.program(program(shut));
    assert.match(stack.up(), /Readiness nginx-demo-readiness updated/);
    stack.program(program("readiness: false,"));
    assert.match(stack.up(), /Readiness nginx-demo-readiness deleted/);
  });

  it("goes without leaving anything", async () => assert.equal(await stack.destroy(), 0));
});
