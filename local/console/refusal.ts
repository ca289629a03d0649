import type { IncomingMessage } from "node:http";

/** Ends a request to the console with a status and a text for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** The port that a Host header without one means. */
const defaultPort = (request: IncomingMessage): number => ("encrypted" in request.socket ? 443 : 80);

/**
 * Lets in only who calls this computer by its own name. A page of another site that has its own name resolve to
 * loopback (DNS rebinding) is told apart by its Host, one that sends a form or script here by its Origin.
 *
 * @throws Refusal 403
 */
export function checkCaller(request: IncomingMessage): void {
  const host = (request.headers.host ?? "").toLowerCase();
  const [, name = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
  const wanted = request.socket.localPort;
  if (!LOCAL_NAMES.includes(name) || Number(port ?? defaultPort(request)) !== wanted) {
    throw new Refusal(
      403,
      `The Host header "${host}" is not this page's. Use http://127.0.0.1:${wanted}/_local/ or localhost.`,
    );
  }
  const { origin } = request.headers;
  if (origin !== undefined && ![`http://${host}`, `https://${host}`].includes(origin.toLowerCase())) {
    throw new Refusal(403, `The origin "${origin}" is another site. Only this page itself may ask.`);
  }
}
