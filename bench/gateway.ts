import { type ChildProcess, execFile, fork, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Command, readWholeNumber } from "../cli/commandLine";
import { Failure } from "../cli/failure";
import { projectDir } from "../cli/paths";
import { formatTable } from "../cli/table";
import { freePorts } from "../local/machines/ports";
import { nginx } from "../test/local/nginx";
import * as world from "../test/local/world";
import { type LoadResult, sendLoad } from "./load";
import { median } from "./measure";

/** Sizes of one run. The connections of the last row are mostly idle. */
const rows = [
  { name: "Nginx, keep-alive to the back end", way: "nginx", connections: 64 },
  { name: "gateway, 10 routes", way: "10", connections: 64 },
  { name: "gateway, 1,000 routes", way: "1000", connections: 64 },
  { name: "Nginx, 1,000 connections", way: "nginx", connections: 1000 },
  { name: "gateway, 1,000 connections", way: "10", connections: 1000 },
] as const;
type Row = (typeof rows)[number];

const page = `<!DOCTYPE html>${"x".repeat(600)}`;

const common = (folder: string, name: string): string =>
  `daemon off; master_process off; pid ${folder}/${name}.pid; error_log ${folder}/${name}.error warn;
events { worker_connections 4096; }`;

const temporary = (folder: string): string =>
  ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((it) => `${it}_temp_path ${folder}/${it};`)
    .join(" ");

const backEndConfig = (folder: string, port: number): string => `${common(folder, "backend")}
http { access_log off; ${temporary(folder)} keepalive_requests 1000000000;
  server { listen 127.0.0.1:${port}; location / { default_type text/html; return 200 '${page}'; } } }`;

/** As little as a proxy needs, with the log that Nginx writes by default. */
const proxyConfig = (folder: string, port: number, backEnd: number): string => `${common(folder, "proxy")}
http { access_log ${folder}/access.log; ${temporary(folder)} keepalive_requests 1000000000;
  upstream back { server 127.0.0.1:${backEnd}; keepalive 64; }
  server { listen 127.0.0.1:${port} backlog=4096; location / { proxy_pass http://back; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`;

/** A process under test. */
interface Target {
  child: ChildProcess;
  port: number;
}

async function startNginx(folder: string, name: string, port: number, config: string): Promise<Target> {
  const file = join(folder, `${name}.conf`);
  writeFileSync(file, config);
  const child = spawn(await nginx(), ["-p", folder, "-c", file, "-e", join(folder, `${name}.error`)], {
    stdio: "inherit",
  });
  const deadline = Date.now() + 10_000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Failure(`Nginx does not listen on port ${port}.`);
    await sleep(20);
  }
  return { child, port };
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** Compiles the gateway as `npm pack` does. What tsx makes of the sources needs about 15 % more time for a call. */
async function compileGateway(folder: string): Promise<string> {
  const config = join(folder, "tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    declaration: false,
    noCheck: true,
    types: [],
    outDir: folder,
    rootDir: projectDir,
  };
  const files = [join(__dirname, "gatewayServer.ts")];
  const base = join(projectDir, "tsconfig.dev.json");
  writeFileSync(config, JSON.stringify({ extends: base, compilerOptions, files, include: [] }));
  await promisify(execFile)(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", config]);
  return join(folder, "bench", "gatewayServer.js");
}

async function startGateway(
  { folder, program }: { folder: string; program: string },
  routes: string,
  backEnd: number,
): Promise<Target> {
  const log = openSync(join(folder, `gateway-${routes}.log`), "a");
  const child = fork(program, [routes, String(backEnd)], {
    execArgv: ["--expose-gc", ...(process.env.BENCH_NODE_ARGS?.split(" ") ?? [])],
    env: { ...process.env, NODE_PATH: join(projectDir, "node_modules") },
    stdio: ["ignore", "inherit", log, "ipc"],
  });
  const { port } = await awaitAnswer<{ port: number }>(child);
  return { child, port };
}

const awaitAnswer = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("exit", () => reject(new Failure("The gateway ended.")));
  });

async function measureHeap({ child }: Target): Promise<number> {
  const answer = awaitAnswer<{ memory: NodeJS.MemoryUsage }>(child);
  child.send("memory");
  return (await answer).memory.heapUsed;
}

