import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { ClientAnswer, ClientRequest } from "./client";
import { HeadReader } from "./head";
import { PlainAnswer } from "./plainAnswer";

/** A request without a body whose head has arrived at once, in the form that senders must use. */
class PlainRequest implements ClientRequest {
  constructor(
    readonly method: string,
    readonly url: string,
    readonly headers: IncomingHttpHeaders,
    readonly socket: Socket,
  ) {}

  resume(): void {}

  async *iterator(): AsyncGenerator<Uint8Array> {}
}

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/[\x21-\x7e]*) HTTP\/1\.1$/;

/** Fields whose effect on the connection or on the body only a complete implementation of HTTP knows. */
const special = new Set([
  "content-length",
  "expect",
  "proxy-connection",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Node.js ignores the fields after these. */
const mostFields = 1_000;

/** Reads the plain requests of a connection. */
class PlainRequestReader {
  private readonly heads = new HeadReader();
  private fields: readonly string[] | undefined;
  /** The headers for these fields. */
  private headers: IncomingHttpHeaders | undefined;

  constructor(private readonly socket: Socket) {}

  /**
   * Undefined for everything else: a request with a body, of another version, with a repeated field, in several parts,
   * or followed by the next one.
   */
  read(chunk: Buffer): PlainRequest | undefined {
    const head = this.heads.read(chunk.toString("latin1"));
    if (!head || head.end !== chunk.length) return undefined;
    const [, method, url] = requestLine.exec(head.start) ?? [];
    if (method === undefined || url === undefined) return undefined;
    if (head.fields !== this.fields) {
      this.fields = head.fields;
      this.headers = readHeaders(head.fields);
    }
    return this.headers && new PlainRequest(method, url, this.headers, this.socket);
  }
}

function readHeaders(fields: readonly string[]): IncomingHttpHeaders | undefined {
  if (fields.length > 2 * mostFields) return undefined;
  const headers: IncomingHttpHeaders = {};
  for (let i = 0; i < fields.length; i += 2) {
    const name = (fields[i] ?? "").toLowerCase();
    const value = fields[i + 1] ?? "";
    if (name in headers || special.has(name)) return undefined;
    if (name === "connection" && value.toLowerCase() !== "keep-alive") return undefined;
    headers[name] = value;
  }
  return headers.host === undefined ? undefined : Object.freeze(headers);
}

export interface PlainConnectionOptions {
  /** Milliseconds between two requests after which the connection is closed. */
  idle: number;
  /** Maximum size of a head in bytes. */
  maxHeaderBytes: number;
  handle(request: ClientRequest, answer: ClientAnswer): void;
  /** Called when an answer was written, or its connection was closed. */
  ended(answer: ClientAnswer): void;
  /** Takes the connection with what has arrived, if that is not a plain request. */
  handOver(socket: Socket, chunk: Buffer): void;
}

/**
 * A connection of a client as long as it sends plain requests, one after the other. Its first other message goes, with
 * the connection, to the server of Node.js.
 */
export class PlainConnection {
  private readonly requests: PlainRequestReader;
  private answer: PlainAnswer | undefined;
  /** What has arrived while a request was running. */
  private waiting: Buffer | undefined;

  private readonly receive = (chunk: Buffer): void => {
    if (this.answer) {
      this.waiting = this.waiting ? Buffer.concat([this.waiting, chunk]) : chunk;
      this.socket.pause();
      return;
    }
    const request = chunk.length > this.options.maxHeaderBytes ? undefined : this.requests.read(chunk);
    if (request) this.begin(request);
    else this.handOver(chunk);
  };
  private readonly close = (): void => {
    this.waiting = undefined;
    if (!this.answer) return;
    this.options.ended(this.answer);
    this.answer.emit("close");
  };
  /** Writes a complete answer before the socket ends too, because the client has ended its side. */
  private readonly halfClose = (): void => this.answer?.flush();
  private readonly drain = (): void => this.answer?.emit("drain");
  private readonly timeout = (): void => {
    if (!this.answer) this.socket.destroy();
  };

  constructor(
    private readonly socket: Socket,
    private readonly options: PlainConnectionOptions,
    /** The beginning of the first request. */
    first: Buffer,
  ) {
    this.requests = new PlainRequestReader(socket);
    socket.setNoDelay(true);
    socket.setTimeout(options.idle);
    socket
      .on("data", this.receive)
      .prependListener("end", this.halfClose)
      .on("close", this.close)
      .on("drain", this.drain)
      .on("timeout", this.timeout);
    this.receive(first);
  }

  private begin(request: PlainRequest): void {
    const { socket, options } = this;
    const keepAlive = Math.floor(options.idle / 1000);
    this.answer = new PlainAnswer(socket, request.method, keepAlive, () => this.end());
    options.handle(request, this.answer);
  }

  private end(): void {
    if (this.answer) this.options.ended(this.answer);
    this.answer = undefined;
    const { waiting } = this;
    if (!waiting) return;
    this.waiting = undefined;
    this.socket.resume();
    this.receive(waiting);
  }

  private handOver(chunk: Buffer): void {
    const { socket } = this;
    socket.off("data", this.receive).off("close", this.close).off("drain", this.drain);
    socket.off("end", this.halfClose).off("timeout", this.timeout).setTimeout(0);
    socket.pause();
    this.options.handOver(socket, chunk);
    socket.resume();
  }
}
