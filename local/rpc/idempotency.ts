import { protocolError } from "./errors";
import type { Answer } from "./operation";
import type { RawParameters } from "./parameters";

/** Number of stored answers. */
const capacity = 1000;

/** Parameters of the protocol that differ between a request and its repetition. */
const volatile = new Set(["Timestamp", "SignatureNonce", "Signature"]);

/** The answer to a request with a client token. */
export interface SavedAnswer {
  /** Product, action and token. */
  id: string;
  /** All parameters that a repetition must have too. */
  fingerprint: string;
  answer: Answer;
}

/** The answers that a restart must not lose. */
export interface SavedAnswers {
  get(id: string): SavedAnswer | undefined;
  put(answer: SavedAnswer): unknown;
  delete(id: string): void;
  /** The first one is the oldest. */
  find(matches: (answer: SavedAnswer) => boolean): SavedAnswer | undefined;
  readonly size: number;
}

/**
 * Stores answers by client token. If a client repeats a request after a lost connection, with the same `ClientToken`
 * (`Token` in some products), it gets the first answer instead of a second resource, also after a restart of the local
 * cloud. Rejected requests are not stored.
 */
export class IdempotentAnswers {
  private readonly running = new Map<string, { fingerprint: string; answer: Promise<Answer> }>();

  constructor(private readonly saved: SavedAnswers) {}

  /** Stores the answer in the same step in which the operation ends, so that one save contains both. */
  once(
    operation: { product: string; action: string },
    raw: RawParameters,
    invoke: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> {
    const token = raw.get("ClientToken") || raw.get("Token");
    if (!token) return invoke();
    const id = `${operation.product} ${operation.action} ${token}`;
    const fingerprint = hashRequest(raw);
    const known = this.running.get(id) ?? this.saved.get(id);
    if (known) {
      if (known.fingerprint !== fingerprint) throw protocolError("IdempotentParameterMismatch", token);
      return known.answer;
    }
    const answer = this.invokeAndSave(id, fingerprint, invoke);
    this.running.set(id, { fingerprint, answer });
    const ended = () => this.running.delete(id);
    answer.then(ended, ended);
    return answer;
  }

  private async invokeAndSave(
    id: string,
    fingerprint: string,
    invoke: () => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const made = invoke();
    const answer = made instanceof Promise ? await made : made;
    this.saved.put({ id, fingerprint, answer });
    if (this.saved.size > capacity) this.saved.delete(this.saved.find(() => true)?.id ?? "");
    return answer;
  }
}

function hashRequest(raw: RawParameters): string {
  const kept = [...raw].filter(([name]) => !volatile.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(kept);
}
