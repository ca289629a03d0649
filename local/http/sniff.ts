import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  STATUS_CODES,
} from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from "node:net";
import type { ClientAnswer, ClientRequest } from "./client";
import { PlainConnection } from "./plainConnection";

/** First byte of a TLS handshake record. No HTTP method starts with it. */
const tlsHandshake = 0x16;

/** Some control-plane calls contain whole API definitions in the request line. */
const defaultMaxHeaderBytes = 512 * 1024;

/** How long a client may take, in milliseconds. */
export interface ClientTimeouts {
  /** From the connection to the first byte, for the TLS handshake, and for the head of a request. */
  head: number;
  /** For a whole request with its body. */
  request: number;
  /**
   * Between two requests. Clients keep connections for less time (Go: 90 s), so the server does not close one that a
   * client is about to reuse.
   */
  idle: number;
}

const defaultTimeouts: ClientTimeouts = { head: 20_000, request: 120_000, idle: 120_000 };

/** A message that is not a valid HTTP/1.1 request for this server, or that did not end in time. */
export interface BadRequest {
  status: 400 | 403 | 405 | 408 | 431 | 505;
  reason: string;
}

export interface SniffingServerOptions {
  /** Key, certificate and other options of TLS, such as `SNICallback`. */
  tls: ServerOptions;
  handler: RequestListener;
  /**
   * Receives plain requests over HTTP instead of `handler`, which costs much less time; see {@link PlainConnection}.
   *
   * @default `handler` receives all requests
   */
  plainHandler?(request: ClientRequest, answer: ClientAnswer): void;
  /**
   * Headers of the answer to a bad request, which never reaches the handler.
   *
   * @default none
   */
  refuse?(problem: BadRequest, clientAddress: string): Record<string, string>;
  /**
   * Whether clients can use the server as a proxy for names below its own, which not every system resolves. The proxy
   * connects them to this server only.
   *
   * @default false
   */
  isProxy?: boolean;
  /** Maximum size of the request line with headers in bytes. Default 524288. */
  maxHeaderBytes?: number;
  timeouts?: Partial<ClientTimeouts>;
}

/** A server for HTTP and HTTPS on one port of the loopback interface. The first byte distinguishes them. */
export interface SniffingServer {
  /** With port 0, the system chooses a free port. */
  listen(port: number): Promise<AddressInfo>;
  /** Undefined while not listening. */
  readonly address: AddressInfo | undefined;
  /**
   * Stops accepting connections, gives running requests `graceMilliseconds` (default 2000) to end, and closes the
   * others.
   */
  close(graceMilliseconds?: number): Promise<void>;
}

export function createSniffingServer(options: SniffingServerOptions): SniffingServer {
  const { head, request, idle } = { ...defaultTimeouts, ...options.timeouts };
  const { maxHeaderBytes = defaultMaxHeaderBytes } = options;
  const running = new Running();
  const sockets = new Set<Socket>();
  const tunnels = new WeakSet<Socket>();
  const refusal = (problem: BadRequest, socket: Socket) =>
    options.refuse?.(problem, socket.remoteAddress ?? "") ?? {};

  const handler: RequestListener = (message, response) => {
    const problem = findProblem(message);
    if (problem) {
      const headers = refusal(problem, message.socket);
      response.writeHead(problem.status, { ...headers, Connection: "close", "Content-Length": 0 }).end();
      return;
    }
    running.add(response, message.socket);
    response.once("close", () => running.delete(response));
    options.handler(message, response);
  };
  const refuseSocket = (problem: BadRequest, socket: Socket) => {
    if (socket.writable && !running.on(socket)?.headersSent)
      socket.write(formatRefusal(problem, refusal(problem, socket)));
    socket.destroy();
  };
  const limits = {
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: idle,
    headersTimeout: head,
    requestTimeout: Math.max(head, request),
    connectionsCheckingInterval: Math.min(1_000, head),
    // The server checks the header itself, to add its own headers to the answer.
    requireHostHeader: false,
  };
  const http = createHttpServer(limits, handler);
  const https = createHttpsServer({ ...options.tls, ...limits, handshakeTimeout: head }, handler);
  // A client that distrusts the certificate, disconnects or is too slow is not an error of the server.
  https.on("tlsClientError", (_error, socket) => socket.destroy());
  for (const one of [http, https]) {
    one.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
      if (error.code === "ECONNRESET") socket.destroy();
      else refuseSocket(describeError(error), socket);
    });
    one.on("connect", (message: IncomingMessage, socket: Socket, rest: Buffer) => {
      const host = message.url?.replace(/^(?!127\.0\.0\.1:)[\w-]+\./, "");
      const port = findAddress(server)?.port;
      const isToItself = host === `localhost:${port}` || host === `127.0.0.1:${port}`;
      if (!options.isProxy) return refuseSocket({ status: 405, reason: "CONNECT" }, socket);
      // A tunnel in a tunnel leads nowhere else.
      if (!isToItself || tunnels.has(socket)) {
        return refuseSocket({ status: 403, reason: "CONNECT to another server" }, socket);
      }
      tunnels.add(socket);
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (rest.length > 0) socket.unshift(rest);
      sniff(socket);
    });
    // Node.js checks the time-outs of the head and the request only from this event on, which a server that gets its
    // connections from another one does not emit.
    one.emit("listening");
  }

  const sniff = (socket: Socket) => {
    const tooLate = () => socket.destroy();
    socket.setTimeout(head, tooLate);
    socket.once("readable", () => {
      socket.setTimeout(0);
      socket.off("timeout", tooLate);
      const first: Buffer | null = socket.read();
      if (!first) socket.destroy();
      else if (first[0] === tlsHandshake) handOver(https, socket, first);
      else if (!plain) handOver(http, socket, first);
      else new PlainConnection(socket, plain, first);
    });
  };
  const { plainHandler } = options;
  const plain = plainHandler && {
    idle,
    maxHeaderBytes,
    handle: (message: ClientRequest, answer: ClientAnswer) => {
      running.add(answer, message.socket);
      plainHandler(message, answer);
    },
    ended: (answer: ClientAnswer) => running.delete(answer),
    handOver: (socket: Socket, first: Buffer) => handOver(http, socket, first),
  };
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    sniff(socket);
  });

  return {
    get address() {
      return findAddress(server);
    },
    listen: (port) => listen(server, port),
    async close(grace = 2000) {
      await close(server, sockets, running, grace);
      // This ends the checks of the time-outs.
      for (const one of [http, https]) one.close();
    },
  };
}

