import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { BackEndCalls } from "../../../local/gateway/backEndCalls";
import {
  type AnswerReader,
  type BackEndRequest,
  type CallControl,
  formatHead,
  InvalidRequest,
} from "../../../local/http/backEndConnection";
import { until } from "../../support/localCloud";

/** What a caller has got of an answer. */
class Answer implements AnswerReader {
  status = 0;
  headers: readonly string[] = [];
  body = "";
  error: Error | undefined;
  isComplete = false;
  /** How often the reader was told anything. */
  words = 0;
  /** The control of the call after its repetition. */
  control: CallControl | undefined;
  onHead: () => void = () => undefined;
  onData: () => void = () => undefined;
  private settle: () => void = () => undefined;
  readonly settled = new Promise<this>((resolve) => {
    this.settle = () => resolve(this);
  });

  whole(status: number, headers: readonly string[], body: Buffer): void {
    this.head(status, headers);
    this.body = body.toString("latin1");
    this.end();
  }
  head(status: number, headers: readonly string[]): void {
    this.words++;
    assert.equal(this.status, 0);
    this.status = status;
    this.headers = headers;
    this.onHead();
  }
  data(chunk: Buffer): void {
    this.words++;
    assert.ok(!this.isComplete && !this.error && this.status > 0);
    this.body += chunk.toString("latin1");
    this.onData();
  }
  end(): void {
    this.words++;
    assert.ok(!this.isComplete && !this.error && this.status > 0);
    this.isComplete = true;
    this.settle();
  }
  failed(error: Error): void {
    this.words++;
    assert.ok(!this.isComplete && !this.error);
    this.error = error;
    this.settle();
  }
  repeated(control: CallControl): void {
    assert.ok(this.status === 0 && !this.isComplete && !this.error);
    this.control = control;
  }
}

