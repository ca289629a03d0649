/** A fault to inject into the local cloud. The real cloud fails in the same way without any action of the user. */
export interface Fault {
  /**
   * Product whose action fails. `gateway` stands for calls of the data plane, `backEnd` for calls from the gateway to a
   * back end.
   */
  product: string;
  /** Action of the product, or `*` for all actions. Undefined for the data plane. */
  action?: string;
  /** Error code of the answer: a code of the product, or of the gateway. */
  code?: string;
  /** HTTP status of the error. Undefined for the data plane, where the code determines it. */
  status?: number;
  /** Message of the error. Undefined for the data plane, where the code determines it. */
  message?: string;
  /** Cuts the connection `before` the call is executed, or `after` it, so that the answer is lost. */
  cut?: "before" | "after";
  /** Whether the back end refuses the connection. */
  refuses?: true;
  /** Milliseconds until the created resource is ready. The call itself is answered immediately. */
  settleMs?: number;
  /** Number of calls that fail. @default all calls, until the fault is cleared */
  times?: number;
  /** Number of matching calls that pass before the first one fails. */
  after: number;
  /** Milliseconds of delay before any other effect. With product `backEnd`, the answer of the back end is delayed. */
  latencyMs: number;
}

/** A fault with its counters. */
export interface FaultRecord extends Fault {
  /** Number of matching calls since the fault was set, whether they failed or passed. */
  seen: number;
  /** Number of calls that failed. */
  hits: number;
}

/** Describes the effect of a fault for people. */
export function faultWords({ code, status, cut, refuses, latencyMs, settleMs }: Fault): string {
  const what = [
    ...(latencyMs > 0 ? [`${latencyMs} ms late`] : []),
    ...(code === undefined ? [] : [`answered with ${status === undefined ? "" : `${status} `}${code}`]),
    ...(cut === undefined ? [] : [`connection cut ${cut} it was carried out`]),
    ...(refuses ? ["connection refused"] : []),
    ...(settleMs === undefined ? [] : [`ready ${settleMs} ms later`]),
  ];
  return what.join(", ");
}
