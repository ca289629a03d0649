import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { GatewayCall } from "./debug";
import { Refusal } from "./refusal";

/** The answer of the gateway. */
export interface DebugAnswer {
  status: number;
  headers: Record<string, string>;
  /** The body as text, or a note if it is not text. */
  body: string;
  milliseconds: number;
  /** `X-Ca-Request-Id`, which identifies the call in the request log. */
  requestId: string;
}

/** Maximum number of bytes of an answer on the Debug page. A note replaces the rest. */
const SHOWN_BYTES = 1024 * 1024;
/** Time-out in milliseconds, longer than the longest time-out of a back end. */
const PATIENCE = 40_000;

/**
 * Sends a call to the gateway.
 *
 * @param gateway - `127.0.0.1:PORT`
 * @throws Refusal 502 when the gateway gives no answer
 */
export async function sendToGateway(gateway: string, call: GatewayCall): Promise<DebugAnswer> {
  const started = performance.now();
  const answer = await head(gateway, call);
  const { body, isCut } = await readUpTo(answer, SHOWN_BYTES);
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
  return {
    status: answer.statusCode ?? 0,
    headers,
    body: isCut ? `${asText(body)}\n… cut off after ${SHOWN_BYTES} bytes` : asText(body),
    milliseconds: Math.round(performance.now() - started),
    requestId: headers["x-ca-request-id"] ?? "",
  };
}

function head(
  gateway: string,
  { protocol, method, target, headers, body }: GatewayCall,
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(`http://${gateway}`);
  const options = { host: hostname, port, method, path: target, headers, agent: false } as const;
  return new Promise((resolve, reject) => {
    // The gateway runs in this process, so verifying its certificate proves nothing.
    const sent =
      protocol === "https"
        ? requestHttps({ ...options, servername: headers.host ?? "", rejectUnauthorized: false })
        : requestHttp(options);
    const fail = (why: string): void => reject(new Refusal(502, `The local gateway at ${gateway} ${why}.`));
    sent.setTimeout(PATIENCE, () => {
      sent.destroy();
      fail(`gave no answer within ${PATIENCE / 1000} s`);
    });
    sent.once("response", resolve);
    sent.on("error", (error) => fail(`cannot be called: ${error.message}`));
    sent.end(body);
  });
}

async function readUpTo(answer: IncomingMessage, limit: number): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      size += bytes.length;
      if (size > limit) break;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(502, `The local gateway broke off its answer: ${why}.`);
  }
  return { body: Buffer.concat(chunks).subarray(0, limit), isCut: size > limit };
}

/** Decodes UTF-8, even if it is cut within a character. Returns a note for any other content. */
function asText(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true });
  } catch {
    return `(${body.length} bytes that are not UTF-8 text)`;
  }
}
