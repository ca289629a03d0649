import { createHash, createHmac } from "node:crypto";
import { decoded } from "./paths";
import { type Pairs, rawPairs } from "./query";

/** The values of a request that its signature covers. */
export interface SignedRequest {
  method: string;
  /** As sent, without query. */
  path: string;
  query: Pairs;
  /** Form fields. Empty if the body is not a form. */
  form: Pairs;
  header(name: string): string | undefined;
}

/** Headers with their own lines in the signed text, and the signature itself. */
const NEVER_AMONG_SIGNED_HEADERS = new Set([
  "x-ca-signature",
  "x-ca-signature-headers",
  "accept",
  "content-md5",
  "content-type",
  "date",
]);

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Names in `X-Ca-Signature-Headers`, with the same spelling, in the order of the lines. */
const signedHeaderNames = (list: string): string[] =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !NEVER_AMONG_SIGNED_HEADERS.has(name.toLowerCase()))
    .sort(byCodePoint);

/** Whether the signature covers a header. */
export function isSigned({ header }: Pick<SignedRequest, "header">, name: string): boolean {
  const names = signedHeaderNames(header("x-ca-signature-headers") ?? "");
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

/**
 * Path and sorted parameters: only the first value of a name, and no `=` after a name without a value. A form field
 * replaces a query parameter with the same name, as in every published client.
 */
function resource(path: string, query: Pairs, form: Pairs): string {
  const values = new Map<string, string>();
  for (const [name, value] of [...form, ...query]) if (!values.has(name)) values.set(name, value);
  if (values.size === 0) return path;
  const names = [...values.keys()].sort(byCodePoint);
  const parts = names.map((name) => (values.get(name) ? `${name}=${values.get(name)}` : name));
  return `${path}?${parts.join("&")}`;
}

/** The text that client and gateway sign (API Gateway documentation, "Request signatures"). */
export function stringToSign(request: SignedRequest): string {
  const list = request.header("x-ca-signature-headers") ?? "X-Ca-Key";
  return renderStringToSign(request, signedHeaderNames(list), request.path, request.query);
}

/**
 * Texts that a client may have signed for what it sends. The documented one comes first. Published clients differ, and no
 * document states what the service does. Each variant is accepted:
 *
 * - path: as sent (Node.js, Python) or decoded (Java, and any client that signs a path before it encodes it)
 * - query parameters: decoded, or as sent (Python)
 * - without `X-Ca-Signature-Headers`: a line for `X-Ca-Key`, or none (PHP)
 *
 * @param rawQuery - as sent
 */
export function stringsToSign(request: SignedRequest, rawQuery: string): string[] {
  const list = request.header("x-ca-signature-headers");
  const listed = list === undefined ? [["X-Ca-Key"], []] : [signedHeaderNames(list)];
  const texts = [request.path, decoded(request.path)].flatMap((path) =>
    [request.query, rawPairs(rawQuery)].flatMap((query) =>
      listed.map((names) => renderStringToSign(request, names, path, query)),
    ),
  );
  return [...new Set([stringToSign(request), ...texts])];
}

function renderStringToSign(
  { method, header, form }: SignedRequest,
  names: readonly string[],
  path: string,
  query: Pairs,
): string {
  const own = ["accept", "content-md5", "content-type", "date"].map((name) => header(name) ?? "");
  const lines = names.map((name) => `${name}:${header(name) ?? ""}`);
  return [method.toUpperCase(), ...own, ...lines, resource(path, query, form)].join("\n");
}

/** Signature methods, by their names in `X-Ca-Signature-Method` and `AllowSignatureMethod`. */
const ALGORITHMS: Readonly<Record<string, string>> = { HmacSHA256: "sha256", HmacSHA1: "sha1" };

/** Returns the signature in Base64, or undefined for an unknown method. */
export function sign(method: string, secret: string, text: string): string | undefined {
  const algorithm = Object.hasOwn(ALGORITHMS, method) ? ALGORITHMS[method] : undefined;
  if (algorithm === undefined) return undefined;
  return createHmac(algorithm, secret).update(text, "utf8").digest("base64");
}

/** The required `Content-MD5` of a body. */
export function contentMd5(body: Buffer): string {
  return createHash("md5").update(body).digest("base64");
}
