import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request } from "node:http";
import CloudApi, { DescribeInstancesRequest, ModifyInstanceSpecRequest } from "@alicloud/cloudapi20160714";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";
import { until } from "../support/localCloud";
import { sdkConfig } from "../support/sdkConfig";

/** A stack on a dedicated instance that allows the configured addresses, with the access log of its region. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("nginx-demo", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  gateway: {
    zoneId: "cn-hangzhou-MAZ6(i,j,k)",
    accessList: { allow: new pulumi.Config().requireObject("allow") },
  },
  accessLog: { retentionDays: 7 },
  group: { groupName: "nginx-demo" },
  routes: { "nginx-test": { path: "/nginx", protocols: ["HTTP", "HTTPS"], backend: { path: "/" } } },
  apps: { nginx_demo_app: {} },
});
export const url = api.urls["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
export const instanceId = api.gateway?.instanceId;
export const logProject = api.accessLog?.project;
`;

describe("a stack on a dedicated instance with access list and access log, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;

  before(async () => {
    served = await stack.start(program);
    allow("127.0.0.0/8");
  });
  after(() => stack.remove());

  const allow = (...blocks: string[]) => stack.configure({ "alicloud-vpc-api:allow": blocks });
  const output = (name: string) => String(new Map(Object.entries(stack.outputs())).get(name));

  it("deploys and allows the addresses of the list", async () => {
    stack.up();
    assert.equal((await stack.call()).status, 200);
  });

  it("logs the call in its access log", async () => {
    const project = output("logProject");
    const find = async () => (await logsOf(served, project, "statusCode: 200")).length;
    await until("the call is in the log", async () => (await find()) > 0);
    const [{ apiName, path, clientIp, errorCode } = {}] = await logsOf(served, project, "nginx_demo_app");
    assert.deepEqual([apiName, path, clientIp, errorCode], ["nginx-test", "/nginx", "127.0.0.1", "OK"]);
  });

  it("does not change in an update and a refresh", () => stack.staysAsItIs());

  it("shows changed egress addresses as a diff of the list, and drops calls of denied addresses", async () => {
    await changeSpecification(served, output("instanceId"));
    allow("192.0.2.0/24");
    const preview = stack.pulumi("preview -s local --non-interactive --diff");
    assert.match(preview, /100\.104\.128\.64\/26/);
    assert.match(preview, /nginx-demo-egress-list/);
    assert.doesNotMatch(preview, /apigateway\/group:Group: \(replace\)/);
    stack.up();
    await assert.rejects(stack.call(), { code: "ECONNRESET" });
  });

  it("destroys all resources", async () => assert.equal(await stack.destroy(), 0));
});

/** Gives the instance a larger machine behind the stack's back, as an operator would. */
async function changeSpecification(cloud: LocalCloud, instanceId: string): Promise<void> {
  const client = new CloudApi(sdkConfig(cloud));
  await client.modifyInstanceSpec(
    new ModifyInstanceSpecRequest({ token: "once", instanceId, instanceSpec: "api.s1.medium" }),
  );
  const { body } = await client.describeInstances(new DescribeInstancesRequest({ instanceId }));
  assert.equal(body?.instances?.instanceAttribute?.[0]?.newVpcEgressAddress, "100.104.128.64/26");
}

/** Entries of the last minutes in the Logstore, as Simple Log Service answers. */
function logsOf(
  { endpoint, accessKeyId, accessKeySecret }: LocalCloud,
  project: string,
  query: string,
): Promise<Record<string, string>[]> {
  const port = Number(endpoint.split(":")[1]);
  const now = Math.floor(Date.now() / 1000);
  const asked = { from: String(now - 600), query, to: String(now + 1), type: "log" };
  const pairs = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
  const own = { "x-log-apiversion": "0.6.0", "x-log-bodyrawsize": "0", "x-log-signaturemethod": "hmac-sha1" };
  const date = new Date().toUTCString();
  const lines = Object.entries(own).map(([name, value]) => `${name}:${value}`);
  const text = ["GET", "", "", date, ...lines, `/logstores/api-gateway?${pairs.join("&")}`].join("\n");
  const signature = createHmac("sha1", accessKeySecret).update(text).digest("base64");
  const headers = {
    ...own,
    date,
    host: `${project}.localhost:${port}`,
    authorization: `LOG ${accessKeyId}:${signature}`,
  };
  const path = `/logstores/api-gateway?${new URLSearchParams(asked)}`;
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve(JSON.parse(body));
        else reject(new Error(body));
      });
    })
      .on("error", reject)
      .end();
  });
}
