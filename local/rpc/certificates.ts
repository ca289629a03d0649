import { createPublicKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyAndCertificate } from "./x509";

const day = 24 * 60 * 60_000;
const authorityName = "alicloud-vpc-api local cloud CA";
const authorityDays = 3650;
/** Some clients reject server certificates that are valid for more than 398 days. */
const serverDays = 397;
/** Remaining days of validity below which a certificate is replaced. */
const renewalDays = 30;

/** Names of the control plane, of its log projects and of the second-level domains of API groups. */
const serverNames = ["localhost", "*.localhost", "127.0.0.1", "*.127.0.0.1", "::1", "*.alicloudapi.com"];

/** The certificate authority of a local cloud and its server certificate. */
export interface Authority {
  /** File with the CA certificate, for `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. */
  caPath: string;
  caPem: string;
  /**
   * RSA key and certificate of the server as PEM, for localhost, 127.0.0.1, their subdomains, ::1 and *.alicloudapi.com.
   */
  key: string;
  cert: string;
  /** Issues an additional server certificate, for example for a custom domain. The caller stores it. */
  issue(hostnames: readonly string[]): Promise<KeyAndCertificate>;
}

/**
 * Reads the authority and the server certificate from a folder, or creates them on first use. Both are replaced when
 * they have less than 30 days left. Only their owner can read private keys.
 */
export async function loadOrCreateAuthority(
  dir: string,
  clock: () => Date = () => new Date(),
): Promise<Authority> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = { ca: createPaths(dir, "ca"), server: createPaths(dir, "server") };
  const storedAuthority = load(files.ca, clock());
  const authority = storedAuthority ?? (await newAuthority(clock()));
  if (!storedAuthority) save(files.ca, authority);

  const issue = async (hostnames: readonly string[], algorithm?: "RSA"): Promise<KeyAndCertificate> => {
    const { issueCertificate } = await x509();
    const [commonName = "localhost"] = hostnames;
    return issueCertificate(
      authority,
      { commonName, ...validity(clock(), serverDays) },
      hostnames,
      algorithm,
    );
  };
  const storedServer = storedAuthority && coveringAll(load(files.server, clock()));
  const server = storedServer ?? (await issue(serverNames, "RSA"));
  if (!storedServer) save(files.server, server);
  return { caPath: files.ca.cert, caPem: authority.cert, ...server, issue };
}

/** The library is loaded only if a certificate has to be created. */
const x509 = () => import("./x509.js");

async function newAuthority(now: Date): Promise<KeyAndCertificate> {
  const { createAuthority } = await x509();
  return createAuthority({ commonName: authorityName, ...validity(now, authorityDays) });
}

interface Paths {
  key: string;
  cert: string;
}

const createPaths = (dir: string, name: string): Paths => ({
  key: join(dir, `${name}-key.pem`),
  cert: join(dir, `${name}.pem`),
});

/** One day of tolerance for clock differences. */
const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - day),
  notAfter: new Date(now.getTime() + (days - 1) * day),
});

/** Undefined if the file does not exist or the certificate expires soon. */
function load(paths: Paths, now: Date): KeyAndCertificate | undefined {
  if (!existsSync(paths.key) || !existsSync(paths.cert)) return undefined;
  const stored = { key: readFileSync(paths.key, "utf8"), cert: readFileSync(paths.cert, "utf8") };
  let until: Date;
  try {
    const certificate = new X509Certificate(stored.cert);
    const samePublicKey = certificate.publicKey.equals(createPublicKey(stored.key));
    if (!samePublicKey) throw new Error("the key does not belong to the certificate");
    until = new Date(certificate.validTo);
  } catch (error) {
    throw new Error(
      `${paths.cert} and ${paths.key} are not usable (${error instanceof Error ? error.message : error}). ` +
        "Delete both; new ones are made at the next start.",
    );
  }
  return until.getTime() - now.getTime() > renewalDays * day ? stored : undefined;
}

/** Undefined if the certificate lacks one of the required names. */
function coveringAll(stored: KeyAndCertificate | undefined): KeyAndCertificate | undefined {
  const names = stored && new X509Certificate(stored.cert).subjectAltName?.split(", ");
  return names && names.length >= serverNames.length ? stored : undefined;
}

/** The key is written first, so that an existing certificate always has its key. */
function save(paths: Paths, made: KeyAndCertificate): void {
  replace(paths.key, made.key, 0o600);
  replace(paths.cert, made.cert, 0o644);
}

function replace(path: string, text: string, mode: number): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}
