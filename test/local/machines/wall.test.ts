import assert from "node:assert/strict";
import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createMachines } from "../../../local/machines/machines";
import { findNamespace } from "../../../local/machines/namespace";
import { NginxProcess } from "../../../local/machines/nginxProcess";
import { freePorts } from "../../../local/machines/ports";
import { decideIdentity, findIdentity, NobodyMissingError } from "../../../local/machines/privileges";
import { createNoWall, findWall, type Wall } from "../../../local/machines/wall";
import { nginx } from "../nginx";

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe("machines: as whom Nginx runs", () => {
  const root = {
    uid: 0,
    passwd: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\n",
    group: "root:x:0:\nnogroup:x:65533:\n",
    uidMap: "         0          0 4294967295\n",
  };
  const nobody = { kind: "nobody", nobody: { uid: 65534, gid: 65533, user: "nobody", group: "nogroup" } };

  it("is nobody when root starts it, and otherwise whoever starts it", () => {
    assert.deepEqual(decideIdentity(root), nobody);
    assert.deepEqual(decideIdentity({ ...root, uidMap: "" }), nobody);
    assert.deepEqual(decideIdentity({ ...root, uid: 1000 }), { kind: "self" });
    assert.deepEqual(decideIdentity({ ...root, uid: undefined }), { kind: "self" });
  });

  it("is root of a user namespace without other users, which has no rights outside", () => {
    assert.deepEqual(decideIdentity({ ...root, uidMap: "0 1000 1\n" }), { kind: "mappedRoot" });
    assert.deepEqual(decideIdentity({ ...root, uidMap: "0 1000 1\n1 100000 65536\n" }), nobody);
  });

  for (const [problem, passwd] of [
    ["does not exist", ""],
    ["is root", "nobody:x:0:0::/:\n"],
  ] as const) {
    it(`is never root: it fails if the user nobody ${problem}`, () => {
      assert.throws(() => decideIdentity({ ...root, passwd }), NobodyMissingError);
    });
  }
});

describe("machines: the wall around Nginx", function () {
  this.timeout(60_000);
  const canary = "CANARY-6f1e";
  let base = "";
  let folder = "";

  beforeEach(async () => {
    // Open to all users, so that it is the wall that holds and not the rights of files.
    base = await mkdtemp(join(tmpdir(), "wall-test-"));
    folder = join(base, "i-test");
    await chmod(base, 0o777);
    await mkdir(join(folder, "root"), { recursive: true });
    await writeFile(join(base, "canary.txt"), canary);
  });
  afterEach(() => rm(base, { recursive: true, force: true }));

  /** Runs a configuration that nobody has judged, and tells what got out. */
  async function attack(wall: Wall, log: string) {
    const [port = 0] = await freePorts(1);
    const user = wall.user.length > 0 ? `user ${wall.user.join(" ")};` : "";
    await writeFile(
      join(folder, "nginx.conf"),
      `daemon off; worker_processes 1; pid nginx.pid; error_log root/error.log; ${user}
      events { }
      http {
        access_log off; client_body_temp_path root/body; proxy_temp_path root/proxy; fastcgi_temp_path root/fastcgi;
        uwsgi_temp_path root/uwsgi; scgi_temp_path root/scgi;
        server {
          listen 127.0.0.1:${port};
          location /absolute { alias ${base}/; }
          location /climb { root root/../..; rewrite ^/climb(.*)$ $1 break; }
          location /argument { rewrite ^ /$arg_p break; root root; }
          location /put { dav_methods PUT; alias ${base}; client_max_body_size 1k; }
          location /log { access_log ${log}; return 204; }
          location /test { if (-f ${base}/canary.txt) { return 200 ${canary}; } return 404; }
          location /inside { return 200 inside; }
        }
      }`,
    );
    await wall.prepare(folder);
    const process = await NginxProcess.start({
      command: wall.command(folder, ["-p", "./", "-c", "nginx.conf"]),
      pidFile: join(folder, "nginx.pid"),
      ports: [port],
      onExit: () => {},
    }).catch((error: Error) => error);
    // It does not start where it cannot open its log.
    if (process instanceof Error) return { refused: process.message, read: [], inside: "", written: false };
    try {
      const url = `http://127.0.0.1:${port}`;
      const ask = async (path: string) => (await fetch(url + path)).text();
      const answers = {
        absolute: await ask("/absolute/canary.txt"),
        climb: await ask("/climb/canary.txt"),
        argument: await ask("/argument?p=../../canary.txt"),
        test: await ask("/test"),
      };
      await fetch(`${url}/put/put.txt`, { method: "PUT", body: "x" });
      const read = Object.entries(answers).flatMap(([name, text]) => (text.includes(canary) ? [name] : []));
      const inside = await ask("/inside");
      return { refused: "", read, inside, written: await exists(join(base, "put.txt")) };
    } finally {
      await process.stop();
    }
  }

  it("holds alone, when a configuration is not judged at all", async function () {
    const wall = await findWall(await nginx());
    if (wall.kind === "none") return this.skip();
    const { refused } = await attack(wall, join(base, "out.txt"));
    assert.match(refused, /open\(\) ".*out\.txt" failed \(2: No such file or directory\)/);
    const { read, written, inside } = await attack(wall, "off");
    assert.deepEqual({ read, written, inside }, { read: [], written: false, inside: "inside" });
    assert.equal(await exists(join(base, "out.txt")), false);
  });

  it("is what holds there: without one, all of it gets out", async () => {
    const { read, written } = await attack(
      createNoWall(await nginx(), "switched off"),
      join(base, "out.txt"),
    );
    assert.deepEqual(
      { read, written, logged: await exists(join(base, "out.txt")) },
      { read: ["absolute", "climb", "argument", "test"], written: true, logged: true },
    );
  });

  for (const [title, wallFor] of [
    ["the wall of this computer", findWall],
    ["no wall", async (program: string) => createNoWall(program, "switched off")],
  ] as const) {
    it(`lets no worker run as root: ${title}`, async function () {
      const machines = createMachines({ dataDir: base, nginx, wall: wallFor, log: () => {} });
      const userData = "#cloud-config\npackages: [nginx]\nruncmd: [systemctl enable --now nginx]\n";
      const spec = { id: "i-a", imageId: "aliyun_3", privateIp: "10.0.0.5", userData: "" };
      try {
        await machines.start({ ...spec, userData: Buffer.from(userData).toString("base64") });
        assert.equal((await fetch(`http://127.0.0.1:${machines.findPort("i-a", 80)}`)).status, 200);
        const pid = Number(await readFile(join(base, "machines/i-a/nginx.pid"), "utf8"));
        const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => undefined);
        if (children === undefined || findIdentity().kind === "mappedRoot") return this.skip();
        for (const worker of children.trim().split(" ")) {
          assert.doesNotMatch(await readFile(`/proc/${worker}/status`, "utf8"), /^[UG]id:.*\b0\b/m);
        }
      } finally {
        await machines.close();
      }
    });
  }

  it("is tried once, and its absence is said with the reason", async () => {
    const tried = await findNamespace(join(base, "absent"), findIdentity());
    assert.ok("problem" in tried);
    assert.notEqual(tried.problem, "");
    assert.match(
      createNoWall("nginx", "unshare: Operation not permitted").description,
      /^No wall around Nginx: unshare: Operation not permitted\. Only the check of its configuration/,
    );
  });
});
