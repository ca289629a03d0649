import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, it } from "mocha";
import { readUserData } from "../../local/machines/cloudConfig";
import { hostPath } from "../../local/machines/guestPath";
import { createMachines, type Machines } from "../../local/machines/machines";
import { findNginx, NginxMissingError } from "../../local/machines/nginx";
import { type GuestEndpoint, NginxConfigError, rewriteNginxConfig } from "../../local/machines/nginxConfig";
import { NginxSyntaxError, parseNginx, printNginx } from "../../local/machines/nginxSyntax";
import { nginx } from "./nginx";
import { existing } from "./world";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("machines: Nginx's configuration language", () => {
  it("reads quotes, comments, variables and blocks", () => {
    const [first, second] = parseNginx(
      `a "x; {y}" 'it''s' # not; this {\n  \${v}z;\nlocation ~ "^/a{2}\\.html$" { return 200 "#no comment"; }`,
      "f",
    );
    assert.deepEqual(
      first?.args.map((arg) => arg.value),
      ["x; {y}", "it", "s", `\${v}z`],
    );
    assert.equal(second?.name, "location");
    assert.deepEqual(
      second?.block?.[0]?.args.map((arg) => arg.value),
      ["200", "#no comment"],
    );
    assert.equal(second?.at, "f:3");
  });

  it("writes what it read: reading it again gives the same", () => {
    const word = fc.stringMatching(/^[a-z/.$*:~]{1,8}$/);
    const directive = fc.letrec((tie) => ({
      one: fc.oneof(
        { maxDepth: 3 },
        fc
          .tuple(word, fc.array(word, { maxLength: 3 }))
          .map(([name, args]) => `${[name, ...args].join(" ")};`),
        fc
          .tuple(word, fc.array(tie("one"), { maxLength: 3 }))
          .map(([name, inner]) => `${name} { ${inner.join(" ")} }`),
      ),
    })).one;
    fc.assert(
      fc.property(fc.array(directive), (parts) => {
        const printed = printNginx(parseNginx(parts.join("\n"), "f"));
        assert.equal(printNginx(parseNginx(printed, "f")), printed);
      }),
    );
  });

  for (const [text, message] of [
    ["a b", /f:1: "a" lacks its ";"/],
    ["a {\n b c }", /f:2: "b" lacks its ";"/],
    ["a {\n b;", /a "}" is missing/],
    ["}", /f:1: unexpected "}"/],
    ['\na "b;', /f:2: the quote " is never closed/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} with file and line`, () => {
      assert.throws(
        () => parseNginx(text, "f"),
        (error) => error instanceof NginxSyntaxError && message.test(error.message),
      );
    });
  }
});

