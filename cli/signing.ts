import { createHmac, randomUUID } from "node:crypto";

/** Headers that are never among the signed ones. */
const unsigned = "X-Ca-Signature";

/**
 * Headers of a request that is signed with AppKey and AppSecret by HmacSHA256.
 * Source: the vendor's description of its request signature; order of lines as all of its clients have it.
 *
 * @param path - path with its query, not encoded
 */
export function signedHeaders(
  { method, path, stage }: { method: string; path: string; stage: string | undefined },
  { appKey, appSecret }: { appKey: string; appSecret: string },
): Record<string, string> {
  const signed: Record<string, string> = {
    "X-Ca-Key": appKey,
    "X-Ca-Nonce": randomUUID(),
    "X-Ca-Signature-Method": "HmacSHA256",
    "X-Ca-Timestamp": String(Date.now()),
    ...(stage ? { "X-Ca-Stage": stage } : {}),
  };
  const names = Object.keys(signed).sort();
  const accept = "application/json, text/html";
  const lines = [
    method.toUpperCase(),
    accept,
    "", // Content-MD5
    "", // Content-Type
    "", // Date
    ...names.map((name) => `${name}:${signed[name]}`),
    resource(path),
  ];
  const signature = createHmac("sha256", appSecret).update(lines.join("\n")).digest("base64");
  return { accept, ...signed, "X-Ca-Signature-Headers": names.join(","), [unsigned]: signature };
}

/** The path, with its parameters in the order of their names. */
function resource(path: string): string {
  const [bare = "", query] = path.split("?", 2);
  if (!query) return bare;
  const parameters = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = parameters.map(([name, value]) => (value === "" ? name : `${name}=${value}`));
  return `${bare}?${text.join("&")}`;
}
