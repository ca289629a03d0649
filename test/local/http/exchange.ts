import type { OutgoingHttpHeaders } from "node:http";
import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { ClientAnswer, ClientRequest } from "../../../local/http/client";
import {
  createSniffingServer,
  type SniffingServer,
  type SniffingServerOptions,
} from "../../../local/http/sniff";

export type Handler = (request: ClientRequest, answer: ClientAnswer) => void;

/** How a server receives requests: as plain ones where possible, or by the server of Node.js only. */
export type Way = "plain" | "Node.js";
export const ways: readonly Way[] = ["plain", "Node.js"];

const servers: SniffingServer[] = [];
const sockets: Socket[] = [];

/** For `afterEach` or `after`: closes what a test has opened. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
}

/** Starts a server. Requests reach the handler in one of the ways. */
export async function serve(
  way: Way,
  handler: Handler,
  options: Partial<SniffingServerOptions> = {},
): Promise<{ server: SniffingServer; port: number }> {
  const server = createSniffingServer({
    tls: {},
    handler,
    ...(way === "plain" && { plainHandler: handler }),
    ...options,
  });
  servers.push(server);
  const { port } = await server.listen(0);
  return { server, port };
}

export interface Client {
  socket: Socket;
  /** What has arrived so far, as Latin-1. */
  received: string;
  /** Everything that arrived, once the connection is closed. */
  closed: Promise<string>;
}

export function open(port: number): Client {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.setNoDelay(true);
  const client: Client = { socket, received: "", closed: Promise.resolve("") };
  socket.on("data", (chunk) => {
    client.received += chunk.toString("latin1");
  });
  socket.on("error", () => undefined);
  client.closed = new Promise((resolve) => socket.once("close", () => resolve(client.received)));
  return client;
}

/** Writes parts so that each arrives by itself, and ends this side of the connection. */
export async function exchange(port: number, parts: readonly string[]): Promise<string> {
  const { socket, closed } = open(port);
  for (const part of parts) {
    if (part === "") continue;
    await new Promise<unknown>((resolve) => socket.write(part, "latin1", resolve));
    await turn();
    await turn();
  }
  socket.end();
  return closed;
}

/** Without the time of the answer. */
export const withoutDate = (text: string): string => text.replace(/^Date: .*\r\n/gm, "");

/** A plain request. */
export const plain = (path = "/", method = "GET"): string => `${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

export const answerWith =
  (status: number, headers: OutgoingHttpHeaders | string[], body = ""): Handler =>
  (_, answer) =>
    answer.writeHead(status, headers).end(body);
