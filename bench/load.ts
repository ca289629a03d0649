import { connect } from "node:net";
import { performance } from "node:perf_hooks";

/** What a load run measured. */
export interface LoadResult {
  requests: number;
  /** Answers per second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export interface Load {
  port: number;
  /** The complete request, whose answers must all have the status 200 and the same length. */
  request: Buffer;
  connections: number;
  /** Requests in total. */
  requests: number;
}

/**
 * Sends the same request on keep-alive connections, one after the other on each. It reads the length of an answer from
 * its head and parses nothing else, so that it is faster than what it measures.
 *
 * @throws if a connection ends, or an answer has another status than 200
 */
export async function sendLoad({ port, request, connections, requests }: Load): Promise<LoadResult> {
  const times = new Float64Array(requests);
  let sent = 0;
  let answered = 0;
  const started = performance.now();
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true });
      let since = 0;
      let missing = 0;
      let head = "";
      const next = (): void => {
        if (sent === requests) {
          socket.destroy();
          resolve();
          return;
        }
        sent += 1;
        since = performance.now();
        socket.write(request);
      };
      socket.once("connect", next).once("error", reject);
      socket.once("close", () => reject(new Error("the server closed a connection")));
      socket.on("data", (chunk) => {
        if (missing > 0) missing -= chunk.length;
        else {
          head += chunk.toString("latin1");
          const end = head.indexOf("\r\n\r\n");
          if (end < 0) return;
          if (!head.startsWith("HTTP/1.1 200")) {
            reject(new Error(`an answer is not 200: ${head.slice(0, end)}`));
            socket.destroy();
            return;
          }
          const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
          missing = length - (head.length - end - 4);
          head = "";
        }
        if (missing > 0) return;
        times[answered++] = performance.now() - since;
        next();
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - started) / 1000;
  const sorted = times.sort();
  const at = (share: number): number => sorted[Math.floor(share * (requests - 1))] ?? Number.NaN;
  return { requests, rate: requests / seconds, p50: at(0.5), p99: at(0.99) };
}
