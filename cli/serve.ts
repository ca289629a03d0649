import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalCloud } from "../local/cloud";
import { writeAuthorities } from "./authorities";
import { Failure } from "./failure";
import { homeDir } from "./paths";

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
      `One of the ports ${port} to ${port + 2} of 127.0.0.1 is in use. Use --port with another number, or --port 0.`,
    );
  });
  const caBundle = join(dataDir, "ca-bundle.pem");
  writeAuthorities(caBundle, readFileSync(cloud.ca, "utf8"));
  const { endpoint, gateway, gatewayTls, gatewayVpc, ca, accessKeyId, accessKeySecret, accountId, regions } =
    cloud;
  process.stdout.write(
    `${JSON.stringify({ endpoint, gateway, gatewayTls, gatewayVpc, ca, caBundle, accessKeyId, accessKeySecret, accountId, regions })}\n`,
  );
  const running = join(dataDir, "running.json");
  const startedAt = new Date().toISOString();
  writeFileSync(
    running,
    JSON.stringify({ pid: process.pid, endpoint, gateway, gatewayTls, gatewayVpc, ca, caBundle, startedAt }),
    { mode: 0o600 },
  );
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  rmSync(running, { force: true });
  await cloud.close();
  return 0;
}
