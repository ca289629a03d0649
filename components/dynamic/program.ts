import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { compileFunction } from "node:vm";
import { ProgramError } from "../validation/programError";

const packageName = "alicloud-vpc-api";

/**
 * JavaScript that finds this package from the folder of a project. It is a string, because Pulumi's dynamic
 * provider runs it from the state, in a process that only knows its working directory. The program runs the
 * same string, so it finds the same package as the dynamic provider.
 *
 * A route is a list of package names, each a dependency of the previous one. The state contains no path of a
 * machine, and a route stays valid in another folder and after an upgrade that installs the packages
 * elsewhere.
 */
const finder = `
const { existsSync, readFileSync, realpathSync } = require("node:fs");
const { dirname, join } = require("node:path");
const ancestors = (folder) => (folder === dirname(folder) ? [folder] : [folder, ...ancestors(dirname(folder))]);
const resolve = (from, name) => {
  const places = name.startsWith(".") ? [from] : ancestors(from).map((folder) => join(folder, "node_modules"));
  const found = places.map((place) => join(place, name)).find((folder) => existsSync(join(folder, "package.json")));
  return found && realpathSync(found);
};
const follow = (project, route) => route.reduce((folder, name) => folder && resolve(folder, name), project);
const dependencies = (folder, development) => {
  const file = join(folder, "package.json");
  const manifest = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const kinds = ["dependencies", "optionalDependencies", "peerDependencies", ...development];
  return kinds.flatMap((kind) => Object.keys(manifest[kind] || {}));
};
function* copies(project) {
  const own = ancestors(project).flatMap((folder) => dependencies(folder, ["devDependencies"]));
  const queue = [{ folder: project, route: [], names: ["${packageName}", ...own] }];
  const seen = new Set();
  for (const { folder: from, route: start, names } of queue) {
    for (const name of names) {
      const folder = resolve(from, name);
      if (!folder || seen.has(folder)) continue;
      seen.add(folder);
      const route = [...start, name];
      if (name === "${packageName}") yield { folder, route };
      queue.push({ folder, route, names: dependencies(folder, []) });
    }
  }
}`.trim();

/** Functions of {@link finder} that the program calls. */
interface Finder {
  /** Copies of this package in a project, the shortest routes first. */
  copies(project: string): Iterable<{ folder: string; route: string[] }>;
}

/** Renders the program that Pulumi's dynamic provider runs for a resource of a type. */
export function renderProgram(type: string, route: readonly string[]): string {
  return `${finder}
const route = ${JSON.stringify(route)};
function* candidates(project) {
  yield follow(project, route);
  for (const { folder } of copies(project)) yield folder;
}
exports.handler = () => {
  const project = process.cwd();
  for (const folder of candidates(project)) {
    const file = folder && join(folder, "dynamic.js");
    if (file && existsSync(file)) return require(file).providers.${type}();
  }
  throw new Error(\`${packageName}: not found from \${project}, neither as \${route.join(" > ")} nor among all dependencies of the project. Install the dependencies of the project in this folder, and run the command again.\`);
};
`;
}

/**
 * Finds the route from a project to a copy of this package.
 *
 * @param own - folder of the copy; any copy is suitable if the package does not know its own folder
 * @throws RunError when the project has none
 */
export function findRoute(project: string, own: string | undefined): string[] {
  const require = createRequire(join(project, "package.json"));
  const { copies }: Finder = compileFunction(`${finder}\nreturn { copies };`, ["require"])(require);
  for (const { folder, route } of copies(project)) if (own === undefined || folder === own) return route;
  // A program may import a file of another project, which has its own dependencies.
  if (own !== undefined) return [`./${relative(realpathSync(project), own).split(sep).join("/")}`];
  throw new ProgramError(
    `${packageName}: not found among the dependencies of ${project}. The program has its code in a bundle, but the ` +
      "dynamic provider loads the package itself. Install the package in the project, and mark it as external in the " +
      "bundler.",
  );
}

/** Finds the folder of this package, at or above another folder. Undefined in a bundle. */
export function findOwnFolder(from: string): string | undefined {
  const file = join(from, "package.json");
  const isOwn = existsSync(join(from, "dynamic.js")) && existsSync(file);
  if (isOwn && JSON.parse(readFileSync(file, "utf8")).name === packageName) return realpathSync(from);
  return from === dirname(from) ? undefined : findOwnFolder(dirname(from));
}

/** The dynamic provider starts in the same folder as the program. */
const project = process.cwd();

let ownRoute: string[] | undefined;

/**
 * Returns the route from the project to the running package. Cached.
 *
 * @throws RunError when the dynamic provider could not load the package
 */
export function requireRoute(): readonly string[] {
  // A bundle of ES modules has no __dirname.
  ownRoute ??= findRoute(project, typeof __dirname === "string" ? findOwnFolder(__dirname) : undefined);
  return ownRoute;
}
