import assert from "node:assert/strict";
import { parse } from "node:url";
import fc from "fast-check";
import { createSignedHeaders } from "../../testing/signing";
import { closeAll } from "../local/gateway/backEnd";
import { APP_KEY, APP_SECRET, HOST } from "../local/world";
import { type NodeClientOptions, nodeClient } from "../support/oracles/nodeClient";
import { startSignedGateway } from "../support/oracles/signedGateway";

const form = "application/x-www-form-urlencoded; charset=UTF-8";

const paths: readonly string[] = [
  ...["/any/a", "/any/a%20b", "/any/%E6%9D%AD%E5%B7%9E", "/any/a+b", "/any/a;v=1,2", "/any/a%2Fb"],
  ...["/any/(x)'!*~@:&=$", "/any/%25", "/any/a//b", "/any/a/"],
];

const queries: readonly Record<string, string>[] = [
  ...[{}, { b: "2", a: "1" }, { empty: "" }, { name: "杭州", 键: "值" }, { q: "a b+c&d=e?f#g" }],
  ...[
    { B: "1", a: "2", _: "3", "a-b": "4", a1: "5" },
    { percent: "100%", encoded: "%20" },
    { same: "query" },
  ],
];

const headers: readonly NodeClientOptions[] = [
  ...[{}, { headers: { accept: "text/html", date: "Thu, 01 Jan 2026 12:00:00 GMT" } }],
  ...[{ signHeaders: { "x-tenant": "t-1", "X-Empty": "" } }, { signHeaders: { "x-tenant": "é" } }],
];

type Method = "get" | "post" | "put" | "delete";

const bodies: readonly [what: string, method: Method, options: NodeClientOptions][] = [
  ["GET", "get", {}],
  ["DELETE", "delete", {}],
  [
    "POST of a form",
    "post",
    { data: { name: "杭州", b: "a b&c", empty: "" }, headers: { "content-type": form } },
  ],
  [
    "POST of a form with a name of the query",
    "post",
    { data: { same: "form" }, headers: { "content-type": form } },
  ],
  ["POST of JSON", "post", { data: { name: "杭州", list: [1] } }],
  ["POST of a text", "post", { data: "杭州\n", headers: { "content-type": "text/plain; charset=utf-8" } }],
  [
    "POST of bytes",
    "post",
    { data: Buffer.from([0, 255, 1]), headers: { "content-type": "application/octet-stream" } },
  ],
  ["PUT of a form", "put", { data: { a: "z" }, headers: { "content-type": form } }],
  ["PUT of JSON", "put", { data: { a: 1 } }],
];

describe("calls of the vendor's Node.js client", function () {
  this.timeout(60_000);
  let front = 0;
  let calls = 0;
  before(async () => {
    front = await startSignedGateway();
  });
  after(async () => {
    process.stdout.write(`    The gateway took ${calls} calls of the client.\n`);
    await closeAll();
  });

  async function send(
    method: Method,
    path: string,
    options: NodeClientOptions,
    signatureMethod = "HmacSHA256",
  ): Promise<unknown> {
    const client = nodeClient(APP_KEY, APP_SECRET, signatureMethod);
    const named = { "x-ca-signature-method": signatureMethod };
    return client[method](`http://127.0.0.1:${front}${path}`, {
      ...structuredClone(options),
      headers: { host: HOST, ...options.headers, ...(signatureMethod === "HmacSHA1" ? named : {}) },
    });
  }

  for (const [what, method, body] of bodies) {
    for (const signatureMethod of ["HmacSHA256", "HmacSHA1"]) {
      it(`${what}, with each path, query and header, by ${signatureMethod}`, async () => {
        for (const path of paths) {
          for (const query of queries) {
            for (const more of headers) {
              const all = { ...body, ...more, query, headers: { ...body.headers, ...more.headers } };
              await send(method, path, all, signatureMethod).catch((error: Error) => {
                throw new Error(`${path} ${JSON.stringify(all)}: ${error.message}`);
              });
              calls += 1;
            }
          }
        }
      });
    }
  }

  for (const query of ["q=%BA%BC%D6%DD", "q=%zz%20b", "100%=a+b", "%E6%9D=%"]) {
    it(`with bytes in the query that are not UTF-8: ${query}`, async () => {
      await send("get", `/any/a?${query}`, {});
    });
  }

  it("with a header value in UTF-8, which the client signs as Latin-1", async () => {
    const tenant = Buffer.from("杭州").toString("latin1");
    await send("get", "/any/a", { signHeaders: { "x-tenant": tenant } });
  });

  it("with the content type of a form in capitals, whose body the client signs as a digest", async () => {
    await send("post", "/any/a", { data: "a=1&b=2", headers: { "content-type": form.toUpperCase() } });
  });

  it("with a duplicate query parameter are rejected, because the client joins the values and the service signs the first", async () => {
    await assert.rejects(
      send("get", "/any/a", { query: { a: ["1", "2"] } }),
      /A403|Invalid Signature.*\/any\/a\?a=1$/,
    );
  });

  it("with a wrong secret are rejected", async () => {
    const client = nodeClient(APP_KEY, "wrong");
    const options = { headers: { host: HOST } };
    await assert.rejects(client.get(`http://127.0.0.1:${front}/any/a`, options), /Invalid Signature/);
  });
});

