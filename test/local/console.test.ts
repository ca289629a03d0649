import assert from "node:assert/strict";
import { CHAIN } from "../../local/gateway/chain";
import { ConsoleServer, call } from "./consoleServer";
import {
  APP_CODE,
  APP_KEY,
  APP_SECRET,
  balancer,
  existing,
  instance,
  REGION,
  rule,
  securityGroup,
} from "./world";

const SECRETS = [APP_CODE, APP_KEY, APP_SECRET];

const common = (id: string) => ({ id, regionId: REGION, createdTime: "2026-01-01T00:00:00Z", tags: [] });

describe("the console", () => {
  let server: ConsoleServer;

  beforeEach(async () => {
    server = new ConsoleServer();
    await server.start();
  });

  afterEach(() => server.close());

  it("says which process runs and where its gateway is", async () => {
    const { text } = await server.ask("/_local/status");
    const status = JSON.parse(text);
    assert.equal(status.pid, 4321);
    assert.equal(status.startedAt, "2026-01-01T00:00:00.000Z");
    assert.deepEqual(status.wall, { kind: "none", description: "No wall around Nginx: this is a test." });
    assert.match(status.gateway, /^127\.0\.0\.1:\d+$/);
  });

  it("leaves what is not below its prefix to others", async () => {
    assert.equal((await server.ask("/")).status, 418);
    assert.equal((await server.ask("/?Action=DescribeVpcs")).status, 418);
  });

  it("counts what users made, by kind", async () => {
    server.store.batchTasks.put({ ...common("task-1"), action: "BatchDeployApis", results: [] });
    const { text } = await server.ask("/_local/resources");
    assert.deepEqual(JSON.parse(text), {
      total: 10,
      byKind: {
        securityGroup: 1,
        prefixList: 1,
        instance: 1,
        loadBalancer: 1,
        vServerGroup: 1,
        vpcAccess: 1,
        apiGroup: 1,
        api: 1,
        app: 1,
        authorization: 1,
      },
    });
  });

  it("names what there is with what it belongs to, and no other field", async () => {
    const { objects } = JSON.parse((await server.ask("/_local/objects")).text);
    const api = objects.find(({ kind }: { kind: string }) => kind === "api");
    assert.deepEqual(Object.keys(api), ["kind", "id", "regionId", "name", "createdTime", "belongsTo"]);
    assert.equal(api.name, existing(server.store.apis.all()[0]).definition.name);
    assert.deepEqual(api.belongsTo, { groupId: existing(server.store.apiGroups.all()[0]).id });
  });

  it("counts a dedicated gateway instance, which a user made", async () => {
    server.store.gatewayInstances.put({
      ...existing(server.store.gatewayInstances.all()[0]),
      id: "apigateway-hz-1",
      type: "VPC_DEDICATED",
    });
    assert.equal(JSON.parse((await server.ask("/_local/resources")).text).byKind.gatewayInstance, 1);
  });

  it("gives the logs and an instance's console", async () => {
    assert.deepEqual(JSON.parse((await server.ask("/_local/calls")).text), { calls: [call] });
    const { requests } = JSON.parse((await server.ask("/_local/requests")).text);
    assert.equal(requests[0].requestId, "REQUEST-1");
    const log = await server.ask("/_local/instances/i-1/log");
    assert.match(log.text, /^boot of i-1\n/);
    assert.match(log.headers["content-type"] ?? "", /^text\/plain/);
    assert.equal((await server.ask("/_local/instances/i-2/log")).status, 404);
  });

  it("names every action that is implemented, with who called it", async () => {
    const { actions } = JSON.parse((await server.ask("/_local/actions")).text);
    const of = (name: string) => actions.filter(({ action }: { action: string }) => action === name);
    assert.deepEqual(of("CreateVpc"), [
      {
        product: "vpc",
        version: "2016-04-28",
        action: "CreateVpc",
        writes: true,
        callers: { "AlibabaCloud Golang/1.25": 3 },
      },
    ]);
    const reading = { product: "sls", version: "0.6.0", action: "GetLogs", writes: false, callers: {} };
    assert.deepEqual(of("GetLogs"), [reading]);
    const names = actions.map((it: { product: string; action: string }) => `${it.product} ${it.action}`);
    assert.equal(new Set(names).size, actions.length);
  });

  describe("hides AppCode, AppKey and AppSecret", () => {
    beforeEach(() => {
      const userData = Buffer.from(`#cloud-config\n# ${APP_SECRET}\n`).toString("base64");
      server.store.instances.put(instance({ userData }));
      server.gatewayAnswer = ({ headers }, response) =>
        void response.writeHead(200, { "X-Echo": String(headers.authorization) }).end(SECRETS.join("\n"));
    });

    const assertHidden = ({ status, headers, text }: Awaited<ReturnType<ConsoleServer["ask"]>>) => {
      assert.equal(status, 200, text);
      for (const secret of SECRETS) {
        assert.ok(!text.includes(secret), text);
        assert.ok(!JSON.stringify(headers).includes(secret));
      }
    };

    for (const path of [
      ...["status", "resources", "overview", "calls", "requests", "instances/i-1/log"],
      ...["", "console.mjs"],
    ]) {
      it(`in the answer of /_local/${path}`, async () => {
        assertHidden(await server.ask(`/_local/${path}`));
      });
    }

    for (const auth of ["appcode", "signature"]) {
      it(`in the answer to a debug request with ${auth}`, async () => {
        assertHidden(await server.debug({ apiId: "api-1", auth }));
      });
    }
  });

  describe("who may ask", () => {
    for (const name of ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"]) {
      it(`is this computer as ${name}`, async () => {
        const headers = { host: `${name}:${server.port}` };
        assert.equal((await server.ask("/_local/status", { headers })).status, 200);
      });
    }

    const foreignHosts: [description: string, host: (port: number) => string][] = [
      ["another name", (port) => `evil.example:${port}`],
      ["no port", () => "127.0.0.1"],
      ["another port", (port) => `127.0.0.1:${port + 1}`],
      ["a name that starts with its address", (port) => `127.0.0.1.evil.example:${port}`],
    ];
    for (const [description, host] of foreignHosts) {
      it(`is nobody with ${description} in the Host header`, async () => {
        const headers = { host: host(server.port) };
        const { status, text } = await server.ask("/_local/overview", { headers });
        assert.equal(status, 403);
        assert.match(JSON.parse(text).error, /Host header/);
      });
    }

    const foreignOrigins: [description: string, origin: (port: number) => string][] = [
      ["another name", () => "http://evil.example"],
      ["an opaque origin", () => "null"],
      ["another port", (port) => `http://127.0.0.1:${port + 1}`],
    ];
    for (const [description, origin] of foreignOrigins) {
      it(`is no page of ${description}`, async () => {
        const asked = { apiId: "api-1", auth: "appcode" };
        assert.equal((await server.debug(asked, { origin: origin(server.port) })).status, 403);
        assert.equal(server.arrived.length, 0);
      });
    }

    it("is a page of the console itself", async () => {
      const own = await server.debug(
        { apiId: "api-1", auth: "appcode" },
        { origin: `http://127.0.0.1:${server.port}` },
      );
      assert.equal(own.status, 200, own.text);
    });

    it("sends a debug request as JSON, which a form cannot", async () => {
      const body = JSON.stringify({ apiId: "api-1", auth: "none" });
      const headers = { "content-type": "text/plain" };
      assert.equal((await server.ask("/_local/debug", { method: "POST", headers, body })).status, 415);
      assert.equal((await server.ask("/_local/debug")).status, 405);
      assert.equal((await server.ask("/_local/overview", { method: "POST", body })).status, 405);
    });

    for (const [what, path] of [
      ["the page", ""],
      ["its data", "status"],
      ["an error", "nothing"],
    ] as const) {
      it(`gets ${what} with headers that keep it within this page`, async () => {
        const { headers } = await server.ask(`/_local/${path}`);
        assert.match(String(headers["content-security-policy"]), /^default-src 'self';/);
        assert.equal(headers["x-content-type-options"], "nosniff");
        assert.equal(headers["cache-control"], "no-store");
      });
    }
  });

  describe("the overview", () => {
    const ask = (tag?: string) =>
      server.ask("/_local/overview", tag === undefined ? {} : { headers: { "if-none-match": tag } });

    it("is not repeated to a caller that has it", async () => {
      const { headers, text } = await ask();
      assert.ok(text.length > 1000);
      const again = await ask(headers.etag);
      assert.deepEqual([again.status, again.text, again.headers.etag], [304, "", headers.etag]);
      assert.equal(again.headers["content-length"], undefined);
    });

    it("is sent again after a change of any record", async () => {
      const { headers } = await ask();
      existing(server.store.tracked().apps.get("1100")).name = "renamed";
      const again = await ask(headers.etag);
      assert.equal(again.status, 200);
      assert.match(again.text, /renamed/);
      assert.notEqual(again.headers.etag, headers.etag);
    });

    it("is sent to a caller with another tag", async () => {
      assert.equal((await ask('"other"')).status, 200);
    });

    it("is sent as changes to a caller that names its state", async () => {
      const { tag } = JSON.parse((await ask()).text);
      existing(server.store.tracked().apps.get("1100")).name = "renamed";
      const { status, headers, text } = await server.ask(`/_local/overview?since=${tag}`);
      const { changes, ...state } = JSON.parse(text);
      assert.deepEqual([status, state], [200, { tag: JSON.parse(String(headers.etag)), since: tag }]);
      assert.deepEqual(Object.keys(changes), ["apps"]);
    });

    it("is not sent to a caller that names the present state", async () => {
      const { tag } = JSON.parse((await ask()).text);
      const { status, text } = await server.ask(`/_local/overview?since=${tag}`);
      assert.deepEqual([status, text], [304, ""]);
    });
  });

  describe("the page", () => {
    it("is served with all that it refers to, and refers to nothing else", async () => {
      const { headers, text } = await server.ask("/_local/");
      assert.match(headers["content-type"] ?? "", /^text\/html/);
      const names = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, name]) => existing(name));
      assert.deepEqual(names.sort(), ["console.css", "console.mjs", "icon.svg"]);
      const seen = new Set<string>();
      for (const name of names) await follow(name, seen);
      assert.ok(seen.size > 8);
    });

    async function follow(name: string, seen: Set<string>): Promise<void> {
      if (seen.has(name)) return;
      seen.add(name);
      const { status, text } = await server.ask(`/_local/${name}`);
      assert.equal(status, 200, name);
      assert.doesNotMatch(text.replaceAll("http://www.w3.org/", ""), /https?:\/\//, name);
      for (const [, other] of text.matchAll(/from "\.\/([^"]+)"/g)) await follow(existing(other), seen);
    }
  });

  it("lists the steps of the gateway in their order, with titles", async () => {
    const { steps } = JSON.parse((await server.ask("/_local/overview")).text);
    assert.deepEqual(
      steps,
      CHAIN.map(({ name, title }) => ({ name, title })),
    );
  });

  describe("the ways of requests", () => {
    interface Link {
      from: string;
      to: string;
      state: string;
      text: string;
    }

    async function link(from: string, to: string): Promise<Link> {
      const { links }: { links: Link[] } = JSON.parse((await server.ask("/_local/overview")).text);
      return existing(links.find((it) => it.from === from && it.to === to));
    }

    it("are open from app to instance in the tutorial's stack", async () => {
      const ids = ["1100", "api-1", "access-1", "lb-1", "sg-1", "i-1"];
      for (const [index, to] of ids.slice(1).entries()) {
        assert.equal((await link(existing(ids[index]), to)).state, "ok", to);
      }
    });

    it("are stopped by a security group that does not let the gateway in", async () => {
      server.store.securityGroups.put(securityGroup({ rules: [rule({ cidr: "10.0.0.0/8" })] }));
      const { state, text } = await link("sg-1", "i-1");
      assert.equal(state, "bad");
      assert.match(text, /no inbound rule of sg-1 accepts TCP port 80 from 100\.104\.10\.1/);
    });

    it("are stopped by an authorization for a port without listener", async () => {
      server.store.vpcAccesses.put({ ...existing(server.store.vpcAccesses.get("access-1")), port: 8080 });
      assert.deepEqual(await link("access-1", "lb-1"), {
        from: "access-1",
        to: "lb-1",
        state: "bad",
        text: "no listener on port 8080",
      });
    });

    it("are stopped by a CLB with an Internet address, and by a stopped instance", async () => {
      server.store.loadBalancers.put(balancer({ addressType: "internet" }));
      server.store.instances.put(instance({ status: "Stopped" }));
      assert.equal((await link("access-1", "lb-1")).text, "lb-1 has an Internet address");
      assert.equal((await link("sg-1", "i-1")).text, "i-1 is Stopped");
    });

    it("are not in use where nothing is published", async () => {
      server.store.apis.put({ ...existing(server.store.apis.get("api-1")), deployments: [] });
      assert.equal((await link("1100", "api-1")).state, "off");
      assert.equal((await link("api-1", "access-1")).state, "off");
    });
  });
});
