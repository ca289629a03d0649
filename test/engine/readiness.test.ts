import assert from "node:assert/strict";
import { EngineStack } from "../support/engineStack";

/** One instance behind a CLB, which sees within 3 seconds that it fails its health check; special is `special`. */
const program = (special: string, transform = "") => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("nginx-demo", {
  network: { zones: 1 },
  group: { groupName: "nginx-demo" },
  routes: { "nginx-test": { path: "/nginx", protocols: ["HTTP", "HTTPS"], backend: { path: "/" } } },
  apps: { nginx_demo_app: {} },
  transform: {
    clbListener: { healthCheckTimeout: 1, healthCheckInterval: 1, unhealthyThreshold: 2 },
    ${transform}
  },
  ${special}
});
export const url = api.urls["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
export const readiness = api.readiness;
export const answer = api.nodes.readiness.readiness?.answer;
`;

const open = program("readiness: { waitSeconds: 60 },");
const shut = program("readiness: { waitSeconds: 2 },", 'securityGroupRule: { portRange: "81/81" },');
/** Secret, and changed with `limit`: its digest must not be in the state as a plain text. */
const plugin = (limit: number) =>
  `plugins: { limit: { type: "trafficControl", document: pulumi.secret({ unit: "MINUTE", apiDefault: ${limit} }) } },`;

describe("the readiness of a service, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();

  before(() => stack.start(shut));
  after(() => stack.remove());

  const preview = () => stack.pulumi("preview -s local --non-interactive");
  const isUpdated = /Readiness nginx-demo-readiness updat/;
  const willUpdate = /Readiness +nginx-demo-readiness +update/;

  it("fails an update with reason and fix if the gateway is not allowed", () => {
    const output = stack.up({ succeeds: false });
    assert.match(output, /api-shared-vpc-001 does not reach lb-\w+ on port 80, after 2 s\. Probably no/);
    assert.match(output, /security group rule for the gateway's egress addresses/);
  });

  it("succeeds after the fix, and is not checked again without a change", async () => {
    stack.program(open);
    stack.up();
    const outputs = new Map(Object.entries(stack.outputs()));
    assert.equal(outputs.get("readiness"), "connected");
    assert.equal(outputs.get("answer"), "the back end answered with status 200");
    assert.equal((await stack.call()).status, 200);
    stack.staysAsItIs();
  });

  it("fails an update whose new server is unhealthy, and keeps the old one in service", async () => {
    const broken = 'service: { nginxConfig: "server { listen 80; location / { return 503; } }" },';
    stack.program(program(`readiness: { waitSeconds: 4 }, ${broken}`));
    const output = stack.up({ succeeds: false });
    assert.match(output, /The CLB lb-\w+ has servers that get no calls, after 4 s\. /);
    assert.match(output, /i-\w+ on port 80 is abnormal\. Check the instance's console output/);
    assert.equal((await stack.call()).status, 200);
    stack.program(open);
    stack.up();
    stack.updatesNothing();
  });

  it("fails an update of the health check that no server passes, and names it", async () => {
    stack.program(program('readiness: { waitSeconds: 4 }, balancer: { healthCheckPath: "/nope" },'));
    assert.match(preview(), willUpdate);
    const output = stack.up({ succeeds: false });
    assert.match(output, /Changed since the last successful check: clbListener\/listener\. /);
    assert.match(output, /health check/);
    assert.equal((await stack.call()).status, 504);
  });

  it("is checked again after a failure, also for the last checked program", async () => {
    stack.program(open);
    assert.match(preview(), willUpdate);
    assert.match(stack.up(), isUpdated);
    assert.equal((await stack.call()).status, 200);
    stack.staysAsItIs();
  });

  it("is checked again for a plug-in, whose secret document is not in the state", () => {
    for (const limit of [1000, 2000]) {
      stack.program(`import * as pulumi from "@pulumi/pulumi";${program(plugin(limit))}`);
      assert.match(stack.up(), isUpdated);
    }
    const state = stack.pulumi("stack export -s local");
    assert.doesNotMatch(state, /plugin\/limit": "[0-9a-f]{16}"/);
    assert.match(state, /clbListener\/listener": "[0-9a-f]{16}"/);
  });

  it("fails an update of the rule that blocks the gateway, and names it", () => {
    stack.program(shut);
    const output = stack.up({ succeeds: false });
    assert.match(output, /Changed since the last successful check: securityGroupRule\/ingress\. /);
    stack.program(program("readiness: false,"));
    assert.match(stack.up(), /Readiness nginx-demo-readiness deleted/);
  });
});
