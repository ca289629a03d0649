import { logStoreId } from "../../store/logs";
import type { LogStore } from "../../store/model";
import { isoSeconds } from "../common/times";
import { logError } from "./errors";
import { type LogCall, type LogOperation, requireLogStore, requireProject, toSeconds } from "./operation";

const defaultMeteringMode = "ChargeByFunction";
const meteringModes: readonly string[] = [defaultMeteringMode, "ChargeByDataIngest"];

const logStoreName = /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/;

/** Properties of a Logstore by their names in a body, each with its reader and its default. */
const settings = {
  ttl: { field: "ttl", read: (value: unknown) => wholeNumber("ttl", value, 1, 3650), otherwise: 30 },
  shardCount: {
    field: "shardCount",
    read: (value: unknown) => wholeNumber("shardCount", value, 1, 10),
    otherwise: 2,
  },
  autoSplit: { field: "autoSplit", read: Boolean, otherwise: false },
  maxSplitShard: {
    field: "maxSplitShard",
    read: (value: unknown) => wholeNumber("maxSplitShard", value, 0, 256),
    otherwise: 0,
  },
  appendMeta: { field: "appendMeta", read: Boolean, otherwise: false },
  enable_tracking: { field: "enableTracking", read: Boolean, otherwise: false },
  mode: { field: "mode", read: String, otherwise: "standard" },
  // Storage classes, encryption and the kind of data are stored. They change nothing here.
  hot_ttl: {
    field: "hotTtl",
    read: (value: unknown) => wholeNumber("hot_ttl", value, 0, 3650),
    otherwise: undefined,
  },
  infrequentAccessTTL: {
    field: "infrequentAccessTtl",
    read: (value: unknown) => wholeNumber("infrequentAccessTTL", value, 0, 3650),
    otherwise: undefined,
  },
  telemetryType: { field: "telemetryType", read: String, otherwise: undefined },
  encrypt_conf: { field: "encryption", read: readEncryption, otherwise: undefined },
} as const;

const settable = [...Object.keys(settings), "logstoreName"];

function wholeNumber(name: string, value: unknown, from: number, to: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to) return number;
  throw logError("ParameterInvalid", name, `is ${String(value)}, not a whole number from ${from} to ${to}`);
}

function readEncryption(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value };
  throw logError("ParameterInvalid", "encrypt_conf", "is not a JSON object");
}

/** Reads the given properties. With `defaults`, the others get their default values. */
function readSettings({ body }: LogCall, defaults: boolean): Partial<LogStore> {
  const read = Object.entries(settings).flatMap(
    ([name, { field, read: from, otherwise }]): [string, unknown][] => {
      const value = body.get(name);
      if (value === undefined || value === "") return defaults ? [[field, otherwise]] : [];
      return [[field, from(value)]];
    },
  );
  return Object.fromEntries(read);
}

export const logStores: readonly LogOperation[] = [
  {
    action: "CreateLogStore",
    method: "POST",
    path: "/logstores",
    takes: settable,
    handle(call) {
      const project = requireProject(call);
      const name = String(call.body.get("logstoreName") ?? "");
      if (!logStoreName.test(name))
        throw logError(
          "ParameterInvalid",
          "logstoreName",
          `"${name}" is not 3 to 63 lower-case letters, digits, hyphens and underscores`,
        );
      const id = logStoreId(project.id, name);
      if (call.store.logStores.get(id)) throw logError("LogStoreAlreadyExist", name);
      const createdTime = isoSeconds(call.now);
      call.store.logStores.put({
        id,
        regionId: project.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: [],
        project: project.id,
        name,
        meteringMode: defaultMeteringMode,
        index: undefined,
        ...(readSettings(call, true) as Pick<LogStore, (typeof settings)[keyof typeof settings]["field"]>),
      });
    },
  },
  {
    action: "ListLogStores",
    method: "GET",
    path: "/logstores",
    queries: ["offset", "size"],
    handle(call) {
      const { id } = requireProject(call);
      const all = call.store.logStores.filter(({ project }) => project === id).map(({ name }) => name);
      const offset = Number(call.query.get("offset") ?? 0);
      const logstores = all.slice(offset, offset + Number(call.query.get("size") ?? 200));
      return { count: logstores.length, total: all.length, logstores };
    },
  },
  {
    action: "GetLogStore",
    method: "GET",
    path: "/logstores/:logstore",
    handle(call) {
      const one = requireLogStore(call);
      return {
        logstoreName: one.name,
        ttl: one.ttl,
        shardCount: one.shardCount,
        autoSplit: one.autoSplit,
        maxSplitShard: one.maxSplitShard,
        appendMeta: one.appendMeta,
        enable_tracking: one.enableTracking,
        mode: one.mode,
        hot_ttl: one.hotTtl,
        infrequentAccessTTL: one.infrequentAccessTtl,
        telemetryType: one.telemetryType ?? "",
        encrypt_conf: one.encryption,
        createTime: toSeconds(one.createdTime),
        lastModifyTime: toSeconds(one.modifiedTime),
      };
    },
  },
  {
    action: "UpdateLogStore",
    method: "PUT",
    path: "/logstores/:logstore",
    takes: settable,
    handle(call) {
      // An update without the storage for infrequent access ends its use.
      const change = { infrequentAccessTtl: undefined, ...readSettings(call, false) };
      Object.assign(requireLogStore(call), change, { modifiedTime: isoSeconds(call.now) });
    },
  },
  {
    action: "DeleteLogStore",
    method: "DELETE",
    path: "/logstores/:logstore",
    handle(call) {
      const { id } = requireLogStore(call);
      call.store.logStores.delete(id);
      call.store.logEntries.delete(id);
    },
  },
  {
    action: "GetLogStoreMeteringMode",
    method: "GET",
    path: "/logstores/:logstore/meteringmode",
    handle: (call) => ({ meteringMode: requireLogStore(call).meteringMode }),
  },
  {
    action: "UpdateLogStoreMeteringMode",
    method: "PUT",
    path: "/logstores/:logstore/meteringmode",
    takes: ["meteringMode"],
    handle(call) {
      const one = requireLogStore(call);
      const mode = String(call.body.get("meteringMode"));
      if (!meteringModes.includes(mode))
        throw logError("ParameterInvalid", "meteringMode", `is "${mode}", not ${meteringModes.join(" or ")}`);
      one.meteringMode = mode;
      one.modifiedTime = isoSeconds(call.now);
    },
  },
  {
    action: "ListShards",
    method: "GET",
    path: "/logstores/:logstore/shards",
    handle(call) {
      const { shardCount, createdTime } = requireLogStore(call);
      const edge = (at: number): string =>
        (((1n << 128n) * BigInt(at)) / BigInt(shardCount)).toString(16).padStart(32, "0").slice(-32);
      return Array.from({ length: shardCount }, (_, at) => ({
        shardID: at,
        status: "readwrite",
        inclusiveBeginKey: edge(at),
        exclusiveEndKey: at + 1 === shardCount ? "f".repeat(32) : edge(at + 1),
        createTime: toSeconds(createdTime),
      }));
    },
  },
];