/** Milliseconds of CPU that a process has used. 0 on systems without /proc. */
function measureCpu({ child }: Target): number {
  try {
    const [, rest = ""] = readFileSync(`/proc/${child.pid}/stat`, "latin1").split(") ");
    const fields = rest.split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

const requestTo = (way: Row["way"]): Buffer =>
  Buffer.from(
    `GET /items/kind-${way === "1000" ? 777 : 7}/42?colour=red HTTP/1.1\r\nHost: ${world.HOST}\r\n` +
      `Authorization: APPCODE ${world.APP_CODE}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`,
  );

type Measured = LoadResult & { cpu: number };

async function measure(target: Target, row: Row, requests: number): Promise<Measured> {
  const before = measureCpu(target);
  const result = await sendLoad({
    port: target.port,
    request: requestTo(row.way),
    connections: row.connections,
    requests,
  });
  return { ...result, cpu: (1000 * (measureCpu(target) - before)) / requests };
}

export const gatewayBench: Command = {
  summary: "Compare the gateway with an Nginx that proxies to the same back end",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 5" },
    requests: { type: "string", value: "N", help: "Requests of one run; default 20000" },
    memory: { type: "boolean", help: "Measure the heap after each of four times 50000 further requests" },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "5", "runs", { from: 1 });
    const requests = readWholeNumber(values.requests ?? "20000", "requests", { from: 1 });
    const folder = mkdtempSync(join(tmpdir(), "bench-gateway-"));
    const targets: Target[] = [];
    try {
      const [backEndPort = 0, proxyPort = 0] = await freePorts(2);
      targets.push(await startNginx(folder, "backend", backEndPort, backEndConfig(folder, backEndPort)));
      const compiled = { folder, program: await compileGateway(folder) };
      const ways: Record<Row["way"], Target> = {
        nginx: await startNginx(folder, "proxy", proxyPort, proxyConfig(folder, proxyPort, backEndPort)),
        "10": await startGateway(compiled, "10", backEndPort),
        "1000": await startGateway(compiled, "1000", backEndPort),
      };
      targets.push(...Object.values(ways));
      const results = new Map<Row, Measured[]>(rows.map((row) => [row, []]));
      for (let run = 0; run <= runs; run++) {
        for (const row of rows) {
          const measured = await measure(ways[row.way], row, requests);
          if (run > 0) results.get(row)?.push(measured);
        }
      }
      const memory = [await measureHeap(ways["10"])];
      for (let i = 0; i < 4 && values.memory; i++) {
        await measure(ways["10"], rows[1], 50_000);
        memory.push(await measureHeap(ways["10"]));
      }
      const all = [...results].map(([row, measured]) => ({ ...row, measured }));
      process.stdout.write(
        values.json ? `${JSON.stringify({ rows: all, memory })}\n` : `${words(all, memory)}\n`,
      );
    } finally {
      for (const { child } of targets) child.kill();
      rmSync(folder, { recursive: true, force: true });
    }
    return 0;
  },
};

function words(all: readonly (Row & { measured: Measured[] })[], memory: readonly number[]): string {
  const lines = all.map(({ name, connections, measured }) => {
    const base = all.find((it) => it.way === "nginx" && it.connections === connections)?.measured ?? [];
    const ratios = measured.map(({ rate }, run) => rate / (base[run]?.rate ?? Number.NaN));
    const tails = measured.map(({ p99 }, run) => p99 / (base[run]?.p99 ?? Number.NaN));
    const middle = (field: keyof Measured): number => median(measured.map((it) => it[field]));
    return [
      name,
      middle("rate").toFixed(0),
      median(ratios).toFixed(2),
      `${middle("p50").toFixed(2)} ms`,
      `${middle("p99").toFixed(2)} ms`,
      median(tails).toFixed(2),
      `${middle("cpu").toFixed(0)} µs`,
    ];
  });
  const heading = ["what", "requests/s", "to Nginx", "p50", "p99", "to Nginx", "CPU per request"];
  const sizes = memory.map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`).join(", ");
  return `${formatTable([heading, ...lines])}\n\nheap of the gateway, every 50,000 requests: ${sizes}`;
}
