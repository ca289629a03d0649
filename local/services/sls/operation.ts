import { logStoreId } from "../../store/logs";
import type { LogProject, LogStore } from "../../store/model";
import type { Store } from "../../store/store";
import { logError } from "./errors";

/** A call, as a handler receives it. */
export interface LogCall {
  store: Store;
  now: Date;
  action: string;
  project: string;
  /** Name of the Logstore in the path. Empty if the path has none. */
  logStore: string;
  query: ReadonlyMap<string, string>;
  /** The members of the body, which is a JSON object. Empty without a body. */
  body: ReadonlyMap<string, unknown>;
  /** The body as it was sent. */
  text: string;
}

/** The body of an answer that is JSON already. */
export class JsonText {
  constructor(readonly json: string) {}
}

/** An action of Simple Log Service: method and path, accepted members, and handler. */
export interface LogOperation {
  action: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `:logstore` stands for the name of a Logstore. */
  path: string;
  /** A query parameter and its value, which distinguish this action from another one with the same method and path. */
  when?: readonly [name: string, value: string];
  /** Whether the action belongs to the account. The host then contains no project. @default false */
  ofAccount?: true;
  /** Supported members of the body. @default none */
  takes?: readonly string[];
  /** Supported parameters of the query. @default none */
  queries?: readonly string[];
  /** The body of the answer. Undefined for an empty body. */
  handle(call: LogCall): unknown;
}

export function requireProject({ store, project }: LogCall): LogProject {
  const found = store.logProjects.get(project);
  if (!found) throw logError("ProjectNotExist", project);
  return found;
}

export function requireLogStore(call: LogCall): LogStore {
  requireProject(call);
  const found = call.store.logStores.get(logStoreId(call.project, call.logStore));
  if (!found) throw logError("LogStoreNotExist", call.logStore);
  return found;
}

/** Seconds since the epoch. */
export const toSeconds = (time: string | Date): number => Math.floor(new Date(time).getTime() / 1000);
