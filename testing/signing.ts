import { createHash, createHmac, randomUUID } from "node:crypto";

/** The header that a signature never covers. */
const unsigned = "X-Ca-Signature";

/** A request to sign. */
export interface Unsigned {
  method: string;
  /** Path and query, as sent. */
  path: string;
  stage: string | undefined;
  /** @default none */
  headers?: Readonly<Record<string, string>> | undefined;
  /** @default no body */
  body?: string | undefined;
}

/**
 * Creates the headers of a request that is signed with AppKey and AppSecret by HmacSHA256.
 * Source: the vendor's description of request signatures. The order of the lines is that of all its clients.
 */
export function createSignedHeaders(
  { method, path, stage, headers = {}, body }: Unsigned,
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
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const accept = given.get("accept") ?? "application/json, text/html";
  const type = given.get("content-type") ?? "";
  // The signature covers the fields of a form as parameters, and any other body by its digest.
  const form = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) ? body : undefined;
  const digest = body === undefined || form !== undefined ? "" : md5(body);
  const lines = [
    method.toUpperCase(),
    accept,
    digest,
    type,
    given.get("date") ?? "",
    ...names.map((name) => `${name}:${signed[name]}`),
    formatResource(path, form),
  ];
  const signature = createHmac("sha256", appSecret).update(lines.join("\n")).digest("base64");
  return {
    accept,
    ...(digest === "" ? {} : { "content-md5": digest }),
    ...signed,
    "X-Ca-Signature-Headers": names.join(","),
    [unsigned]: signature,
  };
}

const md5 = (body: string) => createHash("md5").update(body).digest("base64");

/**
 * The path with the parameters of query and form, sorted by name. If a name occurs several times, the first value
 * counts. A field of a form takes precedence over a parameter of the query.
 */
function formatResource(path: string, form = ""): string {
  const mark = path.indexOf("?");
  const bare = mark < 0 ? path : path.slice(0, mark);
  const query = mark < 0 ? "" : path.slice(mark + 1);
  const values = new Map<string, string>();
  for (const [name, value] of [...new URLSearchParams(form), ...new URLSearchParams(query)]) {
    if (name !== "" && !values.has(name)) values.set(name, value);
  }
  if (values.size === 0) return bare;
  const parameters = [...values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${bare}?${parameters.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&")}`;
}
