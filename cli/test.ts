import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { type FileTime, fileTimesVariable } from "../test/support/fileTimes";
import { answersFile, answersVariable, readAnswers, writeAnswers } from "../test/support/models/answers";
import { buildPackage } from "./build";
import { findConcernedTests } from "./changedTests";
import { Failure, main } from "./failure";
import { projectDir } from "./paths";

/** Test suites by their requirements, fast ones first. Suites with the engine take most of the time. */
const suites: Record<string, { folders: string[]; needs: string; isSlow?: true }> = {
  project: { folders: ["project"], needs: "nothing" },
  unit: { folders: ["unit"], needs: "nothing" },
  local: { folders: ["local"], needs: "Nginx for some tests" },
  oracles: { folders: ["oracles"], needs: "cloud-init (npm run oracles)" },
  policy: { folders: ["policy"], needs: "nothing" },
  toolchain: { folders: ["toolchain"], needs: "nothing" },
  consumer: {
    folders: ["consumer"],
    needs: "the toolchain, Nginx and the npm registry",
    isSlow: true,
  },
  engine: {
    folders: ["engine"],
    needs: "the toolchain, which is downloaded or built once, and Nginx",
    isSlow: true,
  },
};

/** The slowest files. They start first, so that the others run beside them. */
const longest = [
  "consumer/projects",
  "engine/verify",
  "engine/documentation",
  "engine/drift",
  "engine/zoneChanges",
  "engine/commands",
  "engine/identity",
  "engine/customDomain",
  "engine/sweep",
  "engine/policy",
  "engine/replacement",
].map((name) => join(projectDir, "test", `${name}.test.ts`));

/**
 * Number of files that run in parallel. Files of slow suites mostly wait for the provider, which waits for the cloud.
 * For the others, more processes than processors only load more modules.
 */
const countAtATime = (chosen: readonly string[]): number =>
  Math.min(5, availableParallelism() + (chosen.some((name) => suites[name]?.isSlow) ? 3 : 0));

async function test(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    const lines = Object.entries(suites).map(([name, { needs }]) => `  ${name.padEnd(10)} needs ${needs}`);
    process.stdout.write(
      [
        "Usage: npm test -- [SUITE …] [--grep TEXT] [--changed [COMMIT]]",
        "",
        "Suites (default: all):",
        ...lines,
        "",
        "  --grep TEXT         Run only tests whose title contains TEXT",
        "  --changed [COMMIT]  Run only test files that import a file changed since COMMIT (default: HEAD);",
        "                      without a suite, skips consumer and engine",
        "",
      ].join("\n"),
    );
    return 0;
  }
  const { chosen, options, base } = readArguments(args);
  const folders = chosen
    .flatMap((name) => suites[name]?.folders ?? [])
    .map((folder) => join(projectDir, "test", folder))
    .filter((folder) => existsSync(folder));
  const all = sortByStart(folders.flatMap(listTestFiles));
  const files = base === undefined ? all : findConcernedTests(all, base);
  if (files.length === 0) {
    process.stdout.write(`No test of ${chosen.join(", ")} imports a file that changed since ${base}.\n`);
    return 0;
  }
  if (chosen.includes("engine") || chosen.includes("unit")) await buildPackage();
  const folder = mkdtempSync(join(tmpdir(), "test-run-"));
  const [times, answers] = [join(folder, "times"), join(folder, "answers")];
  try {
    const atATime = countAtATime(chosen);
    const args = ["--parallel", "--jobs", String(atATime), ...files, ...options];
    // Only a complete run of the suite gets all answers of the local cloud.
    const isRecorded = chosen.includes("local") && options.length === 0 && base === undefined;
    if (isRecorded) args.push("--require", join(projectDir, "test", "support", "models", "recordAnswers.ts"));
    const code = await runMocha(args, {
      [fileTimesVariable]: times,
      [answersVariable]: answers,
    });
    if (existsSync(times)) process.stdout.write(describeDurations(readFileSync(times, "utf8"), atATime));
    if (code === 0 && isRecorded && writeAnswers(readAnswers(answers)) !== readFileSync(answersFile, "utf8"))
      throw new Failure(`${relative(projectDir, answersFile)}: is outdated. Run npm run models.`);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Arguments {
  chosen: string[];
  /** Options for mocha. */
  options: string[];
  /** Commit of `--changed`. */
  base: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const named: string[] = [];
  const options: string[] = [];
  let base: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    const next = args[index + 1];
    if (arg in suites) named.push(arg);
    else if (arg === "--grep" && next !== undefined) options.push(arg, args[++index] ?? "");
    else if (arg === "--changed")
      base = next === undefined || next in suites || next.startsWith("--") ? "HEAD" : args[++index];
    else throw new Failure(`Unknown suite or option "${arg}". See: npm test -- --help`);
  }
  const standard = Object.keys(suites).filter((name) => base === undefined || !suites[name]?.isSlow);
  return { chosen: named.length > 0 ? named : standard, options, base };
}

/** Number of files that {@link describeDurations} names. */
const namedFiles = 8;

/** Sums the durations of the files of each suite, and names the slowest files. */
function describeDurations(lines: string, atATime: number): string {
  const times: FileTime[] = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const costs = Object.entries(suites).flatMap(([name, { folders }]) => {
    const roots = folders.map((folder) => join(projectDir, "test", folder) + sep);
    const own = times.filter(({ file }) => roots.some((root) => file.startsWith(root)));
    const seconds = own.reduce((sum, { milliseconds }) => sum + milliseconds / 1_000, 0);
    return own.length > 0 ? [`${name} ${seconds.toFixed(0)} s`] : [];
  });
  const slowest = [...times]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, namedFiles)
    .map(({ file, milliseconds }) => `${basename(file)} ${(milliseconds / 1_000).toFixed(0)} s`);
  return [
    `Time of each suite (${atATime} files run in parallel): ${costs.join(", ")}`,
    `Slowest files: ${slowest.join(", ")}`,
    "",
  ].join("\n");
}

const listTestFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .sort()
    .map((file) => join(folder, file));

/** The longest files, then those of the slow suites, which mostly wait. The fast ones fill the gaps at the end. */
function sortByStart(files: readonly string[]): string[] {
  const slow = Object.values(suites).flatMap(({ folders, isSlow }) => (isSlow ? folders : []));
  const rank = (file: string): number => {
    const place = longest.indexOf(file);
    if (place >= 0) return place;
    const isSlow = slow.some((folder) => file.startsWith(join(projectDir, "test", folder) + sep));
    return longest.length + (isSlow ? 0 : 1);
  };
  return [...files].sort((a, b) => rank(a) - rank(b));
}

function runMocha(args: string[], env: Record<string, string>): Promise<number> {
  const support = join(projectDir, "test", "support");
  const child = spawn(
    process.execPath,
    [
      join(projectDir, "node_modules", "mocha", "bin", "mocha.js"),
      "--require",
      join(support, "fileTimes.ts"),
      "--reporter",
      join(support, "reporter.ts"),
      ...args,
    ],
    { cwd: projectDir, stdio: "inherit", env: { ...process.env, ...env } },
  );
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

main(() => test(process.argv.slice(2)));
