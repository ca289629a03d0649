import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";

/** What a server needs of the request of a client. The requests of Node.js have it. */
export interface ClientRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
  /** Reads an unread body to its end. */
  resume(): unknown;
  iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Uint8Array>;
}

/** What a server needs to answer a client. The responses of Node.js have it. */
export interface ClientAnswer {
  statusCode: number;
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  /** @param headers - By name, or names and values in turn. */
  writeHead(status: number, headers: OutgoingHttpHeaders | string[]): this;
  /** Returns whether the client reads fast enough. Otherwise `drain` occurs when it has caught up. */
  write(part: Buffer): boolean;
  end(part?: Buffer | string): unknown;
  destroy(): unknown;
  once(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}