describe("HTTP: back ends", () => {
  let calls: BackEndCalls;
  let server: Server;
  let sockets: Socket[];
  /** Called for each request without a body. */
  let answer: (socket: Socket, head: string) => unknown;
  let port: number;

  beforeEach(async () => {
    calls = new BackEndCalls();
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString("latin1");
        for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
          const head = text.slice(0, end + 4);
          text = text.slice(end + 4);
          void answer(socket, head);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    calls.close();
    await until("no connection is left", async () => {
      const count = await new Promise<number>((resolve) => server.getConnections((_, it) => resolve(it)));
      return count === 0;
    });
    await new Promise((resolve) => server.close(resolve));
  });

  const toRequest = (method = "GET", path = "/"): BackEndRequest => ({
    method,
    target: path,
    headers: { host: "a" },
    body: Buffer.alloc(0),
  });
  function call(method = "GET", path = "/"): Answer & { control: CallControl } {
    const reader = new Answer();
    const control = calls.send({ scheme: "http", port }, toRequest(method, path), reader);
    return Object.assign(reader, { control });
  }
  const sized = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  /** Writes parts so that each arrives by itself. */
  async function write(socket: Socket, parts: readonly string[]): Promise<void> {
    for (const part of parts) {
      if (socket.destroyed) return;
      if (part === "") continue;
      await new Promise<unknown>((resolve) => socket.write(part, "latin1", resolve));
      await turn();
      await turn();
    }
  }

  /** What the client of Node.js reads. */
  function ask(method: string): Promise<Omit<Answer, "settled"> & { isComplete: boolean }> {
    const read = new Answer();
    return new Promise((resolve) => {
      const asked = httpRequest({ port, method, agent: false });
      asked.on("error", (error) => {
        read.error = error;
      });
      asked.on("response", (response) => {
        read.status = response.statusCode ?? 0;
        read.headers = response.rawHeaders;
        response.on("data", (chunk: Buffer) => {
          read.body += chunk.toString("latin1");
        });
        response.on("error", () => undefined);
        response.on("close", () => {
          read.isComplete = response.complete;
          resolve(read);
        });
      });
      asked.on("close", () => {
        if (read.status === 0) resolve(read);
      });
      asked.end();
    });
  }

  const usually = <T>(value: T, other: fc.Arbitrary<T>, weight: number) =>
    fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: other, weight: 1 });
  const bytes = (maxLength: number) =>
    fc.string({ unit: fc.nat(255).map((it) => String.fromCharCode(it)), maxLength });
  const start = usually(
    "HTTP/1.1 200 OK",
    fc.constantFrom(
      "HTTP/1.0 200 OK",
      "HTTP/1.1 204 No Content",
      "HTTP/1.1 304 Not Modified",
      "HTTP/1.1 404",
      "HTTP/1.1 200 ",
      "HTTP/1.1 200 \xa0",
      "HTTP/1.1 200 OK\nX-Hidden: 1",
      "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
      "HTTP/1.1 200 a\0b",
      "HTTP/1.1 2000 OK",
      "HTTP/1.1 99 OK",
      "HTTP/1.1 600 OK",
      "HTTP/1.1  200 OK",
      "HTTP/2.0 200 OK",
      "http/1.1 200 OK",
      "ICY 200 OK",
      "HTTP/1.1 101 Switching Protocols",
      "HTTP/1.1 103 Early Hints",
      "",
    ),
    2,
  );
  const lineEnd = usually("\r\n", fc.constantFrom("\n", "\r", "\r\r\n", ""), 60);
  const name = fc.oneof(
    fc.constantFrom(
      "X-A",
      "x-a",
      "Connection",
      "Keep-Alive",
      "Proxy-Connection",
      "Set-Cookie",
      "__proto__",
      "Upgrade",
    ),
    bytes(3),
  );
  const value = fc.oneof(
    fc.constantFrom("a", "", "close", "keep-alive", "upgrade", "a\xa0", "a\r\n b", " a\t"),
    bytes(4),
  );
  const field = fc
    .tuple(name, usually(": ", fc.constantFrom(":", " : ", ""), 20), value, lineEnd)
    .map((it) => it.join(""));
  const body = fc.constantFrom<[string, string]>(
    ["Content-Length: 5\r\n", "abcde"],
    ["Content-Length: 5\r\n", "abcde"],
    ["Content-Length: 5\r\n", "abc"],
    ["Content-Length: 3\r\n", "abcde"],
    ["Content-Length: 0\r\n", ""],
    ["content-length:\t003 \r\n", "abc"],
    ["Content-Length: 3\r\nContent-Length: 3\r\n", "abc"],
    ["Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"],
    ["Content-Length: 3, 3\r\n", "abc"],
    ["Content-Length: +3\r\n", "abc"],
    ["Content-Length: 5\r\n", `abcde${sized("hidden")}`],
    ["Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"],
    ["Transfer-Encoding: chunked\r\n", `3\r\nabc\r\n0\r\n\r\n${sized("hidden")}`],
    ["Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3\nabc\n0\n\n"],
    ["Transfer-Encoding: chunked\r\n", "x\r\nabc\r\n0\r\n\r\n"],
    ["transfer-encoding: CHUNKED\r\n", '3;a="b"\r\nabc\r\n0;c\r\nX-T: 1\r\n\r\n'],
    ["Transfer-Encoding: gzip\r\n", "abc"],
    ["", "abc"],
    ["", ""],
  );
  const sent = fc
    .record({
      early: usually(
        "",
        fc.constantFrom("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Hints\r\nA: b\r\n\r\n"),
        8,
      ),
      start,
      startEnd: lineEnd,
      fields: fc.array(field, { maxLength: 2 }),
      body,
      last: lineEnd,
      large: usually(
        "",
        fc.constantFrom(`X-L: ${"x".repeat(9_000)}\r\n`, `X-L: ${"x".repeat(17_000)}\r\n`),
        20,
      ),
      places: fc.array(fc.nat(200), { maxLength: 4 }),
      atEnd: fc.constantFrom("end", "end", "reset"),
      method: fc.constantFrom("GET", "GET", "HEAD", "POST"),
    })
    .map(({ places, atEnd, method, ...it }) => {
      const text = `${it.early}${it.start}${it.startEnd}${it.fields.join("")}${it.large}${it.body[0]}${it.last}${it.body[1]}`;
      const cuts = [...new Set([0, ...places.map((place) => place % (text.length + 1))])].sort(
        (a, b) => a - b,
      );
      return { parts: cuts.map((from, i) => text.slice(from, cuts[i + 1])), atEnd, method };
    });

  it("answer what Node.js reads from the same bytes, and no byte belongs to the next answer", async () => {
    await fc.assert(
      fc.asyncProperty(sent, async ({ parts, atEnd, method }) => {
        let isDone = false;
        answer = async (socket, head) => {
          if (head.includes(" /next ")) return socket.write(sized("next"));
          await write(socket, parts);
          // After a complete answer, the connection stays open.
          isDone = true;
          await turn();
          if (head.includes("\r\nConnection: close") || !ended) {
            if (atEnd === "end") socket.end();
            else socket.resetAndDestroy();
          }
          return undefined;
        };
        let ended = false;
        const expected = await ask(method);
        isDone = false;
        const actual = call(method);
        void actual.settled.then(() => {
          ended = true;
        });
        await actual.settled;
        const { status, headers, body, isComplete } = actual;
        if (isComplete) assert.deepEqual({ status, headers, body, isComplete }, pick(expected));
        else
          assert.ok(
            !expected.isComplete || expected.status < 200 || expected.error || atEnd === "reset",
            String(actual.error),
          );
        await until("everything was sent", () => isDone);
        await turn();
        await turn();
        const next = await call("GET", "/next").settled;
        // The call can fail if its connection is closed just then.
        if (!next.error) assert.deepEqual([next.status, next.body], [200, "next"]);
      }),
      { numRuns: 300 },
    );
  });
  const pick = ({
    status,
    headers,
    body,
    isComplete,
  }: Pick<Answer, "status" | "headers" | "body" | "isComplete">) => ({
    status,
    headers,
    body,
    isComplete,
  });

  it("keep their connection after an answer of known length or in chunks", async () => {
    answer = (socket, head) =>
      socket.write(
        head.includes("/1 ")
          ? sized("a")
          : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      );
    for (const path of ["/1", "/2", "/2", "/1"]) assert.equal((await call("GET", path).settled).body, "a");
    assert.equal(sockets.length, 1);
  });

  for (const [what, leftover] of Object.entries({
    "half an answer": ["HTTP/1.1 200 OK\r\nContent-Le", "ngth: 4\r\n\r\nevil"],
    "the beginning of a status line": ["H", sized("evil").slice(1)],
  })) {
    for (const [framing, complete] of Object.entries({
      "in chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      "of known length": sized("a"),
    })) {
      it(`are not asked again on a connection with ${what} after an answer ${framing}`, async () => {
        answer = (socket) => socket.write(sockets.length > 1 ? sized("good") : complete + leftover[0]);
        assert.equal((await call().settled).body, "a");
        const next = call();
        sockets[0]?.write(leftover[1] ?? "");
        assert.equal((await next.settled).body, "good");
      });
    }
  }

  for (const method of ["GET", "POST"]) {
    it(`are not read before their request, ${method}, was written`, async () => {
      answer = (socket) => socket.write(sized("a"));
      await call().settled;
      // From here on, what arrives is read before the next burst.
      await turn();
      sockets[0]?.write(sized("evil"));
      assert.equal((await call(method).settled).body, "a");
      assert.equal(sockets.length, 2);
    });
  }

  for (const status of ["000", "099", "101"]) {
    it(`cannot answer with the status ${status}`, async () => {
      const text = `HTTP/1.1 ${status} X\r\nUpgrade: a\r\nConnection: upgrade\r\nContent-Length: 0\r\n\r\n`;
      answer = (socket) => socket.write(text);
      const { error, status: read } = await call().settled;
      assert.deepEqual([read, error?.message], [0, `Parse Error: Invalid status ${Number(status)}`]);
    });
  }

  it("get the next call on a new connection after they closed an idle one", async () => {
    answer = (socket) => socket.write(sized("a"));
    await call().settled;
    sockets[0]?.end();
    await until("the connection is closed", () => sockets[0]?.destroyed === true);
    assert.equal((await call().settled).body, "a");
    assert.equal(sockets.length, 2);
  });

  it("that close the connection as the call is sent make it fail", async () => {
    answer = (socket) => socket.destroy();
    assert.ok((await call().settled).error);
    assert.equal(sockets.length, 1);
  });

  describe("that close a kept connection as the next call is sent", () => {
    const ways: Readonly<Record<string, (socket: Socket) => unknown>> = {
      "an end": (socket) => socket.end(),
      "a reset": (socket) => socket.resetAndDestroy(),
    };
    /** The first connection answers one call. */
    const closing = (close: (socket: Socket) => unknown) => (socket: Socket, head: string) =>
      head.includes("/first ") || socket !== sockets[0] ? socket.write(sized("a")) : close(socket);

    for (const [how, close] of Object.entries(ways)) {
      it(`by ${how} get it again on another connection`, async () => {
        answer = closing(close);
        await call("GET", "/first").settled;
        const next = await call("GET", "/next").settled;
        assert.deepEqual([next.error, next.body, sockets.length], [undefined, "a", 2]);
      });

      it(`by ${how} do not get a POST again, which may have had its effect`, async () => {
        answer = closing(close);
        await call("GET", "/first").settled;
        assert.ok((await call("POST", "/next").settled).error);
        assert.equal(sockets.length, 1);
      });
    }

    it("do not get it a third time", async () => {
      answer = (socket, head) => (head.includes("/first ") ? socket.write(sized("a")) : socket.destroy());
      await call("GET", "/first").settled;
      assert.ok((await call("GET", "/next").settled).error);
      assert.equal(sockets.length, 2);
    });

    it("do not get it again after the first byte of an answer", async () => {
      answer = (socket, head) => {
        if (head.includes("/first ")) socket.write(sized("a"));
        else socket.write("H", () => socket.end());
      };
      await call("GET", "/first").settled;
      assert.ok((await call("GET", "/next").settled).error);
      assert.equal(sockets.length, 1);
    });

    it("do not get it again when the gateway closes", async () => {
      answer = (socket, head) => head.includes("/first ") && socket.write(sized("a"));
      await call("GET", "/first").settled;
      const next = call("GET", "/next");
      calls.close();
      assert.ok((await next.settled).error);
      assert.equal(sockets.length, 1);
    });

    it("lose the repeated call of a caller that aborts", async () => {
      answer = (socket, head) => {
        if (head.includes("/first ")) socket.write(sized("a"));
        else if (socket === sockets[0]) socket.destroy();
      };
      await call("GET", "/first").settled;
      const next = call("GET", "/next");
      await until("the call is repeated", () => sockets.length === 2 && next.control !== undefined);
      next.control?.abort();
      await until("the connection is closed", () => sockets[1]?.destroyed === true);
      assert.equal(next.words, 0);
    });
  });

  for (const [framing, text] of Object.entries({
    "of known length": "Content-Length: 1\r\n\r\na",
    "in chunks": "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
  })) {
    it(`get no second call on a connection that they keep for a second after an answer ${framing}`, async () => {
      answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1, max=9\r\n${text}`);
      for (let i = 0; i < 2; i++) assert.equal((await call().settled).body, "a");
      assert.equal(sockets.length, 2);
    });

    it(`get the next call on a connection that they keep for a minute after an answer ${framing}`, async () => {
      answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nKeep-Alive: timeout=60\r\n${text}`);
      for (let i = 0; i < 2; i++) assert.equal((await call().settled).body, "a");
      assert.equal(sockets.length, 1);
    });
  }

  it("lose the connection as early as the last answer announces, also if it repeats the fields of another", async () => {
    const announced = "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=2\r\nContent-Length: 1\r\n\r\na";
    answer = async (socket, head) => {
      if (!head.includes("/parts ")) {
        socket.write(announced);
        return;
      }
      socket.write("HTTP/1.1 200 OK\r\n");
      await sleep(20);
      socket.write("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    };
    for (const path of ["/", "/parts", "/"]) await call("GET", path).settled;
    assert.equal(sockets.length, 1);
    const closed = once(sockets[0] as Socket, "close").then(() => "closed");
    assert.equal(await Promise.race([closed, sleep(2_000, "open")]), "closed");
  });

  it("answer each call by its own fields, also if some repeat those of the answer before", async () => {
    const fields = fc.constantFrom(
      "Content-Length: 2\r\n",
      "Content-Length: 3\r\n",
      "X: 1\r\nContent-Length: 2\r\n",
      "X: 2\r\nContent-Length: 2\r\n",
      "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\n",
    );
    const answers = fc.array(
      fc.record({ fields, status: fc.constantFrom(200, 404, 204), method: fc.constantFrom("GET", "HEAD") }),
      { minLength: 2, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (all) => {
        for (const [i, one] of all.entries()) {
          const body = String.fromCharCode(97 + i).repeat(one.fields.includes("3") ? 3 : 2);
          const isBodiless = one.method === "HEAD" || one.status === 204;
          const sent = one.fields.includes("chunked") ? `2\r\n${body.slice(0, 2)}\r\n0\r\n\r\n` : body;
          answer = (socket) =>
            socket.write(`HTTP/1.1 ${one.status} X\r\n${one.fields}\r\n${isBodiless ? "" : sent}`);
          const expected = await ask(one.method);
          const actual = await call(one.method).settled;
          assert.deepEqual(pick(actual), pick(expected));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("that do not listen make the call fail", async () => {
    const { port: other } = await new Promise<AddressInfo>((resolve) => {
      const unused = createServer().listen(0, "127.0.0.1", () => {
        const address = unused.address() as AddressInfo;
        unused.close(() => resolve(address));
      });
    });
    const reader = new Answer();
    calls.send({ scheme: "http", port: other }, toRequest(), reader);
    assert.equal(((await reader.settled).error as NodeJS.ErrnoException).code, "ECONNREFUSED");
  });

  for (const [framing, head, end] of [
    ["of known length", "Content-Length: 40000000", ""],
    ["in chunks", "Transfer-Encoding: chunked", "0\r\n\r\n"],
    ["until the end of the connection", "X-A: b", "close"],
  ] as const) {
    describe(`with an answer ${framing}`, () => {
      const part = "a".repeat(100_000);
      let written = 0;
      let isHeld = false;
      beforeEach(() => {
        written = 0;
        isHeld = false;
        answer = async (socket, request) => {
          if (request.includes(" /next ")) return socket.write(sized("next"));
          socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
          const closed = once(socket, "close");
          for (let i = 0; i < 400 && !socket.destroyed; i++) {
            const isFast = socket.write(end === "0\r\n\r\n" ? `186a0\r\n${part}\r\n` : part);
            written += part.length;
            isHeld = !isFast;
            if (!isFast) await Promise.race([once(socket, "drain"), closed]);
          }
          if (end === "close") socket.end();
          else socket.write(end);
          return undefined;
        };
      });

      it("wait for a caller that pauses", async () => {
        const asked = call();
        asked.onData = () => {
          asked.onData = () => undefined;
          asked.control.pause();
        };
        await until("the back end has to wait", () => isHeld);
        for (let i = 0; i < 50; i++) await turn();
        assert.ok(written < 20_000_000, `${written} bytes were taken`);
        asked.control.resume();
        assert.equal((await asked.settled).body.length, 40_000_000);
      });

      it("get the next call after a caller that paused at the last part", async () => {
        const asked = call();
        asked.onData = () => {
          if (asked.body.length < 39_000_000) return;
          asked.control.pause();
          if (end !== "") setImmediate(() => asked.control.resume());
          else if (asked.body.length < 40_000_000) asked.control.resume();
        };
        await asked.settled;
        assert.equal((await call("GET", "/next").settled).body, "next");
      });

      it("send nothing to a caller that has aborted", async () => {
        const asked = call();
        let words = 0;
        asked.onData = () => {
          words = asked.words;
          asked.onData = () => undefined;
          asked.control.abort();
        };
        await until("the connection is closed", () => sockets[0]?.destroyed === true);
        assert.equal(asked.words, words);
        // A second word to an ended call does no harm.
        asked.control.abort();
        asked.control.resume();
        asked.control.pause();
      });
    });
  }

  it("send no part to a caller that pauses or aborts at the head", async () => {
    for (const word of ["pause", "abort"] as const) {
      answer = (socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
      const asked = call();
      await new Promise<void>((resolve) => {
        asked.onHead = () => {
          asked.control[word]();
          resolve();
        };
      });
      await turn();
      assert.deepEqual([asked.body, asked.words], ["", 1]);
      if (word === "abort") continue;
      asked.control.resume();
      await until("the part arrives", () => asked.body === "abc");
      sockets[0]?.write("defghi");
      assert.equal((await asked.settled).body, "abcdefghi");
    }
  });

  for (const [framing, text] of Object.entries({
    "with a known length": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    "in chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    "with half a head": "HTTP/1.1 200 OK\r\nConte",
    "with nothing": "",
  })) {
    for (const [what, stop] of Object.entries<(socket?: Socket) => void>({
      "the back end resets the connection": (socket) => socket?.resetAndDestroy(),
      "the back end ends the connection": (socket) => socket?.end(),
      "the gateway closes": () => calls.close(),
    })) {
      it(`fail if ${what} in an answer ${framing}`, async () => {
        let isWritten = false;
        answer = async (socket) => {
          await write(socket, [text]);
          isWritten = true;
        };
        const asked = call();
        await until("the beginning was sent", () => isWritten);
        stop(sockets[0]);
        assert.ok((await asked.settled).error);
        await turn();
        asked.control.abort();
      });
    }
  }

  for (const [what, change] of Object.entries<Partial<BackEndRequest>>({
    "a line end in a value": { headers: { host: "a", "x-a": "b\r\nx-evil: 1" } },
    "a line end in one of several values": { headers: { "x-a": ["b", "c\nd"] } },
    "a line end in a name": { headers: { "x-a: b\r\nx-evil": "1" } },
    "the beginning of a value in a name": { headers: { "transfer-encoding: chunked": "" } },
    "a blank in a name": { headers: { "transfer-encoding ": "chunked" } },
    "a character above a byte": { headers: { "x-a": "\u010a" } },
    "Transfer-Encoding": { headers: { "Transfer-Encoding": "chunked" } },
    "another length": { headers: { "content-length": "1" } },
    "a blank in the path": { target: "/ HTTP/1.1\r\nx-evil: 1" },
    "a path without a slash": { target: "*" },
    "a line end after the path": { target: "/\n" },
    "a blank in the method": { method: "GET / HTTP/1.1\r\n" },
  })) {
    it(`are not sent a request with ${what}`, () => {
      assert.throws(() => formatHead({ ...toRequest(), ...change }), InvalidRequest);
      assert.throws(
        () => calls.send({ scheme: "http", port }, { ...toRequest(), ...change }, new Answer()),
        InvalidRequest,
      );
    });
  }
});
