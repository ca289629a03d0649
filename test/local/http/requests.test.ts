import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { after, afterEach, beforeEach, describe, it } from "mocha";
import type { ClientAnswer, ClientRequest } from "../../../local/http/client";
import { closeAll, exchange, plain, serve, type Way, withoutDate } from "./exchange";

interface Seen {
  method?: string;
  url?: string;
  headers: Record<string, unknown>;
  body: string;
}

/** A server that records the requests, and answers each at once. */
async function recorder(way: Way): Promise<(parts: readonly string[]) => Promise<unknown>> {
  let seen: Promise<Seen>[] = [];
  const { port } = await serve(way, (request: ClientRequest, answer: ClientAnswer) => {
    const { method, url, headers } = request;
    // Node.js does not end an incomplete body whose request was answered.
    const closed = new Promise((resolve) => request.socket.once("close", resolve)).then(() => turn());
    const body = Promise.race([readBody(request), closed.then(() => "(incomplete)")]);
    const it = body.then((text) => ({
      ...(method !== undefined && { method }),
      ...(url !== undefined && { url }),
      headers: Object.fromEntries(Object.entries(headers)),
      body: text,
    }));
    seen.push(it);
    const text = createHash("sha1")
      .update(JSON.stringify([method, url, headers]))
      .digest("hex");
    answer.writeHead(200, { "X-Way": "1", "Content-Length": text.length }).end(text);
  });
  return async (parts) => {
    seen = [];
    const answers = await exchange(port, parts);
    return { requests: await Promise.all(seen), answers: withoutDate(answers) };
  };
}

async function readBody(request: ClientRequest): Promise<string> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) parts.push(part);
  } catch {
    return `${Buffer.concat(parts).toString("latin1")} (broken off)`;
  }
  return Buffer.concat(parts).toString("latin1");
}

const usually = <T>(value: T, other: fc.Arbitrary<T>, weight = 12) =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: other, weight: 1 });
const bytes = (options: fc.StringConstraints & { from?: number; to?: number } = {}) => {
  const { from = 0, to = 255, ...constraints } = options;
  return fc.string({
    ...constraints,
    unit: fc.integer({ min: from, max: to }).map((it) => String.fromCharCode(it)),
  });
};

const method = fc.constantFrom("GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
const oddMethod = fc.constantFrom(
  "get",
  "TRACE",
  "BREW",
  "CONNECT",
  "PRI",
  "",
  " GET",
  "\r\nGET",
  "\nGET",
  "GET\t",
);
const target = fc.oneof(
  fc.constantFrom("/", "/a?b=c", "//", "/%zz", "/#a", "/a#b#c?d"),
  bytes({ from: 0x21, to: 0x7e, maxLength: 6 }).map((it) => `/${it}`),
);
const oddTarget = fc.oneof(
  fc.constantFrom("*", "http://b/x", "", "a", "/a b", "/\t", "/a ", " /a"),
  bytes({ maxLength: 4 }).map((it) => `/${it}`),
);
const version = fc.constantFrom("HTTP/1.0", "HTTP/1.1 ", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.2", "");
const lineEnd = fc.constantFrom("\n", "\r", "\r\r\n", "\n\r\n", "");
const name = fc.oneof(
  fc.constantFrom("Accept", "X-A", "x-a", "x_a", "COOKIE", "Cookie", "User-Agent", "Keep-Alive", "X-B", "1"),
  fc.constantFrom("Connection", "connection", "Proxy-Connection", "Set-Cookie", "Authorization", "Referer"),
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "HTTP2-Settings", "Max-Forwards"),
  fc.constantFrom("Expect", "Upgrade", "TE", "Trailer", "Transfer-Encoding", "Content-Length", "Host"),
  bytes({ from: 0x21, to: 0x7e, maxLength: 5 }),
);
const value = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "keep-alive",
    "Keep-Alive",
    "close",
    "Upgrade",
    "upgrade, close",
    "a\r\n b",
    "a\r\n\tb",
  ),
  fc.constantFrom(
    "100-continue",
    "chunked",
    "identity",
    "chunked, chunked",
    "0",
    "3",
    "+3",
    "3, 3",
    "h2c",
    "trailers",
  ),
  fc.constantFrom("a \t", "\xa0", "a\xa0", "a \xa0", "\x85a\x85", "\ta\t", "a\x7f", "a\x0b", "a\x0c "),
  bytes({ maxLength: 6 }),
  bytes({ from: 0x80, maxLength: 6 }),
);
const blank = usually(" ", fc.constantFrom("", "  ", "\t", " \t "), 4);
const field = fc
  .tuple(
    name,
    usually(":", fc.constantFrom(" :", "", "::"), 40),
    blank,
    value,
    blank,
    usually("\r\n", lineEnd, 60),
  )
  .map((it) => it.join(""));
