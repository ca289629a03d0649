import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { HealthChecks } from "../../../local/fabric/health";
import { createHealthCheck } from "../../../local/fabric/healthCheck";
import { probe } from "../../../local/fabric/probe";
import { Scheduler } from "../../../local/fabric/scheduler";
import { TestAuthority } from "../../support/testCertificates";
import * as world from "../world";

const octet = fc.integer({ min: 0, max: 255 });
const _address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const _toNumber = (text: string): number =>
  text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

describe("fabric: schedulers", () => {
  it("spreads a heavy server's turns instead of bunching them", () => {
    const pick = world.existing(new Scheduler().byName("wrr"));
    const servers = [
      { name: "a", weight: 4 },
      { name: "b", weight: 2 },
    ];
    const turns = Array.from({ length: 6 }, () => pick("listener", servers, "")?.name).join("");
    assert.equal(turns, "abaaba");
  });

  it("keeps a source on its server with sch, and ignores weights with rr", () => {
    const scheduler = new Scheduler();
    const servers = [
      { name: "a", weight: 100 },
      { name: "b", weight: 1 },
    ];
    const sch = world.existing(scheduler.byName("sch"));
    assert.equal(sch("l", servers, "10.0.0.1"), sch("l", servers, "10.0.0.1"));
    const rr = world.existing(scheduler.byName("rr"));
    assert.deepEqual([rr("m", servers, ""), rr("m", servers, "")].map((it) => it?.name).sort(), ["a", "b"]);
  });
});

describe("fabric: health checks", () => {
  const check = { ...world.existing(createHealthCheck(world.listener())), interval: 2000 };

  it("reads a listener's parameters, with the service's defaults", () => {
    assert.deepEqual(
      createHealthCheck(
        world.listener({
          attributes: {
            HealthCheckType: "http",
            HealthCheckURI: "/ok",
            HealthCheckMethod: "get",
            HealthCheckHttpCode: "http_2xx,http_3xx",
            HealthCheckConnectPort: "8080",
            HealthCheckInterval: "5",
            UnhealthyThreshold: "2",
          },
        }),
      ),
      {
        type: "http",
        method: "GET",
        uri: "/ok",
        domain: "",
        statusClasses: [2, 3],
        port: 8080,
        timeout: 5000,
        interval: 5000,
        healthyThreshold: 3,
        unhealthyThreshold: 2,
      },
    );
    assert.equal(createHealthCheck(world.listener({ attributes: {} }))?.type, "tcp");
    assert.equal(
      createHealthCheck(world.listener({ protocol: "http", attributes: { HealthCheck: "off" } })),
      undefined,
    );
  });

  it("asks again only after the interval, and changes its mind only after enough answers in a row", async () => {
    let now = 0;
    let answers: boolean[] = [];
    let asked = 0;
    const health = new HealthChecks(
      async () => {
        asked++;
        return answers.shift() ?? true;
      },
      () => new Date(now),
    );
    const ask = () => health.isHealthy("server", check, 40080, "10.0.0.5");
    assert.equal(await ask(), true);
    assert.equal(asked, 3);
    now = 1999;
    assert.equal(await ask(), true);
    assert.equal(asked, 3);
    now = 2000;
    answers = [false, false, true];
    assert.equal(await ask(), true);
    now = 4000;
    answers = [false, false, false];
    assert.equal(await ask(), false);
    now = 6000;
    answers = [true, true, false];
    assert.equal(await ask(), false);
    assert.equal(await health.isHealthy("server", check, undefined, "10.0.0.5"), false);
  });

  describe("over loopback", () => {
    const seen: string[] = [];
    const http = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.host}`);
      response.writeHead(request.url === "/ok" ? 204 : 404).end();
    });
    let port = 0;
    before((done) => {
      http.listen(0, "127.0.0.1", () => {
        const bound = http.address();
        port = typeof bound === "object" && bound ? bound.port : 0;
        done();
      });
    });
    after((done) => {
      http.close(done);
    });

    it("judges the status of an HTTP check", async () => {
      const at = { loopbackPort: port, address: "10.0.0.5" };
      assert.equal(await probe({ ...check, uri: "/ok" }, at), true);
      assert.equal(await probe({ ...check, uri: "/absent" }, at), false);
      assert.equal(await probe({ ...check, uri: "/absent", statusClasses: [4] }, at), true);
      assert.equal(seen[0], "HEAD /ok 10.0.0.5");
    });

    it("judges the status of an HTTPS check, whoever issued the certificate", async () => {
      const { body: cert, privateKey: key } = await new TestAuthority().issue(["shop.example.com"], -1);
      const server = createTlsServer({ cert, key }, (request, response) => {
        response.writeHead(request.url === "/ok" ? 204 : 404).end();
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const bound = server.address();
      const tlsPort = typeof bound === "object" && bound ? bound.port : 0;
      const ask = (uri: string, loopbackPort: number) =>
        probe({ ...check, uri, tls: true }, { loopbackPort, address: "10.0.0.5" });
      assert.equal(await ask("/ok", tlsPort), true);
      assert.equal(await ask("/absent", tlsPort), false);
      assert.equal(await ask("/ok", port), false, "a server without TLS is not healthy");
      server.close();
    });

    it("judges a TCP check by the connection alone", async () => {
      assert.equal(await probe({ ...check, type: "tcp" }, { loopbackPort: port, address: "10.0.0.5" }), true);
      assert.equal(await probe({ ...check, type: "tcp" }, { loopbackPort: 1, address: "10.0.0.5" }), false);
    });
  });
});
