import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyCheckout } from "../support/checkoutCopy";
import { type CommandRun, runsWithoutStack, runsWithStack } from "../support/commandRuns";
import { blocks } from "../support/markdown";
import { makeHome } from "../support/ownHome";

describe("the npm commands of the documentation, in a copy of the checkout", function () {
  this.timeout(60 * 60_000);
  const base = mkdtempSync(join(tmpdir(), "commands-"));
  const checkout = join(base, "checkout");
  const environment = (home: string) => ({ ...process.env, ALICLOUD_VPC_API_HOME: join(base, home) });

  before(async () => {
    makeHome(join(base, "home"));
    mkdirSync(join(base, "empty"));
    await copyCheckout(checkout);
  });
  after(() => {
    run({ line: "npm run local -- stop", prints: /stopped|not running/ });
    rmSync(base, { recursive: true, force: true });
  });

  /** Runs a command as a reader does, with a cache folder of the test's own. */
  function run({ line, prints, exits = 0, emptyHome }: CommandRun): string {
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", line], {
      cwd: checkout,
      encoding: "utf8",
      env: environment(emptyHome ? "empty" : "home"),
    });
    const printed = stdout + stderr;
    assert.equal(status, exits, `${line}\n${printed}`);
    assert.match(printed, prints);
    return printed;
  }

  /** Runs a command until it has printed what it is to print, then stops it as Ctrl-C does. */
  async function runUntilPrinted({ line, prints }: CommandRun): Promise<void> {
    const child = spawn("bash", ["-c", line], { cwd: checkout, detached: true, env: environment("home") });
    let printed = "";
    const collect = (chunk: Buffer) => {
      printed += chunk;
      if (prints.test(printed) && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    await once(child, "close");
    assert.match(printed, prints);
  }

  const session = sessionOf(blocks.find(({ language }) => language === "console")?.text ?? "");
  const untilDestroyed = session.findIndex(({ line }) => line.endsWith("destroy"));

  const runShown = (steps: typeof session) => {
    for (const { line, shown } of steps) {
      it(`${line} prints what the README shows`, () => {
        const printed = run({ line, prints: /(?:)/ });
        for (const pattern of shown) assert.match(printed, pattern);
      });
    }
  };
  const runListed = (runs: readonly CommandRun[]) => {
    for (const listed of runs)
      it(listed.line, async () => void (listed.stays ? await runUntilPrinted(listed) : run(listed)));
  };

  runShown(session.slice(0, untilDestroyed));
  runListed(runsWithStack);
  runShown(session.slice(untilDestroyed));
  runListed(runsWithoutStack);
});

/** The commands of a console, each with patterns of the lines that are shown below it. */
function sessionOf(text: string): { line: string; shown: RegExp[] }[] {
  return text.split(/^\$ /m).flatMap((step) => {
    const [line = "", ...shown] = step.trimEnd().split("\n");
    return line === "" ? [] : [{ line, shown: shown.map(patternOf) }];
  });
}

/** A line of a console, with any ID, port and time in the place of those that it shows. */
function patternOf(line: string): RegExp {
  if (line.trim() === "…") return /(?:)/;
  const escaped = line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    escaped
      .replace(/[0-9a-f]{32}/g, "[0-9a-f]{32}")
      .replace(/127\\\.0\\\.0\\\.1:\d+/g, "127\\.0\\.0\\.1:\\d+")
      .replace(/ +/g, " +")
      .replace(/\d+ \+ms/g, "\\d+ +ms"),
  );
}
