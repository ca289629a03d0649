import type { RequestListener, ServerResponse } from "node:http";
import { CUT, CutOff, type Faults } from "../../faults/faults";
import { parseJson } from "../../parsing";
import type { CallLog } from "../../rpc/callLog";
import { ApiError } from "../../rpc/errors";
import { newRequestId } from "../../rpc/requestId";
import type { Store } from "../../store/store";
import { accessKey } from "../common/regions";
import { logError } from "./errors";
import { indexes } from "./indexes";
import { logStores } from "./logStores";
import { JsonText, type LogOperation } from "./operation";
import { projects } from "./projects";
import { type LogRequest, readLogRequest } from "./request";
import { verifyLogSignature } from "./signature";

/** All implemented actions of Simple Log Service (API version 0.6.0). */
export const logOperations: readonly LogOperation[] = [...projects, ...indexes, ...logStores];

const product = "sls";
const writes = ({ method }: LogOperation): boolean => method !== "GET";

/** Its actions in the same format as those of other products. */
export const logActions = logOperations.map((operation) => ({
  product,
  version: "0.6.0",
  action: operation.action,
  writes: writes(operation),
}));

export interface LogServiceOptions {
  store: Store;
  clock: () => Date;
  calls: CallLog;
  faults: Faults;
  log(line: string): void;
  /** Called before an action that writes. Rejects while the state cannot be saved. */
  writable(): Promise<void>;
  /** Called after an action that writes, before its answer is sent. Rejects if the state cannot be saved. */
  written(): Promise<void>;
}

/** Creates the handler of Simple Log Service: parse → known action → signature → body → handler → answer → log. */
export function createLogService(options: LogServiceOptions): RequestListener {
  const { store, clock, calls, faults, log, writable, written } = options;

  async function run(request: LogRequest, route: Route): Promise<unknown> {
    const { operation, logStore } = route;
    verifyLogSignature(request, accessKey, clock());
    const { action, takes = [], queries = [] } = operation;
    const body = parseBody(request);
    const { project, query } = request;
    const unknown =
      [...body.keys()].find((name) => !takes.includes(name)) ??
      [...query.keys()].find((name) => !queries.includes(name));
    if (unknown !== undefined) throw logError("LocalCloud.ParameterNotImplemented", action, unknown);
    return faults.around(product, action, async () => {
      if (writes(operation)) await writable();
      const text = request.body.toString("utf8");
      const answer = operation.handle({ store, now: clock(), action, project, logStore, query, body, text });
      if (writes(operation)) await written();
      return answer;
    });
  }

  return (message, response) => {
    const started = performance.now();
    const requestId = newRequestId();
    let action = "";
    void readLogRequest(message)
      .then((request) => {
        const route = findOperation(request);
        action = route.operation.action;
        return run(request, route);
      })
      .then(
        (body) => ({ status: 200, code: "", body }),
        (reason: unknown) => {
          if (reason instanceof CutOff) return { ...CUT, body: undefined };
          const { status, code, message: text } = asApiError(reason, action, log);
          return { status, code, body: { errorCode: code, errorMessage: text } };
        },
      )
      .then(({ status, code, body }) => {
        if (code === CUT.code) message.socket.destroy();
        else send(response, status, body, requestId);
        const milliseconds = Math.round(performance.now() - started);
        const time = clock().toISOString();
        calls.add(
          { time, product, action, status, code, requestId, milliseconds },
          message.headers["user-agent"],
        );
        log(`${product} ${action || "-"} ${status}${code && ` ${code}`} ${requestId} ${milliseconds} ms`);
      });
  };
}

interface Route {
  operation: LogOperation;
  logStore: string;
}

function findOperation({ method, path, query, project }: LogRequest): Route {
  for (const operation of logOperations) {
    const pattern = new RegExp(`^${operation.path.replace(":logstore", "([\\w-]+)")}$`);
    const match = pattern.exec(path);
    const { when } = operation;
    if (operation.ofAccount && project !== "") continue;
    if (!match || operation.method !== method || (when && query.get(when[0]) !== when[1])) continue;
    return { operation, logStore: match[1] ?? "" };
  }
  throw logError("LocalCloud.NotImplemented", `${method} ${path}`);
}

function parseBody({ body }: LogRequest): ReadonlyMap<string, unknown> {
  if (body.length === 0) return new Map();
  let parsed: unknown;
  try {
    parsed = parseJson(body.toString("utf8"));
  } catch {
    throw logError("PostBodyInvalid", "is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null)
    throw logError("PostBodyInvalid", "is not a JSON object");
  return new Map(Object.entries(parsed));
}

function asApiError(reason: unknown, action: string, log: (line: string) => void): ApiError {
  if (reason instanceof ApiError) return reason;
  log(
    `bug in sls ${action || "request handling"}: ${reason instanceof Error ? reason.stack : String(reason)}`,
  );
  return logError("LocalCloud.InternalFailure", action);
}

function send(response: ServerResponse, status: number, body: unknown, requestId: string): void {
  const text = body instanceof JsonText ? body.json : body === undefined ? "" : JSON.stringify(body);
  const rows = Array.isArray(body)
    ? { "x-log-count": String(body.length), "x-log-progress": "Complete" }
    : {};
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "x-log-requestid": requestId,
    ...rows,
  });
  response.end(text);
}
