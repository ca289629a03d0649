import type { ServerOptions } from "node:https";
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext } from "node:tls";
import { normalized } from "../domains/names";
import type { Store } from "../store/store";
import { bindingsFor } from "./domains";

/**
 * Ciphers of a certificate with an EC key first. The certificate of a custom domain only replaces that of the server if
 * both have a key of the same type. Otherwise the handshake selects one: the server's own certificate has an RSA key, so
 * that a certificate with an EC key wins, too. TLS 1.3 prefers EC keys already.
 */
const ciphers = `ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:${DEFAULT_CIPHERS}`;

/**
 * TLS of the gateway. It selects the certificate of a bound custom domain. Every other name gets the server's own
 * certificate. Assumption: so does a domain without a certificate.
 *
 * @param own - the server's own certificate, with an RSA key
 */
export function createTlsOptions(store: Store, own: { key: string; cert: string }): ServerOptions {
  const contexts = new WeakMap<object, SecureContext>();
  return {
    key: own.key,
    cert: own.cert,
    ciphers,
    SNICallback(name, answer) {
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
    },
  };
}
