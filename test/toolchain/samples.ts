import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Part } from "../../toolchain/parts";

/** A part of a made-up Go module. */
export const samplePart: Part = {
  name: "random",
  title: "the sample",
  kind: "plugin",
  version: "1.2.3",
  file: "pulumi-resource-sample",
  archive: "resource-random",
  build: {
    module: "sample",
    package: "./main",
    sources: ["main"],
    ldflags: "-s",
    cost: { minutes: 1, memory: 0, sparingMemory: 0 },
  },
};

/** Files of that module, below the toolchain folder. */
export const sampleModule: Readonly<Record<string, string>> = {
  "sample/go.mod": "module sample\n\ngo 1.25.0\n",
  "sample/go.sum": "example.com/a v1.0.0 h1:abc=\n",
  "sample/main/main.go": "package main\n",
  "sample/main/deep/more.go": "package deep\n",
};

/** A folder of its own for each test, removed after it. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "toolchain-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** An executable that is a shell script. */
export function writeScript(path: string, ...lines: string[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
}
