import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { startLocalCloud } from "../local/cloud";
import { Failure } from "./failure";
import { homeDir } from "./paths";

const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/** Runs a local cloud in the foreground until it is told to stop. Says where it is on its first line. */
export async function serve(port: number, dataDir: string): Promise<number> {
  const cloud = await startLocalCloud({
    dataDir,
    port,
    nginxDir: join(homeDir(), "nginx"),
    log: (line) => process.stderr.write(`${line}\n`),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Failure(
      `Port ${port} or ${port + 1} of 127.0.0.1 is in use. Use --port with another number, or --port 0.`,
    );
  });
  const caBundle = join(dataDir, "ca-bundle.pem");
  writeFileSync(caBundle, `${machineAuthorities()}\n${readFileSync(cloud.ca, "utf8")}`);
  const { endpoint, gateway, gatewayTls, ca, accessKeyId, accessKeySecret, accountId, regions } = cloud;
  process.stdout.write(
    `${JSON.stringify({ endpoint, gateway, gatewayTls, ca, accessKeyId, accessKeySecret, accountId, regions })}\n`,
  );
  const running = join(dataDir, "running.json");
  const startedAt = new Date().toISOString();
  writeFileSync(
    running,
    JSON.stringify({ pid: process.pid, endpoint, gateway, gatewayTls, ca, caBundle, startedAt }),
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  rmSync(running, { force: true });
  await cloud.close();
  return 0;
}

/** The authorities that this machine trusts, as PEM. */
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
