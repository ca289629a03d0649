import assert from "node:assert/strict";
import { parse as parseYaml } from "yaml";
import { checkOwnUserData, checkUserData, nginxUserData } from "../../../../components/service/userData";
import { Problems } from "../../../../components/validation/problems";

/** The document, whose texts have the same meaning in YAML 1.1 and 1.2. */
const parse = (text: string) => {
  const document = parseYaml(text);
  assert.deepEqual(parseYaml(text, { version: "1.1" }), document);
  return document;
};

describe("user data of an Nginx instance", () => {
  it("installs and starts Nginx with the page of its package by default", () => {
    assert.deepEqual(parse(nginxUserData({ port: 80, pages: {} })), {
      packages: ["nginx"],
      runcmd: [["systemctl", "enable", "--now", "nginx"]],
    });
  });

  it("listens on another port", () => {
    const { write_files: files } = parse(nginxUserData({ port: 8080, pages: {} }));
    assert.equal(files.length, 1);
    assert.match(files[0].content, /listen 8080;[\s\S]*root \/usr\/share\/nginx\/html;/);
  });

  it("serves pages unchanged", () => {
    const page = "<h1>100 % 'quoted' \"text\"</h1>\n: - # not YAML\n";
    const { write_files: files } = parse(nginxUserData({ port: 80, pages: { "a/index.html": page } }));
    assert.deepEqual(files[0], { path: "/srv/www/a/index.html", permissions: "0644", content: page });
    assert.match(files[1].content, /root \/srv\/www;/);
  });

  it("accepts an Nginx configuration, and appends cloudConfig to its own", () => {
    const nginxConfig = "server { listen 80; return 204; }";
    const cloudConfig = {
      packages: ["jq"],
      write_files: [{ path: "/etc/motd", content: "hello" }],
      runcmd: ["echo done"],
      timezone: "UTC",
    };
    assert.deepEqual(parse(nginxUserData({ port: 80, pages: {}, nginxConfig, cloudConfig })), {
      packages: ["nginx", "jq"],
      write_files: [
        { path: "/etc/nginx/conf.d/service.conf", permissions: "0644", content: nginxConfig },
        { path: "/etc/motd", content: "hello" },
      ],
      runcmd: [["systemctl", "enable", "--now", "nginx"], "echo done"],
      timezone: "UTC",
    });
  });

  it("reports the argument that makes it too large, and keys that would break Nginx", () => {
    const findPaths = (userData: Parameters<typeof checkUserData>[0]) => {
      const problems = new Problems();
      checkUserData(userData, problems);
      return problems.list.map(({ path }) => path);
    };
    const large = "x".repeat(33_000);
    assert.deepEqual(findPaths({ port: 80, pages: { a: "" }, nginxConfig: `# ${large}` }), ["nginxConfig"]);
    const cloudConfig = { packages: "jq", final_message: large };
    assert.deepEqual(findPaths({ port: 80, pages: {}, cloudConfig }), [
      "cloudConfig.packages",
      "cloudConfig",
    ]);
  });

  it("rejects paths outside the web root, and too much data", () => {
    const problems = new Problems();
    checkUserData(
      { port: 80, pages: { "/etc/x": "", "a/../../b": "", "big.html": "x".repeat(33_000) } },
      problems,
    );
    assert.deepEqual(
      problems.list.map(({ path }) => path),
      ['pages["/etc/x"]', 'pages["a/../../b"]', "pages"],
    );
  });

  const findReported = (...paths: string[]) => {
    const problems = new Problems();
    checkUserData({ port: 80, pages: Object.fromEntries(paths.map((path) => [path, ""])) }, problems);
    return problems.list.map(({ path, problem }) => `${path} ${problem}`);
  };

  for (const path of ["", ".", "a/", "a//b", "./a", "a/./b", "a\nb"]) {
    it(`rejects the page ${JSON.stringify(path)}`, () => assert.equal(findReported(path).length, 1));
  }

  it("accepts paths of files", () => {
    assert.deepEqual(findReported(".htaccess", "a b.html", "ü/1", "a", "ab/c", "..."), []);
    assert.deepEqual(findReported("items", "items/1"), ['pages["items"] is also the folder of "items/1".']);
  });
});

describe("the start of user data of your own", () => {
  const findProblem = (userData: string): string | undefined => {
    const problems = new Problems();
    checkOwnUserData(userData, problems);
    return problems.list[0]?.problem;
  };

  for (const start of [
    "#!/bin/sh",
    "#! /usr/bin/env bash",
    "#cloud-config",
    "#Cloud-Config\r",
    "#cloud-config-archive",
    "#cloud-boothook",
    "#include",
    "#include-once",
    "## template: jinja",
    "Content-Type: multipart/mixed",
  ]) {
    it(`can be ${JSON.stringify(start)}`, () => assert.equal(findProblem(`${start}\n`), undefined));
  }

  for (const start of [
    "# cloud-config",
    "# Installs the service",
    "#shell",
    "echo",
    "\ufeff#!/bin/sh",
    "\n#!/bin/sh",
  ]) {
    it(`is rejected if cloud-init would ignore it: ${JSON.stringify(start)}`, () =>
      assert.match(findProblem(`${start}\necho\n`) ?? "", /header/));
  }

  it("is rejected with Windows line breaks in a script", () =>
    assert.match(findProblem("#!/bin/sh\r\necho\r\n") ?? "", /Windows line breaks/));

  for (const start of ["#!", "#!bash"]) {
    it(`is rejected without the path of an interpreter: ${start}`, () =>
      assert.match(findProblem(`${start}\necho\n`) ?? "", /without the path of an interpreter/));
  }
});
