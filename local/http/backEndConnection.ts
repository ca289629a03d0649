import { request as httpRequest, type IncomingMessage, maxHeaderSize } from "node:http";
import { isIP, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { writeInBurst } from "./burst";
import { connectionFields, HeadReader, readFieldName } from "./head";

/** A request to a back end. */
export interface BackEndRequest {
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** What the caller of a back end gets: a complete answer, or its parts in their order. */
export interface AnswerReader {
  /** An answer that arrived completely. `headers` are names and values in turn, as sent, with Latin-1 for bytes. */
  whole(status: number, headers: readonly string[], body: Buffer): void;
  head(status: number, headers: readonly string[]): void;
  data(chunk: Buffer): void;
  end(): void;
  /** Instead of `end`: the back end refused or broke the connection, or its answer is not HTTP. */
  failed(error: Error): void;
  /** The back end had closed the connection before the call arrived, which was sent again on another one. */
  repeated(control: CallControl): void;
}

/** Controls a running call. */
export interface CallControl {
  /** Ends the call without a further word to its reader. */
  abort(): void;
  pause(): void;
  resume(): void;
}

/** A request that cannot be written as HTTP/1.1, because of its definition. */
export class InvalidRequest extends Error {}

/** How long a connection without a call stays open, in milliseconds. Most servers keep connections for more time. */
const longestIdle = 4_000;

/** How much earlier than the back end announces a connection is closed, in milliseconds. */
const margin = 1_000;

/** Methods whose calls can be repeated without another effect (RFC 9110, section 9.2.2). */
const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** Fields that the connection itself determines. */
const ownFields = new Set([...connectionFields, "content-length", "expect"]);

/** The end of an answer in chunks. */
const lastChunk = "0\r\n\r\n";

/** Methods for which an empty body is announced (RFC 9110, section 8.6). */
const methodsWithBody = new Set(["POST", "PUT", "PATCH"]);

export interface BackEndConnectionOptions {
  /** Called after a complete answer, if the connection can be used again. */
  released(connection: BackEndConnection): void;
  /** Sends a call again, on another connection. Undefined if the gateway closes. */
  repeat(call: Call): CallControl | undefined;
}

/** A call that can be sent. */
export interface Call {
  request: BackEndRequest;
  /** See {@link formatHead}. */
  head: string;
  reader: AnswerReader;
}

/**
 * A connection to a back end, for one call after another. It reads an answer of known length whose head arrives at once
 * by itself. For all others, the client of Node.js reads what arrives.
 */
export class BackEndConnection implements CallControl {
  private readonly heads = new HeadReader();
  /** Of the last fields. */
  private framing: (FramingFields & { fields: readonly string[] }) | undefined;
  /** The running call. */
  private call: Call | undefined;
  /** Whether the request of the call was written. Bytes that arrive before do not answer it. */
  private isWritten = false;
  /** Whether the connection has carried a call before, and the running one got no byte. */
  private isUnanswered = false;
  /** Bytes of the body that are still missing. Undefined while no head has arrived. */
  private missing: number | undefined;
  /** Whether the connection can be used after the answer. */
  private isKept = true;
  /** What arrives, for the client of Node.js. */
  private replay: Duplex | undefined;
  private parsed: IncomingMessage | undefined;
  /** The last bytes that have arrived for the client of Node.js. */
  private tail = "";
  /** Milliseconds for which the connection stays open without a call. */
  private idle = longestIdle;

  constructor(
    private readonly socket: Socket,
    private readonly options: BackEndConnectionOptions,
  ) {
    socket.setNoDelay(true);
    socket.setTimeout(this.idle);
    socket.on("data", (chunk) => this.receive(chunk));
    socket.on("timeout", () => {
      if (!this.call) socket.destroy();
    });
    socket.on("end", () => {
      this.isKept = false;
      this.replay?.push(null);
    });
    socket.on("error", (error) => this.fail(error));
    socket.on("close", () => {
      this.isKept = false;
      // After the end of the bytes, the client of Node.js judges the answer itself.
      if (!this.replay || !socket.readableEnded) this.fail(new Error("the connection was closed"));
    });
  }

  /** Whether the next call can use the connection. */
  get isOpen(): boolean {
    return this.isKept && !this.socket.destroyed;
  }

  send(call: Call): void {
    const { head, request } = call;
    this.call = call;
    this.isWritten = request.body.length > 0;
    if (!this.isWritten) {
      writeInBurst(() => {
        if (this.socket.destroyed) return;
        this.isWritten = true;
        this.socket.write(head, "latin1");
      });
      return;
    }
    this.socket.cork();
    this.socket.write(head, "latin1");
    this.socket.write(request.body);
    this.socket.uncork();
  }

  abort(): void {
    this.call = undefined;
    this.socket.destroy();
    this.replay?.destroy();
  }

  pause(): void {
    this.parsed?.pause();
    this.socket.pause();
  }

  resume(): void {
    this.parsed?.resume();
    this.socket.resume();
  }

  /** Reads the next part of what has arrived. The socket calls it itself, unless it was opened with `onread`. */
  receive(chunk: Buffer): void {
    const { call } = this;
    if (this.replay) this.push(this.replay, chunk);
    else if (!call || !this.isWritten) this.socket.destroy();
    else if (this.missing === undefined) this.begin(call, chunk);
    else this.continue(call, chunk);
  }

  private push(replay: Duplex, chunk: Buffer): void {
    // The parser can have ended before this part, which then belongs to no answer.
    if (this.parsed?.complete || replay.readableLength > 0) this.isKept = false;
    this.tail = (this.tail + chunk.toString("latin1", Math.max(0, chunk.length - lastChunk.length))).slice(
      -lastChunk.length,
    );
    replay.push(chunk);
  }

  private begin(call: Call, chunk: Buffer): void {
    this.isUnanswered = false;
    const end = chunk.indexOf("\r\n\r\n");
    const head =
      end < 0 || end > maxHeaderSize ? undefined : this.heads.read(chunk.toString("latin1", 0, end + 4));
    const framing = head && this.framingOf(head.fields);
    const plain = framing && readFraming(head.start, framing, call.request.method);
    if (!plain || chunk.length - head.end > plain.length) {
      this.parse(call, chunk);
      return;
    }
    const { reader } = call;
    const { status, length, isLast } = plain;
    this.keepFor(framing.idle);
    if (isLast) this.isKept = false;
    const body = chunk.subarray(head.end);
    if (body.length === length) {
      this.release();
      reader.whole(status, head.fields, body);
      return;
    }
    this.missing = length;
    reader.head(status, head.fields);
    if (body.length === 0 || this.call !== call) return;
    if (this.socket.isPaused()) this.socket.unshift(body);
    else this.continue(call, body);
  }

  private framingOf(fields: readonly string[]): FramingFields {
    if (this.framing?.fields === fields) return this.framing;
    this.framing = { fields, ...readFramingFields(fields) };
    return this.framing;
  }

  private keepFor(idle: number): void {
    if (idle === this.idle) return;
    this.idle = idle;
    this.socket.setTimeout(Math.max(0, idle));
  }

  private continue(call: Call, chunk: Buffer): void {
    const missing = this.missing ?? 0;
    if (chunk.length > missing) this.isKept = false;
    const part = chunk.length > missing ? chunk.subarray(0, missing) : chunk;
    this.missing = missing - part.length;
    call.reader.data(part);
    if (this.missing > 0 || this.call !== call) return;
    this.release();
    call.reader.end();
  }

  /** The call has its answer. */
  private release(): void {
    this.call = undefined;
    this.isUnanswered = true;
    this.missing = undefined;
    this.replay = undefined;
    this.parsed = undefined;
    // The reader can have paused it at the last part.
    this.socket.resume();
    if (this.isOpen) this.options.released(this);
    else this.socket.destroy();
  }

  private fail(error: Error): void {
    const { call } = this;
    this.call = undefined;
    this.isKept = false;
    this.socket.destroy();
    this.replay?.destroy();
    if (!call) return;
    // A request that was not written cannot have had an effect.
    const isHarmless = !this.isWritten || idempotentMethods.has(call.request.method);
    const canRepeat = this.isUnanswered && isHarmless;
    const control = canRepeat ? this.options.repeat(call) : undefined;
    if (control) call.reader.repeated(control);
    else call.reader.failed(error);
  }

  /** Lets the client of Node.js read the answer from its first byte. The request that it writes has been sent before. */
  private parse(call: Call, first: Buffer): void {
    const { reader } = call;
    const replay = new Duplex({
      write: (_chunk, _encoding, written) => written(),
      // What does not flow on is paused at the socket.
      read: () => undefined,
    });
    replay.on("error", (error) => this.fail(error));
    this.replay = replay;
    this.tail = "";
    const asked = httpRequest({ method: call.request.method, createConnection: () => replay });
    asked.on("error", (error) => this.fail(error));
    asked.once("upgrade", () => this.fail(invalidStatus(101)));
    asked.once("response", (answer) => {
      this.parsed = answer;
      const { statusCode = 0 } = answer;
      if (statusCode < 200) {
        this.fail(invalidStatus(statusCode));
        return;
      }
      answer.on("data", (chunk: Buffer) => {
        if (this.call === call) reader.data(chunk);
      });
      answer.on("error", (error) => this.fail(error));
      answer.once("end", () => {
        if (this.call !== call) return;
        const { httpVersion, headers } = answer;
        const idle = readIdle(headers["keep-alive"]);
        if (httpVersion !== "1.1" || /\bclose\b/i.test(headers.connection ?? "") || idle <= 0)
          this.isKept = false;
        this.keepFor(idle);
        // After any other end, bytes of a next message can have arrived, which the parser keeps.
        if (this.tail !== lastChunk || replay.destroyed) this.isKept = false;
        this.release();
        reader.end();
      });
      reader.head(statusCode, answer.rawHeaders);
    });
    asked.end();
    this.push(replay, first);
  }
}

/** The error for a status that no answer can have here, like the errors of the parser. */
const invalidStatus = (status: number): Error =>
  Object.assign(new Error(`Parse Error: Invalid status ${status}`), { code: "HPE_INVALID_STATUS" });

/** The name for the certificate of a back end over TLS. An address has none. */
export function readServerName(host: string | string[] | undefined): string {
  const name = String(host ?? "").replace(/:\d*$/, "");
  return isIP(name.replace(/^\[|\]$/g, "")) === 0 ? name : "";
}

interface Framing {
  status: number;
  /** Bytes of the body. */
  length: number;
  /** Whether the connection ends with the answer. */
  isLast: boolean;
}

/** What the fields of an answer say about its end. */
interface FramingFields {
  length: number | undefined;
  /** Whether there are several lengths, or one that is not a number. */
  isAmbiguous: boolean;
  isEncoded: boolean;
  isLast: boolean;
  /** Milliseconds for which the connection can stay open without a call. */
  idle: number;
}

/** How an answer of known length ends (RFC 9112, section 6.3). Undefined for any other answer. */
function readFraming(start: string, fields: FramingFields, method: string): Framing | undefined {
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/.exec(start)?.[1]);
  const { length, isLast, isEncoded, isAmbiguous } = fields;
  if (Number.isNaN(status) || isEncoded || isAmbiguous) return undefined;
  const isBodiless = method === "HEAD" || status === 204 || status === 304;
  if (isBodiless) return { status, length: 0, isLast };
  return length === undefined ? undefined : { status, length, isLast };
}

function readFramingFields(fields: readonly string[]): FramingFields {
  const framing: FramingFields = {
    length: undefined,
    isAmbiguous: false,
    isEncoded: false,
    isLast: false,
    idle: longestIdle,
  };
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]?.toLowerCase();
    const value = fields[i + 1] ?? "";
    if (name === "transfer-encoding") framing.isEncoded = true;
    if (name === "connection") framing.isLast ||= value.toLowerCase() !== "keep-alive";
    if (name === "keep-alive") framing.idle = readIdle(value);
    if (name !== "content-length") continue;
    framing.isAmbiguous ||= framing.length !== undefined || !/^\d{1,15}$/.test(value);
    framing.length = Number(value);
  }
  // The back end can close a connection of this kind at any time.
  framing.isLast ||= framing.idle <= 0;
  return framing;
}

