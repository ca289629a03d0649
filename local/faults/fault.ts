/** Something that is to go wrong, as it does in the real cloud without anybody's doing. */
export interface Fault {
  /** Product whose action is struck, or `gateway` or `backEnd`: the data plane's calls, and those to a back end. */
  product: string;
  /** Action of the product, or `*` for all of them. Undefined in the data plane. */
  action?: string;
  /** Error to answer with instead: a code of the product's, or of the gateway's own. */
  code?: string;
  /** HTTP status of the error. Undefined in the data plane: it follows from the code. */
  status?: number;
  /** The error's text. Undefined in the data plane: it follows from the code. */
  message?: string;
  /** Cuts the connection before the call is carried out, or after it, when its answer is lost. */
  cut?: "before" | "after";
  /** Whether a back end refuses the connection. */
  refuses?: true;
  /** Milliseconds that what the call makes is not ready yet; the call itself is answered at once. */
  settleMs?: number;
  /** How many calls it strikes. @default all, until it is cleared */
  times?: number;
  /** How many calls it lets pass before the first that it strikes. */
  after: number;
  /** Milliseconds that a call waits before anything else happens to it; where a back end is asked, its answer waits. */
  latencyMs: number;
}

/** A fault, and what has come of it. */
export interface FaultRecord extends Fault {
  /** Calls that it is meant for, struck or not, since it was set. */
  seen: number;
  /** Calls that it has struck. */
  hits: number;
}

/** What a fault does to a call, for people. */
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
