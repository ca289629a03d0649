import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readUserData } from "../../../local/machines/cloudConfig";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

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
