import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { createFabric } from "../../../local/fabric/fabric";
import { createGateway, type Gateway } from "../../../local/gateway/gateway";
import { createMachines, type Machines } from "../../../local/machines/machines";
import type { Store } from "../../../local/store/store";
import { nginx } from "../nginx";
import * as world from "../world";

/** The tutorial's stack with a real Nginx, asked as a client asks. */
describe("gateway: from a client to Nginx and back", function () {
  this.timeout(60_000);
  let dataDir = "";
  let machines: Machines;
  let store: Store;
  let gateway: Gateway;
  let port = 0;
  const server = createServer((request, response) =>
    gateway.handle(request, response, { tls: false, clientAddress: "127.0.0.1" }),
  );

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "gateway-"));
    machines = createMachines({ dataDir, nginx, log: () => {} });
    await machines.start(world.instance());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  });
  beforeEach(() => {
    store = world.tutorialStore();
    const clock = () => new Date();
    gateway = createGateway({
      store,
      fabric: createFabric({ store, machines, clock }),
      clock,
      log: () => {},
    });
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await machines.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const APP_CODE = { authorization: `APPCODE ${world.APP_CODE}` };

  interface Call {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
  }

  function call({ method = "GET", path = "/nginx", headers = {} }: Call) {
    return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
      const asked = httpRequest({
        port,
        method,
        path,
        headers: { host: world.HOST, ...headers },
        agent: false,
      });
      asked.once("error", reject).once("response", (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      asked.end();
    });
  }

  async function passes(asked: Call): Promise<void> {
    const { status, headers, body } = await call(asked);
    assert.equal(status, 200, String(headers["x-ca-error-message"]));
    assert.match(body, /<title>Welcome to nginx!<\/title>/);
    assert.match(String(headers["x-ca-request-id"]), /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    assert.equal(headers["x-ca-error-code"], undefined);
    assert.match(String(headers.server), /^nginx/);
  }

  async function refused(asked: Call): Promise<string> {
    const { status, headers, body } = await call(asked);
    assert.equal(body, "");
    assert.ok(headers["x-ca-request-id"]);
    return `${status} ${headers["x-ca-error-code"]} ${headers["x-ca-error-message"]}`;
  }

  function signed(secret: string): Record<string, string> {
    const headers = { "x-ca-key": world.APP_KEY, "x-ca-timestamp": String(Date.now()) };
    const text = `GET\n\n\n\n\nx-ca-key:${headers["x-ca-key"]}\nx-ca-timestamp:${headers["x-ca-timestamp"]}\n/nginx`;
    const signature = createHmac("sha256", secret).update(text).digest("base64");
    return { ...headers, "x-ca-signature": signature, "x-ca-signature-headers": "x-ca-key,x-ca-timestamp" };
  }

  it("serves Nginx's page with the AppCode in the header", () => passes({ headers: APP_CODE }));
  it("serves it with the AppCode in the query", () => passes({ path: `/nginx?AppCode=${world.APP_CODE}` }));
  it("serves it to a signed request", () => passes({ headers: signed(world.APP_SECRET) }));

  it("cuts off who an instance's access list does not let in, and keeps that apart", async () => {
    const common = { regionId: world.REGION, createdTime: "", tags: [] };
    const entries = [{ cidr: "192.0.2.0/24", comment: "" }];
    store.accessControlLists.put({ ...common, id: "acl-1", name: "office", ipVersion: "ipv4", entries });
    Object.assign(world.existing(store.gatewayInstances.all()[0]), { aclId: "acl-1", aclType: "white" });
    await assert.rejects(call({ headers: APP_CODE }), { code: "ECONNRESET" });
    const { status, step } = world.existing(gateway.requests()[0]);
    assert.deepEqual([status, step], [444, "instance-access-list"]);
  });

  it("writes the access log of the region where its configuration says, without secrets", async () => {
    const common = { regionId: world.REGION, createdTime: "", tags: [] };
    store.logConfigs.put({
      ...common,
      id: "c",
      logType: "PROVIDER",
      project: "shop-log",
      logStore: "access",
    });
    await passes({ path: `/nginx?AppCode=${world.APP_CODE}` });
    assert.deepEqual(store.logEntries.of("shop-log:access"), [], "the Logstore is gone");
    store.logStores.put({
      ...{ ...common, id: "shop-log:access", project: "shop-log", name: "access", ttl: 30, shardCount: 2 },
      ...{ autoSplit: false, maxSplitShard: 0, appendMeta: true, enableTracking: false, mode: "standard" },
      ...{ meteringMode: "", modifiedTime: "", index: undefined },
    });
    await passes({ path: `/nginx?AppCode=${world.APP_CODE}` });
    await call({ path: "/nothing" });
    await call({ headers: { host: "unknown.example.com" } });
    const fields = store.logEntries.of("shop-log:access").map((entry) => entry.fields);
    assert.deepEqual(
      fields.map(({ apiName, appName, path, statusCode, errorCode }) => [
        apiName,
        appName,
        path,
        statusCode,
        errorCode,
      ]),
      [
        ["nginx-test", "nginx_app", "/nginx", "200", "OK"],
        ["", "", "/nothing", "404", "I404NF"],
      ],
    );
    assert.ok(!JSON.stringify(fields).includes(world.APP_CODE));
  });

  const refusals: { title: string; ask: Call; change?(): void; answer: RegExp }[] = [
    {
      title: "an unknown host",
      ask: { headers: { host: "example.com" } },
      answer: /^404 I404DO Invalid Domain `example\.com`$/,
    },
    {
      title: "an unknown path",
      ask: { path: "/x", headers: APP_CODE },
      answer: /^404 I404NF API not found with `GET \/x`$/,
    },
    {
      title: "another method",
      ask: { method: "POST", headers: APP_CODE },
      answer: /^404 I404NF API not found with `POST \/nginx`$/,
    },
    {
      title: "an unknown stage",
      ask: { headers: { ...APP_CODE, "X-Ca-Stage": "PROD" } },
      answer: /^400 I400SG Invalid Stage$/,
    },
    {
      title: "a stage without publication",
      ask: { headers: { ...APP_CODE, "X-Ca-Stage": "TEST" } },
      answer: /^404 I404NF /,
    },
    { title: "no AppCode", ask: {}, answer: /^400 A400MA Need authorization/ },
    {
      title: "a wrong AppCode",
      ask: { headers: { authorization: "APPCODE x" } },
      answer: /^400 A400AC Invalid AppCode `not exists`$/,
    },
    {
      title: "a wrong signature",
      ask: {
        get headers() {
          return signed("x");
        },
      },
      answer: /^403 A403IS Invalid Signature, Server StringToSign:GET#####x-ca-key:/,
    },
    {
      title: "an app without authorization",
      ask: { headers: APP_CODE },
      change: () => store.authorizations.delete("api-1:RELEASE:1100"),
      answer: /^403 A403AA Unauthorized$/,
    },
    {
      title: "HTTP to an API for HTTPS only",
      ask: { headers: APP_CODE },
      change: () => {
        world.existing(store.apis.get("api-1")?.deployments[0]).definition.request.protocol = "HTTPS";
      },
      answer: /^403 I403PT Invalid protocol HTTP unsupported$/,
    },
  ];
  for (const { title, ask, change, answer } of refusals) {
    it(`refuses ${title}`, async () => {
      change?.();
      assert.match(await refused(ask), answer);
    });
  }

  describe("when the way to Nginx is shut", () => {
    const timeout = "504 D504CO Backend service connect failed `Timeout connecting to 10.0.0.100:80`";
    const stoppedAt = () => gateway.requests().at(-1)?.hops.at(-1)?.kind;

    it("fails without the security group's rule, and passes with it", async () => {
      const group = world.existing(store.securityGroups.get("sg-1"));
      const rules = group.rules;
      group.rules = [];
      assert.equal(await refused({ headers: APP_CODE }), timeout);
      assert.equal(stoppedAt(), "security-group");
      group.rules = rules;
      await passes({ headers: APP_CODE });
    });

    it("fails while the listener is stopped", async () => {
      store.loadBalancers.put(world.balancer({ listeners: [world.listener({ status: "stopped" })] }));
      assert.equal(await refused({ headers: APP_CODE }), timeout);
      assert.equal(stoppedAt(), "listener");
    });

    it("fails while the health check finds nothing", async () => {
      const attributes = {
        HealthCheckType: "http",
        HealthCheckURI: "/absent",
        HealthCheckHttpCode: "http_2xx",
      };
      store.loadBalancers.put(world.balancer({ listeners: [world.listener({ attributes })] }));
      assert.equal(await refused({ headers: APP_CODE }), timeout);
      assert.equal(stoppedAt(), "backend");
    });

    it("fails while the instance is stopped, and passes when it runs again", async () => {
      const stopped = world.existing(store.instances.get("i-1"));
      stopped.status = "Stopped";
      await machines.stop("i-1");
      assert.equal(await refused({ headers: APP_CODE }), timeout);
      await machines.start(stopped);
      stopped.status = "Running";
      await passes({ headers: APP_CODE });
    });
  });

  it("stops after the second-level domain's calls of a day, and marks its answers", async () => {
    const marked = (await call({ headers: APP_CODE })).headers["content-disposition"];
    assert.equal(marked, "attachment; filename=ApiResponseForInnerDomain");
    const fabric = { connect: () => Promise.reject(new Error("not called")) };
    gateway = createGateway({
      store,
      fabric,
      clock: () => new Date(),
      log: () => {},
      limits: { secondLevelDomainCalls: () => 1 },
    });
    assert.match(await refused({ path: "/x" }), /^404/);
    assert.match(await refused({ headers: APP_CODE }), /^429 T429ID Throttled by /);
  });
});
