// Compiles the package in the working directory into its folder `dist`, as `npm pack` publishes it.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";

const dist = resolve("dist");
const { types } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
removeInternalDeclarations();
addSources();

/** Keeps the declarations that the package's own refers to: those of internals name types of undeclared packages. */
function removeInternalDeclarations() {
  const reached = new Set([resolve(types)]);
  for (const file of reached) {
    for (const [, path] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]*)"/g)) {
      const base = resolve(dirname(file), path);
      reached.add([`${base}.d.ts`, join(base, "index.d.ts")].find(existsSync));
    }
  }
  for (const file of filesIn(dist, ".d.ts")) {
    if (reached.has(file)) continue;
    rmSync(file);
    rmSync(`${file}.map`);
  }
}

/** Puts the sources beside what was compiled, because source and declaration maps refer to them. */
function addSources() {
  for (const file of filesIn(dist, ".map")) {
    const map = JSON.parse(readFileSync(file, "utf8"));
    const copy = join(dist, "src", relative(dist, file).replace(/(\.d\.ts|\.js)\.map$/, ".ts"));
    cpSync(resolve(dirname(file), map.sources[0]), copy);
    map.sources = [relative(dirname(file), copy).split(sep).join("/")];
    writeFileSync(file, JSON.stringify(map));
  }
}

function filesIn(folder, ending) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));
}
