import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findCloud, stopCloud, waitUntil } from "../../cli/cloud";
import { projectDir } from "../../cli/paths";
import { isAlive } from "../../cli/processes";
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

  describe("started by npm", () => {
    /** Starts it with npm, whose process is `child`. */
    async function startByNpm(): Promise<{ endpoint: string; pid: number }> {
      const args = ["run", "-s", "local", "--", "serve", "--port", "0", "--data", join(root, "data")];
      const npm = spawn("npm", args, { cwd: projectDir, stdio: ["ignore", "pipe", "ignore"] });
      child = npm;
      const [line] = await once(createInterface({ input: npm.stdout }), "line");
      const { endpoint } = JSON.parse(line);
      return { endpoint, pid: Number((await ask(endpoint, "status")).pid) };
    }

    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const) {
      it(`ends when ${signal} ends npm`, async () => {
        const { endpoint, pid } = await startByNpm();
        child?.kill(signal);
        const isOver = await waitUntil(20_000, async () => (isAlive(pid) ? undefined : true));
        assert.ok(isOver, "the process of the local cloud has ended");
        await assert.rejects(fetch(`http://${endpoint}/`), "nothing listens on its port");
        assert.equal(existsSync(join(root, "data", "running.json")), false, "it has stopped in order");
      });
    }

    it("keeps running when only the shell that started npm in the background ends", async () => {
      const data = join(root, "data");
      const shell = spawn(
        "sh",
        ["-c", `nohup npm run -s local -- serve --port 0 --data '${data}' >'${root}/out' 2>&1 &`],
        { cwd: projectDir, stdio: "ignore" },
      );
      await once(shell, "exit");
      const cloud = await waitUntil(30_000, () => findCloud(data));
      assert.ok(cloud, "it runs");
      // Longer than between two checks whether npm runs.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.equal((await ask(cloud.endpoint, "status")).pid, cloud.pid);
      assert.equal(await stopCloud(data), true);
    });
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
