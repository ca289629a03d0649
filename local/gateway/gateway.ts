import { randomUUID } from "node:crypto";
import type { Fabric } from "../fabric/fabric";
import { Faults } from "../faults/faults";
import type { ClientAnswer, ClientRequest } from "../http/client";
import type { BadRequest } from "../http/sniff";
import type { Soon } from "../soon";
import type { Store } from "../store/store";
import { writeAccessLog } from "./accessLog";
import { BackEndCalls } from "./backEndCalls";
import { CHAIN } from "./chain";
import { concealer } from "./conceal";
import { GatewayContext, type GatewayServices, type RequestFacts } from "./context";
import { ownHeaders } from "./debugInfo";
import { DomainCalls } from "./domainCalls";
import { ClientGone, type ErrorCode, GatewayError, headerText, NotLetIn } from "./errors";
import { LIMITS, type Limits } from "./limits";
import { NonceRegister } from "./nonces";
import { maskTarget } from "./query";
import {
  CLIENT_GONE,
  CUT_OFF,
  formatRecord,
  type GatewayRequestRecord,
  RequestLog,
  type TimedRecord,
} from "./requestLog";
import { TrafficCounters } from "./traffic";

export interface GatewayOptions {
  store: Store;
  fabric: Pick<Fabric, "connect">;
  clock: () => Date;
  /** The active faults. @default No faults. */
  faults?: Faults;
  /** Receives one line for the log of the server. */
  log(line: string): void;
  /** @default The limits of a shared instance. */
  limits?: Partial<Limits>;
}

/** Properties of the connection of a request. */
export interface ConnectionFacts {
  tls: boolean;
  clientAddress: string;
  /** Whether the connection used the port for VPCs. @default false */
  fromVpc?: boolean;
}

/** The data plane of the API gateway. */
export interface Gateway {
  /** Answers one request. Ends with it, and never fails. */
  handle(request: ClientRequest, response: ClientAnswer, facts: ConnectionFacts): Soon<void>;
  /** The latest 500 calls, oldest first. */
  requests(): GatewayRequestRecord[];
  /** Records a message that is not a request. Returns the headers of its answer. */
  refuse(problem: BadRequest): Record<string, string>;
  /** Closes the connections to back ends. */
  close(): void;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { store, fabric, clock, log, faults = new Faults() } = options;
  const limits = { ...LIMITS, ...options.limits };
  const nonces = new NonceRegister(limits.signatureWindow);
  const traffic = new TrafficCounters();
  const domainCalls = new DomainCalls();
  const backEnds = new BackEndCalls();
  const services: GatewayServices = {
    store,
    fabric,
    clock,
    limits,
    nonces,
    domainCalls,
    traffic,
    faults,
    backEnds,
  };
  const requestLog = new RequestLog();
  const conceal = concealer(store);
  const write = (record: TimedRecord): void => {
    requestLog.add(record);
    log(formatRecord(record));
  };

  function handle(request: ClientRequest, response: ClientAnswer, facts: ConnectionFacts): Soon<void> {
    const context = createContext(request, response, facts, services);
    context.responseHeaders["X-Ca-Request-Id"] = context.requestId;
    let running: Promise<void> | undefined;
    try {
      running = runChain(context, 0);
    } catch (thrown) {
      return conclude(request, context, describeEnd(thrown));
    }
    if (!running) return conclude(request, context);
    return running.then(
      () => conclude(request, context),
      (thrown) => conclude(request, context, describeEnd(thrown)),
    );
  }

  /** Answers a request that has ended with an error, and records the call. */
  function conclude(request: ClientRequest, context: GatewayContext, error?: Ended): void {
    const { requestId, response } = context;
    if (error instanceof GatewayError) {
      if (error.code === "X500ER") log(`gateway ${requestId}: ${String(error.cause)}`);
      try {
        refuse(context, error);
      } catch (failure) {
        log(`gateway ${requestId}: ${String(failure)}`);
        response.destroy();
      }
      // An unread rest of the body would precede the connection's next request.
      request.resume();
    }
    // A client of the real service waits until its time-out. Here it is disconnected immediately.
    if (error instanceof NotLetIn || error instanceof ClientGone) request.socket.destroy();
    if (!(error instanceof NotLetIn)) writeAccessLog(context, error);
    write(createRecord(context, conceal, error));
  }

  function refuseMessage({ status, reason }: BadRequest): Record<string, string> {
    const requestId = randomUUID().toUpperCase();
    const error = new GatewayError(BAD_REQUESTS[status], { reason, method: reason });
    write({ ...NO_REQUEST, time: clock(), requestId, status, errorCode: error.code });
    return { "X-Ca-Request-Id": requestId, ...errorHeaders(error) };
  }

