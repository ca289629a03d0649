import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { parsePairs } from "../../../local/gateway/query";
import { contentMd5, sign, stringToSign } from "../../../local/gateway/signature";
import { createSignedHeaders } from "../../../testing/signing";

describe("a signed request", () => {
  const keys = { appKey: "203812345", appSecret: "the-secret" };

  it("signs the lines that the gateway requires, with sorted, unencoded parameters", () => {
    const headers = createSignedHeaders(
      { method: "get", path: "/nginx?b=2&a=%20x&empty=", stage: "PRE" },
      keys,
    );
    const names = (headers["X-Ca-Signature-Headers"] ?? "").split(",");
    assert.deepEqual(names, [...names].sort());
    const lines = ["GET", headers.accept, "", "", "", ...names.map((name) => `${name}:${headers[name]}`)];
    const text = [...lines, "/nginx?a= x&b=2&empty"].join("\n");
    assert.equal(
      headers["X-Ca-Signature"],
      createHmac("sha256", keys.appSecret).update(text).digest("base64"),
    );
    assert.ok(
      names.includes("X-Ca-Stage") && names.includes("X-Ca-Nonce") && names.includes("X-Ca-Timestamp"),
    );
  });

  it("has the whole query, also after another question mark", () => {
    const headers = createSignedHeaders({ method: "GET", path: "/nginx?a=b?c&d=e", stage: undefined }, keys);
    const names = (headers["X-Ca-Signature-Headers"] ?? "").split(",");
    const lines = ["GET", headers.accept, "", "", "", ...names.map((name) => `${name}:${headers[name]}`)];
    const text = [...lines, "/nginx?a=b?c&d=e"].join("\n");
    assert.equal(
      headers["X-Ca-Signature"],
      createHmac("sha256", keys.appSecret).update(text).digest("base64"),
    );
  });

  it("equals the signature of the local gateway for any query, form, body and headers", () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    const pairs = fc.array(fc.tuple(name, fc.string({ unit: "grapheme-ascii" })), { maxLength: 4 });
    const formatText = (all: [string, string][]) => new URLSearchParams(all).toString();
    const form = pairs.map((all) => ({
      type: "application/x-www-form-urlencoded; charset=utf-8",
      text: formatText(all),
    }));
    const json = fc.json().map((text) => ({ type: "application/json", text }));
    fc.assert(
      fc.property(fc.option(fc.oneof(form, json)), pairs, fc.boolean(), (body, query, accepts) => {
        const sent: Record<string, string> = {
          ...(body && { "Content-Type": body.type }),
          ...(accepts && { Accept: "text/plain" }),
        };
        const path = `/items?${formatText(query)}`;
        const headers = {
          ...sent,
          ...createSignedHeaders(
            { method: "POST", path, stage: "TEST", headers: sent, body: body?.text },
            keys,
          ),
        };
        const received = new Map(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
        const isForm = body?.type.includes("form") === true;
        if (!isForm && body) assert.equal(received.get("content-md5"), contentMd5(Buffer.from(body.text)));
        const text = stringToSign({
          method: "POST",
          path: "/items",
          query: parsePairs(formatText(query)),
          form: isForm ? parsePairs(body.text) : [],
          header: (header) => received.get(header.toLowerCase()),
        });
        assert.equal(headers["X-Ca-Signature"], sign("HmacSHA256", keys.appSecret, text));
      }),
    );
  });

  it("never contains the secret, and is always different", () => {
    const [first, second] = [1, 2].map(() =>
      createSignedHeaders({ method: "GET", path: "/", stage: undefined }, keys),
    );
    assert.ok(!JSON.stringify(first).includes(keys.appSecret));
    assert.notEqual(first?.["X-Ca-Signature"], second?.["X-Ca-Signature"]);
  });
});
