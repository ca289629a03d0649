import { rm } from "node:fs/promises";
import { findDataDir } from "./folders";
import { clearKilled } from "./killed";
import { openCloud } from "./openCloud";

/** Arguments of the process of a local cloud, as JSON on its command line. */
export interface CloudTask {
  /** Folder for all data of the local cloud. */
  folder: string;
  /** Port of the control plane. With 0, the system chooses free ports. */
  port: number;
  /** Whether the process removes the folder when it ends. */
  passing: boolean;
  /** Delays of the real cloud. Undefined: changes take effect at once. */
  realistic?: { seed: number };
}

/** Addresses and files of a running local cloud. */
export interface CloudFacts {
  endpoint: string;
  gateway: string;
  gatewayVpc: string;
  ca: string;
  caBundle: string;
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
}

/** A message of this process to its parent process. */
export type CloudMessage = { log: string } | { runs: CloudFacts } | { failed: string };

const tell = (message: CloudMessage) => {
  if (process.connected) process.send?.(message);
};

/** Runs a local cloud until the parent process sends a stop message or ends. */
async function run({ folder, port, passing, realistic }: CloudTask): Promise<void> {
  const over = new Promise<undefined>((resolve) => {
    const end = () => resolve(undefined);
    for (const event of ["message", "disconnect"] as const) process.once(event, end);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  });
  try {
    if (passing) await clearKilled((log) => tell({ log }));
    const cloud = await openCloud(findDataDir(folder), port, (log) => tell({ log }), realistic);
    const { endpoint, gateway, gatewayVpc, ca, caBundle, accessKeyId, accessKeySecret, accountId } = cloud;
    tell({
      runs: { endpoint, gateway, gatewayVpc, ca, caBundle, accessKeyId, accessKeySecret, accountId },
    });
    const failure = await Promise.race([over, cloud.ended]);
    await cloud.close();
    if (failure !== undefined) throw new Error(failure);
  } catch (error) {
    const failed = error instanceof Error ? error.message : String(error);
    tell({ log: failed });
    tell({ failed });
    process.exitCode = 1;
  } finally {
    if (passing) await rm(folder, { recursive: true, force: true });
    if (process.connected) process.disconnect();
  }
}

void run(JSON.parse(process.argv[2] ?? ""));
