import { setTimeout as pass } from "node:timers/promises";
import { ApiError } from "../rpc/errors";
import { type Fault, type FaultRecord, faultWords } from "./fault";

/** A fault has cut the connection of a call. The client gets no answer. */
export class CutOff extends Error {}

/** Status and code in the record of a cut connection. Nginx uses the same status. */
export const CUT = { status: 444, code: "LocalCloud.ConnectionCut" } as const;

/** The active faults. The list is empty at the start and after a restart. */
export class Faults {
  private records: FaultRecord[] = [];
  private readonly closing = new AbortController();

  constructor(private readonly log: (line: string) => void = () => undefined) {}

  /** Replaces all faults and resets their counts. */
  set(faults: readonly Fault[]): void {
    this.records = faults.map((fault) => ({ ...fault, seen: 0, hits: 0 }));
    this.log(`faults: ${faults.length === 0 ? "cleared" : `${faults.length} set`}`);
  }

  all(): readonly FaultRecord[] {
    return this.records;
  }

  /** Returns the first fault that applies to a call, or undefined. Every matching fault counts the call. */
  strike(product: string, action?: string): Fault | undefined {
    if (this.records.length === 0) return undefined;
    const matching = this.records.filter((it) => it.product === product && [action, "*"].includes(it.action));
    for (const record of matching) record.seen += 1;
    const found = matching.find(
      ({ seen, hits, after, times = Number.POSITIVE_INFINITY }) => seen > after && hits < times,
    );
    if (!found) return undefined;
    found.hits += 1;
    const place = [found.product, action].filter(Boolean).join(" ");
    const count = found.times === undefined ? `${found.hits}` : `${found.hits} of ${found.times}`;
    this.log(`fault on ${place}: ${faultWords(found)} (hit ${count})`);
    return found;
  }

  /**
   * Waits for the latency of a fault, but not longer than `longest` milliseconds.
   *
   * @throws CutOff if the local cloud is closed in the meantime
   */
  async delay({ latencyMs }: Pick<Fault, "latencyMs">, longest = latencyMs): Promise<void> {
    if (latencyMs === 0) return;
    try {
      await pass(Math.min(latencyMs, longest), undefined, { signal: this.closing.signal, ref: false });
    } catch {
      throw new CutOff();
    }
  }

  /**
   * Executes a call of the control plane and applies its fault.
   *
   * @param call - receives the number of milliseconds until the created resource is ready
   * @throws ApiError of the fault, or CutOff
   */
  async around<T>(product: string, action: string, call: (settleMs: number) => T | Promise<T>): Promise<T> {
    const fault = this.strike(product, action);
    if (!fault) return call(0);
    await this.delay(fault);
    const { code, status = 500, message = "", cut, settleMs = 0 } = fault;
    if (code !== undefined) throw new ApiError(code, status, message);
    if (cut === "before") throw new CutOff();
    const answer = await call(settleMs);
    if (cut === "after") throw new CutOff();
    return answer;
  }

  /** Ends all delays and cuts the waiting connections. */
  close(): void {
    this.closing.abort();
  }
}