describe("machines: a guest's configuration without privileges", () => {
  const rewrite = (files: Record<string, string>, endpoints: GuestEndpoint[] = []): string =>
    rewriteNginxConfig({
      files: {
        read: (path) => files[path],
        list: (folder) =>
          Object.keys(files).flatMap((path) =>
            path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
          ),
      },
      address: "10.0.0.5",
      root: "/host/root",
      pidFile: "/host/nginx.pid",
      user: undefined,
      loopbackPort: (endpoint) => {
        endpoints.push(endpoint);
        return endpoint.port + (endpoint.scope === "network" ? 40_000 : 50_000);
      },
    });
  const main = (text: string): string => rewrite({ "/etc/nginx/nginx.conf": text });
  const problemsOf = (text: string): string => {
    try {
      main(text);
    } catch (error) {
      if (error instanceof NginxConfigError) return error.message;
      throw error;
    }
    return "";
  };

  it("listens on loopback only, once for IPv4 and IPv6", () => {
    const text = main(
      "http { server { listen 80 default_server; listen [::]:80 default_server ipv6only=on; } }",
    );
    assert.deepEqual(text.match(/listen .*/g), ['listen "127.0.0.1:40080" default_server;']);
  });

  it("maps every form of listen", () => {
    for (const [listen, expected] of [
      ["8080 ssl", '"127.0.0.1:48080" ssl'],
      ["*:80", '"127.0.0.1:40080"'],
      ["0.0.0.0:80", '"127.0.0.1:40080"'],
      ["10.0.0.5:80", '"127.0.0.1:40080"'],
      ["10.0.0.5", '"127.0.0.1:40080"'],
      ["127.0.0.1:9000", '"127.0.0.1:59000"'],
      ["[::1]:9000", '"127.0.0.1:59000"'],
      ["unix:/run/x.sock", '"unix:/host/root/run/x.sock"'],
    ]) {
      assert.match(
        main(`http { server { listen ${listen}; } }`),
        new RegExp(`listen ${expected?.replaceAll(".", "\\.")};`),
      );
    }
    assert.match(
      problemsOf("http { server { listen 10.0.0.6:80; } }"),
      /nginx\.conf:1: .*its own is 10\.0\.0\.5/,
    );
    assert.match(problemsOf("http { server { listen 99999; } }"), /a port is 1 to 65535/);
    assert.match(problemsOf("http { server { listen 443 quic; } }"), /UDP is not carried/);
  });

  it("gives a server without listen port 80", () => {
    assert.match(main("http { server { root /srv; } }"), /listen "127\.0\.0\.1:40080";/);
  });

  it("keeps every path below the instance's folder", () => {
    const text = main(
      "error_log /var/log/e.log; http { access_log off; server { root /srv/../../../etc; location /x/ { alias data/; } location /y { root /srv/$host; } } }",
    );
    assert.match(text, /root "\/host\/root\/etc";/);
    assert.match(text, /alias "\/host\/root\/usr\/share\/nginx\/data\/";/);
    assert.match(text, /root "\/host\/root\/srv\/\$host";/);
    assert.match(text, /error_log "\/host\/root\/var\/log\/e\.log";/);
    assert.match(text, /access_log off;/);
    assert.match(
      main("http { proxy_cache_path /var/cache x; }"),
      /proxy_cache_path "\/host\/root\/var\/cache"/,
    );
    assert.match(text, /client_body_temp_path "\/host\/root\//);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("..", ".", "a", ""), { maxLength: 8 }), (parts) => {
        assert.match(`${hostPath("/host/root", `/${parts.join("/")}`)}/`, /^\/host\/root\//);
      }),
    );
  });

  it("decides about the process itself", () => {
    const text = main("user nginx; daemon on; pid /run/nginx.pid; worker_processes 64; http { }");
    assert.match(text, /daemon "off";/);
    assert.match(text, /pid "\/host\/nginx\.pid";/);
    assert.doesNotMatch(text, /user|64|\/run\//);
  });

  it("follows includes, also inside types and maps", () => {
    const text = rewrite({
      "/etc/nginx/nginx.conf":
        "http { include mime.types; include /etc/nginx/conf.d/*.conf; map $uri $x { include m.map; } }",
      "/etc/nginx/mime.types": "types { text/html html; }",
      "/etc/nginx/conf.d/b.conf": "server { listen 81; }",
      "/etc/nginx/conf.d/a.conf": "server { listen 80; }",
      "/etc/nginx/conf.d/c.off": "server { listen 82; }",
      "/etc/nginx/m.map": "root 1;",
    });
    assert.match(text, /text\/html html;[\s\S]*:40080[\s\S]*:40081[\s\S]*root 1;/);
    assert.doesNotMatch(text, /40082/);
  });

  for (const [text, reason] of [
    ["include absent.conf;", /include absent\.conf: no such file/],
    ["include nginx.conf;", /in a circle/],
    ["http { server { location / { proxy_pass http://10.0.0.9; } } }", /"proxy_pass" cannot be used here/],
    ["http { upstream b { server 10.0.0.9; } }", /"upstream" cannot be used here/],
    ["http { access_log syslog:server=10.0.0.9; }", /only files can be named/],
    ["http { server { root /srv/$arg_dir; } }", /the variable \$arg_dir cannot be used in a path/],
    ["load_module modules/x.so;", /"load_module" cannot be used here/],
    ["http { server { ssl_stapling on; } }", /"ssl_stapling" cannot be used here/],
    ["http { server { ssl_ocsp leaf; } }", /"ssl_ocsp" cannot be used here/],
    ["mail { auth_http 10.0.0.9; }", /"mail" cannot be used here/],
  ] as const) {
    it(`refuses ${text}`, () => assert.match(problemsOf(text), reason));
  }

  it("reports all problems together", () => {
    assert.match(problemsOf("load_module x; http { resolver 1.1.1.1; }"), /load_module.*; .*resolver/);
  });
});