  return { handle, refuse: refuseMessage, requests: () => requestLog.all(), close: () => backEnds.close() };
}

/** Runs the handlers from one on, until one answers. Most of them return nothing to wait for. */
function runChain(context: GatewayContext, first: number): Promise<void> | undefined {
  for (let i = first; ; i++) {
    const handler = CHAIN[i];
    if (!handler || context.response.headersSent) return undefined;
    context.step = handler.name;
    const running = handler.handle(context);
    if (running) return running.then(() => runChain(context, i + 1));
  }
}

function createContext(
  request: ClientRequest,
  response: ClientAnswer,
  facts: ConnectionFacts,
  services: GatewayServices,
): GatewayContext {
  const { target, headers } = splitTarget(request);
  return new GatewayContext(
    {
      method: request.method ?? "",
      target,
      headers,
      tls: facts.tls,
      clientAddress: facts.clientAddress,
      fromVpc: facts.fromVpc ?? false,
      // A body over the limit is not read to its end. The client must still get its answer.
      body: hasBody(request) ? request.iterator({ destroyOnReturn: false }) : undefined,
    },
    response,
    services,
    randomUUID().toUpperCase(),
  );
}

/** The path with the query, and the headers. The host of an absolute target replaces the header (RFC 9112, section 3.2.2). */
function splitTarget({ url = "", headers }: ClientRequest): Pick<RequestFacts, "target" | "headers"> {
  if (url.startsWith("/")) return { target: url, headers };
  const [, host, rest = ""] = /^https?:\/\/([^/?#]+)([^#]*)$/i.exec(url) ?? [];
  if (host === undefined) return { target: url, headers };
  return { target: rest.startsWith("/") ? rest : `/${rest}`, headers: { ...headers, host } };
}

/** RFC 9112, section 6.3: a request without these headers has no body. */
function hasBody({ headers }: ClientRequest): boolean {
  const { "content-length": length = "0", "transfer-encoding": encoding } = headers;
  return encoding !== undefined || length !== "0";
}

/** Ends of a request without an answer of the back end. */
type Ended = GatewayError | ClientGone | NotLetIn;

const describeEnd = (error: unknown): Ended =>
  error instanceof GatewayError || error instanceof ClientGone || error instanceof NotLetIn
    ? error
    : new GatewayError("X500ER", {}, error);

/** Answers with an error of the gateway, which is in the headers. The body is empty unless a plug-in defines one. */
function refuse(context: GatewayContext, error: GatewayError): void {
  const { response } = context;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { headers = {}, body = "" } = error.answer;
  response
    .writeHead(error.status, {
      ...ownHeaders(context),
      ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, headerText(text)])),
      ...errorHeaders(error),
      "Content-Length": Buffer.byteLength(body),
    })
    .end(body);
}

const errorHeaders = ({ code, message }: GatewayError): Record<string, string> => ({
  "X-Ca-Error-Code": code,
  "X-Ca-Error-Message": headerText(message),
});

/** Errors for messages that are not requests, by status. */
const BAD_REQUESTS = {
  400: "I400RQ",
  403: "I405UM",
  405: "I405UM",
  408: "I408RT",
  431: "I431RH",
  505: "I505HV",
} as const satisfies Record<BadRequest["status"], ErrorCode>;

/** The record of a message that is not a request. */
const NO_REQUEST = {
  host: "",
  method: "-",
  path: "",
  stage: "",
  apiId: "",
  appId: "",
  step: "http",
  hops: [],
  milliseconds: 0,
} as const;

function createRecord(
  context: GatewayContext,
  conceal: (text: string) => string,
  error: Ended | undefined,
): TimedRecord {
  return {
    time: context.time,
    requestId: context.requestId,
    host: conceal(context.host),
    method: context.request.method,
    path: maskTarget(context.request.target, conceal),
    stage: context.stage ?? "",
    apiId: context.api?.id ?? "",
    appId: context.app?.id ?? "",
    status: readStatus(context, error),
    errorCode: error instanceof GatewayError ? error.code : "",
    step: context.step,
    hops: context.hops,
    milliseconds: Date.now() - context.receivedAt,
  };
}

function readStatus({ response }: GatewayContext, error: Ended | undefined): number {
  if (error instanceof NotLetIn) return CUT_OFF;
  return error instanceof ClientGone ? CLIENT_GONE : response.statusCode;
}
