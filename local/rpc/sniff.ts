import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from "node:net";

/** First byte of a TLS handshake record. No HTTP method starts with it. */
const tlsHandshake = 0x16;

/** Some control-plane calls contain whole API definitions in the request line. */
const defaultMaxHeaderBytes = 512 * 1024;

/**
 * How long a connection without a request stays open, in milliseconds. Clients keep connections for less time (Go: 90
 * s), so the server does not close one that a client is about to reuse.
 */
const idleMilliseconds = 120_000;

export interface SniffingServerOptions {
  /** Key, certificate and other options of TLS, such as `SNICallback`. */
  tls: ServerOptions;
  handler: RequestListener;
  /** Maximum size of the request line with headers in bytes. Default 524288. */
  maxHeaderBytes?: number;
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
  const maxHeaderSize = options.maxHeaderBytes ?? defaultMaxHeaderBytes;
  const running = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  const handler: RequestListener = (request, response) => {
    running.add(response);
    response.once("close", () => running.delete(response));
    options.handler(request, response);
  };
  const limits = { maxHeaderSize, keepAliveTimeout: idleMilliseconds };
  const http = createHttpServer(limits, handler);
  const https = createHttpsServer({ ...options.tls, ...limits }, handler);
  // A client that distrusts the certificate or disconnects is not an error of the server.
  https.on("tlsClientError", (_error, socket) => socket.destroy());

  const sniff = (socket: Socket) => {
    socket.once("readable", () => {
      const first: Buffer | null = socket.read(1);
      if (!first) {
        socket.destroy();
        return;
      }
      socket.unshift(first);
      (first[0] === tlsHandshake ? https : http).emit("connection", socket);
    });
  };
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    sniff(socket);
  });
  // Serves clients that use this server as a proxy for names below localhost, which not every system resolves. The
  // proxy connects them to this server only.
  http.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.url?.replace(/^[\w-]+\./, "") !== `localhost:${addressOf(server)?.port}`) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    sniff(socket);
  });

  return {
    get address() {
      return addressOf(server);
    },
    listen: (port) => listen(server, port),
    close: (grace = 2000) => close(server, sockets, running, grace),
  };
}

function addressOf(server: Server): AddressInfo | undefined {
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
      const address = addressOf(server);
      if (address) resolve(address);
      else reject(new Error("The server has no TCP address."));
    });
  });
}

async function close(
  server: Server,
  sockets: Set<Socket>,
  running: Set<ServerResponse>,
  grace: number,
): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const ends = [...running].map(
    (response) => new Promise<void>((resolve) => response.once("close", () => resolve())),
  );
  let timer: NodeJS.Timeout | undefined;
  const graceEnds = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, grace);
  });
  await Promise.race([Promise.all(ends), graceEnds]);
  clearTimeout(timer);
  for (const socket of sockets) socket.destroy();
  await closed;
}
