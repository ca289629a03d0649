import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BootReport, Machine, type MachineSpec, readConsole } from "./machine";
import { endLeftoverIn } from "./nginxService";
import { findStockFiles, type StockFiles } from "./stock";
import { findWall, type Wall } from "./wall";

export interface MachinesOptions {
  /** Data folder of the local cloud. The folders of the instances are in `machines/`. */
  dataDir: string;
  /** Path of the Nginx executable; see `findNginx`. Called when the first instance needs it. */
  nginx(): Promise<string>;
  /**
   * Isolates an Nginx process in the folder of its instance.
   *
   * @default The strongest isolation that this computer supports: {@link findWall}.
   */
  wall?(program: string): Promise<Wall>;
  /** Receives one line for the log of the server. */
  log(line: string): void;
  /** Receives every line of an instance's console. */
  onConsole?(instanceId: string, line: string): void;
}

/** The ECS instances on this computer. */
export interface Machines {
  /**
   * Boots an instance unless it runs. Resolves when Nginx accepts connections, or when the boot has ended with a
   * reported failure.
   */
  start(instance: MachineSpec): Promise<BootReport>;
  /** Stops an instance and keeps its disk. */
  stop(instanceId: string): Promise<void>;
  /** Stops an instance and deletes its disk. */
  remove(instanceId: string): Promise<void>;
  /** Stops all instances. */
  close(): Promise<void>;
  /** The loopback port for a port of an instance. Undefined if no process listens on the port. */
  findPort(instanceId: string, guestPort: number): number | undefined;
  /** The console log of all boots so far. */
  readConsole(instanceId: string): string;
}

const machinesIn = (dataDir: string): string => join(dataDir, "machines");

/**
 * Ends processes that the instances of a killed local cloud left running. No other process may use the folder at that
 * time.
 */
export async function endMachines(dataDir: string): Promise<void> {
  const ids = await readdir(machinesIn(dataDir)).catch(() => []);
  await Promise.all(ids.map((id) => endLeftoverIn(join(machinesIn(dataDir), id))));
}

export function createMachines(options: MachinesOptions): Machines {
  const machines = new Map<string, Machine>();
  /** The last operation of each instance. The next one waits for it. */
  const queues = new Map<string, Promise<unknown>>();
  let stock: StockFiles | undefined;
  let closed = false;

  const folderOf = (instanceId: string): string => {
    // The store creates the IDs. This check prevents an invalid ID from selecting another folder.
    if (!/^[\w-]+$/.test(instanceId)) throw new Error(`"${instanceId}" is not an instance id`);
    return join(machinesIn(options.dataDir), instanceId);
  };

  const machineOf = (spec: MachineSpec): Machine => {
    const machine = new Machine(spec, {
      folder: folderOf(spec.id),
      wall: async () => (options.wall ?? findWall)(await options.nginx()),
      stock: async () => {
        stock ??= await findStockFiles(await options.nginx());
        return stock;
      },
      onConsole: (line) => options.onConsole?.(spec.id, line),
    });
    machines.set(spec.id, machine);
    return machine;
  };

  function inTurn<T>(instanceId: string, operation: () => Promise<T>): Promise<T> {
    const turn = (queues.get(instanceId) ?? Promise.resolve()).then(operation, operation);
    queues.set(instanceId, turn);
    const clean = (): void => {
      if (queues.get(instanceId) === turn) queues.delete(instanceId);
    };
    turn.then(clean, clean);
    return turn;
  }

  return {
    start: (instance) =>
      inTurn(instance.id, async () => {
        if (closed) throw new Error("the machines are closed");
        if (machines.get(instance.id)?.running) return { nginx: "running" };
        // A stopped instance may restart with other user data or another address. The current record applies.
        const report = await machineOf(instance).boot();
        if (report.nginx === "off")
          options.log(`instance ${instance.id}: Nginx not started because ${report.reason}`);
        return report;
      }),
    stop: (instanceId) => inTurn(instanceId, async () => machines.get(instanceId)?.stop()),
    remove: (instanceId) =>
      inTurn(instanceId, async () => {
        await machines.get(instanceId)?.stop();
        machines.delete(instanceId);
        await rm(folderOf(instanceId), { recursive: true, force: true });
      }),
    close: async () => {
      closed = true;
      const ids = new Set([...machines.keys(), ...queues.keys()]);
      await Promise.all([...ids].map((id) => inTurn(id, async () => machines.get(id)?.stop())));
    },
    findPort: (instanceId, guestPort) => machines.get(instanceId)?.findPort(guestPort),
    readConsole: (instanceId) => readConsole(folderOf(instanceId)),
  };
}
