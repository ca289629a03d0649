import { request } from "node:http";
import { request as requestTls } from "node:https";
import { connect } from "node:net";
import type { HealthCheck } from "./healthCheck";

/** A health check of a back-end server. Returns whether the answer was as expected. */
export type Probe = (
  check: HealthCheck,
  server: { loopbackPort: number; address: string },
) => Promise<boolean>;

/** Sends the request over loopback. */
export const probe: Probe = (check, server) =>
  check.type === "tcp" ? probeTcp(check, server.loopbackPort) : probeHttp(check, server);

function probeTcp(check: HealthCheck, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: check.timeout });
    const end = (healthy: boolean) => () => {
      socket.destroy();
      resolve(healthy);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}

function probeHttp(check: HealthCheck, server: { loopbackPort: number; address: string }): Promise<boolean> {
  return new Promise((resolve) => {
    // A balancer does not verify the certificates of its servers.
    const ask = check.tls ? requestTls : request;
    const asked = ask({
      host: "127.0.0.1",
      port: server.loopbackPort,
      method: check.method,
      path: check.uri,
      headers: { host: check.domain || server.address, connection: "close" },
      agent: false,
      ...(check.tls && { rejectUnauthorized: false, servername: "" }),
      signal: AbortSignal.timeout(check.timeout),
    });
    asked.once("error", () => resolve(false));
    asked.once("response", (response) => {
      response.resume();
      response.once("error", () => resolve(false));
      resolve(check.statusClasses.includes(Math.floor((response.statusCode ?? 0) / 100)));
    });
    asked.end();
  });
}
