import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { logError } from "./errors";

const maxBodyBytes = 4 * 1024 * 1024;

/** A call of Simple Log Service: REST, with the project in the host. */
export interface LogRequest {
  method: string;
  path: string;
  query: ReadonlyMap<string, string>;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Empty for a call that is of no project. */
  project: string;
}

/** Whether a request is one of Simple Log Service, of which every one names its version of the API. */
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
  // Through a proxy the target is a whole address, which then names the host.
  const target = new URL(message.url ?? "/", `http://${headers.host ?? "localhost"}`);
  return {
    method,
    path: target.pathname,
    query: new Map(target.searchParams),
    headers,
    body: Buffer.concat(chunks),
    project: /^([a-z0-9-]+)\.localhost$/.exec(target.hostname)?.[1] ?? "",
  };
}
