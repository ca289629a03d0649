import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ask } from "../testing/ask";
import { Failure } from "./failure";
import { projectDir } from "./paths";
import { isAlive } from "./processes";
import { readControlPlanePort } from "./stackConfig";

/** Addresses and files of a running local cloud. */
export interface RunningCloud {
  pid: number;
  /** Host and port of the control plane, over HTTP and TLS. */
  endpoint: string;
  /** Host and port of the gateway, for HTTP. */
  gateway: string;
  /** Host and port of the gateway, for TLS. */
  gatewayTls: string;
  /** Host and port of the gateway for callers in a VPC. */
  gatewayVpc: string;
  /** Path of the certificate of the local cloud's authority. */
  ca: string;
  /** Path of the certificates of this machine's authorities and of the local cloud's authority, for SSL_CERT_FILE. */
  caBundle: string;
  startedAt: string;
}

export const logFile = (dataDir: string) => join(dataDir, "server.log");
const locateRunningFile = (dataDir: string) => join(dataDir, "running.json");

/** Finds the running local cloud that uses a data folder. */
export async function findCloud(dataDir: string): Promise<RunningCloud | undefined> {
  // A killed server may leave the file incomplete, or with a port that another program uses now.
  const said = readRunning(locateRunningFile(dataDir));
  if (!said) return undefined;
  const status = await ask(said.endpoint, "status").catch(() => undefined);
  return status?.pid === said.pid ? said : undefined;
}

/** What a running local cloud says about itself. */
export interface CloudStatus {
  /** Isolation of the processes that user data configures. */
  wall: { kind: string; description: string };
  /** The file of the state, and why the last change is not in it. The problem is empty if it is. */
  state: { file: string; problem: string };
  /** Undefined if changes take effect at once. */
  realistic?: { seed: number; pending: { kind: string; id: string; at: string }[] };
}

/** Asks a running local cloud. It has the version of this program, so its answer is not validated. */
export const readStatus = async (endpoint: string): Promise<CloudStatus> =>
  (await ask(endpoint, "status")) as unknown as CloudStatus;

/** Describes whether all changes are on disk. */
export const describeState = ({ file, problem }: CloudStatus["state"]): string =>
  problem === "" ? `saved in ${file}` : `NOT SAVED in ${file}: ${problem}`;

/** Describes the delays, and the changes that are not in effect yet. */
export function describeRealism(realistic: CloudStatus["realistic"], now = Date.now()): string {
  if (!realistic) return "off: changes take effect at once";
  const left = realistic.pending.map(
    ({ kind, id, at }) => `${kind} of ${id} in ${Math.max(0, Math.ceil((Date.parse(at) - now) / 1000))} s`,
  );
  return `seed ${realistic.seed}; ${left.length === 0 ? "nothing is pending" : left.join(", ")}`;
}

function readRunning(file: string): RunningCloud | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Starts a local cloud in the background and waits until it answers. */
export async function startCloud(
  dataDir: string,
  port = readControlPlanePort(),
  realistic?: { seed: number },
): Promise<RunningCloud> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await Promise.all(
    [port, port + 1, port + 2].map((number) => (port === 0 ? undefined : requireFreePort(number, port))),
  );
  startNewLog(logFile(dataDir));
  const log = openSync(logFile(dataDir), "a", 0o600);
  const tsx = pathToFileURL(join(projectDir, "node_modules", "tsx", "dist", "loader.mjs")).href;
  const child = spawn(
    process.execPath,
    [
      "--import",
      tsx,
      join(projectDir, "cli", "local.ts"),
      "serve",
      "--port",
      String(port),
      "--data",
      dataDir,
      ...(realistic ? ["--realistic", "--seed", String(realistic.seed)] : []),
    ],
    { cwd: projectDir, detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  let ended = false;
  child.on("exit", () => {
    ended = true;
  });
  child.unref();
  const running = await waitUntil(120_000, async () => {
    if (ended) throw new Failure(`The local cloud did not start:\n${readLastLines(logFile(dataDir), 12)}`);
    const found = await findCloud(dataDir);
    return found?.pid === child.pid ? found : undefined;
  });
  if (!running)
    throw new Failure(`The local cloud did not answer within two minutes. Read its log: ${logFile(dataDir)}`);
  return running;
}

/** Renames a log that has grown large. The renamed file replaces the previous one. */
function startNewLog(file: string): void {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > 10 * 1024 * 1024) renameSync(file, `${file}.1`);
}

/** Stops a local cloud and all processes that it started. Returns whether one was running. */
export async function stopCloud(dataDir: string): Promise<boolean> {
  const running = await findCloud(dataDir);
  if (!running) return false;
  process.kill(running.pid, "SIGTERM");
  const gone = await waitUntil(30_000, async () => (isAlive(running.pid) ? undefined : true));
  if (!gone)
    throw new Failure(
      `The local cloud (pid ${running.pid}) did not stop within 30 s. End the process: kill -9 ${running.pid}`,
    );
  return true;
}

/** Returns the last lines of a text file, or "" if the file does not exist. */
export function readLastLines(file: string, count: number): string {
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}

/** Fails if a port on loopback is in use. */
function requireFreePort(port: number, first: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () =>
      reject(
        new Failure(
          `Port ${port} of 127.0.0.1 is in use by another program. Stop that program: ` +
            `stack local expects the local cloud on ports ${first} to ${first + 2}.`,
        ),
      ),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}

/** Calls a function every 100 ms until it returns a value. Returns undefined after the time-out. */
export async function waitUntil<T>(
  milliseconds: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
