import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { buildError } from "./buildError";
import { ToolchainError } from "./error";
import { formatDuration, type Report } from "./report";

const reportEvery = 5_000;

/** One run of `go build` or `go test -c`. */
export interface Compilation {
  /** Name of the result for people. */
  readonly title: string;
  /** Expected minutes on 2 cores. */
  readonly minutes: number;
  /** Folder of the Go module. */
  readonly folder: string;
  /** Arguments of `go`. */
  readonly words: readonly string[];
  readonly log: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly report: Report;
  /** Stops the compilation. */
  readonly signal: AbortSignal;
}

/** Runs Go and reports its progress. Fails with a `BuildError` if Go fails. */
export async function compile(compilation: Compilation): Promise<void> {
  const { title, minutes, log, report } = compilation;
  const started = Date.now();
  const estimate = `about ${minutes} min on 2 cores the first time`;
  report(`Building ${title} (${estimate}) …`);
  const progress = setInterval(
    () => report(`Building ${title}: ${formatDuration(Date.now() - started)} (${estimate}) …`),
    reportEvery,
  );
  try {
    const ended = await runGo(compilation);
    if (ended !== 0) {
      throw buildError({ what: `Building ${title}`, ended, output: readFileSync(log, "utf8"), log });
    }
  } finally {
    clearInterval(progress);
  }
  report(`Built ${title} in ${formatDuration(Date.now() - started)}.`);
}

/** Signals that end this process. Go then ends too, and removes its temporary files. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function runGo(compilation: Compilation): Promise<number | NodeJS.Signals> {
  const { title, words, signal } = compilation;
  const log = openSync(compilation.log, "w");
  const interruption = new AbortController();
  const interrupt = () =>
    interruption.abort(
      new ToolchainError(`Building ${title} was interrupted. Partial results are not kept.`),
    );
  for (const ending of endings) process.on(ending, interrupt);
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
