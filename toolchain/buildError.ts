import { BuildError } from "./error";

const shownLines = 15;

/** A failed run: its name, exit status and output. */
export interface FailedRun {
  /** Beginning of the error message, for example "Building the sample". */
  readonly what: string;
  readonly ended: number | NodeJS.Signals;
  readonly output: string;
  /** File with the complete output, if there is one. */
  readonly log?: string;
}

/** Creates the error of a failed run: the end of the output, the path of the log and the likely fix. */
export function buildError({ what, ended, output, log }: FailedRun): BuildError {
  const text = output.trimEnd();
  const fix = fixes.find(({ sign }) => sign.test(text))?.fix;
  const ending = typeof ended === "number" ? `exit code ${ended}` : ended;
  const lines = [
    `${what} failed (${ending}).`,
    text.split("\n").slice(-shownLines).join("\n"),
    ...(log === undefined ? [] : [`Complete log: ${log}`]),
    fix ?? "The log contains the cause.",
  ];
  return new BuildError(lines.join("\n"), summarize(text), fix !== undefined);
}

/** The first error of the compiler. Without one, the last line. */
function summarize(text: string): string {
  return /^\S+\.go:\d+.*$/m.exec(text)?.[0] ?? text.slice(text.lastIndexOf("\n") + 1);
}

const fixes: readonly { readonly sign: RegExp; readonly fix: string }[] = [
  {
    sign: /signal: killed|out of memory|cannot allocate memory/,
    fix: "The system ran out of memory. Close other programs or add swap, and start again.",
  },
  {
    sign: /no space left on device/,
    fix: "The disk is full: the build needs about 6 GB, most of it in Go's cache.",
  },
  {
    sign: /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|TLS handshake|40[34] |50[0-9] /,
    fix: "Go could not download a module. Set GOPROXY (and GONOSUMDB or GOSUMDB, if needed) to a module proxy that this machine reaches.",
  },
];