/** From the field Keep-Alive, as in `timeout=5`. */
function readIdle(value: string | string[] = ""): number {
  const seconds = /(?:^|[\s,])timeout=(\d{1,6})(?=$|[\s,])/i.exec(String(value))?.[1];
  return seconds === undefined ? longestIdle : Math.min(longestIdle, 1_000 * Number(seconds) - margin);
}

/**
 * The head of a request.
 *
 * @throws InvalidRequest
 */
export function formatHead({ method, target, headers, body }: BackEndRequest): string {
  if (!readFieldName(method).isValid) throw new InvalidRequest(`the method ${method} is not valid`);
  if (!/^\/[\x21-\x7e\x80-\xff]*$/.test(target)) throw new InvalidRequest("the path is not valid");
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (const name in headers) {
    const values = headers[name];
    if (values === undefined) continue;
    if (ownFields.has(readFieldName(name).lower)) {
      if (name === "content-length" && values === String(body.length)) continue;
      throw new InvalidRequest(`the header ${name} belongs to the connection`);
    }
    if (typeof values === "string") text += formatField(name, values);
    else for (const value of values) text += formatField(name, value);
  }
  if (body.length > 0 || methodsWithBody.has(method)) text += `content-length: ${body.length}\r\n`;
  return `${text}\r\n`;
}

function formatField(name: string, value: string): string {
  const line = readFieldName(name).format(value);
  if (line === undefined) throw new InvalidRequest(`the header ${name} is not valid`);
  return line;
}
