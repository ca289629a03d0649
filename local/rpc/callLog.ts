/** One control-plane call, as kept for the console and the log. Holds no parameter, hence no secret. */
export interface CallRecord {
  /** UTC, ISO 8601. */
  time: string;
  product: string;
  action: string;
  status: number;
  /** Error code; empty on success. */
  code: string;
  requestId: string;
  milliseconds: number;
}

/** How often an action was called by one kind of client since the start. */
export interface CallCount {
  product: string;
  action: string;
  /** What the client says of itself: the header User-Agent, cut off after 200 characters. */
  userAgent: string;
  calls: number;
}

/** Kinds of clients and actions that are told apart: far more than there are, unless a client makes names up. */
const mostCounts = 10_000;

/** The last calls, oldest first, of which the oldest is dropped when it is full; and counts of all of them. */
export class CallLog {
  private readonly records: CallRecord[] = [];
  private readonly counted = new Map<string, CallCount>();

  constructor(private readonly capacity = 1000) {}

  add(record: CallRecord, client = ""): void {
    this.records.push(record);
    if (this.records.length > this.capacity) this.records.shift();
    const { product, action } = record;
    const userAgent = client.slice(0, 200);
    const key = JSON.stringify([product, action, userAgent]);
    const count = this.counted.get(key) ?? { product, action, userAgent, calls: 0 };
    count.calls++;
    if (this.counted.size < mostCounts || this.counted.has(key)) this.counted.set(key, count);
  }

  all(): readonly CallRecord[] {
    return this.records;
  }

  counts(): readonly CallCount[] {
    return [...this.counted.values()];
  }
}
