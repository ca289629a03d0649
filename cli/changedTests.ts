import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { Failure } from "./failure";
import { projectDir } from "./paths";

/** Tests that read files instead of importing them. Every change can affect them. */
const readers = /^test\/project\/|\/docs?[./]/;

/**
 * Selects the test files that a change affects: those that import a changed file, directly or indirectly, and those
 * that read files. A changed file other than TypeScript or Markdown, such as package.json, affects all tests.
 *
 * @param tests paths of test files
 * @param base commit to compare the working tree with
 * @throws Failure if the commit does not exist
 */
export function findConcernedTests(tests: readonly string[], base: string): string[] {
  return selectTests(
    tests,
    findChangedFiles(base).map((file) => join(projectDir, file)),
    createImportLookup(),
  );
}

/**
 * Applies the selection of {@link findConcernedTests} to a list of changed files, with a function that lists the imports of a
 * file.
 */
export function selectTests(
  tests: readonly string[],
  changed: readonly string[],
  imports: (file: string) => readonly string[],
): string[] {
  if (changed.some((file) => !/\.(ts|md)$/.test(file))) return [...tests];
  const changedFiles = new Set(changed);
  const isReader = (file: string) => readers.test(relative(projectDir, file).split(sep).join("/"));
  return tests.filter(
    (file) => (isReader(file) && changed.length > 0) || reaches(file, changedFiles, imports),
  );
}

function reaches(
  start: string,
  wanted: ReadonlySet<string>,
  imports: (file: string) => readonly string[],
): boolean {
  const seen = new Set([start]);
  for (const file of seen) {
    if (wanted.has(file)) return true;
    for (const imported of imports(file)) seen.add(imported);
  }
  return false;
}

/** Lists the files that differ from a commit: committed, changed and new ones. */
function findChangedFiles(base: string): string[] {
  const runGit = (...args: string[]) =>
    execFileSync("git", args, { cwd: projectDir, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    const files = runGit("diff", "--name-only", base) + runGit("ls-files", "--others", "--exclude-standard");
    return files.split("\n").filter(Boolean);
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Failure(`--changed ${base}: ${reason}. Use a commit or a branch.`);
  }
}

/** Creates a function that lists the project files that a file imports. It reads each file once. */
function createImportLookup(): (file: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (file) => {
    const found = known.get(file) ?? readImports(file);
    known.set(file, found);
    return found;
  };
}

function readImports(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith(".")) return [];
    const path = join(dirname(file), fileName);
    const candidate = [`${path}.ts`, join(path, "index.ts"), path].find(
      (one) => one.endsWith(".ts") && existsSync(one),
    );
    return candidate === undefined ? [] : [candidate];
  });
}
