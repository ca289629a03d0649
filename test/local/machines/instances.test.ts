import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createMachines, type Machines } from "../../../local/machines/machines";
import { NginxMissingError } from "../../../local/machines/nginx";
import { nginx } from "../nginx";
import { existing } from "../world";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("machines: instances", function () {
  this.timeout(60_000);
  let dataDir = "";
  let machines: Machines;
  const spec = (userData: string, changes: { id?: string; imageId?: string; baseImageId?: string } = {}) => ({
    id: "i-test1",
    imageId: "aliyun_3_x64_20G_alibase.vhd",
    privateIp: "10.0.0.5",
    userData: base64(`#cloud-config\n${userData}`),
    ...changes,
  });
  const START = "packages: [nginx]\nruncmd: [systemctl enable --now nginx]\n";
  const get = (port: number | undefined, path = "/") => fetch(`http://127.0.0.1:${existing(port)}${path}`);
  const pidOf = async (id: string) =>
    Number(await readFile(join(dataDir, "machines", id, "nginx.pid"), "utf8"));
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const create = () => createMachines({ dataDir, nginx, log: () => {} });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "machines-"));
    machines = create();
  });
  afterEach(async () => {
    await machines.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("serves Nginx's page, each instance by itself, and leaves nothing behind", async () => {
    const reports = await Promise.all(["i-a", "i-b"].map((id) => machines.start(spec(START, { id }))));
    assert.deepEqual(reports, [{ nginx: "running" }, { nginx: "running" }]);
    for (const id of ["i-a", "i-b"]) {
      const answer = await get(machines.findPort(id, 80));
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /<title>Welcome to nginx!<\/title>/);
      assert.equal(machines.findPort(id, 81), undefined);
    }
    const pids = await Promise.all(["i-a", "i-b"].map(pidOf));
    await machines.close();
    assert.deepEqual(pids.map(isAlive), [false, false]);
    assert.equal(machines.findPort("i-a", 80), undefined);
  });

  it("keeps its disk and applies the user data once; removed, it has nothing left", async () => {
    const files =
      "write_files: [{ path: /srv/www/index.html, content: mine }, { path: /etc/nginx/conf.d/a.conf, content: 'server { listen 8080; root /srv/www; }' }]\n";
    await machines.start(spec(START + files));
    await writeFile(join(dataDir, "machines/i-test1/root/srv/www/index.html"), "changed");
    await machines.stop("i-test1");
    assert.equal(machines.findPort("i-test1", 8080), undefined);
    await machines.start(spec(START + files));
    assert.equal(await (await get(machines.findPort("i-test1", 8080))).text(), "changed");
    assert.equal(machines.readConsole("i-test1").match(/installed nginx/g)?.length, 1);
    await machines.remove("i-test1");
    assert.deepEqual(await readdir(join(dataDir, "machines")), []);
  });

  it("leaves one that runs alone", async () => {
    await machines.start(spec(START));
    const pid = await pidOf("i-test1");
    await machines.start(spec(START));
    assert.equal(await pidOf("i-test1"), pid);
  });

  it("does not start a service that was never enabled again", async () => {
    const once = "packages: [nginx]\nruncmd: [systemctl start nginx]\n";
    assert.deepEqual(await machines.start(spec(once)), { nginx: "running" });
    await machines.stop("i-test1");
    const report = await machines.start(spec(once));
    assert.ok(report.nginx === "off");
    assert.match(report.reason, /never enabled/);
  });

  it("has the package replace pages of write_files, unless they are deferred", async () => {
    const page = "write_files: [{ path: /usr/share/nginx/html/index.html, content: mine";
    await machines.start(spec(`${START}${page} }]\n`, { id: "i-early" }));
    assert.match(await (await get(machines.findPort("i-early", 80))).text(), /Welcome to nginx!/);
    assert.match(
      machines.readConsole("i-early"),
      /the package replaced .*index\.html of write_files; "defer: true"/,
    );
    await machines.start(spec(`${START}${page}, defer: true }]\n`, { id: "i-late" }));
    assert.equal(await (await get(machines.findPort("i-late", 80))).text(), "mine");
  });

  for (const { title, userData, reason, ...image } of [
    { title: "unknown commands", userData: "runcmd: [reboot]", reason: /does not run the command "reboot"/ },
    { title: "no start", userData: "packages: [nginx]", reason: /no command of its user data starts it/ },
    { title: "no package", userData: "runcmd: [systemctl start nginx]", reason: /nginx is not installed/ },
    {
      title: "a broken configuration",
      userData: `${START}write_files: [{ path: /etc/nginx/conf.d/a.conf, content: 'server { listen 80' }]`,
      reason: /\/etc\/nginx\/conf\.d\/a\.conf:1: "listen" lacks its ";"/,
    },
    {
      title: "a directive that Nginx does not know",
      userData: `${START}write_files: [{ path: /etc/nginx/conf.d/a.conf, content: 'server { listn 80; }' }]`,
      reason: /unknown directive "listn"/,
    },
    {
      title: "an image of another layout",
      userData: START,
      imageId: "ubuntu_24_04",
      reason: /image ubuntu_24_04 is not simulated/,
    },
    {
      title: "a custom image of another layout",
      userData: START,
      imageId: "m-1",
      baseImageId: "ubuntu_24_04",
      reason: /image m-1 is not simulated/,
    },
    {
      title: "a custom image without a known system",
      userData: START,
      imageId: "m-1",
      baseImageId: "",
      reason: /image m-1 is not simulated/,
    },
  ]) {
    it(`reports on the console why Nginx does not run: ${title}`, async () => {
      const report = await machines.start(spec(userData, image));
      assert.ok(report.nginx === "off");
      assert.match(report.reason, reason);
      assert.match(machines.readConsole("i-test1"), /boot finished: Nginx not started because /);
      assert.match(machines.readConsole("i-test1"), reason);
      assert.doesNotMatch(machines.readConsole("i-test1"), new RegExp(dataDir));
    });
  }

  it("keeps an instance's files from others", async () => {
    await machines.start(spec("write_files: [{ path: /etc/secret, content: x }]\n"));
    assert.equal((await stat(join(dataDir, "machines", "i-test1"))).mode & 0o077, 0);
  });

  it("boots as for the first time when the record of the first boot is cut off", async () => {
    await machines.start(spec(START));
    await machines.stop("i-test1");
    await writeFile(join(dataDir, "machines", "i-test1", "boot.json"), "");
    assert.deepEqual(await machines.start(spec(START)), { nginx: "running" });
  });

  it("applies the user data at the next start when this computer lacked an Nginx", async () => {
    let lacking = true;
    const program = () => (lacking ? Promise.reject(new NginxMissingError("No Nginx was found")) : nginx());
    const unlucky = createMachines({ dataDir, nginx: program, log: () => {} });
    await assert.rejects(unlucky.start(spec(START)), NginxMissingError);
    assert.match(unlucky.readConsole("i-test1"), /boot broke off: No Nginx was found/);
    lacking = false;
    assert.deepEqual(await unlucky.start(spec(START)), { nginx: "running" });
    await unlucky.close();
  });

  it("ends what a killed server left behind, and starts anew", async () => {
    const machinesModule = pathToFileURL(join(__dirname, "../../../local/machines/machines.ts")).href;
    const script = `import m from ${JSON.stringify(machinesModule)};
      const it = m.createMachines({ dataDir: ${JSON.stringify(dataDir)}, nginx: async () => ${JSON.stringify(await nginx())}, log() {} });
      await it.start(${JSON.stringify(spec(START))}); console.log("up"); setInterval(() => {}, 1000);`;
    const killed = spawn(process.execPath, ["--import=tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    const left = await pidOf("i-test1");
    // Without its helper, which would end Nginx.
    killed.kill("SIGSTOP");
    const helpers = spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(killed.pid)], {
      encoding: "utf8",
    }).stdout;
    process.kill(Number(/^ *(\d+) sh -c/m.exec(helpers)?.[1]), "SIGKILL");
    killed.kill("SIGKILL");
    await once(killed, "exit");
    assert.equal(isAlive(left), true);
    assert.deepEqual(await machines.start(spec(START)), { nginx: "running" });
    assert.notEqual(await pidOf("i-test1"), left);
    assert.match(machines.readConsole("i-test1"), /ended the Nginx that an interrupted local cloud had left/);
    assert.equal((await get(machines.findPort("i-test1", 80))).status, 200);
  });

  it("does not touch another program that has the process id of a stale file", async () => {
    const innocent = spawn("sleep", ["60"]);
    try {
      await machines.start(spec(START));
      await machines.stop("i-test1");
      await writeFile(join(dataDir, "machines/i-test1/nginx.pid"), String(innocent.pid));
      await machines.start(spec(START));
      await sleep(50);
      assert.equal(innocent.exitCode, null);
      assert.equal(innocent.signalCode, null);
    } finally {
      innocent.kill("SIGKILL");
      await once(innocent, "exit");
    }
  });
});
