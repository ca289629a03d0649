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

  for (const command of ["dnf install -y nginx", "yum -y install nginx", "apt-get install -y nginx"]) {
    it(`installs Nginx with ${command}`, () => {
      assert.deepEqual(read(`runcmd: ["${command}"]`), { steps: [{ kind: "install" }], problems: [] });
    });
  }

  it("names the line breaks of PyYAML that it does not read", () => {
    assert.match(String(read('final_message: "a\u2028b"\nruncmd: [nginx -t]').problems), /U\+2028/);
  });

  it("does nothing without user data", () => {
    assert.deepEqual(readUserData(""), { steps: [], problems: [] });
    assert.deepEqual(read(""), { steps: [], problems: [] });
  });

  for (const [text, problem] of [
    ["#!/bin/sh\nreboot", /is a script \(#!\)/],
    ["#include\nhttp://x", /is #include/],
    ["packages: [nginx]\n", /of an unknown kind/],
    ["#cloud-config\na: [", /is not YAML/],
    ["#cloud-config\n- a", /not a mapping/],
    ["#cloud-config\nbootcmd: [x]", /key "bootcmd" is not implemented/],
    ["#cloud-config\nconstructor: 1", /key "constructor" is not implemented/],
    ["#cloud-config\npackages: [nginx, curl]", /has nginx only, not "curl"/],
    ["#cloud-config\nruncmd: [rm -rf /]", /does not run the command "rm -rf \/"/],
    ["#cloud-config\nruncmd: ['nginx -t | tee x']", /does not run the command/],
    ["#cloud-config\nwrite_files: [{ path: /a, encoding: gz }]", /encoding gz is not implemented/],
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

describe("machines: modules of cloud-init that fail", () => {
  const stepsOf = (yaml: string) =>
    readUserData(base64(`#cloud-config\n${yaml}`)).steps.map((step) =>
      step.kind === "write"
        ? step.file.path
        : step.kind === "failed"
          ? `${step.module}: ${step.reason}`
          : step.kind,
    );

  it("stop write_files at a text that YAML 1.1 takes for a boolean, and run the next modules", () => {
    assert.deepEqual(
      stepsOf(
        "write_files: [{path: /a, content: a}, {path: /b, content: off}, {path: /c}]\npackages: [nginx]\nruncmd: [nginx -t]",
      ),
      ["/a", "write-files: write_files[1].content is a boolean (false)", "install", "test"],
    );
  });

  it("run no command where one is a number", () => {
    assert.deepEqual(stepsOf("packages: [nginx]\nruncmd: [nginx -t, 5]"), [
      "install",
      "runcmd: item 2 is a number (5)",
    ]);
  });

  for (const [scalar, kind] of [
    ["9:30", "a number (570)"],
    ["1_000", "a number (1000)"],
    ["2026-11-29", "a date"],
  ] as const) {
    it(`read ${scalar} as ${kind}, as YAML 1.1 does`, () => {
      assert.deepEqual(stepsOf(`write_files: [{path: /a, content: ${scalar}}]`), [
        `write-files: write_files[0].content is ${kind}`,
      ]);
    });
  }
});
