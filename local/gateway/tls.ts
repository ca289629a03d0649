import { createSecureContext, type SecureContext } from "node:tls";
import { normalized } from "../domains/names";
import type { Store } from "../store/store";
import { bindingsFor } from "./domains";

type SniCallback = (name: string, answer: (error: Error | null, context?: SecureContext) => void) => void;

/**
 * Selects the certificate of a bound custom domain. Every other name gets the server's own certificate. Assumption: so
 * does a domain without a certificate.
 */
export function createSniCallback(store: Store): SniCallback {
  const contexts = new WeakMap<object, SecureContext>();
  return (name, answer) => {
    const [certificate] = bindingsFor(store, normalized(name)).flatMap(({ certificate: one }) => one ?? []);
    if (!certificate) {
      answer(null);
      return;
    }
    const made =
      contexts.get(certificate) ??
      createSecureContext({ cert: certificate.body, key: certificate.privateKey });
    contexts.set(certificate, made);
    answer(null, made);
  };
}
