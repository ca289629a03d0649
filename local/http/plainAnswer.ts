import { type OutgoingHttpHeaders, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { writeInBurst } from "./burst";
import type { ClientAnswer } from "./client";
import { readFieldName } from "./head";

/** Bytes up to which a body is sent together with its head. */
const largestJoined = 65_536;

/** The answer to a plain request. It writes what the server of Node.js writes, with fewer and larger writes. */
export class PlainAnswer implements ClientAnswer {
  statusCode = 200;
  headersSent = false;
  private head = "";
  private isHeadWritten = false;
  private isEnded = false;
  /** The last part of the body, until the next burst. */
  private rest: Buffer | undefined;
  private isChunked = false;
  /** Whether the connection ends with the answer. */
  private isLast = false;
  private isBodiless: boolean;
  private closed: (() => void) | undefined;
  private drained: (() => void) | undefined;

  /**
   * @param keepAlive - Seconds for which the connection stays open after the answer.
   * @param ended - Called after the system has taken the whole answer.
   */
  constructor(
    private readonly socket: Socket,
    private readonly method: string,
    private readonly keepAlive: number,
    private readonly ended: () => void,
  ) {
    this.isBodiless = method === "HEAD";
  }

  get destroyed(): boolean {
    return this.socket.destroyed;
  }

  writeHead(status: number, headers: OutgoingHttpHeaders | string[]): this {
    if (this.headersSent) throw new Error("The head of the answer was written already.");
    if (!(status >= 100 && status <= 999)) throw new RangeError(`Invalid status: ${status}`);
    const isBodiless = this.method === "HEAD" || status < 200 || status === 204 || status === 304;
    const head = new AnswerHead(status);
    if (Array.isArray(headers))
      for (let i = 0; i < headers.length; i += 2) head.add(headers[i] ?? "", headers[i + 1]);
    else for (const name in headers) for (const value of [headers[name]].flat()) head.add(name, value);
    this.head = head.finish(isBodiless, this.keepAlive);
    this.headersSent = true;
    this.statusCode = status;
    this.isBodiless = isBodiless;
    this.isLast = head.isLast;
    this.isChunked = head.isChunked && !isBodiless;
    return this;
  }

  write(part: Buffer): boolean {
    if (this.isEnded) throw new Error("The answer has ended already.");
    if (!this.headersSent) this.writeHead(this.statusCode, {});
    return this.writePart(part);
  }

  private writePart(part: Buffer): boolean {
    this.writeStart();
    if (this.isBodiless || part.length === 0) return true;
    if (!this.isChunked) return this.socket.write(part);
    this.socket.cork();
    this.socket.write(`${part.length.toString(16)}\r\n`, "latin1");
    this.socket.write(part);
    const isFast = this.socket.write("\r\n", "latin1");
    this.socket.uncork();
    return isFast;
  }

  end(part: Buffer | string = ""): void {
    if (this.isEnded) return;
    if (!this.headersSent) this.writeHead(this.statusCode, {});
    this.isEnded = true;
    this.closed = undefined;
    this.rest = typeof part === "string" ? Buffer.from(part) : part;
    writeInBurst(() => this.flush());
  }

  /** Writes what the next burst would write. */
  flush(): void {
    const { rest, socket } = this;
    if (rest === undefined) return;
    this.rest = undefined;
    this.writeLast(rest);
    // The next request of a client that does not read has to wait.
    if (this.isLast) socket.end(() => this.ended());
    else if (socket.writableLength === 0) this.ended();
    else socket.write("", () => this.ended());
  }

  destroy(): void {
    this.socket.destroy();
  }

  once(event: "close" | "drain", listener: () => void): void {
    if (event === "close") this.closed = listener;
    else this.drained = listener;
  }

  off(event: "close" | "drain", listener: () => void): void {
    if (event === "close" && this.closed === listener) this.closed = undefined;
    if (event === "drain" && this.drained === listener) this.drained = undefined;
  }

  /** Reports an event of the connection to the listener. */
  emit(event: "close" | "drain"): void {
    const listener = event === "close" ? this.closed : this.drained;
    if (event === "close") this.closed = undefined;
    else this.drained = undefined;
    listener?.();
  }

  private writeStart(): void {
    if (this.isHeadWritten) return;
    this.isHeadWritten = true;
    this.socket.write(this.head, "latin1");
  }

  private writeLast(part: Buffer): void {
    const body = this.isBodiless ? Buffer.alloc(0) : part;
    if (!this.isHeadWritten && !this.isChunked && body.length < largestJoined) {
      this.isHeadWritten = true;
      // One write of joined bytes takes less time than two, or than one of a text.
      const joined = Buffer.allocUnsafe(this.head.length + body.length);
      joined.write(this.head, "latin1");
      joined.set(body, this.head.length);
      this.socket.write(joined);
      return;
    }
    this.socket.cork();
    if (body.length > 0) this.writePart(body);
    else this.writeStart();
    if (this.isChunked) this.socket.write("0\r\n\r\n", "latin1");
    this.socket.uncork();
  }
}

/** The status line and the fields of an answer, with those that the server adds. */
class AnswerHead {
  /** Whether the connection ends with the answer. */
  isLast = false;
  isChunked = false;
  private text: string;
  private hasLength = false;
  private hasDate = false;
  private hasConnection = false;
  private hasEncoding = false;

  constructor(status: number) {
    this.text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "unknown"}\r\n`;
  }

  /** @throws TypeError for a field that would change the message */
  add(name: string, value: unknown): void {
    const written = String(value);
    const field = readFieldName(name);
    const line = field.format(written);
    if (line === undefined || value === undefined) throw new TypeError(`Invalid header: ${name}`);
    this.note(field.lower, written);
    this.text += line;
  }

  finish(isBodiless: boolean, keepAlive: number): string {
    if (!this.hasDate) this.text += `Date: ${formatNow()}\r\n`;
    if (!this.hasConnection) this.text += `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAlive}\r\n`;
    if (!this.hasLength && !this.hasEncoding && !isBodiless) {
      this.isChunked = true;
      this.text += "Transfer-Encoding: chunked\r\n";
    }
    return `${this.text}\r\n`;
  }

  private note(name: string, value: string): void {
    if (name === "content-length") this.hasLength = true;
    else if (name === "date") this.hasDate = true;
    else if (name === "connection") {
      this.hasConnection = true;
      this.isLast ||= /\bclose\b/i.test(value);
    } else if (name === "transfer-encoding") {
      this.hasEncoding = true;
      this.isChunked ||= /\bchunked\b/i.test(value);
    }
  }
}

let second = 0;
let formatted = "";

/** The time for the field Date. */
function formatNow(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    formatted = new Date(now * 1000).toUTCString();
  }
  return formatted;
}
