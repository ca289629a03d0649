import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { rememberHostName } from "../../../cli/hostNames";
import { findLeftLock, holdsLock } from "../../../cli/locks";
import { describeProcess } from "../../../cli/processes";

describe("the lock of an interrupted run", () => {
  const now = "2026-11-30T08:00:00Z";
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "locks-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** The ID of a process that has ended. */
  const ended = () => spawnSync(process.execPath, ["-e", ""]).pid;
  function lockBy(pid: number, { host = hostname(), timestamp = now } = {}): void {
    const folder = join(dir, ".pulumi", "locks", "organization", "project", "local");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "a.json"), JSON.stringify({ pid, hostname: host, timestamp }));
  }
  /** Changes the host name that is stored for this computer. */
  function renameHost(host: string): void {
    rememberHostName(dir);
    const file = join(dir, "hosts.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(JSON.stringify(hostname()), JSON.stringify(host)));
  }

  it("is identified by its process, which has ended, and has the start time of the run", () => {
    assert.equal(findLeftLock(dir), undefined);
    lockBy(ended());
    assert.equal(findLeftLock(dir), now);
  });

  it("is not one that a process holds", () => {
    lockBy(process.pid, { timestamp: new Date().toISOString() });
    assert.equal(findLeftLock(dir), undefined);
  });

  it("is one whose process ID belongs to another program now", () => {
    lockBy(process.pid, { timestamp: new Date(Date.now() - 24 * 3_600_000).toISOString() });
    assert.notEqual(findLeftLock(dir), undefined);
  });

  it("is not one of another machine", () => {
    lockBy(ended(), { host: "another-machine" });
    rememberHostName(dir);
    assert.equal(findLeftLock(dir), undefined);
  });

  it("is one of this machine before its host name changed", function () {
    if (process.platform !== "linux" || readFileSync("/etc/machine-id", "utf8").trim() === "") this.skip();
    lockBy(ended(), { host: "former-name" });
    assert.equal(findLeftLock(dir), undefined);
    renameHost("former-name");
    assert.equal(findLeftLock(dir), now);
    rememberHostName(dir);
    assert.equal(findLeftLock(dir), now, "both names are kept");
  });

  const facts = (program: string, startedAt: string) => ({ program, startedAt: new Date(startedAt) });
  const judged: [string, boolean, Parameters<typeof holdsLock>][] = [
    ["a process that has ended", false, [{ timestamp: now }, false, undefined]],
    ["a program that started later", false, [{ timestamp: now }, true, facts("vim", "2026-11-30T08:00:05Z")]],
    [
      "a program that started before",
      true,
      [{ timestamp: now }, true, facts("node", "2026-11-30T07:59:00Z")],
    ],
    [
      "pulumi, even if the clock was changed",
      true,
      [{ timestamp: now }, true, facts("pulumi", "2026-11-30T09:00:00Z")],
    ],
    ["a process that the system does not describe", true, [{ timestamp: now }, true, undefined]],
    ["a process, if the lock has no time", true, [{ timestamp: undefined }, true, facts("vim", now)]],
  ];
  for (const [what, holds, given] of judged) {
    it(`is ${holds ? "held" : "not held"} by ${what}`, () => assert.equal(holdsLock(...given), holds));
  }

  it("reads the start of a process from the system", () => {
    const started = describeProcess(process.pid)?.startedAt.getTime() ?? 0;
    const expected = Date.now() - process.uptime() * 1_000;
    assert.ok(Math.abs(started - expected) < 2_000, `${started} is not about ${expected}`);
  });
});
