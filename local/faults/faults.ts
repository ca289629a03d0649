import { setTimeout as pass } from "node:timers/promises";
import { ApiError } from "../rpc/errors";
import { type Fault, type FaultRecord, faultWords } from "./fault";

/** The connection of a call is cut: nobody gets an answer. */
export class CutOff extends Error {}

/** How the record of a call tells that its connection was cut; the status is Nginx's for the same. */
export const CUT = { status: 444, code: "LocalCloud.ConnectionCut" } as const;

/** The faults that are set. None are, until somebody sets them, and none after a restart. */
export class Faults {
  private records: FaultRecord[] = [];
  private readonly closing = new AbortController();

  constructor(private readonly log: (line: string) => void = () => undefined) {}

  /** Makes exactly these faults the ones that are set, with their counts at 0. */
  set(faults: readonly Fault[]): void {
    this.records = faults.map((fault) => ({ ...fault, seen: 0, hits: 0 }));
    this.log(`faults: ${faults.length === 0 ? "cleared" : `${faults.length} set`}`);
  }

  all(): readonly FaultRecord[] {
    return this.records;
  }

  /** The fault that strikes a call, the first of several; undefined for none. Every fault that is meant for it counts it. */
  strike(product: string, action?: string): Fault | undefined {
    const meant = this.records.filter((it) => it.product === product && [action, "*"].includes(it.action));
    for (const record of meant) record.seen += 1;
    const found = meant.find(
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
   * Waits as long as a fault says, and at most so many milliseconds.
   *
   * @throws CutOff when the local cloud is closed meanwhile
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
   * Carries a call of the control plane out, as far as the faults let it.
   *
   * @param call - is told for how many milliseconds what it makes is not ready yet
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

  /** Ends all delays: what waits is cut off. */
  close(): void {
    this.closing.abort();
  }
}
