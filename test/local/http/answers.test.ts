import assert from "node:assert/strict";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, it } from "mocha";
import type { ClientAnswer, ClientRequest } from "../../../local/http/client";
import { until } from "../../support/localCloud";
import {
  answerWith,
  closeAll,
  exchange,
  type Handler,
  open,
  plain,
  serve,
  ways,
  withoutDate,
} from "./exchange";

describe("HTTP: answers", () => {
  afterEach(closeAll);

  /** The bytes of the answer, with a next request on the connection. */
  async function same(handler: Handler, method = "GET"): Promise<string> {
    const answers: string[] = [];
    for (const way of ways) {
      const { port } = await serve(way, handler);
      const { socket, closed } = open(port);
      socket.write(plain("/", method));
      socket.write("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      answers.push(withoutDate(await closed));
    }
    assert.equal(answers[0], answers[1]);
    return answers[0] ?? "";
  }

  const cases: Readonly<Record<string, Handler>> = {
    "an object": answerWith(200, { "X-A": "1", "x-b": 2, "Content-Length": 1 }, "a"),
    "repeated values in an object": answerWith(200, { "Set-Cookie": ["a", "b"], "Content-Length": 0 }),
    "names and values in turn": answerWith(201, ["X-A", "1", "X-A", "2", "Content-Length", "1"], "a"),
    "bytes above ASCII": answerWith(200, { "X-A": "\xe4\xa0", "Content-Length": 2 }, "ä"),
    "an own Date": answerWith(200, { date: "now", "Content-Length": 0 }),
    "an own Connection": answerWith(200, { Connection: "close", "Content-Length": 1 }, "a"),
    "an own Transfer-Encoding": answerWith(200, { "Transfer-Encoding": "chunked" }, "a"),
    "an unknown status": answerWith(299, { "Content-Length": 0 }),
    "204 with a body": answerWith(204, {}, "a"),
    "304 with a length": answerWith(304, { "Content-Length": 3 }, "abc"),
    chunks: (_, answer) => {
      answer.writeHead(200, {});
      for (const part of ["abc", "", "d"]) answer.write(Buffer.from(part));
      answer.end("e");
    },
    "parts of a body of known length": (_, answer) => {
      answer.writeHead(200, { "Content-Length": 5 });
      for (const part of ["abc", "", "d"]) answer.write(Buffer.from(part));
      answer.end("e");
    },
    "an empty chunked body": answerWith(200, {}),
    "a status without a head": (_, answer) => {
      answer.statusCode = 404;
      answer.write(Buffer.from("a"));
      answer.end();
    },
  };
  for (const [what, handler] of Object.entries(cases)) {
    it(`with ${what} are those of Node.js`, async () => {
      await same(handler);
    });
    it(`to HEAD with ${what} are those of Node.js`, async () => {
      await same(handler, "HEAD");
    });
  }

  it("with any headers and parts are those of Node.js, or are refused as by it", async () => {
    const text = fc.string({
      unit: fc
        .oneof(
          { arbitrary: fc.integer({ min: 0x20, max: 0x7e }), weight: 20 },
          { arbitrary: fc.integer({ min: 0, max: 0x120 }), weight: 1 },
        )
        .map((it) => String.fromCharCode(it)),
      maxLength: 8,
    });
    const name = fc.oneof(
      { arbitrary: fc.constantFrom("X-A", "x-a", "ETag", "Content-Type"), weight: 5 },
      { arbitrary: text, weight: 1 },
    );
    const part = fc.uint8Array({ maxLength: 40 }).map((it) => Buffer.from(it));
    let current: { status: number; pairs: [string, string][]; parts: Buffer[]; known: boolean };
    let error: unknown;
    const handler: Handler = (_, answer) => {
      error = undefined;
      const { status, pairs, parts, known } = current;
      const length = Buffer.concat(parts).length;
      const headers = [...pairs.flat(), ...(known ? ["Content-Length", String(length)] : [])];
      try {
        answer.writeHead(status, headers);
      } catch (thrown) {
        error = thrown;
        assert.equal(answer.headersSent, false);
        answer.writeHead(500, { "Content-Length": 0 }).end();
        return;
      }
      for (const it of parts) answer.write(it);
      answer.end();
    };
    const ports: number[] = [];
    for (const way of ways) ports.push((await serve(way, handler)).port);
    const record = {
      status: fc.oneof(fc.constantFrom(200, 404, 204, 304), fc.integer({ min: 200, max: 1_100 })),
      pairs: fc.array(fc.tuple(name, text), { maxLength: 3 }),
      parts: fc.array(part, { maxLength: 3 }),
      known: fc.boolean(),
      method: fc.constantFrom("GET", "HEAD", "POST"),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(record), async ({ method, ...answer }) => {
        current = answer;
        const answers: unknown[] = [];
        for (const port of ports) {
          // After a refused head, Node.js keeps the reason of its status.
          const read = withoutDate(await exchange(port, [plain("/", method)])).replace(/ 500 .*/, " 500");
          answers.push([decoded(read), error === undefined]);
        }
        assert.deepEqual(answers[0], answers[1]);
      }),
    );
  });

  /** With the chunks of the body joined. */
  function decoded(answer: string): string {
    const [head = "", ...rest] = answer.split("\r\n\r\n");
    if (!/^Transfer-Encoding: chunked$/m.test(head)) return answer;
    let body = rest.join("\r\n\r\n");
    let text = "";
    for (let size = -1; size !== 0; ) {
      const end = body.indexOf("\r\n");
      if (end < 0) return `${head}\r\n\r\n${text}${body}`;
      size = Number.parseInt(body.slice(0, end), 16);
      text += body.slice(end + 2, end + 2 + size);
      body = body.slice(end + 4 + size);
    }
    return `${head}\r\n\r\n${text} (end) ${body}`;
  }

  for (const way of ways) {
    describe(way === "plain" ? "to a plain request" : "by Node.js", () => {
      for (const value of ["a\r\nX-Evil: 1", "a\nb", "a\rb", "\0"]) {
        it(`never have the value ${JSON.stringify(value)}`, async () => {
          const { port } = await serve(way, (_, answer) => {
            assert.throws(() => answer.writeHead(200, { "X-A": value }));
            assert.equal(answer.headersSent, false);
            answer.writeHead(500, { "Content-Length": 0 }).end();
          });
          assert.match(await exchange(port, [plain()]), /^HTTP\/1\.1 500 (?!.*(?:X-A|Evil))/s);
        });
      }

      it("never have a name with the beginning of a value", async () => {
        const { port } = await serve(way, (_, answer) => {
          assert.throws(() => answer.writeHead(200, { "Transfer-Encoding: chunked": "" }));
          answer.writeHead(500, { "Content-Length": 0 }).end();
        });
        assert.match(await exchange(port, [plain()]), /^HTTP\/1\.1 500 (?!.*chunked)/s);
      });

      it("have no undefined value", async () => {
        const { port } = await serve(way, (_, answer) => {
          assert.throws(() => answer.writeHead(200, { "X-A": undefined }));
          answer.writeHead(500, { "Content-Length": 0 }).end();
        });
        assert.match(await exchange(port, [plain()]), /^HTTP\/1\.1 500 /);
      });

      it("have one head", async () => {
        const { port } = await serve(way, (_, answer) => {
          answer.writeHead(200, { "Content-Length": 0 });
          assert.throws(() => answer.writeHead(500, {}));
          answer.end();
        });
        assert.match(await exchange(port, [plain()]), /^HTTP\/1\.1 200 /);
      });

      it("of 20 MB reach a client that reads slowly", async () => {
        const part = Buffer.alloc(100_000, "a");
        let waits = 0;
        const { port } = await serve(way, (_, answer) => {
          answer.writeHead(200, { "Content-Length": 200 * part.length });
          let left = 200;
          const more = (): void => {
            while (left > 1) {
              left--;
              if (answer.write(part)) continue;
              waits++;
              answer.once("drain", more);
              return;
            }
            answer.end(part);
          };
          more();
        });
        const client = open(port);
        client.socket.pause();
        client.socket.write(plain());
        await until("the server waits for the client", () => waits > 0);
        client.socket.resume();
        const size = 200 * part.length;
        await until("everything arrives", () => client.received.length > size);
        assert.equal(client.received.split("\r\n\r\n")[1]?.length, size);
        assert.ok(waits > 1);
      }).timeout(20_000);

      it("tell their handler that the client has gone", async () => {
        let answer: ClientAnswer | undefined;
        let isClosed = false;
        const { port, server } = await serve(way, (_, its) => {
          answer = its;
          its.once("close", () => {
            isClosed = true;
          });
        });
        const { socket } = open(port);
        socket.write(plain());
        await until("the request arrives", () => answer !== undefined);
        socket.resetAndDestroy();
        await until("the handler knows", () => isClosed);
        assert.equal(answer?.destroyed, true);
        // An answer that comes too late does no harm.
        answer?.writeHead(200, {}).write(Buffer.from("a"));
        answer?.end("b");
        await turn();
        await server.close(60_000);
      });

      it("reach a client that has ended its side", async () => {
        const { port } = await serve(way, answerWith(200, { "Content-Length": 4 }, "done"));
        const { socket, closed } = open(port);
        socket.end(plain());
        assert.match(await closed, /done$/);
      });

      it("are complete when the server closes", async () => {
        const body = "a".repeat(8_000_000);
        let answer: ClientAnswer | undefined;
        const { port, server } = await serve(way, (_, its) => {
          answer = its;
        });
        const client = open(port);
        client.socket.write(plain());
        await until("the request arrives", () => answer !== undefined);
        client.socket.pause();
        answer?.writeHead(200, { "Content-Length": body.length }).end(body);
        const closed = server.close(10_000);
        await turn();
        await turn();
        client.socket.resume();
        await closed;
        assert.ok((await client.closed).endsWith(`\r\n\r\n${body}`));
      });

      it("are broken off after the grace time", async () => {
        let hasArrived = false;
        const { port, server } = await serve(way, () => {
          hasArrived = true;
        });
        const client = open(port);
        client.socket.write(plain());
        await until("the request arrives", () => hasArrived);
        await server.close(20);
        assert.equal(await client.closed, "");
      });

      it("do not pile up for a client that does not read", async () => {
        let count = 0;
        const body = "a".repeat(60_000);
        const { port } = await serve(way, (_, answer) => {
          count++;
          answer.writeHead(200, { "Content-Length": body.length }).end(body);
        });
        const client = open(port);
        client.socket.pause();
        const total = 2_000;
        for (let i = 0; i < total; i++) {
          if (client.socket.write(plain())) await turn();
          else break;
        }
        await turn();
        assert.ok(count < total / 2, `${count} of ${total} requests were handled`);
      });
    });
  }

  it("do not let a client that floods fill the memory", async () => {
    let answer: ClientAnswer | undefined;
    let count = 0;
    const { port } = await serve("plain", (_, its) => {
      count++;
      answer ??= its;
      if (count > 1) its.writeHead(200, { "Content-Length": 0 }).end();
    });
    const client = open(port);
    client.socket.write(plain());
    await until("the request arrives", () => answer !== undefined);
    const flood = plain().repeat(2_000);
    let written = 0;
    for (; written < 100_000_000 && client.socket.writableLength < 10_000_000; written += flood.length) {
      client.socket.write(flood);
      await turn();
    }
    assert.ok(written < 50_000_000, `the server has taken ${written} bytes`);
    client.socket.resetAndDestroy();
    answer?.writeHead(200, { "Content-Length": 0 }).end();
    await client.closed;
  });

  it("to waiting requests are not made after the client has gone", async () => {
    const answers: ClientAnswer[] = [];
    const { port, server } = await serve("plain", (_, its) => {
      answers.push(its);
    });
    const { socket } = open(port);
    socket.write(plain("/1"));
    await until("the first request arrives", () => answers.length === 1);
    socket.write(plain("/2"));
    await turn();
    await turn();
    answers[0]?.once("close", () => undefined);
    answers[0]?.destroy();
    await once(socket, "close");
    answers[0]?.end();
    await turn();
    await turn();
    assert.equal(answers.length, 1);
    await server.close(60_000);
  });

  it("of other connections are written although one handler throws", async () => {
    let first: ClientAnswer | undefined;
    let second: ClientAnswer | undefined;
    const { port } = await serve("plain", ({ url }, its) => {
      if (url === "/1") first = its;
      else if (url === "/2") second = its;
      else throw new Error("the handler fails");
    });
    const one = open(port);
    one.socket.write(plain("/1"));
    const two = open(port);
    two.socket.write(plain("/2"));
    await until("both requests arrive", () => first !== undefined && second !== undefined);
    one.socket.write(plain("/3"));
    await turn();
    await turn();
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    const thrown = once(process, "uncaughtException");
    try {
      first?.writeHead(200, { "Content-Length": 1 }).end("1");
      second?.writeHead(200, { "Content-Length": 1 }).end("2");
      assert.match(String(await thrown), /the handler fails/);
      await until("the other is answered", () => two.received.endsWith("2"));
    } finally {
      for (const it of listeners) process.on("uncaughtException", it);
    }
  });

  it("reach a client after the time for idle connections", async () => {
    let running: [ClientRequest, ClientAnswer] | undefined;
    const handler: Handler = (...both) => {
      running = both;
    };
    const { port } = await serve("plain", handler, { timeouts: { idle: 30 } });
    const client = open(port);
    client.socket.write(plain());
    await until("the request arrives", () => running !== undefined);
    const [request, answer] = running ?? assert.fail();
    await once(request.socket, "timeout");
    answer.writeHead(200, { "Content-Length": 4 }).end("late");
    assert.match(await client.closed, /late$/);
  });

  it("end an idle connection after its time", async () => {
    const { port } = await serve("plain", answerWith(200, { "Content-Length": 1 }, "a"), {
      timeouts: { idle: 30 },
    });
    const client = open(port);
    client.socket.write(plain());
    assert.match(await client.closed, /Keep-Alive: timeout=0\r\n\r\na$/);
  });
});
