import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { endKilled, startLocalCloud } from "../../local/cloud";
import { openSnapshot } from "../../local/store/snapshot";
import { Store } from "../../local/store/store";
import { until } from "../support/localCloud";
import { nginx } from "./nginx";
import { instance } from "./world";

describe("local cloud", function () {
  this.timeout(60_000);
  let root = "";
  let dataDir = "";
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "cloud-"));
    dataDir = join(root, "data");
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const start = async () => {
    // `<folder>/usr/sbin/nginx`, unless there is one on PATH.
    const nginxDir = dirname(dirname(dirname(await nginx())));
    return startLocalCloud({ dataDir, port: 0, nginxDir, log: () => {} });
  };

  it("keeps its folder from others", async () => {
    const cloud = await start();
    try {
      assert.equal((await stat(dataDir)).mode & 0o077, 0);
    } finally {
      await cloud.close();
    }
  });

  it("leaves no Nginx behind, also when the last snapshot cannot be written", async () => {
    const store = new Store();
    store.instances.put(instance());
    const path = join(dataDir, "snapshot.json");
    await openSnapshot({ path, store, log: assert.fail }).close();
    const cloud = await start();
    let pid = 0;
    try {
      pid = Number(await readFile(join(dataDir, "machines", "i-1", "nginx.pid"), "utf8"));
      assert.ok(isAlive(pid));
      // A folder cannot be replaced by a file; one that was being written may still come in between.
      await until("a folder stands there", async () => {
        await rm(path, { recursive: true, force: true });
        return mkdir(join(path, "full"), { recursive: true }).then(
          () => true,
          () => false,
        );
      });
    } finally {
      await assert.rejects(cloud.close(), /snapshot/);
    }
    assert.ok(!isAlive(pid));
  });

  it("ends the Nginx of one that was killed, unless it may be running yet", async () => {
    const store = new Store();
    store.instances.put(instance());
    await openSnapshot({ path: join(dataDir, "snapshot.json"), store, log: assert.fail }).close();
    const options = { dataDir, port: 0, nginxDir: dirname(dirname(dirname(await nginx()))) };
    const program = `require(${JSON.stringify(require.resolve("../../local/cloud"))})
      .startLocalCloud({ ...${JSON.stringify(options)}, log() {} }).then(() => console.log("up"));`;
    const killed = spawn(process.execPath, ["--import", "tsx", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    const pid = Number(await readFile(join(dataDir, "machines", "i-1", "nginx.pid"), "utf8"));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    assert.equal(await endKilled(dataDir), false);
    assert.ok(isAlive(pid));
    const then = new Date(Date.now() - 60_000);
    await utimes(`${dataDir}.lock`, then, then);
    assert.equal(await endKilled(dataDir), true);
    assert.ok(!isAlive(pid));
    assert.equal(await endKilled(dataDir), false);
  });
});

/** Whether it runs; one that has ended and that nobody has collected yet does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
