import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { createConsole } from "./console/router";
import { createFabric } from "./fabric/fabric";
import { Faults } from "./faults/faults";
import { createGateway } from "./gateway/gateway";
import { createSniCallback } from "./gateway/tls";
import { connectThroughAccess } from "./gateway/vpcAccess";
import { createMachines, endMachines } from "./machines/machines";
import { findNginx } from "./machines/nginx";
import { findWall } from "./machines/wall";
import { loadOrCreateAuthority } from "./rpc/certificates";
import { createSniffingServer } from "./rpc/sniff";
import { createControlPlane } from "./server";
import { accessKey, accountId, regions } from "./services/common/regions";
import { openSnapshot } from "./store/snapshot";
import { Store } from "./store/store";

export interface LocalCloudOptions {
  /** Folder for all that it keeps. One local cloud at a time. */
  dataDir: string;
  /** Port of the control plane; the gateway gets the next two. 0: any free ones. */
  port: number;
  /** Where an Nginx that is not on PATH is kept. */
  nginxDir: string;
  /** One line for the log. Never a secret. */
  log(line: string): void;
}

/** A local Alibaba Cloud that runs. */
export interface LocalCloud {
  /** Host and port of the control plane, over HTTP and TLS. */
  endpoint: string;
  /** Host and port of the gateway over HTTP. */
  gateway: string;
  /** Host and port of the gateway over TLS: the same, told apart by the first byte. */
  gatewayTls: string;
  /** Host and port of the gateway as VPCs reach it, over HTTP and TLS: for VPC domains and intranet domains. */
  gatewayVpc: string;
  /** Path of the certificate of its authority. */
  ca: string;
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
  regions: string[];
  /** Stops it with all that it started. */
  close(): Promise<void>;
}

/**
 * Starts a local cloud on loopback, with what its folder holds from before.
 *
 * @throws when a port or the folder is in use, the snapshot is corrupt, or there is no Nginx
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(options.dataDir);
  try {
    const { close, ...cloud } = await start(options);
    return { ...cloud, close: () => close().finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Ends what a local cloud has left running that was killed more than 10 seconds ago; its folder can be removed then.
 *
 * @returns Whether one that was killed has left the folder behind.
 */
export async function endKilled(dataDir: string): Promise<boolean> {
  // One that stops takes its lock along. Without one, another may be about to start here.
  if (!existsSync(lockOf(dataDir))) return false;
  const unlock = await lockFolder(dataDir).catch(() => undefined);
  if (!unlock) return false;
  await endMachines(dataDir).finally(unlock);
  return true;
}

const lockOf = (dataDir: string): string => `${dataDir}.lock`;

function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  return lock(dataDir, { lockfilePath: lockOf(dataDir), stale: 10_000, realpath: false }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ELOCKED") throw error;
      throw new Error(
        `Another local cloud uses ${dataDir}, or used it up to 10 seconds ago and was killed. ` +
          "Stop it, wait a moment, or give another folder.",
      );
    },
  );
}

async function start({ dataDir, port, nginxDir, log }: LocalCloudOptions): Promise<LocalCloud> {
  const clock = () => new Date();
  const store = new Store();
  const snapshot = openSnapshot({ path: join(dataDir, "snapshot.json"), store, log });
  const authority = await loadOrCreateAuthority(join(dataDir, "authority"));
  // Looked for before anything is created: an instance without Nginx helps nobody.
  const nginx = await findNginx({ cacheDir: nginxDir, onProgress: log });
  log((await findWall(nginx)).description);
  const machines = createMachines({ dataDir, nginx: async () => nginx, log });
  const fabric = createFabric({ store, machines, clock });
  const faults = new Faults(log);
  const gateway = createGateway({ store, fabric, clock, faults, log });
  const door = (fromVpc: boolean) =>
    createSniffingServer({
      tls: { ...authority, SNICallback: createSniCallback(store) },
      handler: (request, response) => {
        const { remoteAddress: clientAddress = "" } = request.socket;
        const tls = "encrypted" in request.socket;
        void gateway.handle(request, response, { tls, clientAddress, fromVpc });
      },
    });
  const gatewayServer = door(false);
  const vpcServer = door(true);
  const gatewayAddress = () => `127.0.0.1:${gatewayServer.address?.port}`;
  const controlPlane = createControlPlane({
    store,
    snapshot,
    machines: {
      start: async (instance) => {
        await machines.start(instance);
      },
      stop: machines.stop,
      remove: machines.remove,
    },
    health: fabric,
    connectivity: {
      isConnected: async (instance, access) => (await connectThroughAccess(fabric, instance, access)).ok,
    },
    tls: authority,
    faults,
    console: createConsole({
      store,
      calls: () => controlPlane.calls,
      counts: () => controlPlane.counts,
      requests: gateway.requests,
      gateway: { address: gatewayAddress },
      pid: process.pid,
      startedAt: clock().toISOString(),
      faults,
      consoleOf: machines.consoleOf,
      healthOf: fabric.healthOf,
    }),
    log,
  });

  const close = async () => {
    faults.close();
    try {
      await Promise.all([gatewayServer.close(), vpcServer.close()]);
      await controlPlane.close();
    } finally {
      // Also when the last snapshot could not be written: no process is left behind.
      await machines.close();
    }
  };
  try {
    await gatewayServer.listen(port === 0 ? 0 : port + 1);
    const { port: vpcPort } = await vpcServer.listen(port === 0 ? 0 : port + 2);
    const { port: endpointPort } = await controlPlane.listen(port);
    return {
      endpoint: `127.0.0.1:${endpointPort}`,
      gateway: gatewayAddress(),
      gatewayTls: gatewayAddress(),
      gatewayVpc: `127.0.0.1:${vpcPort}`,
      ca: authority.caPath,
      ...accessKey,
      accountId,
      regions: regions.map(({ id }) => id),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
