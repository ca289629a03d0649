import assert from "node:assert/strict";
import { type ApiAnswer, readRefusal, readTitle } from "../../testing/call";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";

/**
 * An ALB before instances with an Nginx configuration of their own, and a service of one instance by itself, with few calls
 * a minute, where the gateway has no IPv6.
 */
const program = (ipv6: boolean, image: string) => `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("dual", {
  network: { ipv6: ${ipv6} },
  balancer: { kind: "alb" },
  service: {
    instanceType: "ecs.c7.large",
    systemDisk: { encrypted: true, size: 60 },
    nginxConfig: "server { listen 80; listen [::]:80; location / { return 200 'made here'; } }",
    ${image}
  },
  group: { groupName: "dual-stack" },
  routes: { "get-home": { path: "/", protocols: ["HTTP", "HTTPS"] } },
  apps: { dual_app: {} },
});
const cloud = new pulumi.Config("alicloud");
const provider = new alicloud.Provider("far", {
  region: "cn-shanghai",
  accessKey: cloud.require("accessKey"),
  secretKey: cloud.require("secretKey"),
  accountType: "Domestic",
  protocol: "HTTP",
  skipRegionValidation: true,
  endpoints: cloud.requireObject("endpoints"),
});
const far = new VpcApi("far", {
  network: { zones: 1, ipv6: true },
  balancer: { kind: "none" },
  group: { groupName: "far-away" },
  throttling: { unit: "MINUTE", perApi: 3 },
  routes: { "get-home": { path: "/", protocols: ["HTTP"], auth: "anonymous" } },
}, { providers: [provider] });
export const url = api.urls["get-home"];
export const appCode = api.apps.dual_app?.appCode;
export const instanceIds = api.service?.instanceIds;
export const network = [api.network.vpcId, api.network.vswitchIds];
export const blocks = api.network.vswitches.map(({ ipv6CidrBlock }) => ipv6CidrBlock);
export const farUrl = far.urls["get-home"];
export const farBlocks = far.access.ipv6PrefixList?.entries;
`;
const older = 'imageId: "aliyun_3_x64_20G_alibase_20251030.vhd",';

describe("an ALB that becomes dual-stack, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;
  before(async () => {
    served = await stack.start(program(false, older));
  });
  after(() => stack.remove());

  const output = (name: string): unknown => new Map(Object.entries(stack.outputs())).get(name);
  const answers = async () => {
    const answer = await stack.call();
    assert.equal(answer.status, 200, readRefusal(answer).message);
    assert.equal(answer.body, "made here");
  };

  it("deploys, and answers with its Nginx configuration", async () => {
    stack.up();
    await answers();
  });

  it("allows no IPv6 if the gateway does not use it", () => assert.deepEqual(output("farBlocks"), []));

  it("answers in the other region with the page of Nginx, at most three times a minute", async () => {
    const answers: ApiAnswer[] = [];
    // One minute can end between the calls.
    while (answers.length < 7 && answers.at(-1)?.status !== 429)
      answers.push(await served.call({ url: String(output("farUrl")) }));
    const [first, last] = [answers[0], answers.at(-1)];
    assert.ok(first && last);
    assert.equal(readTitle(first.body), "Welcome to nginx!");
    assert.deepEqual([last.status, readRefusal(last).code], [429, "T429PA"]);
  });

  it("adds IPv6 blocks to its existing VPC and vSwitches", async () => {
    const before = output("network");
    stack.program(program(true, older));
    stack.up();
    assert.deepEqual(output("network"), before);
    const blocks = output("blocks");
    assert.ok(Array.isArray(blocks) && blocks.length === 2);
    for (const block of blocks) assert.match(String(block), /^2001:db8:.*\/64$/);
    await answers();
  });

  it("does not change in an update and a refresh", () => stack.staysAsItIs());

  it("replaces instances for another image, and never overwrites a disk", async () => {
    const before = output("instanceIds");
    stack.program(program(true, 'image: "latest",'));
    // Each with its place behind the ALB.
    assert.match(stack.up(), /4 replaced/);
    assert.notDeepEqual(output("instanceIds"), before);
    await answers();
  });
});
