import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { leftLocked } from "../../../cli/locks";

describe("the lock of an interrupted run", () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "locks-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function lockBy(pid: number, host = hostname()): void {
    const folder = join(dir, ".pulumi", "locks", "organization", "project", "local");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "a.json"), JSON.stringify({ pid, hostname: host }));
  }

  it("is told by its process, which has ended", () => {
    assert.equal(leftLocked(dir), false);
    lockBy(spawnSync(process.execPath, ["-e", ""]).pid);
    assert.equal(leftLocked(dir), true);
  });

  it("is not one that a process holds, here or on another machine", () => {
    lockBy(process.pid);
    assert.equal(leftLocked(dir), false);
    lockBy(spawnSync(process.execPath, ["-e", ""]).pid, "another-machine");
    assert.equal(leftLocked(dir), false);
  });
});