describe("machines: user data", () => {
  const read = (yaml: string) => readUserData(base64(`#cloud-config\n${yaml}`));

  it("goes in cloud-init's order: files, packages, deferred files, commands", () => {
    const plan = read(
      [
        "runcmd: ['systemctl enable nginx && systemctl start nginx.service', [nginx, -t]]",
        "packages: [nginx]",
        "write_files:",
        "  - { path: /late, content: x, defer: true }",
        "  - { path: /early, content: eA==, encoding: b64, permissions: '0600' }",
        "package_update: true",
      ].join("\n"),
    );
    assert.deepEqual(plan.problems, []);
    assert.deepEqual(
      plan.steps.map((step) =>
        step.kind === "write" ? step.file.path : step.kind === "service" ? step.action : step.kind,
      ),
      ["/early", "install", "/late", "enable", "start", "test"],
    );
    const [early] = plan.steps;
    assert.ok(early?.kind === "write");
    assert.equal(early.file.content.toString(), "x");
    assert.equal(early.file.mode, 0o600);
  });

  it("knows package managers' ways to install nginx", () => {
    for (const command of ["dnf install -y nginx", "yum -y install nginx", "apt-get install -y nginx"]) {
      assert.deepEqual(read(`runcmd: ["${command}"]`), { steps: [{ kind: "install" }], problems: [] });
    }
  });

  it("does nothing without user data", () => {
    assert.deepEqual(readUserData(""), { steps: [], problems: [] });
    assert.deepEqual(read(""), { steps: [], problems: [] });
  });

  for (const [text, problem] of [
    ["#!/bin/sh\nreboot", /is a script \(#!\)/],
    ["#include\nhttp://x", /is #include/],
    [" #cloud-config\n", /of an unknown kind/],
    ["#cloud-config\na: [", /is not YAML/],
    ["#cloud-config\n- a", /not a mapping/],
    ["#cloud-config\nbootcmd: [x]", /key "bootcmd" is not implemented/],
    ["#cloud-config\nconstructor: 1", /key "constructor" is not implemented/],
    ["#cloud-config\npackages: [nginx, curl]", /has nginx only, not "curl"/],
    ["#cloud-config\nruncmd: [rm -rf /]", /does not run the command "rm -rf \/"/],
    ["#cloud-config\nruncmd: ['nginx -t | tee x']", /does not run the command/],
    ["#cloud-config\nwrite_files: [{ path: a }]", /write_files\[0\]\.path must be an absolute path/],
    ["#cloud-config\nwrite_files: [{ path: /a, encoding: gz }]", /encoding "gz" is not one of/],
    [
      "#cloud-config\nwrite_files: [{ path: /a, source: { uri: x } }]",
      /write_files\[0\]\.source is not implemented/,
    ],
  ] as const) {
    it(`names what it cannot do in ${JSON.stringify(text)}`, () => {
      const plan = readUserData(base64(text));
      assert.equal(plan.problems.length, 1);
      assert.match(plan.problems[0] ?? "", problem);
    });
  }
});

describe("machines: finding Nginx", () => {
  let folder = "";
  const find = (path: string, messages: string[] = []) =>
    findNginx({
      cacheDir: join(folder, "cache"),
      searchPath: path,
      systemFolders: [],
      onProgress: (message) => messages.push(message),
    });
  const program = async (path: string, text: string) => {
    await writeFile(path, text);
    await chmod(path, 0o755);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "find-nginx-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("takes the first on PATH that runs", async () => {
    await Promise.all(["bad", "good"].map((name) => mkdir(join(folder, name))));
    await program(join(folder, "bad/nginx"), "#!/bin/sh\nexit 1\n");
    await program(join(folder, "good/nginx"), "#!/bin/sh\nexit 0\n");
    assert.equal(await find(`${folder}/bad:${folder}/good`), join(folder, "good/nginx"));
  });

  it("takes the copy in the cache", async () => {
    await mkdir(join(folder, "cache/usr/sbin"), { recursive: true });
    await program(join(folder, "cache/usr/sbin/nginx"), "#!/bin/sh\nexit 0\n");
    assert.equal(await find(""), join(folder, "cache/usr/sbin/nginx"));
  });

  it("says what to install when there is none to be had, and leaves nothing half-made", async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      const messages: string[] = [];
      await assert.rejects(
        find("", messages),
        (error) =>
          error instanceof NginxMissingError &&
          /dnf install nginx[\s\S]*brew install nginx/.test(error.message),
      );
      assert.match(messages[0] ?? "", /some 10 s/);
      assert.deepEqual(await readdir(join(folder, "cache")), []);
    } finally {
      process.env.PATH = path;
    }
  });
});

