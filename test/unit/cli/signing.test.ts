import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { signedHeaders } from "../../../cli/signing";

describe("a signed request", () => {
  const keys = { appKey: "203812345", appSecret: "the-secret" };

  it("signs the lines that the gateway signs, parameters sorted and not encoded", () => {
    const headers = signedHeaders({ method: "get", path: "/nginx?b=2&a=%20x&empty=", stage: "PRE" }, keys);
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

  it("never holds the secret, and is never the same twice", () => {
    const [first, second] = [1, 2].map(() =>
      signedHeaders({ method: "GET", path: "/", stage: undefined }, keys),
    );
    assert.ok(!JSON.stringify(first).includes(keys.appSecret));
    assert.notEqual(first?.["X-Ca-Signature"], second?.["X-Ca-Signature"]);
  });
});
