import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Decoded names and values in the order of arrival. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** RFC 3986 percent-encoding, which both signature versions require. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const byName = (a: readonly [string, string], b: readonly [string, string]): number =>
  a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;

function canonicalQuery(pairs: Pairs): string {
  return [...pairs]
    .sort(byName)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

/** String to sign of the old RPC signature: all query and form parameters except `Signature`. */
export function rpcStringToSign(method: string, pairs: Pairs): string {
  const signed = pairs.filter(([name]) => name !== "Signature");
  return `${method}&${percentEncode("/")}&${percentEncode(canonicalQuery(signed))}`;
}

/** HMAC-SHA1 with the secret plus an ampersand as key, in Base64. */
export function rpcSignature(secret: string, stringToSign: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}

export interface Acs3Authorization {
  algorithm: string;
  accessKeyId: string;
  signedHeaders: string[];
  signature: string;
}

/** Parses an `Authorization` header of the ACS3 family. Returns undefined for any other header. */
export function parseAcs3Authorization(header: string): Acs3Authorization | undefined {
  const match = /^(ACS3-[A-Z0-9-]+)\s+(.*)$/.exec(header.trim());
  if (!match) return undefined;
  const [, algorithm = "", rest = ""] = match;
  const fields = new Map(
    rest.split(",").map((field): [string, string] => {
      const at = field.indexOf("=");
      return [field.slice(0, at).trim(), field.slice(at + 1).trim()];
    }),
  );
  return {
    algorithm,
    accessKeyId: fields.get("Credential") ?? "",
    signedHeaders: (fields.get("SignedHeaders") ?? "").split(";").filter((name) => name !== ""),
    signature: fields.get("Signature") ?? "",
  };
}

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** String to sign of ACS3-HMAC-SHA256, computed from the received request. */
export function acs3StringToSign(
  request: { method: string; path: string; query: Pairs; headers: IncomingHttpHeaders; bodyHash: string },
  signedHeaders: readonly string[],
): string {
  const names = [...signedHeaders].map((name) => name.toLowerCase()).sort();
  const headerLines = names.map((name) => `${name}:${headerText(request.headers, name)}\n`).join("");
  const canonical = [
    request.method,
    request.path.replace(/\+/g, "%20").replace(/\*/g, "%2A").replace(/%7E/g, "~"),
    canonicalQuery(request.query),
    headerLines,
    names.join(";"),
    request.bodyHash,
  ].join("\n");
  return `ACS3-HMAC-SHA256\n${sha256(canonical)}`;
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value)
    ? value
        .map((item) => item.trim())
        .sort()
        .join(",")
    : (value ?? "").trim();
}

/** HMAC-SHA256 with the secret as key, in lower-case hex. */
export function acs3Signature(secret: string, stringToSign: string): string {
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}

export const bodyHash = (body: Buffer): string => sha256(body);

/** Compares texts in constant time. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
