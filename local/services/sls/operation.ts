import { logStoreId } from "../../store/logs";
import type { LogProject, LogStore } from "../../store/model";
import type { Store } from "../../store/store";
import { logError } from "./errors";

/** One call, as a handler sees it. */
export interface LogCall {
  store: Store;
  now: Date;
  action: string;
  project: string;
  /** Name of the Logstore in the path; empty where there is none. */
  logStore: string;
  query: ReadonlyMap<string, string>;
  /** The members of the body, which is a JSON object; empty without one. */
  body: ReadonlyMap<string, unknown>;
}

/** An action of Simple Log Service: where it is called, what it takes, what it does. */
export interface LogOperation {
  action: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `:logstore` stands for a name. */
  path: string;
  /** A query parameter with its value that tells this action from another at the same place. */
  when?: readonly [name: string, value: string];
  /** Whether it is called of the account: the host names no project. @default false */
  ofAccount?: true;
  /** Members of the body that it acts on. @default none */
  takes?: readonly string[];
  /** The answer's body; undefined: an empty one. */
  handle(call: LogCall): unknown;
}

export function projectOf({ store, project }: LogCall): LogProject {
  const found = store.logProjects.get(project);
  if (!found) throw logError("ProjectNotExist", project);
  return found;
}

export function logStoreOf(call: LogCall): LogStore {
  projectOf(call);
  const found = call.store.logStores.get(logStoreId(call.project, call.logStore));
  if (!found) throw logError("LogStoreNotExist", call.logStore);
  return found;
}

/** Seconds since the epoch. */
export const secondsOf = (time: string | Date): number => Math.floor(new Date(time).getTime() / 1000);
