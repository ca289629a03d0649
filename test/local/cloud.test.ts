import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, stat, symlink, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { endKilled, startLocalCloud } from "../../local/cloud";
import { openJournal } from "../../local/store/journal";
import { Store } from "../../local/store/store";
import { ask } from "../../testing/ask";
import { until } from "../support/localCloud";
import { nginx } from "./nginx";
import { instance } from "./world";

describe("local cloud", function () {
  this.timeout(60_000);
  let root = "";
  let dataDir = "";
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "cloud-"));
    dataDir = join(root, "data");
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(root, { recursive: true, force: true });
  });

  const options = async (folder = dataDir) => ({
    dataDir: folder,
    port: 0,
    // `<folder>/usr/sbin/nginx`, unless there is one on PATH.
    nginxDir: dirname(dirname(dirname(await nginx()))),
  });
  const start = async (folder?: string) => startLocalCloud({ ...(await options(folder)), log: () => {} });
  const statePath = () => join(dataDir, "state.jsonl");
  const pidOfNginx = () => Number(readFileSync(join(dataDir, "machines", "i-1", "nginx.pid"), "utf8"));

  async function storeInstance(): Promise<void> {
    const store = new Store();
    store.instances.put(instance());
    await openJournal({ path: statePath(), store, log: assert.fail }).close();
  }

  /** A local cloud in a process of its own. */
  async function startChild(before = ""): Promise<{ child: ChildProcess; endpoint: string }> {
    const program = `${before};require(${JSON.stringify(require.resolve("../../local/cloud"))})
      .startLocalCloud({ ...${JSON.stringify(await options())}, log() {} })
      .then(({ endpoint }) => console.log(endpoint));`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const [endpoint] = await once(createInterface({ input: child.stdout }), "line");
    return { child, endpoint };
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  it("keeps its folder from others", async () => {
    const cloud = await start();
    try {
      assert.equal((await stat(dataDir)).mode & 0o077, 0);
    } finally {
      await cloud.close();
    }
  });

  it("does not share its folder under another name", async () => {
    const cloud = await start();
    try {
      const other = join(root, "link");
      await symlink(dataDir, other);
      await assert.rejects(start(other), /Another local cloud uses .*data/);
    } finally {
      await cloud.close();
    }
  });

  it("leaves no Nginx behind, also when the state cannot be saved", async () => {
    await storeInstance();
    const cloud = await start();
    let pid = 0;
    try {
      pid = pidOfNginx();
      assert.ok(isAlive(pid));
      // A file cannot replace a folder; a save that was running may still come in between.
      await until("a folder stands there", async () => {
        await rm(statePath(), { recursive: true, force: true });
        return mkdir(join(statePath(), "full"), { recursive: true }).then(
          () => true,
          () => false,
        );
      });
      const soldOut = { "cn-hangzhou-h": ["alb"] };
      const change = ask(cloud.endpoint, "stock", { method: "PUT", body: { soldOut } });
      await assert.rejects(change, /could not be written/);
    } finally {
      await assert.rejects(cloud.close(), /could not be written/);
    }
    assert.ok(!isAlive(pid));
  });

  it("leaves no Nginx behind when it is killed", async () => {
    await storeInstance();
    const { child } = await startChild();
    const pid = pidOfNginx();
    const workers = await workersOf(pid);
    await kill(child);
    await until("Nginx has ended", () => [pid, ...workers].every((it) => !isAlive(it)));
  });

  it("leaves no workers behind when somebody kills the master of an Nginx", async () => {
    await storeInstance();
    const cloud = await start();
    try {
      const pid = pidOfNginx();
      const workers = await workersOf(pid);
      process.kill(pid, "SIGKILL");
      await until("the workers have ended", () => workers.every((it) => !isAlive(it)));
    } finally {
      await cloud.close();
    }
  });

  it("tells that the folder belongs to a killed one, unless that may be running yet", async () => {
    const { child } = await startChild();
    await kill(child);
    assert.equal(await endKilled(dataDir), false);
    const then = new Date(Date.now() - 60_000);
    await utimes(`${dataDir}.lock`, then, then);
    assert.equal(await endKilled(dataDir), true);
    assert.equal(await endKilled(dataDir), false);
  });

  const losses: [string, () => Promise<void>, RegExp][] = [
    [
      "its folder is removed",
      () => rm(dataDir, { recursive: true, maxRetries: 5 }),
      /because its folder .*data was removed or replaced\.$/,
    ],
    [
      "its folder is moved",
      () => rename(dataDir, join(root, "moved")),
      /because its folder .*data was removed or replaced\.$/,
    ],
    [
      "its lock is removed",
      () => rm(`${dataDir}.lock`, { recursive: true }),
      /because its lock .*data\.lock was removed, so another local cloud may use the folder\.$/,
    ],
  ];
  for (const [what, lose, sentence] of losses) {
    it(`stops with one sentence and with its instances when ${what}`, async () => {
      await storeInstance();
      const cloud = await start();
      try {
        const pid = pidOfNginx();
        await lose();
        assert.match(await cloud.ended, sentence);
        assert.ok(!isAlive(pid));
        await assert.rejects(ask(cloud.endpoint, "status"), /ECONNREFUSED/);
        assert.ok(what !== "its folder is removed" || !existsSync(dataDir), "nothing is written there again");
      } finally {
        await cloud.close();
      }
    });
  }

  it("says which wall is around user data, and that its state is on disk", async () => {
    const cloud = await start();
    try {
      const { wall, state } = await ask(cloud.endpoint, "status");
      assert.match(JSON.stringify(wall), /"kind":"(namespace|none)","description":".*Nginx/);
      assert.deepEqual(state, { file: statePath(), problem: "" });
    } finally {
      await cloud.close();
    }
  });

  it("says when the system refuses to write, and keeps every change that it has confirmed", async function () {
    if (spawnSync("prlimit", ["--version"]).status !== 0) this.skip();
    const { child, endpoint } = await startChild(`process.on("SIGXFSZ", () => {})`);
    const sellOut = (product: string) =>
      ask(endpoint, "stock", { method: "PUT", body: { soldOut: { "cn-hangzhou-h": [product] } } });
    const limit = (bytes: number | string) =>
      assert.equal(
        spawnSync("prlimit", ["--pid", String(child.pid), `--fsize=${bytes}:unlimited`]).status,
        0,
      );
    await sellOut("alb");
    limit((await stat(statePath())).size + 10);
    await assert.rejects(sellOut("clb"), /state\.jsonl could not be written: EFBIG/);
    const { state } = await ask(endpoint, "status");
    assert.match(JSON.stringify(state), /"problem":"EFBIG/);
    limit("unlimited");
    await sellOut("ecs.c7.large");
    assert.deepEqual((await ask(endpoint, "status")).state, { file: statePath(), problem: "" });
    await kill(child);
    const store = new Store();
    openJournal({ path: statePath(), store, log: assert.fail });
    assert.deepEqual(
      store.soldOut.all().map(({ product }) => product),
      ["ecs.c7.large"],
    );
  });
});

/** Nginx listens before it starts its workers. */
async function workersOf(pid: number): Promise<number[]> {
  await until("the workers run", () => childrenOf(pid).length > 0);
  return childrenOf(pid);
}

const childrenOf = (pid: number): number[] =>
  spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    .stdout.split("\n")
    .filter((line) => line.trim() !== "")
    .map(Number);

/** Whether it runs; one that has ended and that nobody has collected yet does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
