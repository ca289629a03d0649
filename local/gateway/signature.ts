import { createHash, createHmac } from "node:crypto";
import type { Pairs } from "./query";

/** What of a request takes part in its signature. */
export interface SignedRequest {
  method: string;
  /** As sent, without query. */
  path: string;
  query: Pairs;
  /** Form fields; empty unless the body is a form. */
  form: Pairs;
  header(name: string): string | undefined;
}

/** Have lines of their own, or are the signature. */
const NEVER_AMONG_SIGNED_HEADERS = new Set([
  "x-ca-signature",
  "x-ca-signature-headers",
  "accept",
  "content-md5",
  "content-type",
  "date",
]);

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Names in `X-Ca-Signature-Headers`, spelled as there; without it only the AppKey takes part. */
function signedHeaderNames(list: string | undefined): string[] {
  return (list ?? "X-Ca-Key")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !NEVER_AMONG_SIGNED_HEADERS.has(name.toLowerCase()))
    .sort(byCodePoint);
}

/** Path and sorted parameters: decoded, the first value of a name only, no `=` after a name without value. */
function resource({ path, query, form }: SignedRequest): string {
  const values = new Map<string, string>();
  for (const [name, value] of [...query, ...form]) if (!values.has(name)) values.set(name, value);
  if (values.size === 0) return path;
  const names = [...values.keys()].sort(byCodePoint);
  const parts = names.map((name) => (values.get(name) ? `${name}=${values.get(name)}` : name));
  return `${path}?${parts.join("&")}`;
}

/** The text that client and gateway sign alike (API Gateway documentation, "Request signatures"). */
export function stringToSign(request: SignedRequest): string {
  const own = ["accept", "content-md5", "content-type", "date"].map((name) => request.header(name) ?? "");
  const headers = signedHeaderNames(request.header("x-ca-signature-headers"));
  const lines = headers.map((name) => `${name}:${request.header(name) ?? ""}`);
  return [request.method.toUpperCase(), ...own, ...lines, resource(request)].join("\n");
}

/** Signature methods as `X-Ca-Signature-Method` and `AllowSignatureMethod` name them. */
const ALGORITHMS: Readonly<Record<string, string>> = { HmacSHA256: "sha256", HmacSHA1: "sha1" };

/** Base64; undefined for a method that does not exist. */
export function sign(method: string, secret: string, text: string): string | undefined {
  const algorithm = Object.hasOwn(ALGORITHMS, method) ? ALGORITHMS[method] : undefined;
  if (algorithm === undefined) return undefined;
  return createHmac(algorithm, secret).update(text, "utf8").digest("base64");
}

/** What `Content-MD5` must be for a body. */
export function contentMd5(body: Buffer): string {
  return createHash("md5").update(body).digest("base64");
}
