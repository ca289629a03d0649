import { spawn } from "node:child_process";

/** Exit status and output of a program. */
export interface Outcome {
  /** Whether PATH lacks the program. */
  readonly missing: boolean;
  /** Exit code, or null if a signal ended the program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and collects its output. */
export function capture(
  program: string,
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly signal?: AbortSignal } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") {
        resolve({ missing: true, code: null, stdout, stderr });
      } else {
        reject(error);
      }
    });
    child.on("close", (code) => resolve({ missing: false, code, stdout, stderr }));
  });
}
