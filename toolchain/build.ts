import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CacheEntry, fillEntry, toolchainFolder } from "./cache";
import { ToolchainError } from "./error";
import { goVersionIn } from "./go";
import { buildEnvironment, buildFlags, buildKey } from "./key";
import { availableMemory, mannerOfBuilding, sparingEnvironment } from "./memory";
import type { Part } from "./parts";
import type { Platform } from "./platform";
import { clock, type Report } from "./report";

const reportEvery = 5_000;
const shownOnFailure = 15;

/** What a build works with. */
export interface BuildSettings {
  readonly home: string;
  /** The toolchain folder of the checkout. */
  readonly root: string;
  readonly platform: Platform;
  readonly report: Report;
  /** Stops the build. */
  readonly signal: AbortSignal;
  /** The user's environment; PATH, GOPROXY, GOFLAGS and the like count. */
  readonly environment: NodeJS.ProcessEnv;
  /** Memory that the build may take, in bytes; default: what is free. */
  readonly memory?: number;
}

/** One run of the Go compiler. */
interface Run {
  readonly folder: string;
  /** The executable that it writes. */
  readonly output: string;
  readonly log: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Builds a part from its Go module into the cache. Call it with the toolchain's lock held. */
export async function buildPart(part: Part, settings: BuildSettings): Promise<CacheEntry> {
  const { home, root, platform } = settings;
  const folder = join(root, part.build.module);
  const usual = { ...settings.environment, ...buildEnvironment(platform) };
  const origin = await goVersionIn(folder, usual);
  const sparing = mannerOfBuilding(part, settings.memory ?? availableMemory()) === "sparing";
  if (sparing) {
    settings.report(`Memory is short: ${part.title} is built sparingly, which takes longer.`);
  }
  const environment = sparing ? { ...usual, ...sparingEnvironment(usual) } : usual;
  const key = buildKey(part, root, platform);
  const logs = join(toolchainFolder(home), "logs");
  mkdirSync(logs, { recursive: true });
  return fillEntry(home, key, [part.file], async (bin) => {
    const run = { folder, output: join(bin, part.file), log: join(logs, `${key}.log`), environment };
    await runWithProgress(part, run, settings);
    if (buildKey(part, root, platform) !== key) {
      throw new ToolchainError(`The Go files of ${part.title} changed while they were built; start again.`);
    }
    return { source: "build", origin };
  });
}

async function runWithProgress(part: Part, run: Run, { report, signal }: BuildSettings): Promise<void> {
  const started = Date.now();
  const estimate = `about ${part.build.minutes} min on 2 cores the first time`;
  report(`Building ${part.title} (${estimate}) …`);
  const progress = setInterval(
    () => report(`Building ${part.title}: ${clock(Date.now() - started)} (${estimate}) …`),
    reportEvery,
  );
  try {
    const ending = await runGo(part, run, signal);
    if (ending !== 0) {
      throw new ToolchainError(buildFailure(part, ending, run.log));
    }
  } finally {
    clearInterval(progress);
  }
  report(`Built ${part.title} in ${clock(Date.now() - started)}.`);
}

/** Signals that end this process; Go ends with it, and cleans up after itself. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function runGo(part: Part, run: Run, signal: AbortSignal): Promise<number | NodeJS.Signals> {
  const { build } = part;
  const words = ["build", "-v", ...buildFlags, "-ldflags", build.ldflags, "-o", run.output, build.package];
  const log = openSync(run.log, "w");
  const interruption = new AbortController();
  const interrupt = () =>
    interruption.abort(new ToolchainError(`Building ${part.title} was interrupted; nothing of it is kept.`));
  for (const ending of endings) process.once(ending, interrupt);
  const stop = AbortSignal.any([signal, interruption.signal]);
  return new Promise<number | NodeJS.Signals>((resolve, reject) => {
    const child = spawn("go", words, {
      cwd: run.folder,
      env: run.environment,
      stdio: ["ignore", log, log],
      signal: stop,
      // On an interrupt Go ends its compilers itself.
      killSignal: "SIGINT",
    });
    let failure: unknown;
    child.on("error", (error) => {
      failure = stop.aborted ? stop.reason : error;
    });
    child.on("close", (code, ended) => {
      if (failure === undefined) {
        resolve(code ?? ended ?? "SIGKILL");
      } else {
        reject(failure);
      }
    });
  }).finally(() => {
    closeSync(log);
    for (const ending of endings) process.removeListener(ending, interrupt);
  });
}

/** What a person needs to know about a failed build: the log's end, where the rest is, and the likely remedy. */
function buildFailure(part: Part, ended: number | NodeJS.Signals, log: string): string {
  const text = readFileSync(log, "utf8").trimEnd();
  const tail = text.split("\n").slice(-shownOnFailure).join("\n");
  const remedy = remedies.find(({ sign }) => sign.test(text))?.remedy ?? "The log names the cause.";
  const ending = typeof ended === "number" ? `exit code ${ended}` : ended;
  return `Building ${part.title} failed (${ending}).\n${tail}\nThe whole log: ${log}\n${remedy}`;
}

const remedies: readonly { readonly sign: RegExp; readonly remedy: string }[] = [
  {
    sign: /signal: killed|out of memory|cannot allocate memory/,
    remedy: "The system ran out of memory: close other programs or add swap, and start again.",
  },
  {
    sign: /no space left on device/,
    remedy: "The disk is full: the build needs about 6 GB, most of it in Go's cache.",
  },
  {
    sign: /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|TLS handshake|40[34] |50[0-9] /,
    remedy:
      "Go could not fetch a module: set GOPROXY (and GONOSUMDB or GOSUMDB, if needed) to a module proxy that this machine reaches.",
  },
];
