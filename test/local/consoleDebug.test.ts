import assert from "node:assert/strict";
import { sign, stringToSign } from "../../local/gateway/signature";
import { ConsoleServer } from "./consoleServer";
import { APP_CODE, APP_KEY, APP_SECRET, definition, HOST, publish } from "./world";

describe("the console's Debug page", () => {
  let server: ConsoleServer;

  beforeEach(async () => {
    server = new ConsoleServer();
    await server.start();
  });

  afterEach(() => server.close());

  it("calls the API's domain in Release with the app's AppCode", async () => {
    const { status, text } = await server.debug({ apiId: "api-1", auth: "appcode" });
    assert.equal(status, 200, text);
    const { request: got } = server.lastArrived();
    assert.equal(got.method, "GET");
    assert.equal(got.url, "/nginx");
    assert.equal(got.headers.host, HOST);
    assert.equal(got.headers["x-ca-stage"], "RELEASE");
    assert.equal(got.headers.authorization, `APPCODE ${APP_CODE}`);
    const answer = JSON.parse(text);
    assert.equal(answer.status, 200);
    assert.equal(answer.body, "<title>nginx</title>");
    assert.equal(answer.requestId, "REQUEST-2");
    assert.equal(answer.headers["content-type"], "text/html");
    assert.equal(typeof answer.milliseconds, "number");
  });

  it("signs with AppKey and AppSecret", async () => {
    const query = { b: "2 3", a: "" };
    await server.debug({ apiId: "api-1", auth: "signature", stage: "PRE", appId: "1100", query });
    const { headers, url } = server.lastArrived().request;
    assert.equal(url, "/nginx?b=2%203&a=");
    assert.equal(headers["x-ca-key"], APP_KEY);
    assert.equal(headers["x-ca-stage"], "PRE");
    const expected = stringToSign({
      method: "GET",
      path: "/nginx",
      query: Object.entries(query),
      form: [],
      header: (name) => String(headers[name.toLowerCase()] ?? "") || undefined,
    });
    assert.equal(headers["x-ca-signature"], sign("HmacSHA256", APP_SECRET, expected));
  });

  it("sends no credentials without authentication, and hands a refusal on", async () => {
    server.gatewayAnswer = (_, response) =>
      void response.writeHead(400, { "X-Ca-Error-Code": "A400MA", "X-Ca-Request-Id": "REQUEST-3" }).end();
    const { status, text } = await server.debug({ apiId: "api-1", auth: "none" });
    assert.equal(status, 200);
    const answer = JSON.parse(text);
    assert.equal(answer.status, 400);
    assert.equal(answer.headers["x-ca-error-code"], "A400MA");
    const { headers } = server.lastArrived().request;
    assert.equal(headers.authorization, undefined);
    assert.equal(headers["x-ca-key"], undefined);
  });

  it("sends headers and body, of up to 512 KB", async () => {
    const base = definition();
    publish(server.store, "api-2", {
      ...base,
      request: { ...base.request, method: "POST", path: "/items/[id]" },
    });
    const asked = { apiId: "api-2", auth: "appcode", appId: "1100", path: "/items/7" };
    const small = await server.debug({ ...asked, headers: { "X-Mine": "1" }, body: "ä".repeat(200_000) });
    assert.equal(small.status, 200, small.text);
    const { request: got, body } = server.lastArrived();
    assert.equal(got.method, "POST");
    assert.equal(got.url, "/items/7");
    assert.equal(got.headers["x-mine"], "1");
    assert.equal(body, "ä".repeat(200_000));
    const large = await server.debug({ ...asked, body: "ä".repeat(262_144) });
    assert.equal(large.status, 413);
    assert.match(JSON.parse(large.text).error, /512 KB/);
    assert.equal(server.arrived.length, 1);
  });

  const open = { apiId: "api-1", auth: "none" };
  const wrong: [problem: string, request: unknown, status: number, message: RegExp][] = [
    ["is a list", [], 400, /not a JSON object/],
    ["names an unknown API", { ...open, apiId: "api-9" }, 404, /no API "api-9"/],
    [
      "names an unknown authentication",
      { ...open, auth: "password" },
      400,
      /"auth" is "password"\. Use appcode, signature, none/,
    ],
    ["names an unknown stage", { ...open, stage: "PROD" }, 400, /"stage" is "PROD"\. Use RELEASE, PRE, TEST/],
    ["has an unknown field", { ...open, url: "http://evil" }, 400, /"url" is not a field/],
    ["has a URL as path", { ...open, path: "http://evil" }, 400, /"path" is "http:\/\/evil"/],
    ["sets the Host header", { ...open, headers: { Host: "evil" } }, 400, /header "Host" is set by/],
    ["has a line break in a header", { ...open, headers: { "X-A": "1\r\nX-B: 2" } }, 400, /header "X-A"/],
    ["uses another method than the API", { ...open, method: "DELETE" }, 400, /accepts GET only/],
    ["names an unknown app", { apiId: "api-1", auth: "appcode", appId: "7" }, 404, /App "7" does not exist/],
    [
      "needs an app in a stage without authorized apps",
      { apiId: "api-1", auth: "appcode", stage: "TEST" },
      400,
      /No app is authorized for the API in TEST/,
    ],
    ["lacks the value of a path parameter", { ...open, apiId: "api-2" }, 400, /\/items\/\[id\]: put values/],
  ];
  for (const [problem, request, status, message] of wrong) {
    it(`rejects a request that ${problem}, with the reason`, async () => {
      const base = definition();
      publish(server.store, "api-2", { ...base, request: { ...base.request, path: "/items/[id]" } });
      const answer = await server.debug(request);
      assert.equal(answer.status, status, answer.text);
      assert.match(JSON.parse(answer.text).error, message);
      assert.equal(server.arrived.length, 0);
    });
  }

  it("reports a gateway that closes the connection", async () => {
    server.gatewayAnswer = (request) => void request.socket.destroy();
    const { status, text } = await server.debug({ apiId: "api-1", auth: "none" });
    assert.equal(status, 502);
    assert.match(JSON.parse(text).error, /local gateway at 127\.0\.0\.1:\d+ cannot be called/);
  });
});
