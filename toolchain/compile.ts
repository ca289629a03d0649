import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { buildError } from "./buildError";
import { ToolchainError } from "./error";
import { buildFlags } from "./key";
import type { Part } from "./parts";
import { clock, type Report } from "./report";

const reportEvery = 5_000;

/** One run of `go build`. */
export interface Compilation {
  readonly part: Part;
  /** Expected minutes on 2 cores. */
  readonly minutes: number;
  /** Folder of the Go module. */
  readonly folder: string;
  /** File that replaces the module's go.mod. */
  readonly modfile?: string;
  /** Path of the resulting executable. */
  readonly output: string;
  readonly log: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Report;
  /** Stops the compilation. */
  readonly signal: AbortSignal;
}

/** Compiles a part and reports its progress. Fails with a `BuildError` if Go fails. */
export async function compile(compilation: Compilation): Promise<void> {
  const { part, minutes, log, report } = compilation;
  const started = Date.now();
  const estimate = `about ${minutes} min on 2 cores the first time`;
  report(`Building ${part.title} (${estimate}) …`);
  const progress = setInterval(
    () => report(`Building ${part.title}: ${clock(Date.now() - started)} (${estimate}) …`),
    reportEvery,
  );
  try {
    const ended = await runGo(compilation);
    if (ended !== 0) {
      throw buildError({ what: `Building ${part.title}`, ended, output: readFileSync(log, "utf8"), log });
    }
  } finally {
    clearInterval(progress);
  }
  report(`Built ${part.title} in ${clock(Date.now() - started)}.`);
}

/** Signals that end this process. Go then ends too, and removes its temporary files. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function runGo(compilation: Compilation): Promise<number | NodeJS.Signals> {
  const { part, modfile, output, signal } = compilation;
  const { ldflags, package: goPackage } = part.build;
  const flags = [...buildFlags, ...(modfile === undefined ? [] : [`-modfile=${modfile}`])];
  const words = ["build", "-v", ...flags, "-ldflags", ldflags, "-o", output, goPackage];
  const log = openSync(compilation.log, "w");
  const interruption = new AbortController();
  const interrupt = () =>
    interruption.abort(
      new ToolchainError(`Building ${part.title} was interrupted. Partial results are not kept.`),
    );
  for (const ending of endings) process.once(ending, interrupt);
  const stop = AbortSignal.any([signal, interruption.signal]);
  return new Promise<number | NodeJS.Signals>((resolve, reject) => {
    const child = spawn("go", words, {
      cwd: compilation.folder,
      env: compilation.environment,
      stdio: ["ignore", log, log],
      signal: stop,
      // Go stops its compilers on an interrupt.
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
