import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, it } from "mocha";
import { accessKey } from "../../local/services/common/regions";
import { logOperations } from "../../local/services/sls/service";
import { logStringToSign } from "../../local/services/sls/signature";
import { logStoreId } from "../../local/store/logs";
import { readCode, readRefusal, startTestCloud, type TestCloud, versions } from "../support/localCloud";

interface LogAnswer {
  status: number;
  code: string;
  body: unknown;
}

interface CallChange {
  headers?: Record<string, string>;
  secret?: string;
  algorithm?: "sha1" | "sha256";
  query?: Record<string, string>;
}

describe("sls: signature", () => {
  it("is that of the published example", () => {
    const headers = {
      "x-log-apiversion": "0.6.0",
      "x-log-signaturemethod": "hmac-sha1",
      "x-log-bodyrawsize": "0",
      date: "Mon, 3 Jan 2010 08:33:47 GMT",
    };
    const text = logStringToSign({
      method: "GET",
      path: "/logstores",
      query: new Map(),
      headers,
      body: Buffer.alloc(0),
      project: "",
    });
    const signature = createHmac("sha1", "mockAccessKeySecret").update(text).digest("base64");
    assert.equal(signature, "Rwm6cTKzoti4HWoe+GKcb6Kv07E=");
  });
});

describe("sls", () => {
  let cloud: TestCloud;
  let now: Date;

  beforeEach(async () => {
    now = new Date();
    cloud = await startTestCloud({ clock: () => now });
  });
  afterEach(() => cloud.close());

  /** A call as the SDK signs it; an empty project is the service itself. */
  function call(
    project: string,
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, secret = accessKey.accessKeySecret, algorithm = "sha256", query = {} }: CallChange = {},
  ): Promise<LogAnswer> {
    const text = body === undefined ? "" : JSON.stringify(body);
    const md5 = text === "" ? "" : createHash("md5").update(text).digest("hex").toUpperCase();
    const signed: Record<string, string> = {
      "x-log-apiversion": "0.6.0",
      "x-log-bodyrawsize": String(text.length),
      "x-log-signaturemethod": `hmac-${algorithm}`,
    };
    const date = new Date().toUTCString();
    const own = Object.keys(signed)
      .sort()
      .map((name) => `${name}:${signed[name]}`);
    const pairs = Object.entries(query)
      .sort()
      .map(([name, value]) => `${name}=${value}`);
    const resource = pairs.length > 0 ? `${path}?${pairs.join("&")}` : path;
    const type = text === "" ? "" : "application/json";
    const toSign = [method, md5, type, date, ...own, resource].join("\n");
    const signature = createHmac(algorithm, secret).update(toSign).digest("base64");
    const port = Number(cloud.endpoint.split(":")[1]);
    const all = {
      ...signed,
      ...(text !== "" && { "content-md5": md5, "content-type": type }),
      date,
      host: project === "" ? `localhost:${port}` : `${project}.localhost:${port}`,
      authorization: `LOG ${accessKey.accessKeyId}:${signature}`,
      ...headers,
    };
    const target = pairs.length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
    return new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, method, path: target, headers: all, agent: false }, (answer) => {
        let read = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          read += chunk;
        });
        answer.on("end", () => {
          const parsed = read === "" ? undefined : JSON.parse(read);
          resolve({ status: answer.statusCode ?? 0, code: parsed?.errorCode ?? "", body: parsed });
        });
      })
        .on("error", reject)
        .end(text);
    });
  }
  const project = (projectName = "shop-log") => call("", "POST", "/", { projectName, description: "d" });
  const store = (change: Record<string, unknown> = {}) =>
    call("shop-log", "POST", "/logstores", { logstoreName: "access", shardCount: 2, ttl: 30, ...change });
  const index = () =>
    call("shop-log", "POST", "/logstores/access/index", { line: { token: [" "] }, log_reduce: false });

  it("fails by faults, in its own form of an error, and what was cut off after it was done is there", async () => {
    const once = { product: "sls", action: "CreateProject", after: 0, latencyMs: 0, times: 1 };
    cloud.faults.set([
      { ...once, code: "ServiceUnavailable", status: 503, message: "busy" },
      { ...once, cut: "after" },
    ]);
    const body = { errorCode: "ServiceUnavailable", errorMessage: "busy" };
    assert.deepEqual(await project(), { status: 503, code: "ServiceUnavailable", body });
    await assert.rejects(project(), { code: "ECONNRESET" });
    assert.equal((await project()).code, "ProjectAlreadyExist");
  });

  it("lists projects, Logstores and their index", async () => {
    await project();
    await store();
    await index();
    await call("shop-log", "PUT", "/", { description: "changed" });
    const projects = await call("", "GET", "/");
    assert.match(JSON.stringify(projects.body), /"projectName":"shop-log","description":"changed"/);
    const { body } = await call("shop-log", "GET", "/logstores", undefined, {
      query: { offset: "0", size: "1" },
    });
    assert.deepEqual(body, { count: 1, total: 1, logstores: ["access"] });
    const mode = await call("shop-log", "GET", "/logstores/access/meteringmode");
    assert.deepEqual(mode.body, { meteringMode: "ChargeByFunction" });
    await call("shop-log", "PUT", "/logstores/access/index", { line: { token: [","] } });
    assert.match(
      JSON.stringify((await call("shop-log", "GET", "/logstores/access/index")).body),
      /"token":\[","\]/,
    );
    await call("shop-log", "DELETE", "/logstores/access/index");
    await call("shop-log", "DELETE", "/logstores/access");
  });

  it("rejects an unknown query parameter by its name", async () => {
    await project();
    const { code, body } = await call("shop-log", "GET", "/logstores", undefined, {
      query: { telemetryType: "x" },
    });
    assert.equal(code, "LocalCloud.ParameterNotImplemented");
    assert.match(JSON.stringify(body), /telemetryType/);
  });

  for (const resourceId of ["shop-log", "[", "{"]) {
    it(`names the parameter when the ID for tags is ${resourceId}, which is not a list in JSON`, async () => {
      await project();
      const { code, body } = await call("", "GET", "/tags", undefined, { query: { resourceId } });
      assert.equal(code, "ParameterInvalid", JSON.stringify(body));
      assert.match(JSON.stringify(body), /resourceId/);
    });
  }

  for (const [problem, tags] of [
    ["null as tags", null],
    ["null as a tag", [null]],
    ["a text as a tag", ["a"]],
    ["a tag without key", [{ value: "b" }]],
    ["an object as tags", { a: "b" }],
  ] as const) {
    it(`rejects ${problem}`, async () => {
      await project();
      const target = { resourceType: "PROJECT", resourceId: ["shop-log"] };
      assert.equal((await call("", "POST", "/tag", { ...target, tags })).code, "ParameterInvalid");
    });
  }

  for (const { action, method, path, takes = [], when } of logOperations) {
    if (method === "DELETE") continue;
    it(`answers ${action} with an error of its own for values of any type`, async () => {
      await project();
      await store();
      await index();
      const target = path.replace(":logstore", "access");
      for (const value of [null, true, -1, 1.5, "", "x", "[", [], [null], [[]], {}, { a: null }]) {
        const body = Object.fromEntries(takes.map((name) => [name, value]));
        const names = ["resourceId", "from", "to", "query", "line", "offset", "size", "projectName"];
        const query = {
          ...Object.fromEntries(names.map((name) => [name, String(value)])),
          ...(when && { [when[0]]: when[1] }),
        };
        const answer = await call("shop-log", method, target, method === "GET" ? undefined : body, {
          query: method === "GET" ? query : when ? { [when[0]]: when[1] } : {},
        });
        assert.notEqual(answer.code, "LocalCloud.InternalFailure", JSON.stringify(value));
        assert.ok(answer.status < 500, JSON.stringify(value));
      }
    });
  }

  it("keeps projects with their tags, and rejects invalid and used names", async () => {
    assert.deepEqual(await project(), { status: 200, code: "", body: undefined });
    assert.equal((await project()).code, "ProjectAlreadyExist");
    assert.equal((await project("Shop_Log")).code, "ParameterInvalid");
    const { body } = await call("shop-log", "GET", "/");
    assert.deepEqual(Object.entries(body ?? {}).slice(0, 2), [
      ["projectName", "shop-log"],
      ["description", "d"],
    ]);
    const given = { resourceType: "PROJECT", resourceId: ["shop-log"] };
    await call("", "POST", "/tag", { ...given, tags: [{ key: "a", value: "b" }] });
    const query = { resourceType: "PROJECT", resourceId: '["shop-log"]' };
    const tags = await call("", "GET", "/tags", undefined, { query });
    assert.match(JSON.stringify(tags.body), /"tagKey":"a","tagValue":"b"/);
    await call("", "POST", "/untag", { ...given, tags: ["a"] });
    assert.doesNotMatch(
      JSON.stringify((await call("", "GET", "/tags", undefined, { query })).body),
      /tagKey/,
    );
    assert.equal((await call("other", "GET", "/")).code, "ProjectNotExist");
  });

  it("keeps the policy of a project until it is deleted", async () => {
    await project();
    const read = async () => (await call("shop-log", "GET", "/policy")).body;
    const policy = { Version: "1", Statement: [{ Effect: "Deny", Action: ["log:Post*"], Resource: "*" }] };
    assert.equal((await call("shop-log", "POST", "/policy", policy)).code, "");
    assert.deepEqual(await read(), policy);
    assert.equal((await call("shop-log", "POST", "/policy", { Version: "1" })).code, "ParameterInvalid");
    await call("shop-log", "DELETE", "/policy");
    assert.deepEqual(await read(), {});
  });

  it("moves a project to another resource group that exists", async () => {
    await project();
    const move = (resourceGroupId: string) =>
      call("", "PUT", "/resourcegroup", { resourceType: "PROJECT", resourceId: "shop-log", resourceGroupId });
    assert.equal((await move("rg-none")).code, "ParameterInvalid");
    assert.equal((await move("rg-acfm00000second")).status, 200);
    const { body } = await call("shop-log", "GET", "/");
    assert.equal(new Map(Object.entries(body ?? {})).get("resourceGroupId"), "rg-acfm00000second");
  });

  it("changes the metering mode of a Logstore", async () => {
    await project();
    await store();
    const path = "/logstores/access/meteringmode";
    assert.equal((await call("shop-log", "PUT", path, { meteringMode: "Free" })).code, "ParameterInvalid");
    await call("shop-log", "PUT", path, { meteringMode: "ChargeByDataIngest" });
    assert.deepEqual((await call("shop-log", "GET", path)).body, { meteringMode: "ChargeByDataIngest" });
  });

  it("stores storage classes, encryption and kind of data of a Logstore", async () => {
    await project();
    const key = { cmk_key_id: "key", arn: "acs:ram::1:role/logs", region_id: "cn-hangzhou" };
    const tiers = { hot_ttl: 30, infrequentAccessTTL: 60, telemetryType: "Metrics" };
    const settings = {
      ...tiers,
      encrypt_conf: { enable: true, encrypt_type: "default", user_cmk_info: key },
    };
    await call("shop-log", "POST", "/logstores", { logstoreName: "tiers", ttl: 365, ...settings });
    const read = async () =>
      new Map(Object.entries((await call("shop-log", "GET", "/logstores/tiers")).body ?? {}));
    const stored = await read();
    assert.deepEqual(
      Object.fromEntries(Object.keys(settings).map((name) => [name, stored.get(name)])),
      settings,
    );
    await call("shop-log", "PUT", "/logstores/tiers", { ttl: 365, hot_ttl: 0 });
    const changed = await read();
    assert.deepEqual([changed.get("hot_ttl"), changed.get("infrequentAccessTTL")], [0, undefined]);
  });

  it("keeps Logstores of a project, and deletes them with it", async () => {
    await project();
    assert.equal((await store()).status, 200);
    assert.equal((await store()).code, "LogStoreAlreadyExist");
    assert.equal((await store({ logstoreName: "x", ttl: 0 })).code, "ParameterInvalid");
    assert.equal(
      (await store({ logstoreName: "hot", resourceQuota: 7 })).code,
      "LocalCloud.ParameterNotImplemented",
    );
    await call("shop-log", "PUT", "/logstores/access", { ttl: 90 });
    const { body } = await call("shop-log", "GET", "/logstores/access");
    assert.match(JSON.stringify(body), /"ttl":90,"shardCount":2/);
    const shards = (await call("shop-log", "GET", "/logstores/access/shards")).body;
    assert.ok(Array.isArray(shards));
    assert.deepEqual(
      shards.map(({ inclusiveBeginKey, exclusiveEndKey }) => [inclusiveBeginKey, exclusiveEndKey]),
      [
        ["0".repeat(32), `8${"0".repeat(31)}`],
        [`8${"0".repeat(31)}`, "f".repeat(32)],
      ],
    );
    await call("shop-log", "DELETE", "/");
    await project();
    assert.equal((await call("shop-log", "GET", "/logstores/access")).code, "LogStoreNotExist");
  });

  it("finds entries by index, time and query, as long as the retention lasts", async () => {
    await project();
    await store({ ttl: 2 });
    const id = logStoreId("shop-log", "access");
    const seconds = Math.floor(now.getTime() / 1000);
    const add = (time: number, statusCode: string) =>
      cloud.store.logEntries.add(id, { time, fields: { statusCode, path: "/a/b" } });
    add(seconds - 3 * 86_400, "200");
    add(seconds - 10, "200");
    add(seconds - 5, "404");
    const find = async (query: string, change: Record<string, string> = {}) => {
      const asked = {
        type: "log",
        from: String(seconds - 4 * 86_400),
        to: String(seconds + 1),
        query,
        ...change,
      };
      return call("shop-log", "GET", "/logstores/access", undefined, { query: asked });
    };
    assert.equal((await find("*")).code, "IndexConfigNotExist");
    await index();
    assert.equal((await index()).code, "IndexAlreadyExist");
    const statuses = async (query: string, change: Record<string, string> = {}) => {
      const { body } = await find(query, change);
      assert.ok(Array.isArray(body));
      return body.map(({ statusCode }) => statusCode).join(" ");
    };
    assert.equal(await statuses("*"), "200 404");
    assert.equal(await statuses("", { reverse: "true", line: "1" }), "404");
    assert.equal(await statuses("statusCode: 404 and a"), "404");
    assert.equal(await statuses("*", { from: String(seconds - 5) }), "404");
    assert.equal((await find("* | select 1")).code, "LocalCloud.ParameterNotImplemented");
  });

  it("refuses what is not signed, wrongly signed, too old, or not known", async () => {
    const refused = async (change: CallChange) =>
      (await call("", "POST", "/", { projectName: "abc" }, change)).code;
    assert.equal(await refused({ headers: { authorization: "" } }), "MissingAuthorization");
    assert.equal(await refused({ headers: { authorization: "LOG SOMEBODY:abc=" } }), "Unauthorized");
    assert.equal(
      await refused({ headers: { authorization: "SLS4-HMAC-SHA256 x" } }),
      "InvalidSignatureMethod",
    );
    assert.equal(await refused({ secret: "another" }), "SignatureNotMatch");
    assert.equal(await refused({ headers: { "x-log-bodyrawsize": "1" } }), "SignatureNotMatch");
    now = new Date(now.getTime() + 20 * 60_000);
    assert.equal(await refused({}), "RequestTimeTooSkewed");
    assert.equal((await call("abc", "POST", "/logstores/a/logs", {})).code, "LocalCloud.NotImplemented");
    assert.equal(cloud.store.logProjects.all().length, 0);
    assert.ok(cloud.lines.every((line) => !line.includes(accessKey.accessKeySecret)));
  });

  it("takes the older digest too", async () => {
    assert.equal((await call("", "POST", "/", { projectName: "abc" }, { algorithm: "sha1" })).status, 200);
  });

  it("is the place of one access log in a region", async () => {
    await project();
    await store();
    const configure = (action: string) =>
      cloud.call(versions.cloudapi, action, {
        SlsProject: "shop-log",
        SlsLogStore: "access",
        LogType: "PROVIDER",
      });
    await configure("CreateLogConfig");
    const { code, message } = await readRefusal(configure("CreateLogConfig"));
    assert.equal(code, "DuplicateLogConfig");
    assert.match(message, /Logstore access of project shop-log already/);
    await cloud.call(versions.cloudapi, "DeleteLogConfig", { LogType: "PROVIDER" });
    assert.equal(await readCode(configure("ModifyLogConfig")), "NotFoundLogConfig");
  });

  it("is reached through the server as a proxy, which leads nowhere else", async () => {
    const port = Number(cloud.endpoint.split(":")[1]);
    const tunnel = (target: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1");
        socket.once("data", (data) => {
          resolve(String(data).split("\r\n")[0] ?? "");
          socket.destroy();
        });
        socket.once("error", reject);
        socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
      });
    assert.match(await tunnel(`shop-log.localhost:${port}`), / 200 /);
    assert.match(await tunnel(`shop-log.127.0.0.1:${port}`), / 200 /);
    assert.match(await tunnel(`127.0.0.1:${port}`), / 200 /);
    assert.match(await tunnel(`shop-log.localhost:${port + 1}`), / 403 /);
    assert.match(await tunnel("example.com:443"), / 403 /);
  });

  it("opens no tunnel inside a tunnel", async () => {
    const port = Number(cloud.endpoint.split(":")[1]);
    const request = `CONNECT localhost:${port} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const socket = connect(port, "127.0.0.1");
    const answers: string[] = [];
    socket.on("data", (data) => {
      answers.push(String(data).slice(0, "HTTP/1.1 200".length));
      socket.write(request);
    });
    socket.write(request);
    await new Promise((resolve) => socket.once("close", resolve));
    assert.deepEqual(answers, ["HTTP/1.1 200", "HTTP/1.1 403"]);
  });
});
