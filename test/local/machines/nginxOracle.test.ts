import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { NginxConfigError, rewriteNginxConfig } from "../../../local/machines/nginxConfig";
import { NGINX_ENVIRONMENT, NginxProcess, NginxStartError } from "../../../local/machines/nginxProcess";
import { parseNginx, printNginx } from "../../../local/machines/nginxSyntax";
import { NginxSyntaxError } from "../../../local/machines/nginxTokens";
import { freePorts } from "../../../local/machines/ports";
import { createNoWall, type Wall } from "../../../local/machines/wall";
import { nginx } from "../nginx";
import { acceptedPart, bodyOf, hostileRequests, hostileServers } from "./hostile";

const run = promisify(execFile);

/** Another seed finds other servers: `HOSTILE_SEED=7 HOSTILE_SERVERS=9000`. */
const SEED = Number(process.env.HOSTILE_SEED ?? 16);
const SERVERS = Number(process.env.HOSTILE_SERVERS ?? 600);
/** Servers of one Nginx. */
const BATCH = 200;
const CANARY = "canary.txt";
const SECRET = "CANARY-c0ffee";

describe("machines: what Nginx understood", function () {
  this.timeout(60_000 + SERVERS * 400);
  let base = "";
  let folder = "";
  let root = "";
  let program = "";
  /** For further ports that a server listens on. */
  let sparePort = 0;

  before(async () => {
    [sparePort = 0] = await freePorts(1);
    program = await nginx();
    base = await mkdtemp(join(tmpdir(), "oracle-"));
    // Open to all users, so that no right of a file hides what gets out.
    await chmod(base, 0o777);
    folder = join(base, "machines", "i-x");
    root = join(folder, "root");
    for (const path of [
      "srv/www",
      "var/log/nginx",
      "var/lib/nginx/tmp",
      "usr/share/nginx",
      "etc/nginx",
      "a",
    ]) {
      await mkdir(join(root, path), { recursive: true });
    }
    for (const path of [base, join(base, "machines"), folder]) await writeFile(join(path, CANARY), SECRET);
    await writeFile(join(root, "srv/www/index.html"), "page");
  });
  after(() => rm(base, { recursive: true, force: true }));

  const main = "events { }\nhttp {\ninclude conf.d/*.conf;\n}\n";

  /** The configuration for servers with these bodies, each on the port of its place. */
  function rewriteServers(bodies: readonly string[], ports: readonly number[], wall: Wall): string {
    // Included in the order of their names.
    const names = bodies.map((_, i) => `${String(i).padStart(6, "0")}.conf`);
    const files = bodies.map((body, i) => [
      `/etc/nginx/conf.d/${names[i]}`,
      `server {\nlisten ${i + 1};\n${body}\n}`,
    ]);
    const texts: Record<string, string> = { "/etc/nginx/nginx.conf": main, ...Object.fromEntries(files) };
    return rewriteNginxConfig({
      files: {
        read: (path) => texts[path],
        list: () => names,
      },
      address: "10.0.0.5",
      root: "root",
      pidFile: "nginx.pid",
      user: wall.user,
      loopbackPort: ({ port }) => ports[port - 1] ?? sparePort,
    });
  }

  function isAccepted(body: string, wall: Wall): boolean {
    try {
      rewriteServers([body], [80], wall);
      return true;
    } catch (error) {
      if (error instanceof NginxConfigError) return false;
      throw error;
    }
  }

  async function startNginx(text: string, ports: readonly number[], wall: Wall): Promise<NginxProcess> {
    await writeFile(join(folder, "nginx.conf"), text);
    await wall.prepare(folder);
    return NginxProcess.start({
      command: wall.command(folder, ["-p", "./", "-c", "nginx.conf"]),
      pidFile: join(folder, "nginx.pid"),
      ports,
      onExit: () => {},
    });
  }

  /** Runs those of some servers that Nginx takes; it names the line of one that it does not. */
  async function runServers(
    bodies: readonly string[],
    wall: Wall,
    use: (ports: number[], pid: number) => Promise<void>,
  ) {
    let left = [...bodies];
    while (left.length > 0) {
      const ports = await freePorts(left.length);
      const text = rewriteServers(left, ports, wall);
      try {
        const process = await startNginx(text, ports, wall);
        await use(ports, Number(await readFile(join(folder, "nginx.pid"), "utf8"))).finally(() =>
          process.stop(),
        );
        return left;
      } catch (error) {
        if (!(error instanceof NginxStartError)) throw error;
        const line = Number(/\[emerg\].*nginx\.conf:(\d+)/.exec(error.output)?.[1] ?? Number.NaN);
        const before = text.split("\n").slice(0, line);
        const index = before.filter((it) => it === '  "server" {').length - 1;
        // A file that cannot be opened has no line.
        if (Number.isNaN(line) || index < 0) left = await withoutUnusable(left, wall);
        else left = left.filter((_, i) => i !== index);
      }
    }
    return left;
  }

  /** Servers that start alone: for errors without a line. */
  async function withoutUnusable(bodies: readonly string[], wall: Wall): Promise<string[]> {
    const usable: string[] = [];
    for (const body of bodies) {
      const ports = await freePorts(1);
      await writeFile(join(folder, "nginx.conf"), rewriteServers([body], ports, wall));
      const { file, args, cwd } = wall.command(folder, ["-t", "-p", "./", "-c", "nginx.conf"]);
      const ok = await run(file, args, { cwd, env: NGINX_ENVIRONMENT }).then(
        () => true,
        () => false,
      );
      if (ok) usable.push(body);
    }
    return usable;
  }

  /** Files outside the guest's root, without those of the local cloud. */
  async function filesOutside(): Promise<string[]> {
    const names = await readdir(base, { recursive: true });
    const ours =
      /^machines(\/i-x(\/(root|wall)(\/.*)?|\/nginx\.conf|\/nginx\.pid|\/wall\.fstab)?)?$|canary\.txt$/;
    return names.filter((name) => !ours.test(name));
  }

  it("is each word as it was read", async () => {
    const word = fc.string({
      unit: fc.constantFrom(..."ab \t\n;{}#\\\\\"\"''()trn"),
      minLength: 1,
      maxLength: 7,
    });
    const raws = fc.sample(word, { numRuns: 4_000, seed: SEED });
    const readValue = (raw: string): string | undefined => {
      try {
        const [first, ...others] = parseNginx(`return 200 ${raw};\n`, "f");
        const isOne = others.length === 0 && first?.args.length === 2 && !first.block;
        return isOne ? first.args[1] : undefined;
      } catch (error) {
        if (error instanceof NginxSyntaxError) return undefined;
        throw error;
      }
    };
    const single = [...new Set(raws)].filter((raw) => readValue(raw) !== undefined).slice(0, 600);
    assert.ok(single.length > 300, `${single.length} words`);
    const wall = createNoWall(program, "switched off");
    const [port = 0] = await freePorts(1);
    const head = printNginx([
      { name: "daemon", args: ["off"], at: "" },
      { name: "pid", args: ["nginx.pid"], at: "" },
      ...(wall.user.length > 0 ? [{ name: "user", args: wall.user, at: "" }] : []),
    ]);
    const locations = single.map((raw, i) => `location = /${i} { return 200 ${raw};\n }`).join("\n");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path root/var/lib/nginx/tmp/${name};`,
    );
    const text = `${head} error_log root/e.log; events { } http { access_log off; ${temporary.join(" ")} server { listen 127.0.0.1:${port}; ${locations} } }`;
    const process = await startNginx(text, [port], wall);
    try {
      for (const [i, raw] of single.entries()) {
        const answer = await (await fetch(`http://127.0.0.1:${port}/${i}`)).text();
        assert.equal(answer, readValue(raw), JSON.stringify(raw));
      }
    } finally {
      await process.stop();
    }
  });

  it("reads, writes and listens nowhere else for any hostile server, with the wall switched off", async () => {
    const wall = createNoWall(program, "switched off");
    const targets = { canary: CANARY, outside: base, secret: SECRET };
    const requests = hostileRequests(targets);
    const bodies = hostileServers(targets, SERVERS, SEED).flatMap((server) => {
      const whole = bodyOf(server);
      const part = bodyOf(acceptedPart(server, (body) => isAccepted(body, wall)));
      return isAccepted(whole, wall) ? [whole] : isAccepted(part, wall) ? [part] : [];
    });
    let ran = 0;
    for (let at = 0; at < bodies.length; at += BATCH) {
      const running = await runServers(bodies.slice(at, at + BATCH), wall, async (ports, pid) => {
        for (const address of await listenersOf(pid))
          assert.match(address, /^0100007F:/, "listens on loopback");
        for (const port of ports) {
          const answers = await Promise.all(requests.map((request) => exchange(port, request)));
          const leak = answers.findIndex((answer) => answer.includes(SECRET));
          if (leak < 0) continue;
          const text = await readFile(join(folder, "nginx.conf"), "utf8");
          const server = text.split('  "server" {').find((it) => it.includes(`127.0.0.1:${port}"`));
          assert.fail(`a canary got out with ${requests[leak]} of ${server}`);
        }
      });
      assert.deepEqual(await filesOutside(), [], `after ${running.join("\n")}`);
      ran += running.length;
    }
    assert.ok(ran > SERVERS / 3, `only ${ran} of ${SERVERS} hostile servers ran`);
  });

  const attacks: [means: string, attack: () => string][] = [
    ["a rewrite to an argument", () => "location / { root root; rewrite ^ /$arg_p break; }"],
    ["an alias with a slash at its end", () => "location /a { alias root/; }"],
    ["a rewrite with a dot", () => "location / { root root; rewrite ^/a(.*)$ /.$1 break; }"],
    [
      "a rewrite in a named location",
      () =>
        "location / { root root; try_files $uri @n; } location @n { root root; rewrite ^/a(.*)$ /$1 break; }",
    ],
    ["a rewrite of two parts", () => "location /a { root root; rewrite ^/a(.*)/b(.*)$ /$1/$2 break; }"],
    ["a parent folder in try_files", () => "location / { root root/srv/www; try_files /../../$arg_p =404; }"],
    ["a log outside its folder", () => `location / { access_log ${base}/out.log; return 204; }`],
  ];
  for (const [means, attack] of attacks) {
    it(`would get out without the check, by ${means}`, async () => {
      const wall = createNoWall(program, "switched off");
      const [port = 0] = await freePorts(1);
      const user = wall.user.length > 0 ? `user ${wall.user.join(" ")};` : "";
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
        (name) => `${name}_temp_path root/${name};`,
      );
      const process = await startNginx(
        `daemon off; pid nginx.pid; error_log root/e.log; ${user} events { }
        http { access_log off; ${temporary.join(" ")} server { listen 127.0.0.1:${port}; ${attack()} } }`,
        [port],
        wall,
      );
      try {
        const requests = hostileRequests({ canary: CANARY, outside: base });
        const answers = await Promise.all(requests.map((request) => exchange(port, request)));
        const isSeen = answers.some((answer) => answer.includes(SECRET)) || (await filesOutside()).length > 0;
        assert.ok(isSeen);
      } finally {
        await process.stop();
        await rm(join(base, "out.log"), { force: true });
      }
    });
  }
});

/** The addresses that the process listens on, as `/proc/net/tcp` writes them; none on systems without it. */
async function listenersOf(pid: number): Promise<string[]> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const sockets = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
  const inodes = new Set(sockets.flatMap((it) => /^socket:\[(\d+)\]$/.exec(it)?.[1] ?? []));
  const tables = await Promise.all(
    ["tcp", "tcp6", "udp", "udp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return tables
    .flatMap((table) => table.trim().split("\n").slice(1))
    .map((row) => row.trim().split(/\s+/))
    .flatMap((row) => (inodes.has(row[9] ?? "") ? [row[1] ?? ""] : []));
}

/** One request on a connection of its own, as the bytes that it is. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect({ host: "127.0.0.1", port }, () => socket.write(request));
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    socket.once("close", () => resolve(answer)).once("error", reject);
  });
}
