import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { protocolError } from "./errors";
import type { RawParameters } from "./parameters";
import type { Pairs } from "./signature";

/** Maximum size of a form body in bytes. The real service accepts far less. */
const maxBodyBytes = 4 * 1024 * 1024;

/** An RPC call as received. `parameters` contains both query and form. */
export interface RpcRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  query: Pairs;
  form: Pairs;
  body: Buffer;
  parameters: RawParameters;
  action: string;
  version: string;
}

/** Reads an HTTP request as an RPC call. Action and version are in the query or in the `x-acs-` headers. */
export async function readRpcRequest(message: IncomingMessage): Promise<RpcRequest> {
  const method = message.method ?? "GET";
  // A client with HTTP_PROXY sends the absolute form.
  const target = message.url ?? "/";
  const url = URL.canParse(target, "http://localhost") ? new URL(target, "http://localhost") : undefined;
  if (!url || (method !== "GET" && method !== "POST") || url.pathname !== "/") {
    message.resume();
    throw protocolError("UnsupportedHTTPMethod", method, url?.pathname ?? target);
  }
  const body = await readBody(message);
  const query = [...url.searchParams];
  const form = parseForm(message.headers["content-type"] ?? "", body);
  const parameters = new Map([...query, ...form]);
  const action = parameters.get("Action") ?? String(message.headers["x-acs-action"] ?? "");
  const version = parameters.get("Version") ?? String(message.headers["x-acs-version"] ?? "");
  return {
    method,
    path: url.pathname,
    headers: message.headers,
    query,
    form,
    body,
    parameters,
    action,
    version,
  };
}

function parseForm(contentType: string, body: Buffer): Pairs {
  if (body.length === 0) return [];
  const [type = ""] = contentType.split(";", 1);
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    throw protocolError("InvalidContentType.NotSupported", type || "(none)");
  }
  return [...new URLSearchParams(body.toString("utf8"))];
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // A body that is too large is read to its end, so that the client gets its answer.
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= maxBodyBytes) chunks.push(bytes);
  }
  if (length > maxBodyBytes) throw protocolError("RequestBody.TooLarge", maxBodyBytes);
  return Buffer.concat(chunks);
}
