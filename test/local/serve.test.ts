import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectDir } from "../../cli/paths";
import { ask } from "../../testing/ask";

describe("serve", function () {
  this.timeout(60_000);
  let root = "";
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "serve-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await rm(root, { recursive: true, force: true });
  });

  /** Starts it with its log in a file. Returns the control plane's address. */
  async function start(
    log: number | "pipe",
    options: string[] = [],
  ): Promise<{ endpoint: string; exit: Promise<unknown[]> }> {
    const args = ["--import", "tsx", "cli/local.ts", "serve", "--port", "0", "--data", join(root, "data")];
    args.push(...options);
    const served = spawn(process.execPath, args, { cwd: projectDir, stdio: ["ignore", "pipe", log] });
    child = served;
    assert.ok(served.stdout);
    const [line] = await once(createInterface({ input: served.stdout }), "line");
    return { endpoint: JSON.parse(line).endpoint, exit: once(served, "exit") };
  }

  it("keeps running when its log cannot be written", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const full = openSync("/dev/full", "w");
    const { endpoint, exit } = await start(full);
    closeSync(full);
    await fetch(`http://${endpoint}/?Action=DescribeVpcs`);
    assert.equal((await ask(endpoint, "status")).pid, child?.pid);
    child?.kill("SIGTERM");
    assert.deepEqual(await exit, [0, null]);
  });

  it("shows the seed of --realistic, and what is not in effect yet", async () => {
    const { endpoint } = await start("pipe", ["--realistic", "--seed", "7"]);
    assert.deepEqual((await ask(endpoint, "status")).realistic, { seed: 7, pending: [] });
  });

  it("ends with one sentence when its folder is removed", async () => {
    const { exit } = await start("pipe");
    let log = "";
    child?.stderr?.on("data", (chunk) => {
      log += chunk;
    });
    await rm(join(root, "data"), { recursive: true, maxRetries: 5 });
    assert.deepEqual(await exit, [1, null]);
    assert.match(
      log,
      /^Failed: The local cloud has stopped because its folder .* was removed or replaced\.\n$/m,
    );
    assert.doesNotMatch(log, /\n\s+at /, "no stack trace");
  });
});
