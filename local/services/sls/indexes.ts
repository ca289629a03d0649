import type { LogEntry } from "../../store/logs";
import { isoSeconds } from "../common/times";
import { logError } from "./errors";
import { type LogCall, type LogOperation, requireLogStore, toSeconds } from "./operation";

const daySeconds = 24 * 60 * 60;
const members = [
  "line",
  "keys",
  "ttl",
  "max_text_len",
  "log_reduce",
  "log_reduce_white_list",
  "log_reduce_black_list",
];

function requireIndex(call: LogCall): Record<string, unknown> {
  const { index } = requireLogStore(call);
  if (!index) throw logError("IndexConfigNotExist");
  return index;
}

function setIndex(call: LogCall): void {
  requireLogStore(call).index = Object.fromEntries(call.body);
}

/** Parses a query into tests of an entry: `*`, or words and `field: value`, joined by `and`. */
function parseQuery(query: string): ((entry: LogEntry) => boolean)[] {
  const text = query.trim();
  if (text === "" || text === "*") return [];
  return text.split(/\s+and\s+/i).map((term) => {
    const [, field, value = ""] = /^(?:(\w+)\s*:\s*)?"?([^\s"|()*?]+)"?$/.exec(term.trim()) ?? [];
    if (value === "" || /^(or|not)$/i.test(value))
      throw logError("LocalCloud.ParameterNotImplemented", "GetLogs", `"${term}" in a query`);
    return ({ fields }) =>
      field === undefined
        ? Object.values(fields).some((one) => one.split(/[^\w.-]+/).includes(value))
        : fields[field] === value;
  });
}

function secondsIn({ query }: LogCall, name: string): number {
  const value = query.get(name) ?? "";
  if (!/^\d+$/.test(value)) throw logError("ParameterInvalid", name, `is "${value}", not seconds since 1970`);
  return Number(value);
}

export const indexes: readonly LogOperation[] = [
  {
    action: "CreateIndex",
    method: "POST",
    path: "/logstores/:logstore/index",
    takes: members,
    handle(call) {
      if (requireLogStore(call).index) throw logError("IndexAlreadyExist");
      setIndex(call);
    },
  },
  {
    action: "GetIndex",
    method: "GET",
    path: "/logstores/:logstore/index",
    handle(call) {
      const { ttl, modifiedTime } = requireLogStore(call);
      return { ttl, lastModifyTime: toSeconds(modifiedTime), ...requireIndex(call) };
    },
  },
  {
    action: "UpdateIndex",
    method: "PUT",
    path: "/logstores/:logstore/index",
    takes: members,
    handle(call) {
      requireIndex(call);
      setIndex(call);
    },
  },
  {
    action: "DeleteIndex",
    method: "DELETE",
    path: "/logstores/:logstore/index",
    handle(call) {
      requireIndex(call);
      requireLogStore(call).index = undefined;
    },
  },
  {
    // It requires an index, as in the real service. Entries older than the retention period of the Logstore are not
    // returned.
    action: "GetLogs",
    method: "GET",
    path: "/logstores/:logstore",
    when: ["type", "log"],
    queries: ["type", "from", "to", "query", "line", "offset", "reverse"],
    handle(call) {
      const { id, ttl } = requireLogStore(call);
      requireIndex(call);
      const oldest = Math.max(secondsIn(call, "from"), toSeconds(isoSeconds(call.now)) - ttl * daySeconds);
      const to = secondsIn(call, "to");
      const tests = parseQuery(call.query.get("query") ?? "");
      const offset = Number(call.query.get("offset") ?? 0);
      const line = Number(call.query.get("line") ?? 100);
      const found = call.store.logEntries
        .of(id)
        .filter((entry) => entry.time >= oldest && entry.time < to && tests.every((holds) => holds(entry)));
      const sorted = call.query.get("reverse") === "true" ? [...found].reverse() : found;
      return sorted
        .slice(offset, offset + line)
        .map(({ time, fields }) => ({ __time__: String(time), __source__: "", ...fields }));
    },
  },
];
