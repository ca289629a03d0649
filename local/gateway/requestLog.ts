import type { Hop } from "../fabric/hops";

/** A call of the gateway without secrets: it has no headers, and no value of a parameter that may be secret. */
export interface GatewayRequestRecord {
  /** UTC, ISO 8601. */
  time: string;
  requestId: string;
  host: string;
  method: string;
  path: string;
  stage: string;
  apiId: string;
  appId: string;
  /** Status of the answer. As in Nginx, 499 means that the client disconnected, and 444 that the connection was cut. */
  status: number;
  /** Empty for an answer of the back end. */
  errorCode: string;
  /** The handler that ended the request. */
  step: string;
  /** The hops of the connection to the back end, up to the one that blocked it. */
  hops: readonly Hop[];
  milliseconds: number;
}

/** The record of a call before it is shown. */
export type TimedRecord = Omit<GatewayRequestRecord, "time"> & { time: Date };

/** Status of a request whose client disconnected. */
export const CLIENT_GONE = 499;

/** Status of a request that the access list of an instance rejects. */
export const CUT_OFF = 444;

const KEPT = 500;

/** The latest calls. */
export class RequestLog {
  private readonly records: TimedRecord[] = [];
  /** Position of the oldest record if all positions are in use. */
  private next = 0;

  add(record: TimedRecord): void {
    this.records[this.next] = record;
    this.next = (this.next + 1) % KEPT;
  }

  /** Oldest first. */
  all(): GatewayRequestRecord[] {
    const { records, next } = this;
    const inOrder = records.length < KEPT ? records : [...records.slice(next), ...records.slice(0, next)];
    return inOrder.map((record) => ({ ...record, time: record.time.toISOString() }));
  }
}

/** Formats a call as a line of the server's log. */
export function formatRecord(record: TimedRecord): string {
  const { method, path, status, errorCode, step, milliseconds, requestId, hops } = record;
  const gone =
    status === CLIENT_GONE ? " the client hung up" : status === CUT_OFF ? ` cut off at ${step}` : "";
  const end = errorCode === "" ? gone : ` ${errorCode} at ${step}`;
  const last = errorCode.startsWith("D504CO") ? hops[hops.length - 1] : undefined;
  const stop = last ? ` (${last.kind} ${last.id}: ${last.detail})` : "";
  return `gateway ${method} ${record.host}${path} ${status}${end}${stop} ${milliseconds} ms ${requestId}`;
}
