/** A control-plane call for the console and the log. It contains no parameters and therefore no secrets. */
export interface CallRecord {
  /** UTC, ISO 8601. */
  time: string;
  product: string;
  action: string;
  status: number;
  /** Error code. Empty for a successful call. */
  code: string;
  requestId: string;
  milliseconds: number;
}

/** Number of calls of an action by one kind of client since the start. */
export interface CallCount {
  product: string;
  action: string;
  /** The header User-Agent of the client, cut after 200 characters. */
  userAgent: string;
  calls: number;
}

/** Maximum number of counts. The limit matters only if a client sends many different user agents. */
const mostCounts = 10_000;

/** The last calls, oldest first, without the oldest ones when the log is full, and counts of all calls. */
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
