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

/** The last calls, oldest first; the oldest is dropped when it is full. */
export class CallLog {
  private readonly records: CallRecord[] = [];

  constructor(private readonly capacity = 1000) {}

  add(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length > this.capacity) this.records.shift();
  }

  all(): readonly CallRecord[] {
    return this.records;
  }
}
