import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import {
  type AnswerReader,
  BackEndConnection,
  type BackEndRequest,
  type CallControl,
  formatHead,
  readServerName,
} from "../http/backEndConnection";
import { cached } from "../store/derive";

/** What one connection has just received, until its reader has copied it: less work than a new buffer for each part. */
const received = Buffer.allocUnsafeSlow(65_536);

/** Where a back end listens, always on loopback. */
export interface Origin {
  scheme: "http" | "https";
  port: number;
}

const host = "127.0.0.1";

/**
 * Calls back ends. Connections stay open between calls. A process that ends closes its connections, so a call never
 * reaches another instance than the one that the fabric has chosen by its port.
 */
export class BackEndCalls {
  /** Connections without a call, by their port, and the name for the certificate if they use TLS. */
  private readonly idle = new Map<number | string, BackEndConnection[]>();
  private readonly open = new Set<Socket>();
  private isClosed = false;

  /** @throws InvalidRequest if the request cannot be written as HTTP/1.1 */
  send(origin: Origin, request: BackEndRequest, reader: AnswerReader): CallControl {
    const head = formatHead(request);
    const { scheme, port } = origin;
    const serverName = scheme === "https" ? readServerName(request.headers.host) : "";
    const key = scheme === "https" ? `${port}/${serverName}` : port;
    const idle = this.idle.get(key);
    let connection = idle?.pop();
    while (connection && !connection.isOpen) connection = idle?.pop();
    connection ??= this.connect(origin, serverName, key);
    connection.send({ head, request, reader });
    return connection;
  }

  /** Closes all connections. */
  close(): void {
    this.isClosed = true;
    for (const socket of this.open) socket.destroy();
  }

  private connect(origin: Origin, servername: string, key: number | string): BackEndConnection {
    const { scheme, port } = origin;
    // Assumption: the gateway does not verify the certificate of a back end in a VPC.
    const socket =
      scheme === "https"
        ? connectTls({ host, port, servername, rejectUnauthorized: false })
        : connectTcp({ host, port, onread: { buffer: received, callback: read } });
    this.open.add(socket);
    const connection: BackEndConnection = new BackEndConnection(socket, {
      released: (it) => cached(this.idle, key, () => []).push(it),
      repeat: (call) => {
        if (this.isClosed) return undefined;
        const other = this.connect(origin, servername, key);
        other.send(call);
        return other;
      },
    });
    function read(size: number): boolean {
      connection.receive(Buffer.from(received.subarray(0, size)));
      return true;
    }
    socket.once("close", () => {
      this.open.delete(socket);
      const others = (this.idle.get(key) ?? []).filter((it) => it !== connection);
      if (others.length > 0) this.idle.set(key, others);
      else this.idle.delete(key);
    });
    return connection;
  }
}