describe("the signer of this project", () => {
  const keys = { appKey: APP_KEY, appSecret: APP_SECRET };
  const client = nodeClient(APP_KEY, APP_SECRET);

  /** The signature that the vendor's client makes of what our signer sends. */
  function vendorSignature(
    method: string,
    path: string,
    sent: Record<string, string>,
    body?: string,
  ): string {
    const lower = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const names = (sent["X-Ca-Signature-Headers"] ?? "").split(",");
    const lines = names.map((name) => `${name}:${sent[name]}`).join("\n");
    const isForm = lower["content-type"]?.startsWith("application/x-www-form-urlencoded");
    const fields = isForm ? Object.fromEntries(new URLSearchParams(body)) : undefined;
    return client.sign(client.buildStringToSign(method, lower, lines, parse(path, true), fields));
  }

  it("signs as the vendor's client does, with any path, query, form and body", () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 6 })
      .filter((one) => one !== "__proto__");
    const pairs = fc.uniqueArray(fc.tuple(name, fc.string({ unit: "grapheme", maxLength: 12 })), {
      selector: ([key]) => key,
      maxLength: 4,
    });
    const textOf = (all: [string, string][]) => new URLSearchParams(all).toString();
    const body = fc.option(
      fc.oneof(
        pairs.map((all) => ({ type: form, text: textOf(all) })),
        fc.string({ unit: "grapheme" }).map((text) => ({ type: "text/plain; charset=utf-8", text })),
      ),
      { nil: undefined },
    );
    const path = fc
      .array(name, { minLength: 1, maxLength: 3 })
      .map((names) => `/${names.map(encodeURIComponent).join("/")}`);
    const accept = fc.constantFrom<Record<string, string>[]>(
      {},
      { accept: "text/plain" },
      { date: "Thu, 01 Jan 2026 12:00:00 GMT" },
    );
    let count = 0;
    fc.assert(
      fc.property(path, pairs, body, accept, (bare, query, sentBody, more) => {
        // Node's parser of URLs writes a quote as %27; the client sends and signs that.
        const url = (query.length > 0 ? `${bare}?${textOf(query)}` : bare).replaceAll("'", "%27");
        const own = { ...more, ...(sentBody && { "content-type": sentBody.type }) };
        const headers: Record<string, string> = {
          ...own,
          ...createSignedHeaders(
            { method: "POST", path: url, stage: "RELEASE", headers: own, body: sentBody?.text },
            keys,
          ),
        };
        count += 1;
        assert.equal(headers["X-Ca-Signature"], vendorSignature("POST", url, headers, sentBody?.text));
      }),
      { numRuns: 2_000 },
    );
    process.stdout.write(`    The client signed ${count} requests.\n`);
  });
});
