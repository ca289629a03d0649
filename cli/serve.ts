import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCloud } from "../testing/openCloud";
import { Failure } from "./failure";

/** Runs a local cloud in the foreground until a signal stops it. The first line of output contains its addresses. */
export async function serve(
  port: number,
  dataDir: string,
  realistic: { seed: number } | undefined,
): Promise<number> {
  // A log that cannot be written, for example on a full disk, must not end the local cloud.
  process.stderr.on("error", () => {});
  const cloud = await openCloud(dataDir, port, (line) => process.stderr.write(`${line}\n`), realistic);
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
  const running = join(dataDir, "running.json");
  const startedAt = new Date().toISOString();
  writeFileSync(
    running,
    JSON.stringify({ pid: process.pid, endpoint, gateway, gatewayTls, gatewayVpc, ca, caBundle, startedAt }),
    { mode: 0o600 },
  );
  process.stdout.write(
    `${JSON.stringify({ endpoint, gateway, gatewayTls, gatewayVpc, ca, caBundle, accessKeyId, accessKeySecret, accountId, regions })}\n`,
  );
  const signalled = new Promise<undefined>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve(undefined));
  });
  const failure = await Promise.race([signalled, cloud.ended]);
  rmSync(running, { force: true });
  await cloud.close();
  if (failure !== undefined) throw new Failure(failure);
  return 0;
}
