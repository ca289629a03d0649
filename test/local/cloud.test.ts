import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startLocalCloud } from "../../local/cloud";
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
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
