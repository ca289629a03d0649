import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { createConsole } from "./console/router";
import { createFabric } from "./fabric/fabric";
import { Faults } from "./faults/faults";
import { hasLock, lockFolder } from "./folderLock";
import { createGateway } from "./gateway/gateway";
import { createTlsOptions } from "./gateway/tls";
import { accessRequest } from "./gateway/vpcAccess";
import type { ClientAnswer, ClientRequest } from "./http/client";
import { createSniffingServer } from "./http/sniff";
import { createLineBatch } from "./lineBatch";
import { createMachines, endMachines } from "./machines/machines";
import { findNginx } from "./machines/nginx";
import { findWall } from "./machines/wall";
import { advancing, createRealism } from "./realistic/realism";
import { loadOrCreateAuthority } from "./rpc/certificates";
import { createControlPlane } from "./server";
import { accessKey, accountId, regions } from "./services/common/regions";
import { type Journal, openJournal } from "./store/journal";
import { Store } from "./store/store";

export interface LocalCloudOptions {
  /** Folder for all data. Only one local cloud at a time can use it. */
  dataDir: string;
  /** Port of the control plane. The gateway uses the next two ports. With 0, the system chooses free ports. */
  port: number;
  /** Folder for a downloaded Nginx, which is used if PATH has none. */
  nginxDir: string;
  /**
   * Makes effects take time that take time in the real cloud: boots, health checks, server registration, publication,
   * plug-ins and DNS. The same seed gives the same delays.
   *
   * @default no delays
   */
  realistic?: { seed: number };
  /** Receives one or more lines for the log, with line feeds between them. A line never contains a secret. */
  log(line: string): void;
}

export interface LocalCloud {
  /** Host and port of the control plane, over HTTP and TLS. */
  endpoint: string;
  /** Host and port of the gateway over HTTP. */
  gateway: string;
  /** Host and port of the gateway over TLS. The port is the same as for HTTP; the first byte distinguishes them. */
  gatewayTls: string;
  /**
   * Host and port of the gateway for callers in a VPC, over HTTP and TLS. It serves VPC domains and intranet domains.
   */
  gatewayVpc: string;
  /** Path of the certificate of the local cloud's authority. */
  ca: string;
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
  regions: string[];
  /** Resolves with a sentence if the cloud has stopped by itself: its folder or the lock of the folder was lost. */
  ended: Promise<string>;
  /** Stops the cloud and all processes that it started. */
  close(): Promise<void>;
}

/**
 * Starts a local cloud on loopback with the data in its folder.
 *
 * @throws if a port or the folder is in use, the saved state is damaged, or Nginx is not installed
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const folder = await lockFolder(dataDir);
  try {
    const { journal, stop, ...cloud } = await start({ ...options, dataDir });
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= stop().finally(folder.release);
      return closing;
    };
    const ended = folder.lost.then(async (reason) => {
      const sentence = `The local cloud has stopped because ${reason}.`;
      journal.abandon(sentence);
      await close().catch((error: unknown) => options.log(String(error)));
      return sentence;
    });
    return { ...cloud, ended, close };
  } catch (error) {
    await folder.release();
    throw error;
  }
}

/**
 * Ends the processes of a local cloud that was killed more than 10 seconds ago. Its folder can then be removed.
 *
 * @returns Whether the folder belongs to a killed local cloud.
 */
export async function endKilled(folder: string): Promise<boolean> {
  const dataDir = await realpath(folder).catch(() => folder);
  if (!hasLock(dataDir)) return false;
  const lock = await lockFolder(dataDir).catch(() => undefined);
  if (!lock) return false;
  await endMachines(dataDir).finally(lock.release);
  return true;
}

interface StartedCloud extends Omit<LocalCloud, "close" | "ended"> {
  journal: Journal;
  stop(): Promise<void>;
}

async function start({
  dataDir,
  port,
  nginxDir,
  realistic,
  log: write,
}: LocalCloudOptions): Promise<StartedCloud> {
  const clock = () => new Date();
  const calls = createLineBatch(write);
  const log = (line: string) => {
    calls.flush();
    write(line);
  };
  const store = new Store();
  const journal = openJournal({ path: join(dataDir, "state.jsonl"), store, log });
  const authority = await loadOrCreateAuthority(join(dataDir, "authority"));
  // Nginx comes first: without it no instance can run, so nothing must be created.
  const nginx = await findNginx({ cacheDir: nginxDir, onProgress: log });
  const wall = await findWall(nginx);
  log(wall.description);
  const fastMachines = createMachines({ dataDir, nginx: async () => nginx, log });
  const realism = realistic && createRealism({ ...realistic, store, machines: fastMachines, clock });
  const machines = realism?.machines ?? fastMachines;
  const shown = realism?.store ?? store;
  const network = createFabric({ store: shown, machines, clock, ...(realism && { times: realism.times }) });
  const fabric = realism ? advancing(network, realism) : network;
  const faults = new Faults(log);
  const gateway = createGateway({ store: shown, fabric, clock, faults, log: calls.add });
  const door = (fromVpc: boolean) => {
    const handler = (request: ClientRequest, answer: ClientAnswer) => {
      realism?.advance();
      const { remoteAddress: clientAddress = "" } = request.socket;
      const tls = "encrypted" in request.socket;
      void gateway.handle(request, answer, { tls, clientAddress, fromVpc });
    };
    return createSniffingServer({
      tls: createTlsOptions(store, authority),
      refuse: gateway.refuse,
      handler,
      plainHandler: handler,
    });
  };
  const gatewayServer = door(false);
  const vpcServer = door(true);
  const gatewayAddress = () => `127.0.0.1:${gatewayServer.address?.port}`;
  const controlPlane = createControlPlane({
    store,
    journal,
    machines: {
      start: async (instance) => {
        await machines.start(instance);
      },
      stop: machines.stop,
      remove: machines.remove,
    },
    health: fabric,
    connectivity: {
      isConnected: async (instance, access) => (await fabric.connect(accessRequest(instance, access))).ok,
    },
    tls: authority,
    faults,
    ...(realism && { onWrite: realism.observe }),
    console: createConsole({
      store,
      calls: () => controlPlane.calls,
      counts: () => controlPlane.counts,
      requests: gateway.requests,
      gateway: { address: gatewayAddress },
      pid: process.pid,
      startedAt: clock().toISOString(),
      wall: { kind: wall.kind, description: wall.description },
      ...(realism && { realism }),
      journal,
      faults,
      consoleOf: machines.readConsole,
      healthOf: fabric.readHealth,
    }),
    log,
  });

  const stop = async () => {
    realism?.close();
    faults.close();
    try {
      await Promise.all([gatewayServer.close(), vpcServer.close()]);
      gateway.close();
      await controlPlane.close();
    } finally {
      calls.flush();
      // This runs even if the state could not be saved, so that no process remains.
      await machines.close();
    }
  };
  try {
    await gatewayServer.listen(port === 0 ? 0 : port + 1);
    const { port: vpcPort } = await vpcServer.listen(port === 0 ? 0 : port + 2);
    const { port: endpointPort } = await controlPlane.listen(port);
    realism?.begin();
    return {
      endpoint: `127.0.0.1:${endpointPort}`,
      gateway: gatewayAddress(),
      gatewayTls: gatewayAddress(),
      gatewayVpc: `127.0.0.1:${vpcPort}`,
      ca: authority.caPath,
      ...accessKey,
      accountId,
      regions: regions.map(({ id }) => id),
      journal,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
