import { protocolError } from "./errors";
import type { Answer } from "./operation";
import type { RawParameters } from "./parameters";

/** Number of stored answers. */
const capacity = 1000;

/** Parameters of the protocol that differ between a request and its repetition. */
const volatile = new Set(["Timestamp", "SignatureNonce", "Signature"]);

/**
 * Stores answers by client token. If a client repeats a request after a lost connection, with the same `ClientToken`
 * (`Token` in some products), it gets the first answer instead of a second resource. Rejected requests are not stored.
 */
export class IdempotentAnswers {
  private readonly answers = new Map<string, { fingerprint: string; answer: Promise<Answer> }>();

  once(
    operation: { product: string; action: string },
    raw: RawParameters,
    invoke: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> {
    const token = raw.get("ClientToken") || raw.get("Token");
    if (!token) return invoke();
    const key = `${operation.product} ${operation.action} ${token}`;
    const fingerprint = hashRequest(raw);
    const known = this.answers.get(key);
    if (known) {
      if (known.fingerprint !== fingerprint) throw protocolError("IdempotentParameterMismatch", token);
      return known.answer;
    }
    const answer = Promise.resolve(invoke());
    this.answers.set(key, { fingerprint, answer });
    answer.catch(() => this.answers.delete(key));
    const [oldest] = this.answers.keys();
    if (this.answers.size > capacity && oldest !== undefined) this.answers.delete(oldest);
    return answer;
  }
}

function hashRequest(raw: RawParameters): string {
  const kept = [...raw].filter(([name]) => !volatile.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(kept);
}
