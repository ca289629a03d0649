import { createPublicKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyAndCertificate } from "./x509";

const day = 24 * 60 * 60_000;
const authorityName = "alicloud-vpc-api local cloud CA";
const authorityDays = 3650;
/** Some clients refuse server certificates that live longer than 398 days. */
const serverDays = 397;
/** What has less than this left is replaced. */
const renewalDays = 30;

/** Names of the control plane, of every log project at it, and of every group's second-level domain. */
const serverNames = ["localhost", "*.localhost", "127.0.0.1", "::1", "*.alicloudapi.com"];

/** The certificate authority of one local cloud, with the server certificate that it issued. */
export interface Authority {
  /** File with the CA certificate: what `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS` are to name. */
  caPath: string;
  caPem: string;
  /** The server's key and certificate, PEM; for localhost and below it, 127.0.0.1, ::1 and *.alicloudapi.com. */
  key: string;
  cert: string;
  /** A further server certificate, for example for a custom domain. Kept by the caller. */
  issue(hostnames: readonly string[]): Promise<KeyAndCertificate>;
}

/**
 * Reads the authority and the server certificate from a folder, or makes them there on first use. Both are used until
 * they have less than 30 days left. Private keys are readable by their owner only.
 */
export async function loadOrCreateAuthority(
  dir: string,
  clock: () => Date = () => new Date(),
): Promise<Authority> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const files = { ca: pathsOf(dir, "ca"), server: pathsOf(dir, "server") };
  const storedAuthority = load(files.ca, clock());
  const authority = storedAuthority ?? (await newAuthority(clock()));
  if (!storedAuthority) save(files.ca, authority);

  const issue = async (hostnames: readonly string[]): Promise<KeyAndCertificate> => {
    const { issueCertificate } = await x509();
    const [commonName = "localhost"] = hostnames;
    return issueCertificate(authority, { commonName, ...validity(clock(), serverDays) }, hostnames);
  };
  const storedServer = storedAuthority && coveringAll(load(files.server, clock()));
  const server = storedServer ?? (await issue(serverNames));
  if (!storedServer) save(files.server, server);
  return { caPath: files.ca.cert, caPem: authority.cert, ...server, issue };
}

/** Only a start that makes a certificate pays for the library. */
const x509 = () => import("./x509.js");

async function newAuthority(now: Date): Promise<KeyAndCertificate> {
  const { createAuthority } = await x509();
  return createAuthority({ commonName: authorityName, ...validity(now, authorityDays) });
}

interface Paths {
  key: string;
  cert: string;
}

const pathsOf = (dir: string, name: string): Paths => ({
  key: join(dir, `${name}-key.pem`),
  cert: join(dir, `${name}.pem`),
});

/** A day of slack for clocks that disagree. */
const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - day),
  notAfter: new Date(now.getTime() + (days - 1) * day),
});

/** Undefined when it is not there, or expires soon. */
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

/** Undefined when it was issued before one of the names was needed. */
function coveringAll(stored: KeyAndCertificate | undefined): KeyAndCertificate | undefined {
  const names = stored && new X509Certificate(stored.cert).subjectAltName?.split(", ");
  return names && names.length >= serverNames.length ? stored : undefined;
}

/** The key first, so that a certificate that is there has its key. */
function save(paths: Paths, made: KeyAndCertificate): void {
  replace(paths.key, made.key, 0o600);
  replace(paths.cert, made.cert, 0o644);
}

function replace(path: string, text: string, mode: number): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}
