import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rootCertificates } from "node:tls";

const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/** Where the authorities are that clients of a local cloud trust, in the folder of what it keeps. */
export const bundleIn = (dataDir: string) => join(dataDir, "ca-bundle.pem");

/** Writes the authorities that this machine trusts, and one more, as PEM: for SSL_CERT_FILE. */
export function writeAuthorities(file: string, more = ""): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${machineAuthorities()}\n${more}`);
}

function machineAuthorities(): string {
  for (const file of [process.env.SSL_CERT_FILE, ...systemBundles]) {
    if (!file) continue;
    try {
      return readFileSync(file, "utf8");
    } catch {
      // The next one, then.
    }
  }
  return rootCertificates.join("\n");
}
