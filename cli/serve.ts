import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCloud } from "../testing/openCloud";

/** Runs a local cloud in the foreground until a signal stops it. The first line of output contains its addresses. */
export async function serve(port: number, dataDir: string): Promise<number> {
  const cloud = await openCloud(dataDir, port, (line) => process.stderr.write(`${line}\n`));
  const {
    endpoint,
    gateway,
    gatewayTls,
    gatewayVpc,
    ca,
    caBundle,
    accessKeyId,
    accessKeySecret,
    accountId,
    regions,
  } = cloud;
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
