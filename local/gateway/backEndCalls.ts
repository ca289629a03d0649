import { Agent, type Dispatcher } from "undici";
import type { BackendCall } from "./context";

/** What the caller of a back end gets, in this order. */
export interface AnswerReader {
  /** The call can be ended from here on. */
  started(control: Pick<Dispatcher.DispatchController, "abort" | "pause" | "resume">): void;
  /** `headers` are names and values in turn, as sent. Bytes are represented as Latin-1. */
  head(status: number, headers: readonly string[]): void;
  data(chunk: Buffer): void;
  end(): void;
  /** Instead of `end`: the back end refused or broke the connection, or its answer is not HTTP. */
  failed(error: Error): void;
}

/** How long a connection without a call stays open, in milliseconds. Servers keep connections for more time. */
const idleMilliseconds = 4_000;

/** The time-outs of an API apply instead. */
const withoutTimeouts = { headersTimeout: 0, bodyTimeout: 0 } as const;

/**
 * Calls back ends. Connections stay open between calls. A process that ends closes its connections, so a call never
 * reaches another instance than the one that the fabric has chosen by its port.
 */
export class BackEndCalls {
  private readonly plain = new Agent({ ...withoutTimeouts, keepAliveTimeout: idleMilliseconds });
  // Assumption: the gateway does not verify the certificate of a back end in a VPC.
  private readonly tls = new Agent({
    ...withoutTimeouts,
    keepAliveTimeout: idleMilliseconds,
    connect: { rejectUnauthorized: false },
  });

  send(
    { scheme, host, port }: { scheme: "http" | "https"; host: string; port: number },
    { method, target, headers, body }: BackendCall,
    reader: AnswerReader,
  ): void {
    const agent = scheme === "https" ? this.tls : this.plain;
    const options = {
      origin: `${scheme}://${host}:${port}`,
      path: target,
      method: method as Dispatcher.HttpMethod,
      headers,
      body: body.length > 0 ? body : null,
    };
    agent.dispatch(options, {
      onRequestStart: (control) => reader.started(control),
      onResponseStart(control, status) {
        // An interim answer, such as 103, precedes the answer.
        if (status >= 200) reader.head(status, decodeHeaders(control.rawHeaders));
      },
      onResponseData: (_, chunk) => reader.data(chunk),
      onResponseEnd: () => reader.end(),
      onResponseError: (_, error) => reader.failed(error),
    });
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await Promise.all([this.plain.destroy(), this.tls.destroy()]);
  }
}

function decodeHeaders(raw: Dispatcher.DispatchController["rawHeaders"]): string[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((part) => (typeof part === "string" ? part : part.toString("latin1")));
}
