import type { RequestListener, ServerResponse } from "node:http";
import { CUT, CutOff, type Faults } from "../faults/faults";
import type { Authenticator } from "./authentication";
import type { CallLog } from "./callLog";
import { ApiError, protocolError } from "./errors";
import { IdempotentAnswers, type SavedAnswers } from "./idempotency";
import type { Answer, Operation } from "./operation";
import { type RpcRequest, readRpcRequest } from "./request";
import { newRequestId } from "./requestId";

export interface DispatcherOptions<Call> {
  operations: readonly Operation<Call>[];
  authenticator: Authenticator;
  clock: () => Date;
  calls: CallLog;
  faults: Faults;
  /** Answers to requests with a client token, which survive a restart. */
  answers: SavedAnswers;
  /** Creates the context of a handler. `settleMs` is the number of milliseconds until a created resource is ready. */
  createCall(request: RpcRequest, settleMs: number): Call;
  /** Called before an operation that writes. Rejects while the state cannot be saved. */
  writable(): Promise<void>;
  /** Called after an operation that writes, before its answer is sent. Rejects if the state cannot be saved. */
  written(): Promise<void>;
  log(line: string): void;
}

/** Creates the handler of the control plane: parse → known action → signature → parameters → handler → answer → log. */
export function createDispatcher<Call>(options: DispatcherOptions<Call>): RequestListener {
  const routes = new Map(
    options.operations.map((operation) => [`${operation.version} ${operation.action}`, operation]),
  );
  const productOfVersion = new Map(options.operations.map(({ version, product }) => [version, product]));
  const answers = new IdempotentAnswers(options.answers);

  function route(request: RpcRequest): Operation<Call> {
    const { action, version } = request;
    if (action === "") throw protocolError("MissingAction");
    if (version === "") throw protocolError("MissingVersion");
    const product = productOfVersion.get(version);
    if (!product) {
      const known = [...productOfVersion].map(([v, name]) => `${name} ${v}`).join(", ");
      throw protocolError("InvalidVersion.NotFound", version, action, known);
    }
    const operation = routes.get(`${version} ${action}`);
    if (!operation) throw protocolError("InvalidAction.NotFound", `${product} ${version}`, action);
    return operation;
  }

  async function run(request: RpcRequest): Promise<Answer> {
    const operation = route(request);
    options.authenticator.verify(request);
    const { product, action } = operation;
    return options.faults.around(product, action, (settleMs) => carryOut(operation, request, settleMs));
  }

  async function carryOut(
    operation: Operation<Call>,
    request: RpcRequest,
    settleMs: number,
  ): Promise<Answer> {
    const call = options.createCall(request, settleMs);
    if (!operation.writes) return operation.invoke(call, request.parameters);
    await options.writable();
    const answer = await answers.once(operation, request.parameters, () =>
      operation.invoke(call, request.parameters),
    );
    await options.written();
    return answer;
  }

  return (message, response) => {
    const started = performance.now();
    const requestId = newRequestId();
    let request: RpcRequest | undefined;
    void readRpcRequest(message)
      .then((read) => {
        request = read;
        return run(read);
      })
      .then(
        (answer) => ({ status: 200, code: "", body: { RequestId: requestId, ...answer } }),
        (reason: unknown) => {
          if (reason instanceof CutOff) return { ...CUT, body: undefined };
          const error = asApiError(reason, request?.action ?? "", requestId, options.log);
          return {
            status: error.status,
            code: error.code,
            body: envelope(error, message.headers.host ?? "", requestId),
          };
        },
      )
      .then(({ status, code, body }) => {
        if (body) send(response, status, body);
        else message.socket.destroy();
        const product = productOfVersion.get(request?.version ?? "") ?? "";
        // The text may be anything. Only a valid name may appear in a log.
        const action = /^\w{1,64}$/.test(request?.action ?? "") ? (request?.action ?? "") : "";
        const milliseconds = Math.round(performance.now() - started);
        const time = options.clock().toISOString();
        const record = { time, product, action, status, code, requestId, milliseconds };
        options.calls.add(record, message.headers["user-agent"]);
        options.log(
          `${product || "-"} ${action || "-"} ${status}${code && ` ${code}`} ${requestId} ${milliseconds} ms`,
        );
      });
  };
}

function isHangUp(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && reason.code === "ECONNRESET";
}

function asApiError(
  reason: unknown,
  action: string,
  requestId: string,
  log: (line: string) => void,
): ApiError {
  if (reason instanceof ApiError) return reason;
  if (isHangUp(reason)) return protocolError("IncompleteRequest");
  log(
    `bug in ${action || "request handling"} (${requestId}): ${reason instanceof Error ? reason.stack : String(reason)}`,
  );
  return protocolError("LocalCloud.InternalFailure", action);
}

/** All five fields are texts, because the older SDK asserts it. */
function envelope(error: ApiError, host: string, requestId: string): Answer {
  const recommend = `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}`;
  return {
    RequestId: requestId,
    HostId: host,
    Code: error.code,
    Message: error.message,
    Recommend: recommend,
  };
}

function send(response: ServerResponse, status: number, body: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json;charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "x-acs-request-id": String(body.RequestId),
  });
  response.end(text);
}
