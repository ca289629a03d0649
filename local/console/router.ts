import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "../faults/faults";
import { concealer, stringifyConcealed } from "../gateway/conceal";
import type { GatewayRequestRecord } from "../gateway/requestLog";
import type { Wall } from "../machines/wall";
import type { Realism } from "../realistic/realism";
import type { CallCount, CallRecord } from "../rpc/callLog";
import type { Journal } from "../store/journal";
import type { Store } from "../store/store";
import { listActions } from "./actions";
import { composeDebugCall } from "./debug";
import { readDebugRequest } from "./debugRequest";
import { changeFaults } from "./faults";
import type { HealthOf } from "./links";
import { listObjects } from "./objects";
import { createOverview } from "./overview";
import { readPageFiles } from "./pageFiles";
import { checkCaller, Refusal } from "./refusal";
import { countResources } from "./resources";
import { sendToGateway } from "./send";
import { changeStock, describeStock } from "./stock";

export interface ConsoleOptions {
  store: Store;
  /** Control-plane calls, oldest first. */
  calls: () => readonly CallRecord[];
  /** Number of calls by action and caller. */
  counts: () => readonly CallCount[];
  /** Calls of the gateway, oldest first. */
  requests: () => readonly GatewayRequestRecord[];
  /** `127.0.0.1:PORT` of the data plane, for HTTP and TLS. */
  gateway: { address: () => string };
  pid: number;
  /** UTC, ISO 8601. */
  startedAt: string;
  /** The isolation of instances. */
  wall: Pick<Wall, "kind" | "description">;
  /** @default changes take effect at once */
  realism?: Pick<Realism, "seed" | "pending">;
  /** @default The state ends with the process. */
  journal?: Journal;
  faults: Faults;
  /** The console log of an instance. Empty before its first boot. */
  consoleOf: (instanceId: string) => string;
  /** Health of a CLB's back-end servers. @default The console does not show the health. */
  healthOf?: HealthOf;
}

/** Answers requests below `/_local/`. Returns false for any other request and leaves it unchanged. */
export type Console = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Answer {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Absent without content. */
  type?: string;
  content?: string | Buffer;
}

const PREFIX = "/_local/";
const JSON_TYPE = "application/json; charset=utf-8";

/**
 * Maximum size of a request in JSON: the message of a debug request may have 512 KB, and JSON may need six bytes for
 * one byte.
 */
const DEBUG_BYTES = 4 * 1024 * 1024;

const HEADERS = {
  "Content-Security-Policy":
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
};

