import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createGateway, type Gateway } from "../../../local/gateway/gateway";
import type { Limits } from "../../../local/gateway/limits";
import type { ClientAnswer, ClientRequest } from "../../../local/http/client";
import { type ClientTimeouts, createSniffingServer, type SniffingServer } from "../../../local/http/sniff";
import { logStoreId } from "../../../local/store/logs";
import type { Store } from "../../../local/store/store";
import { until } from "../../support/localCloud";
import * as world from "../world";
import { closeAll, echo, listening } from "./backEnd";

const code = `Authorization: APPCODE ${world.APP_CODE}\r\n`;

/** A gateway behind its own server, in front of a back end of the test, asked by bytes. */
describe("gateway: HTTP", () => {
  let store: Store;
  let gateway: Gateway;
  let server: SniffingServer;
  let port = 0;
  let log: string[] = [];
  let sockets: Socket[] = [];
  let backEnd: { port: number };

  async function start(
    settings: { timeouts?: Partial<ClientTimeouts>; limits?: Partial<Limits>; answer?: RequestListener } = {},
  ): Promise<void> {
    await server?.close(0);
    await gateway?.close();
    store = world.tutorialStore();
    log = [];
    backEnd = { port: await listening(createServer(settings.answer ?? echo)) };
    gateway = createGateway({
      store,
      fabric: {
        connect: async () => ({
          ok: true,
          host: "127.0.0.1",
          port: backEnd.port,
          hops: [],
          source: "",
          via: "tcp",
          targetAddress: "10.0.0.100",
        }),
      },
      clock: () => new Date(),
      log: (line) => log.push(line),
      limits: settings.limits ?? {},
    });
    const handler = (request: ClientRequest, answer: ClientAnswer): void =>
      void gateway.handle(request, answer, { tls: false, clientAddress: "127.0.0.1" });
    server = createSniffingServer({
      tls: { minVersion: "TLSv1.2" },
      refuse: gateway.refuse,
      timeouts: settings.timeouts ?? {},
      handler,
      plainHandler: handler,
    });
    ({ port } = await server.listen(0));
  }

  beforeEach(() => start());
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await server.close(0);
    await gateway.close();
    await closeAll();
  });

  /** Opens a connection and sends a text. The answer grows until the connection ends. */
  function open(text: string): { socket: Socket; answer: string; ended: Promise<string> } {
    const socket = connect(port, "127.0.0.1", () => text && socket.write(text));
    sockets.push(socket);
    const client = { socket, answer: "", ended: Promise.resolve("") };
    socket.on("data", (chunk) => {
      client.answer += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    client.ended = new Promise((resolve) => socket.once("close", () => resolve(client.answer)));
    return client;
  }

  /** The answer to one request, whose connection the server closes. */
  const ask = (head: string, rest = ""): Promise<string> =>
    open(`${head}\r\nConnection: close\r\n\r\n${rest}`).ended;

  const statusOf = (answer: string): string => answer.split(" ", 2)[1] ?? "";
  const headerOf = (answer: string, name: string): string =>
    new RegExp(`^${name}: (.*?)\r?$`, "im").exec(answer)?.[1] ?? "";

  describe("rejects with the headers of the gateway", () => {
    for (const [what, request, status, errorCode] of [
      [
        "two headers Host",
        `GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\nHost: other.example.com`,
        "400",
        "I400RQ",
      ],
      [
        "two equal headers Host",
        `GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\nhost: ${world.HOST}`,
        "400",
        "I400RQ",
      ],
      ["no header Host", "GET /nginx HTTP/1.1\r\nAccept: */*", "400", "I400RQ"],
      ["HTTP/2.0 in the request line", `GET /nginx HTTP/2.0\r\nHost: ${world.HOST}`, "505", "I505HV"],
      ["CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80", "405", "I405UM"],
      ["an unknown method", `BREW /nginx HTTP/1.1\r\nHost: ${world.HOST}`, "400", "I400RQ"],
      ["a text that is not HTTP", "nonsense", "400", "I400RQ"],
      [
        "a head that is too large",
        `GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\nX: ${"x".repeat(600_000)}`,
        "431",
        "I431RH",
      ],
    ] as const) {
      it(what, async () => {
        const answer = await ask(request);
        assert.equal(statusOf(answer), status);
        assert.equal(headerOf(answer, "X-Ca-Error-Code"), errorCode);
        assert.notEqual(headerOf(answer, "X-Ca-Error-Message"), "");
        const [record] = gateway.requests();
        assert.equal(record?.requestId, headerOf(answer, "X-Ca-Request-Id"));
        assert.equal(record?.errorCode, errorCode);
        assert.match(log.join(), new RegExp(errorCode));
      });
    }

    for (const path of [
      "/nginx/..",
      "/./nginx",
      "/a/%2e%2E/nginx",
      "/nginx/.%2e",
      "/nginx%2f..%2fb",
      "/a/..%5cb",
    ]) {
      it(`the dot segment in ${path}`, async () => {
        const answer = await ask(`GET ${path} HTTP/1.1\r\nHost: ${world.HOST}`);
        assert.equal(headerOf(answer, "X-Ca-Error-Code"), "I400PH");
      });
    }
  });

  describe("accepts", () => {
    for (const [what, request] of [
      ["an absolute target", `GET http://${world.HOST}/nginx HTTP/1.1\r\nHost: ${world.HOST}\r\n${code}X: 1`],
      [
        "an absolute target before another Host",
        `GET HTTP://${world.HOST}:80/nginx HTTP/1.1\r\nHost: other\r\n${code}X: 1`,
      ],
      ["a host name with a trailing dot", `GET /nginx HTTP/1.1\r\nHost: ${world.HOST}.:80\r\n${code}X: 1`],
      ["HTTP/1.0", `GET /nginx HTTP/1.0\r\nHost: ${world.HOST}\r\n${code}X: 1`],
      ["dots in a name", `GET /nginx?a=../b HTTP/1.1\r\nHost: ${world.HOST}\r\n${code}X: 1`],
    ] as const) {
      it(what, async () => {
        assert.equal(statusOf(await ask(request)), "200");
      });
    }
  });

  describe("cuts off", () => {
    const head = `POST /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\n`;
    beforeEach(() => start({ timeouts: { head: 150, request: 300, idle: 150 } }));

    it("a connection without a byte", async () => {
      assert.equal(await open("").ended, "");
    });

    it("a head that does not end", async () => {
      const answer = await open(head).ended;
      assert.deepEqual([statusOf(answer), headerOf(answer, "X-Ca-Error-Code")], ["408", "I408RT"]);
    });

    it("a body that does not end", async () => {
      store.apis.delete("api-1");
      const { request } = world.definition();
      const definition = world.definition({ authType: "ANONYMOUS", request: { ...request, method: "POST" } });
      world.publish(store, "api-1", definition);
      const answer = await open(`${head}Content-Length: 9\r\n\r\nabc`).ended;
      assert.deepEqual([statusOf(answer), headerOf(answer, "X-Ca-Error-Code")], ["408", "I408RT"]);
    });

    it("an idle connection after a request", async () => {
      assert.equal(statusOf(await open(`GET /other HTTP/1.1\r\nHost: ${world.HOST}\r\n\r\n`).ended), "404");
    });

    it("the head of a second request that does not end", async () => {
      const client = open(`GET /other HTTP/1.1\r\nHost: ${world.HOST}\r\n\r\n`);
      await until("the first request is answered", () => client.answer.includes("404"));
      client.socket.write(head);
      assert.match(await client.ended, /404 [\s\S]*HTTP\/1\.1 408 /);
    });

    it("a TLS handshake that does not end", async () => {
      assert.equal(await open("\x16\x03\x01").ended, "");
    });

    it("a head over TLS that does not end", async () => {
      const plain = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
      plain.on("error", () => undefined);
      await new Promise((resolve) => plain.once("close", resolve));
    });
  });

  it("ends a call whose client does not read the answer", async () => {
    await start({
      limits: { clientPause: 100 },
      answer: (_, response) => {
        const chunk = Buffer.alloc(1_000_000);
        const more = (): void => {
          if (response.write(chunk)) setImmediate(more);
        };
        response.on("drain", more);
        more();
      },
    });
    const client = open(`GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\n${code}\r\n`);
    client.socket.pause();
    await until("the call is recorded", () => gateway.requests().length === 1);
    assert.equal(gateway.requests()[0]?.status, 499);
  });

  it("serves a request beside 1,000 idle connections", async () => {
    const idle = Array.from({ length: 1_000 }, () => open(""));
    await Promise.all(idle.map(({ socket }) => new Promise((resolve) => socket.once("connect", resolve))));
    for (const { socket } of idle.slice(0, 500)) socket.write("GET /nginx HTTP/1.1\r\n");
    const answer = await ask(`GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\n${code}X: 1`);
    assert.equal(statusOf(answer), "200");
  }).timeout(20_000);

  describe("masks an AppCode", () => {
    const encoded = [...world.APP_CODE].map((it) => `%${it.charCodeAt(0).toString(16)}`).join("");
    const withCodes: Readonly<Record<string, string>> = {
      "in the path": `GET /nginx/${world.APP_CODE}/x HTTP/1.1\r\nHost: ${world.HOST}`,
      "with percent-encodings in the path": `GET /nginx/${encoded} HTTP/1.1\r\nHost: ${world.HOST}`,
      "in another query parameter": `GET /nginx?q=${world.APP_CODE} HTTP/1.1\r\nHost: ${world.HOST}`,
      "as a query parameter without a name": `GET /nginx?${world.APP_CODE} HTTP/1.1\r\nHost: ${world.HOST}`,
      "in Host": `GET /nginx HTTP/1.1\r\nHost: ${world.APP_CODE}.example.com`,
      "in an absolute target": `GET http://${world.APP_CODE}/nginx HTTP/1.1\r\nHost: ${world.HOST}`,
      "as nonce": `GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\nX-Ca-Nonce: ${world.APP_CODE}`,
    };
    for (const [where, request] of Object.entries(withCodes)) {
      it(where, async () => {
        const common = { regionId: world.REGION, createdTime: "", tags: [] };
        store.logConfigs.put({
          ...common,
          id: "log",
          logType: "PROVIDER",
          project: "p",
          logStore: "s",
        } as never);
        store.logStores.put({ ...common, id: logStoreId("p", "s"), project: "p", name: "s" } as never);
        await ask(request);
        const entries = store.logEntries.of(logStoreId("p", "s"));
        const written = JSON.stringify([log, gateway.requests(), entries]);
        assert.equal(gateway.requests().length, 1);
        assert.ok(!written.includes(world.APP_CODE), written);
        assert.ok(!written.includes(encoded), written);
      });
    }
  });

  describe("keeps connections to the back end", () => {
    const call = () => ask(`GET /nginx HTTP/1.1\r\nHost: ${world.HOST}\r\n${code}X: 1`);
    const counted = (): { answer: RequestListener; ports: Set<number | undefined> } => {
      const ports = new Set<number | undefined>();
      const answer: RequestListener = (request, response) => {
        ports.add(request.socket.remotePort);
        response.end("done");
      };
      return { answer, ports };
    };

    it("open between calls", async () => {
      const { answer, ports } = counted();
      await start({ answer });
      for (let i = 0; i < 5; i++) assert.equal(statusOf(await call()), "200");
      assert.equal(ports.size, 1);
    });

    it("and connects again after a restart of the back end on the same port", async () => {
      const restarted: Server = createServer((_, response) => response.end("again"));
      const first = createServer((_, response) => response.end("first"));
      backEnd.port = await listening(first);
      assert.match(await call(), /first$/);
      first.closeAllConnections();
      await new Promise((resolve) => first.close(resolve));
      await new Promise<void>((resolve) => restarted.listen(backEnd.port, "127.0.0.1", resolve));
      try {
        assert.match(await call(), /again$/);
      } finally {
        restarted.closeAllConnections();
        restarted.close();
      }
    });

    it("and follows a change of the address at once", async () => {
      assert.equal(statusOf(await call()), "200");
      const { answer, ports } = counted();
      backEnd.port = await listening(createServer(answer));
      assert.match(await call(), /done$/);
      assert.equal(ports.size, 1);
    });
  });
});
