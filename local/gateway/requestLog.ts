import type { Hop } from "../fabric/hops";

/** One call of the gateway, without secrets: no header, and no value of a parameter that may be one. */
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
  /** Of the answer; as Nginx has it 499 when the client hung up before, and 444 when it was cut off. */
  status: number;
  /** Empty for an answer of the back end. */
  errorCode: string;
  /** The handler that ended the request. */
  step: string;
  /** The stations of the connection to the back end, up to where it stopped. */
  hops: readonly Hop[];
  milliseconds: number;
}

/** Status of a request whose client hung up. */
export const CLIENT_GONE = 499;

/** Status of a request that an instance's access list does not let in. */
export const CUT_OFF = 444;

const KEPT = 500;

/** The latest calls. */
export class RequestLog {
  private readonly records: GatewayRequestRecord[] = [];

  add(record: GatewayRequestRecord): void {
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
  }

  /** Oldest first. */
  all(): GatewayRequestRecord[] {
    return [...this.records];
  }
}

/** A call as a line of the server's log. */
export function formatRecord(record: GatewayRequestRecord): string {
  const { method, path, status, errorCode, step, milliseconds, requestId, hops } = record;
  const gone = { [CLIENT_GONE]: " the client hung up", [CUT_OFF]: ` cut off at ${step}` }[status] ?? "";
  const end = errorCode === "" ? gone : ` ${errorCode} at ${step}`;
  const last = errorCode.startsWith("D504CO") ? hops[hops.length - 1] : undefined;
  const stop = last ? ` (${last.kind} ${last.id}: ${last.detail})` : "";
  return `gateway ${method} ${record.host}${path} ${status}${end}${stop} ${milliseconds} ms ${requestId}`;
}