/** Creates the console: the page for people and its data as JSON. */
export function createConsole(options: ConsoleOptions): Console {
  const {
    store,
    calls,
    counts,
    requests,
    gateway,
    pid,
    startedAt,
    faults,
    consoleOf,
    healthOf,
    wall,
    realism,
    journal,
  } = options;
  const files = readPageFiles();
  const readOverview = createOverview(store, healthOf, startedAt);

  /** Redacts all secrets in an answer, even if a client or back end put them there. */
  const json = (value: unknown): Answer => ({
    type: JSON_TYPE,
    content: stringifyConcealed(store, value),
  });

  const resources: Readonly<Record<string, () => unknown>> = {
    status: () => ({
      ...{ pid, startedAt, gateway: gateway.address(), wall, state: describeState(journal) },
      ...(realism && { realistic: { seed: realism.seed, pending: realism.pending() } }),
    }),
    resources: () => countResources(store),
    objects: () => listObjects(store),
    stock: () => describeStock(store),
    faults: () => ({ faults: faults.all() }),
    calls: () => ({ calls: calls() }),
    actions: () => ({ actions: listActions(counts()) }),
    requests: () => ({ requests: requests() }),
  };

  /** The page asks for the overview every two seconds, and it is large. */
  async function overview(request: IncomingMessage): Promise<Answer> {
    const since = new URL(request.url ?? "", "http://localhost").searchParams.get("since") ?? undefined;
    const { tag, content } = await readOverview(new Date(), since);
    const headers = { ETag: `"${tag}"` };
    if (content === undefined || request.headers["if-none-match"] === headers.ETag)
      return { status: 304, headers };
    return { type: JSON_TYPE, headers, content };
  }

  async function read(request: IncomingMessage, path: string): Promise<Answer> {
    if (path === "overview") return overview(request);
    const file = files.get(path);
    if (file) return file;
    const resource = Object.hasOwn(resources, path) ? resources[path] : undefined;
    if (resource) return json(await resource());
    const [, id] = /^instances\/([^/]+)\/log$/.exec(path) ?? [];
    if (id !== undefined && store.instances.get(id)) {
      return { type: "text/plain; charset=utf-8", content: concealer(store)(consoleOf(id)) };
    }
    throw new Refusal(
      404,
      id === undefined ? `There is no ${PREFIX}${path}.` : `There is no instance "${id}".`,
    );
  }

  /** Reads a JSON body. A page of another site cannot send this content type without a CORS preflight. */
  async function readJson(request: IncomingMessage, what: string): Promise<string> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
      throw new Refusal(415, `${what} is sent with Content-Type: application/json.`);
    }
    return readBody(request);
  }

  async function debug(request: IncomingMessage): Promise<Answer> {
    const asked = readDebugRequest(await readJson(request, "A debug request"));
    return json(await sendToGateway(gateway.address(), composeDebugCall(store, asked)));
  }

  async function stock(request: IncomingMessage): Promise<Answer> {
    changeStock(store, await readJson(request, "A stock"));
    await journal?.save();
    return json(describeStock(store));
  }

  async function setFaults(request: IncomingMessage): Promise<Answer> {
    changeFaults(faults, await readJson(request, "A list of faults"));
    return json({ faults: faults.all() });
  }

  async function clearFaults(): Promise<Answer> {
    faults.set([]);
    return json({ faults: faults.all() });
  }

  /** Requests that change something, by method. */
  const written: Readonly<
    Record<string, Readonly<Record<string, (request: IncomingMessage) => Promise<Answer>>>>
  > = {
    debug: { POST: debug },
    stock: { PUT: stock },
    faults: { PUT: setFaults, DELETE: clearFaults },
  };

  async function answer(request: IncomingMessage, path: string): Promise<Answer> {
    checkCaller(request);
    const writing = Object.hasOwn(written, path) ? written[path] : undefined;
    const { method = "" } = request;
    const take = writing && Object.hasOwn(writing, method) ? writing[method] : undefined;
    if (take) return take(request);
    const readable = !writing || Object.hasOwn(resources, path);
    const allowed = [...(readable ? ["GET", "HEAD"] : []), ...Object.keys(writing ?? {})];
    if (!readable || !["GET", "HEAD"].includes(method)) {
      throw new Refusal(405, `${PREFIX}${path} takes ${allowed.join(", ")}.`, { Allow: allowed.join(", ") });
    }
    return read(request, path);
  }

  return (request, response) => {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    if (!path.startsWith(PREFIX)) return false;
    void answer(request, path.slice(PREFIX.length))
      .catch((error: unknown) => refused(error))
      .then((it) => send(request, response, it));
    return true;
  };
}

/** Whether all changes are on disk, and if not, why. */
const describeState = (journal: Journal | undefined) =>
  journal && { file: journal.path, problem: journal.problem ?? "" };

function refused(error: unknown): Answer {
  const refusal = error instanceof Refusal ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: refusal?.status ?? 500,
    headers: refusal?.headers ?? {},
    type: JSON_TYPE,
    content: JSON.stringify({ error: refusal ? message : `The console failed: ${message}` }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {}, type, content } = answer;
  response.writeHead(status, {
    ...HEADERS,
    ...headers,
    ...(type !== undefined && { "Content-Type": type }),
    ...(content !== undefined && { "Content-Length": Buffer.byteLength(content) }),
    // The server must not read the rest of an unread body as the next request.
    ...(!request.complete && { Connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > DEBUG_BYTES) throw new Refusal(413, `A request has at most ${DEBUG_BYTES} bytes of JSON.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
