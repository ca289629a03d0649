import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rootCertificates } from "node:tls";

const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/** Path of the certificates of the authorities that clients of a local cloud trust, in its data folder. */
export const locateBundle = (dataDir: string) => join(dataDir, "ca-bundle.pem");

/** Writes the certificates of the authorities that this machine trusts, and one more, as PEM for SSL_CERT_FILE. */
export function writeAuthorities(file: string, more = ""): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${readMachineAuthorities()}\n${more}`);
}

function readMachineAuthorities(): string {
  for (const file of [process.env.SSL_CERT_FILE, ...systemBundles]) {
    if (!file) continue;
    try {
      return readFileSync(file, "utf8");
    } catch {
      // Try the next file.
    }
  }
  return rootCertificates.join("\n");
}
