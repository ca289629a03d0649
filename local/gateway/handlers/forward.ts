import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import type { Fault } from "../../faults/fault";
import { filled, type GatewayContext, type Handler } from "../context";
import { debugHeaders } from "../debugInfo";
import { ClientGone, GatewayError } from "../errors";
import { endToEnd } from "../headers";
import { mapError, type ReadAnswer } from "./errorMapping";

/** Calls the back end and streams its answer to the client, whatever the status is, unless a plug-in maps it. */
export const forward: Handler = {
  name: "forward",
  async handle(context) {
    const { response, responseHeaders } = context;
    if (response.destroyed) throw new ClientGone("before the back end was asked");
    context.serviceStartedAt = Date.now();
    const fault = context.services.faults.strike("backEnd");
    if (fault) await failFirst(context, fault);
    const answer = await ask(context, fault);
    const own = { ...responseHeaders, ...debugHeaders(context) };
    const read = await readWhole(context, answer);
    if (read?.mapped) {
      response.writeHead(read.mapped.status, { ...own, ...read.mapped.headers, "Content-Length": 0 });
      response.end();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers, Object.keys(own)), ...own });
    try {
      await pipeline(read ? [read.body] : answer, response);
    } catch (error) {
      const reason = describeError(error);
      if (reason === "ERR_STREAM_PREMATURE_CLOSE") throw new ClientGone("in the answer");
      // The back end ended the connection after the gateway had sent the status line.
      throw new GatewayError("D504RE", { reason });
    }
  },
};

/** An error mapping plug-in needs the complete answer before the gateway sends any of it. */
async function readWhole(context: GatewayContext, answer: IncomingMessage): Promise<ReadAnswer | undefined> {
  try {
    return await mapError(context, answer);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new GatewayError("D504RE", { reason: describeError(error) });
  }
}

/** Applies a fault that prevents the call of the back end. */
async function failFirst(context: GatewayContext, fault: Fault): Promise<void> {
  const code = fault.refuses ? "ECONNREFUSED" : fault.cut === "before" ? "ECONNRESET" : undefined;
  if (code === undefined) return;
  const { port, targetAddress } = filled(context.connection, "connection");
  await context.services.faults.delay(fault);
  throw backendError(failure(code), `${targetAddress}:${port}`);
}

/** Resolves with the head of the answer. A fault may delay or suppress it. */
function ask(context: GatewayContext, fault: Fault | undefined): Promise<IncomingMessage> {
  const { service } = filled(context.api, "api").definition;
  const call = filled(context.call, "call");
  const { host, port, targetAddress } = filled(context.connection, "connection");
  const target = `${targetAddress}:${port}`;
  const { faults } = context.services;
  const started = Date.now();
  const options = {
    host,
    port,
    method: call.method,
    path: call.target,
    headers: call.headers,
    agent: false,
  } as const;
  return new Promise((resolve, reject) => {
    // Assumption: the gateway does not verify the certificate of a back end in a VPC.
    const asked =
      service.vpcScheme === "HTTPS"
        ? requestHttps({ ...options, rejectUnauthorized: false })
        : requestHttp(options);
    const giveUp = (): void => {
      asked.destroy();
      reject(new GatewayError("D504TO"));
    };
    const timer = setTimeout(giveUp, service.timeout);
    const hangUp = (): void => {
      asked.destroy();
      reject(new ClientGone("before the back end answered"));
    };
    context.response.once("close", hangUp);
    asked.once("close", () => {
      clearTimeout(timer);
      context.response.off("close", hangUp);
    });
    asked.once("response", async (answer) => {
      const left = started + service.timeout - Date.now();
      if (fault) await faults.delay(fault, left).catch(hangUp);
      if (fault && fault.latencyMs > left) giveUp();
      clearTimeout(timer);
      if (fault?.cut === "after") {
        answer.destroy();
        reject(backendError(failure("ECONNRESET"), target));
        return;
      }
      // From here on, the time-out applies to pauses between two parts of the body.
      asked.setTimeout(service.timeout, () => answer.destroy(new Error("the back end paused too long")));
      resolve(answer);
    });
    asked.once("error", (error) => reject(backendError(error, target)));
    asked.end(call.body);
  });
}

/** Creates an error like those of the network. */
const failure = (code: string): Error => Object.assign(new Error(code), { code });

function describeError(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "the connection ended early";
}

function backendError(error: Error, target: string): GatewayError {
  const code = describeError(error);
  if (code === "ECONNREFUSED") return new GatewayError("D504CO", { reason: `Connection refused: ${target}` });
  if (code.startsWith("HPE_")) return new GatewayError("D504IL", { reason: code });
  return new GatewayError("D504RE", { reason: code });
}