const host = usually(
  "Host: a\r\n",
  fc.constantFrom("", "Host: a\r\nhost: b\r\n", "hOST:\r\n", "Host : a\r\n", "Host: a\n"),
  10,
);
const body = usually<[string, string]>(
  ["", ""],
  fc.constantFrom<[string, string]>(
    ["Content-Length: 3\r\n", "abc"],
    ["content-length: 0\r\n", ""],
    ["Content-Length: 3\r\nContent-Length: 3\r\n", "abc"],
    ["Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n"],
    ["Transfer-Encoding: chunked\r\n", "3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n"],
    ["Transfer-Encoding: xchunked\r\n", "3\r\nabc\r\n0\r\n\r\n"],
    ["Content-Length: 33\r\n", plain("/hidden")],
    ["", plain("/hidden")],
    ["", "\r\n"],
    ["", "abc"],
  ),
  3,
);
const request = fc
  .record({
    method: usually(undefined, oddMethod, 25),
    plainMethod: method,
    target: fc.oneof({ arbitrary: target, weight: 15 }, { arbitrary: oddTarget, weight: 1 }),
    version: usually("HTTP/1.1", version, 20),
    end: usually("\r\n", lineEnd, 40),
    host,
    fields: fc.array(field, { maxLength: 3 }),
    body,
    last: usually("\r\n", lineEnd, 40),
  })
  .map(
    (it) =>
      `${it.method ?? it.plainMethod} ${it.target} ${it.version}${it.end}${it.host}${it.fields.join("")}` +
      `${it.body[0]}${it.last}${it.body[1]}`,
  );
const message = fc.oneof({ arbitrary: request, weight: 3 }, { arbitrary: fc.constant(plain()), weight: 1 });

/** Messages in one write each, all in one, or split at any byte. */
const writes = fc
  .tuple(
    fc.array(message, { minLength: 1, maxLength: 4 }),
    fc.oneof(
      fc.constant<"each" | "all">("each"),
      fc.constant<"each" | "all">("all"),
      fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }),
    ),
    fc.option(fc.tuple(fc.nat(300), fc.nat(255)), { freq: 8 }),
  )
  .map(([messages, split, change]) => {
    const changed = messages.map((text, i) => {
      if (!change || i !== 0) return text;
      const at = change[0] % text.length;
      return text.slice(0, at) + String.fromCharCode(change[1]) + text.slice(at + 1);
    });
    if (split === "each") return changed;
    const all = changed.join("");
    if (split === "all") return [all];
    const places = [...new Set([0, ...split.map((it) => it % all.length)])].sort((a, b) => a - b);
    return places.map((from, i) => all.slice(from, places[i + 1]));
  });

describe("HTTP: requests", () => {
  let ask: Record<Way, (parts: readonly string[]) => Promise<unknown>>;
  beforeEach(async () => {
    ask = { plain: await recorder("plain"), "Node.js": await recorder("Node.js") };
  });
  afterEach(closeAll);
  after(closeAll);

  const same = async (parts: readonly string[]): Promise<void> =>
    assert.deepEqual(await ask.plain(parts), await ask["Node.js"](parts));

  it("are those that Node.js reads from the same bytes", async () => {
    await fc.assert(fc.asyncProperty(writes, same), { numRuns: 300 });
  });

  it("are those that Node.js reads if some repeat the fields of the request before", async () => {
    const sequence = fc
      .array(fc.array(field, { maxLength: 2 }), { minLength: 2, maxLength: 3 })
      .chain((blocks) =>
        fc.array(
          fc.tuple(target, fc.constantFrom("Host: a\r\n", "Host: b\r\n"), fc.constantFrom(...blocks)),
          {
            minLength: 2,
            maxLength: 6,
          },
        ),
      );
    const parts = sequence.map((all) =>
      all.map(([path, first, fields]) => `GET ${path} HTTP/1.1\r\n${first}${fields.join("")}\r\n`),
    );
    await fc.assert(fc.asyncProperty(parts, same), { numRuns: 100 });
  });

  it("have headers that no handler can change for the next request", async () => {
    const seen: unknown[] = [];
    const { port } = await serve("plain", ({ headers }, answer) => {
      seen.push({ ...headers });
      Reflect.set(headers, "host", "evil");
      answer.writeHead(200, { "Content-Length": 0 }).end();
    });
    await exchange(port, [plain("/1"), plain("/2")]);
    assert.equal(seen.length, 2);
    assert.deepEqual(seen[1], seen[0]);
  });

  const cases: Readonly<Record<string, readonly string[]>> = {
    "one Set-Cookie": ["GET / HTTP/1.1\r\nHost: a\r\nSet-Cookie: b\r\n\r\n"],
    "Proxy-Connection: close": [`GET / HTTP/1.1\r\nHost: a\r\nProxy-Connection: close\r\n\r\n`, plain()],
    "more fields than Node.js keeps": [
      `GET / HTTP/1.1\r\nHost: a\r\n${Array.from({ length: 1_200 }, (_, i) => `x${i}: ${i}\r\n`).join("")}\r\n`,
    ],
    "a request without a body for its method": [plain("/", "POST"), plain()],
    "a body that looks like a request": [
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${plain("/hidden").length}\r\n\r\n`,
      plain("/hidden"),
      plain(),
    ],
    "a plain request between two unusual ones": [
      "GET /1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
      plain("/2"),
      "GET /3 HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
    ],
    "an unusual request between plain ones": [plain("/1"), "PUT /2 HTTP/1.1\nHost: a\n\n", plain("/3")],
    "many requests in one write": [Array.from({ length: 8 }, (_, i) => plain(`/${i}`)).join("")],
    "a head in single bytes": [...plain()],
  };
  for (const [what, parts] of Object.entries(cases)) it(`with ${what}`, () => same(parts));

  it("with a head above the limit", async () => {
    const answers: string[] = [];
    for (const way of ["plain", "Node.js"] as const) {
      const { port } = await serve(way, (_, answer) => answer.writeHead(200, {}).end(), {
        maxHeaderBytes: 2_000,
      });
      answers.push(await exchange(port, [`GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(3_000)}\r\n\r\n`]));
    }
    assert.match(answers[0] ?? "", /^HTTP\/1\.1 431 /);
    assert.equal(withoutDate(answers[0] ?? ""), withoutDate(answers[1] ?? ""));
  });
});
