// Entry point of the npm scripts. It needs only Node.js: it updates the dependencies, then runs a command.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);
const parent = process.ppid;

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node.js ${process.versions.node} is too old. Install Node.js 20.19 or newer.`);
}
installDependencies();
const tsx = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
const child = spawn(process.execPath, ["--import", tsx, join(root, "cli", `${command}.ts`), ...args], {
  stdio: "inherit",
});
// A terminal also sends the interrupt to the child. Its second one would not wait for an orderly end.
const isInTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
process.on("SIGINT", () => isInTerminal || child.kill("SIGINT"));
const end = () => child.kill("SIGTERM");
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, end);
// The scripts use `exec`, so that the parent is npm and not a shell. npm does not pass on a SIGHUP or its own crash.
const watch = setInterval(() => {
  if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
  clearInterval(watch);
  end();
}, 1_000);
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));

function installDependencies() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const marker = join(root, "node_modules", ".installed-from");
  if (read(marker) === lock) return;
  process.stderr.write("Installing the npm dependencies (about half a minute) …\n");
  const { status } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
    },
  );
  if (status !== 0)
    fail("npm ci failed. Read its output above, and check that the npm registry is reachable.");
  writeFileSync(marker, lock);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
