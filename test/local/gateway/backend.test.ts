import assert from "node:assert/strict";
import { Agent, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect as connectTcp, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, describe, it } from "mocha";
import { until } from "../../support/localCloud";
import { TestAuthority } from "../../support/testCertificates";
import * as world from "../world";
import { closeAll, echo, gatewayTo, listening } from "./backEnd";

/** The last steps of the chain, against a back end of the test's own. */
describe("gateway: back end", () => {
  afterEach(closeAll);

  it("asks for the access's address, tells the request's id, and passes the answer on", async () => {
    const { call } = await gatewayTo({ port: await listening(createServer(echo)) });
    const answer = await call({ headers: { "x-mine": "1" } });
    assert.equal(answer.status, 200);
    const { headers, url } = JSON.parse(answer.body);
    assert.equal(url, "/");
    assert.equal(headers.host, "10.0.0.100");
    assert.equal(headers["x-mine"], "1");
    assert.equal(headers["x-forwarded-for"], "127.0.0.1");
    assert.match(headers["x-ca-api-gateway"], /^[0-9A-F-]{36}$/);
    assert.equal(headers["x-ca-api-gateway"], answer.headers["x-ca-request-id"]);
    assert.equal(answer.headers["x-hop"], undefined);
    assert.equal(answer.headers["x-ca-error-code"], undefined);
    assert.equal(answer.headers["content-disposition"], "attachment; filename=ApiResponseForInnerDomain");
    assert.equal(answer.headers["x-ca-debug-info"], undefined);
  });

  it("asks for the access's host name when it has one; a layer-7 listener appends the gateway's address", async () => {
    const { call } = await gatewayTo({
      port: await listening(createServer(echo)),
      targetHostName: "shop.internal",
      via: "http",
    });
    const { headers } = JSON.parse((await call()).body);
    assert.equal(headers.host, "shop.internal");
    assert.equal(headers["x-forwarded-for"], `127.0.0.1, ${world.EGRESS_ADDRESS}`);
  });

  it("passes on bodies, and any status of the back end without an error code", async () => {
    const { request, service } = world.definition();
    const { call } = await gatewayTo({
      port: await listening(
        createServer((it, response) => {
          it.pipe(response.writeHead(404, { "Set-Cookie": ["a=1", "b=2"] }));
        }),
      ),
      definition: { request: { ...request, method: "ANY" }, service: { ...service, method: "ANY" } },
    });
    const body = "x".repeat(300_000);
    const answer = await call({ method: "POST", body });
    assert.equal(answer.status, 404);
    assert.equal(answer.body, body);
    assert.deepEqual(answer.headers["set-cookie"], ["a=1", "b=2"]);
    assert.equal(answer.headers["x-ca-error-code"], undefined);
  });

  for (const [answer, path] of [
    ["an answer of the back end", "/nginx"],
    ["an error of the gateway", "/unknown"],
  ] as const) {
    it(`adds the latency to ${answer} in debug mode`, async () => {
      const { call } = await gatewayTo({ port: await listening(createServer(echo)) });
      const { headers } = await call({ path, headers: { "X-Ca-Request-Mode": "Debug" } });
      assert.match(String(headers["x-ca-debug-info"]), /^\{"ServiceLatency":\d+,"TotalLatency":\d+\}$/);
    });
  }

  describe("over TLS", () => {
    const { service } = world.definition();
    const secure = { ...service, vpcScheme: "HTTPS" };
    const secureBackEnd = async () => {
      const { body: cert, privateKey: key } = await new TestAuthority().issue(["back-end.example"]);
      return listening(createTlsServer({ cert, key }, (_, response) => response.end("secret")));
    };

    for (const [what, setup] of [
      ["of the API's scheme", { definition: { service: secure } }],
      ["of a layer-7 listener", { via: "http", tls: true }],
    ] as const) {
      it(`is reached because ${what}`, async () => {
        const { call } = await gatewayTo({ port: await secureBackEnd(), ...setup });
        // The second call uses the connection of the first.
        for (let i = 0; i < 2; i++) assert.equal((await call()).body, "secret");
      });
    }

    it("is not reached through a layer-7 listener for HTTP", async () => {
      const setup = { definition: { service: secure }, via: "http", tls: true } as const;
      const { call } = await gatewayTo({ port: await secureBackEnd(), ...setup });
      const { status, headers } = await call();
      assert.deepEqual([status, headers["x-ca-error-code"]], [504, "D504RE"]);
      assert.match(String(headers["x-ca-error-message"]), /no TLS at the HTTP listener on port 80/);
    });
  });

  it("adds the headers of each call to answers whose own fields are the same", async () => {
    const port = await listening(
      createServer((_, response) =>
        response.writeHead(200, { Date: "now", "X-Ca-Debug-Info": "1" }).end("a"),
      ),
    );
    const { call } = await gatewayTo({ port });
    const ids = new Set<unknown>();
    for (const mode of ["none", "debug", "debug", "none"]) {
      const { headers } = await call({ headers: { "X-Ca-Request-Mode": mode } });
      const info = String(headers["x-ca-debug-info"]);
      assert.match(info, mode === "debug" ? /^\{"ServiceLatency":\d+,"TotalLatency":\d+\}$/ : /^1$/);
      ids.add(headers["x-ca-request-id"]);
    }
    assert.equal(ids.size, 4);
  });

  it("gives up after the definition's timeout", async () => {
    const { service } = world.definition();
    const { call } = await gatewayTo({
      port: await listening(createServer(() => {})),
      definition: { service: { ...service, timeout: 30 } },
    });
    const { status, headers } = await call();
    assert.deepEqual([status, headers["x-ca-error-code"]], [504, "D504TO"]);
  });

  const answerWith = (behave: (socket: Socket) => void) =>
    listening(createTcpServer((socket) => socket.once("data", () => behave(socket))));
  const failures: [failure: string, listen: () => Promise<number>, code: string][] = [
    ["a back end that does not listen", async () => 1, "D504CO"],
    ["a back end that closes the connection", () => answerWith((socket) => socket.destroy()), "D504RE"],
    ["an answer that is not HTTP", () => answerWith((socket) => socket.end("nonsense\r\n\r\n")), "D504IL"],
  ];
  for (const [failure, listen, code] of failures) {
    it(`answers ${code} for ${failure}`, async () => {
      const { call } = await gatewayTo({ port: await listen() });
      const { status, headers } = await call();
      assert.deepEqual([status, headers["x-ca-error-code"]], [504, code]);
    });
  }

  it("breaks the answer off where the back end did", async () => {
    const port = await listening(
      createServer((_request, response) => {
        response.writeHead(200, { "Content-Length": 10 }).write("half");
        setTimeout(() => response.destroy(), 20);
      }),
    );
    const { call, gateway } = await gatewayTo({ port });
    const answer = await call().catch(() => undefined);
    assert.notEqual(answer?.complete, true);
    assert.equal(gateway.requests()[0]?.errorCode, "D504RE");
  });

  it("answers for a mocked API without a back end", async () => {
    const { service } = world.definition();
    const definition = { service: { ...service, mock: true, mockResult: "héllo" } };
    const { call } = await gatewayTo({ port: 1, definition });
    const answer = await call();
    assert.deepEqual([answer.status, answer.body], [200, "héllo"]);
    assert.ok(answer.headers["x-ca-request-id"]);
  });

  it("answers for a mocked API with its status and headers, after which the gateway's own come", async () => {
    const { service } = world.definition();
    const mockHeaders = [
      { name: "X-Kind", value: "tea" },
      { name: "Content-Type", value: "text/plain" },
      { name: "x-ca-request-id", value: "mine" },
    ];
    const definition = {
      service: { ...service, mock: true, mockResult: "short and stout", mockStatusCode: 418, mockHeaders },
    };
    const { call, gateway } = await gatewayTo({ port: 1, definition });
    const answer = await call();
    assert.deepEqual([answer.status, answer.body], [418, "short and stout"]);
    assert.deepEqual([answer.headers["x-kind"], answer.headers["content-type"]], ["tea", "text/plain"]);
    const ids = answer.names.filter((name) => name.toLowerCase() === "x-ca-request-id");
    assert.equal(ids.length, 1);
    assert.equal(answer.headers["x-ca-request-id"], gateway.requests()[0]?.requestId);
    assert.deepEqual([gateway.requests()[0]?.status, gateway.requests()[0]?.step], [418, "mock"]);
  });

  for (const [what, header, status, sent] of [
    ["in UTF-8", { name: "X-City", value: "杭州" }, 200, Buffer.from("杭州").toString("latin1")],
    ["not, with an error, if no answer can have it", { name: "X City", value: "1" }, 500, undefined],
  ] as const) {
    it(`sends a header of a mock ${what}`, async () => {
      const service = { ...world.definition().service, mock: true, mockResult: "", mockHeaders: [header] };
      const { call } = await gatewayTo({ port: 1, definition: { service } });
      const answer = await call();
      assert.deepEqual([answer.status, answer.headers["x-city"]], [status, sent]);
      assert.equal(answer.headers["x-ca-error-code"], status === 500 ? "X500ER" : undefined);
    });
  }

  it("calls nothing outside of its VPCs, and reports it by name", async () => {
    const { service } = world.definition();
    const definition = { service: { ...service, vpcEnable: false, address: "http://example.com" } };
    const { call } = await gatewayTo({ port: 1, definition });
    const { headers } = await call();
    assert.match(
      String(headers["x-ca-error-message"]),
      /calls no address outside of its VPCs: http:\/\/example\.com/,
    );
    const unnamed = await gatewayTo({
      port: 1,
      definition: { service: { ...service, vpcAccessName: "gone" } },
    });
    assert.match(String((await unnamed.call()).headers["x-ca-error-message"]), /no VPC access named gone/);
  });

  const bodies: [description: string, headers: Record<string, string>][] = [
    ["a body over the limit", {}],
    ["a chunked body over the limit", { "transfer-encoding": "chunked" }],
  ];
  for (const [description, headers] of bodies) {
    it(`rejects ${description} and still answers`, async () => {
      const { request } = world.definition();
      const { call } = await gatewayTo({
        port: 1,
        definition: { request: { ...request, method: "ANY" } },
        limits: { bodyBytes: 1000 },
      });
      const answer = await call({ method: "POST", body: Buffer.alloc(5000), headers });
      assert.deepEqual([answer.status, answer.headers["x-ca-error-code"]], [413, "I413RL"]);
    });

    it(`serves the connection's next request after ${description}`, async () => {
      const { request } = world.definition();
      const { call } = await gatewayTo({
        port: await listening(createServer(echo)),
        definition: { request: { ...request, method: "ANY" } },
        limits: { bodyBytes: 1000 },
      });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        const rejected = await call({ method: "POST", body: Buffer.alloc(3_000_000), headers, agent });
        assert.equal(rejected.headers["x-ca-error-code"], "I413RL");
        assert.equal((await call({ agent })).status, 200);
      } finally {
        agent.destroy();
      }
    });
  }

  it("answers with its own headers once, also where the back end sends the same", async () => {
    const port = await listening(
      createServer((_, response) => {
        response.writeHead(200, { "content-disposition": "inline", "x-ca-request-id": "mine" }).end();
      }),
    );
    const { call } = await gatewayTo({ port });
    const { headers, names } = await call();
    assert.equal(headers["content-disposition"], "attachment; filename=ApiResponseForInnerDomain");
    assert.notEqual(headers["x-ca-request-id"], "mine");
    const lower = names.map((name) => name.toLowerCase());
    assert.deepEqual(lower, [...new Set(lower)]);
  });

  for (const [when, request, reached] of [
    ["sending", "POST /nginx HTTP/1.1\r\nHost: HOST\r\nContent-Length: 9\r\n\r\nabc", false],
    ["waiting", "GET /nginx HTTP/1.1\r\nHost: HOST\r\n\r\n", true],
  ] as const) {
    it(`records a client that hangs up while ${when} as such, not as anybody's error`, async () => {
      const log: string[] = [];
      let asked = false;
      const port = await listening(
        createServer(() => {
          asked = true;
        }),
      );
      const definition = { request: { ...world.definition().request, method: "ANY" } };
      const { gateway, front } = await gatewayTo({ port, definition, log });
      const client = connectTcp(front, "127.0.0.1");
      await new Promise<unknown>((sent) => client.write(request.replace("HOST", world.HOST), sent));
      if (reached) await until("the back end was asked", () => asked);
      client.destroy();
      await until("the call is recorded", () => gateway.requests().length === 1);
      const [record] = gateway.requests();
      assert.deepEqual([record?.status, record?.errorCode], [499, ""]);
      assert.equal(log.length, 1);
      assert.match(log[0] ?? "", /499 the client hung up/);
    });
  }

  it("keeps a record of every call, without secrets in it or in the log", async () => {
    const log: string[] = [];
    const { call, gateway } = await gatewayTo({ port: await listening(createServer(echo)), log });
    await call({
      path: "/nginx?AppCode=s3cret&q=plain",
      headers: { authorization: "APPCODE s3cret", "x-ca-signature": "s3cret" },
    });
    await call({ path: "/unknown?app%43ode=s3cret" });
    const [first, second] = gateway.requests();
    assert.equal(first?.path, "/nginx?AppCode=***&q=plain");
    assert.deepEqual(
      [first?.status, first?.errorCode, first?.step, first?.apiId, first?.stage],
      [200, "", "forward", "api-1", "RELEASE"],
    );
    assert.deepEqual([second?.status, second?.errorCode, second?.step], [404, "I404NF", "route"]);
    assert.match(log[1] ?? "", /GET .*\/unknown.* 404 I404NF at route/);
    assert.doesNotMatch(JSON.stringify([gateway.requests(), log]), /s3cret/);
  });
});