describe("machines: instances", function () {
  this.timeout(60_000);
  let dataDir = "";
  let machines: Machines;
  const spec = (userData: string, changes: { id?: string; imageId?: string } = {}) => ({
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
      const answer = await get(machines.portOf(id, 80));
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /<title>Welcome to nginx!<\/title>/);
      assert.equal(machines.portOf(id, 81), undefined);
    }
    const pids = await Promise.all(["i-a", "i-b"].map(pidOf));
    await machines.close();
    assert.deepEqual(pids.map(isAlive), [false, false]);
    assert.equal(machines.portOf("i-a", 80), undefined);
  });

  it("keeps its disk and applies the user data once; removed, it has nothing left", async () => {
    const files =
      "write_files: [{ path: /srv/www/index.html, content: mine }, { path: /etc/nginx/conf.d/a.conf, content: 'server { listen 8080; root /srv/www; }' }]\n";
    await machines.start(spec(START + files));
    await writeFile(join(dataDir, "machines/i-test1/root/srv/www/index.html"), "changed");
    await machines.stop("i-test1");
    assert.equal(machines.portOf("i-test1", 8080), undefined);
    await machines.start(spec(START + files));
    assert.equal(await (await get(machines.portOf("i-test1", 8080))).text(), "changed");
    assert.equal(machines.consoleOf("i-test1").match(/installed nginx/g)?.length, 1);
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
    assert.match(await (await get(machines.portOf("i-early", 80))).text(), /Welcome to nginx!/);
    assert.match(
      machines.consoleOf("i-early"),
      /the package replaced .*index\.html of write_files; "defer: true"/,
    );
    await machines.start(spec(`${START}${page}, defer: true }]\n`, { id: "i-late" }));
    assert.equal(await (await get(machines.portOf("i-late", 80))).text(), "mine");
  });

  for (const { title, userData, imageId, reason } of [
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
  ]) {
    it(`reports on the console why Nginx does not run: ${title}`, async () => {
      const report = await machines.start(spec(userData, imageId ? { imageId } : {}));
      assert.ok(report.nginx === "off");
      assert.match(report.reason, reason);
      assert.match(machines.consoleOf("i-test1"), /boot finished: Nginx not started because /);
      assert.match(machines.consoleOf("i-test1"), reason);
      assert.doesNotMatch(machines.consoleOf("i-test1"), new RegExp(dataDir));
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
    assert.match(unlucky.consoleOf("i-test1"), /boot broke off: No Nginx was found/);
    lacking = false;
    assert.deepEqual(await unlucky.start(spec(START)), { nginx: "running" });
    await unlucky.close();
  });

  it("ends what a killed server left behind, and starts anew", async () => {
    const machinesModule = pathToFileURL(join(__dirname, "../../local/machines/machines.ts")).href;
    const script = `import m from ${JSON.stringify(machinesModule)};
      const it = m.createMachines({ dataDir: ${JSON.stringify(dataDir)}, nginx: async () => ${JSON.stringify(await nginx())}, log() {} });
      await it.start(${JSON.stringify(spec(START))}); console.log("up"); setInterval(() => {}, 1000);`;
    const killed = spawn(process.execPath, ["--import=tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    const left = await pidOf("i-test1");
    killed.kill("SIGKILL");
    await once(killed, "exit");
    assert.equal(isAlive(left), true);
    assert.deepEqual(await machines.start(spec(START)), { nginx: "running" });
    assert.notEqual(await pidOf("i-test1"), left);
    assert.match(machines.consoleOf("i-test1"), /ended the Nginx that an interrupted local cloud had left/);
    assert.equal((await get(machines.portOf("i-test1", 80))).status, 200);
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
