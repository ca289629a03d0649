import type { IncomingMessage } from "node:http";

/** Ends a request to the console with a status and a message for people. */
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

/** Default port for a Host header without a port. */
const defaultPort = (request: IncomingMessage): number => ("encrypted" in request.socket ? 443 : 80);

/**
 * Accepts only requests to a host name of this computer. The Host header detects a page of another site whose name
 * resolves to loopback (DNS rebinding). The Origin header detects a page of another site that sends a form or script
 * request.
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
