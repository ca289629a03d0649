import { createPrivateKey, X509Certificate } from "node:crypto";
import { attempt } from "./attempt";
import { isWildcard } from "./hostname";

/** One problem of a certificate. Its message never contains the PEM texts. */
interface CertificateProblem {
  property: "body" | "privateKey";
  problem: string;
  hint: string;
}

/** First certificate of a PEM text. Undefined if there is none. */
const parseLeaf = (body: string) => attempt(() => new X509Certificate(body));

/** Reports problems in the known parts of a certificate that the service or browsers would reject. */
export function certificateProblems(
  domain: string,
  { body, privateKey }: { body?: string | undefined; privateKey?: string | undefined },
): CertificateProblem[] {
  const problems: CertificateProblem[] = [];
  const add = (property: CertificateProblem["property"], problem: string, hint: string) =>
    problems.push({ property, problem, hint });
  const leaf = body === undefined ? undefined : parseLeaf(body);
  const key = privateKey === undefined ? undefined : attempt(() => createPrivateKey(privateKey));
  if (body !== undefined && !leaf) {
    const hint = "Use the whole PEM text, with the certificate of the domain first.";
    add("body", "is not an X.509 certificate in PEM format.", hint);
  }
  if (privateKey !== undefined && !key) {
    const hint = "Use the whole PEM text of a key without a passphrase.";
    add("privateKey", "is not a private key in PEM format.", hint);
  }
  if (leaf && key && !leaf.checkPrivateKey(key)) {
    const hint = "Use the key with which the certificate was requested.";
    add("privateKey", "does not belong to the certificate.", hint);
  }
  // Only a wildcard in the certificate covers an arbitrary label.
  const host = isWildcard(domain) ? `any-label${domain.slice(1)}` : domain;
  if (leaf && leaf.checkHost(host) === undefined) {
    const problem = `covers ${leaf.subjectAltName ?? "no domain"}, but not ${domain}.`;
    add("body", problem, "Use a certificate for this domain.");
  }
  return problems;
}

/** Reports an expired certificate, which the service rejects only if it is new. A bound one stays bound. */
export function expiryProblem(body: string, now = new Date()): CertificateProblem | undefined {
  const leaf = parseLeaf(body);
  if (!leaf || Date.parse(leaf.validTo) > now.getTime()) return undefined;
  const problem = `expired on ${new Date(leaf.validTo).toISOString().slice(0, 10)}.`;
  return { property: "body", problem, hint: "Use a renewed certificate. The domain stays bound." };
}

/** Twenty hexadecimal digits that differ between certificates. "" if the text is not a certificate. */
export function createFingerprint(body: string): string {
  return parseLeaf(body)?.fingerprint256.replaceAll(":", "").slice(0, 20).toLowerCase() ?? "";
}
