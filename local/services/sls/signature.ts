import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { logError } from "./errors";
import type { LogRequest } from "./request";

/** Maximum difference between the clocks of service and caller. */
const toleratedSkew = 15 * 60_000;

const algorithms: Readonly<Record<string, string>> = { "hmac-sha1": "sha1", "hmac-sha256": "sha256" };

/** Version 1: method, digest, type and date, the headers of the service, then the path with its decoded query. */
export function logStringToSign({ method, path, query, headers }: LogRequest): string {
  const header = (name: string): string => String(headers[name] ?? "").trim();
  const own = Object.keys(headers)
    .filter((name) => name.startsWith("x-log-") || name.startsWith("x-acs-"))
    .sort()
    .map((name) => `${name}:${header(name)}`);
  const sorted = [...query].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
  const resource = sorted.length === 0 ? path : `${path}?${sorted.join("&")}`;
  return [method, header("content-md5"), header("content-type"), header("date"), ...own, resource].join("\n");
}

/** @throws ApiError if the request is not signed with the key pair, or its date is too old or too far ahead */
export function verifyLogSignature(
  request: LogRequest,
  key: { accessKeyId: string; accessKeySecret: string },
  now: Date,
): void {
  const { headers, body } = request;
  const given = String(headers.authorization ?? "");
  if (given === "") throw logError("MissingAuthorization");
  const [, accessKeyId = "", signature = ""] = /^LOG ([^:]*):(\S+)$/.exec(given) ?? [];
  const method = String(headers["x-log-signaturemethod"] ?? "");
  const algorithm = algorithms[method];
  if (signature === "" || !algorithm)
    throw logError("InvalidSignatureMethod", `${given.split(" ")[0]} ${method}`.trim());
  if (accessKeyId !== key.accessKeyId) throw logError("Unauthorized", accessKeyId);
  const date = String(headers.date ?? "");
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw logError("InvalidDateFormat", date);
  if (Math.abs(now.getTime() - time) > toleratedSkew)
    throw logError("RequestTimeTooSkewed", date, now.toUTCString());
  const text = logStringToSign(request);
  const right = createHmac(algorithm, key.accessKeySecret).update(text).digest();
  const got = Buffer.from(signature, "base64");
  const isRight = got.length === right.length && timingSafeEqual(got, right);
  if (!isRight) throw logError("SignatureNotMatch", text);
  const digest = createHash("md5").update(body).digest("hex").toUpperCase();
  if (body.length > 0 && headers["content-md5"] !== digest)
    throw logError("PostBodyInvalid", "is not what Content-MD5 was made of");
}
