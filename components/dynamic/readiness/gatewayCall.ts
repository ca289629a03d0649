import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { withoutUndefined } from "../../validation/given";

/** One call of a published API. */
export interface GatewayCall {
  url: string;
  method: "GET" | "HEAD";
  /** Environment, unless it is RELEASE. */
  stage?: string;
  /** AppCode of an app that may call. Secret. */
  appCode?: string;
}

/**
 * Result of the call. `code` and `message` are those of the gateway. Without a code, the back end answered.
 */
export type GatewayAnswer =
  | { kind: "answered"; status: number; code: string; message: string }
  | { kind: "unreachable"; reason: string };

const longestWait = 15_000;

/**
 * Makes the call. Reads only the head of the response.
 *
 * @param at host and port of a gateway without a DNS name: that of a local cloud, for both schemes
 */
export function callGateway(call: GatewayCall, at?: string): Promise<GatewayAnswer> {
  const url = new URL(call.url);
  const isHttps = url.protocol === "https:";
  const { hostname, port } = new URL(at === undefined ? url.origin : `${url.protocol}//${at}`);
  const options = {
    hostname,
    port,
    path: url.pathname,
    method: call.method,
    timeout: longestWait,
    agent: false as const,
    headers: withoutUndefined({
      host: url.host,
      "x-ca-stage": call.stage,
      authorization: call.appCode === undefined ? undefined : `APPCODE ${call.appCode}`,
    }),
  };
  return new Promise((resolve) => {
    const answered = (response: IncomingMessage) => {
      const header = (name: string) => String(response.headers[name] ?? "");
      response.destroy();
      resolve({
        kind: "answered",
        status: response.statusCode ?? 0,
        code: header("x-ca-error-code"),
        message: header("x-ca-error-message"),
      });
    };
    const sent = isHttps
      ? // The name in a local cloud's certificate is another one; on another machine it has to be right.
        requestHttps({ ...options, servername: url.hostname, rejectUnauthorized: at === undefined }, answered)
      : requestHttp(options, answered);
    sent.on("timeout", () => sent.destroy(new Error(`no response within ${longestWait / 1000} s`)));
    sent.on("error", (error) => resolve({ kind: "unreachable", reason: error.message }));
    sent.end();
  });
}
