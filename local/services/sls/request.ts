import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { logError } from "./errors";

const maxBodyBytes = 4 * 1024 * 1024;

/** A call of Simple Log Service: REST, with the project in the host name. */
export interface LogRequest {
  method: string;
  path: string;
  query: ReadonlyMap<string, string>;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Empty for a call without a project. */
  project: string;
}

/** Whether a request belongs to Simple Log Service. All its requests contain the API version. */
export const isLogRequest = ({ headers }: IncomingMessage): boolean => "x-log-apiversion" in headers;

export async function readLogRequest(message: IncomingMessage): Promise<LogRequest> {
  const { method = "GET", headers } = message;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= maxBodyBytes) chunks.push(bytes);
  }
  if (length > maxBodyBytes) throw logError("PostBodyInvalid", `is larger than ${maxBodyBytes} bytes`);
  // Through a proxy, the target is a complete URL, which contains the host.
  const url = message.url ?? "/";
  const target = new URL(url, "http://localhost");
  const host = URL.canParse(url) ? target.host : (headers.host ?? "");
  return {
    method,
    path: target.pathname,
    query: new Map(target.searchParams),
    headers,
    body: Buffer.concat(chunks),
    project: /^([a-z0-9-]+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/.exec(host)?.[1] ?? "",
  };
}
