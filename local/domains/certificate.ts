import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isWildcard } from "./names";

/** The server certificate of a PEM chain, which is the first one. Undefined if the text has no certificate. */
export function readLeaf(body: string): X509Certificate | undefined {
  try {
    return new X509Certificate(body);
  } catch {
    return undefined;
  }
}

/** The private key in a PEM text. Undefined if the text has no private key. */
export function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Why a certificate cannot serve a domain, as the end of a sentence that starts with "it". Undefined if it can. */
export function certificateProblem(
  domain: string,
  { body, privateKey }: { body: string; privateKey: string },
  now: Date,
): string | undefined {
  const leaf = readLeaf(body);
  if (!leaf) return "is no X.509 certificate in PEM form";
  const key = readKey(privateKey);
  if (!key) return "has no private key in PEM form";
  if (!leaf.checkPrivateKey(key)) return "belongs to another private key";
  const host = isWildcard(domain) ? `any-label${domain.slice(1)}` : domain;
  if (leaf.checkHost(host) === undefined) return "does not cover the domain";
  if (Date.parse(leaf.validTo) <= now.getTime()) return `expired on ${leaf.validTo}`;
  return undefined;
}