/** Problems that the parser of Node.js accepts (RFC 9112, sections 2.3 and 3.2). */
function findProblem({ httpVersionMajor, httpVersion, rawHeaders }: IncomingMessage): BadRequest | undefined {
  if (httpVersionMajor !== 1) {
    return { status: 505, reason: `HTTP/${httpVersion} is not supported in a request line` };
  }
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === "host") hosts++;
  if (hosts > 1) return { status: 400, reason: "the header Host occurs more than once" };
  if (hosts === 0 && httpVersion === "1.1") return { status: 400, reason: "the header Host is missing" };
  return undefined;
}

function describeError({ code = "" }: NodeJS.ErrnoException): BadRequest {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return { status: 408, reason: "the request did not end in time" };
  if (code === "HPE_HEADER_OVERFLOW") return { status: 431, reason: "the head of the request is too large" };
  return { status: 400, reason: `the message is not HTTP/1.1 (${code})` };
}

function formatRefusal({ status }: BadRequest, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, Connection: "close", "Content-Length": "0" });
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${text}\r\n`;
}

function findAddress(server: Server): AddressInfo | undefined {
  const address = server.address();
  return address === null || typeof address === "string" ? undefined : address;
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port} on 127.0.0.1 is in use. Stop what listens there, or choose another port.`,
              { cause: error },
            )
          : error,
      );
    };
    server.once("error", failed);
    server.listen({ port, host: "127.0.0.1" }, () => {
      server.off("error", failed);
      const address = findAddress(server);
      if (address) resolve(address);
      else reject(new Error("The server has no TCP address."));
    });
  });
}

/** Lets a server answer on a connection of which the first bytes were read already. */
function handOver(server: Pick<Server, "emit">, socket: Socket, first: Buffer): void {
  socket.unshift(first);
  server.emit("connection", socket);
}

/** The answers that are not complete, with their connections. */
class Running {
  private readonly sockets = new Map<ClientAnswer, Socket>();
  private whenEnded: (() => void) | undefined;

  add(answer: ClientAnswer, socket: Socket): void {
    this.sockets.set(answer, socket);
  }

  delete(answer: ClientAnswer): void {
    this.sockets.delete(answer);
    if (this.sockets.size === 0) this.whenEnded?.();
  }

  /** The answer on a connection. */
  on(socket: Socket): ClientAnswer | undefined {
    return [...this.sockets].find(([, its]) => its === socket)?.[0];
  }

  /** Resolves when no answer is left. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.sockets.size === 0) resolve();
      this.whenEnded = resolve;
    });
  }
}

async function close(server: Server, sockets: Set<Socket>, running: Running, grace: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  let timer: NodeJS.Timeout | undefined;
  const graceEnds = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, grace);
  });
  await Promise.race([running.ended(), graceEnds]);
  clearTimeout(timer);
  for (const socket of sockets) socket.destroy();
  await closed;
}
