import assert from "node:assert/strict";
import { mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { locateToolchain } from "../../toolchain/cache";
import { withToolchainLock } from "../../toolchain/lock";
import { temporaryFolder } from "./samples";

const ignore = () => undefined;

/** A point in time that others can wait for. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = ignore;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("the toolchain's lock", () => {
  const home = temporaryFolder();

  it("makes a second builder wait for the first, and names it", async () => {
    const order: string[] = [];
    const mayEnd = gate();
    const hasStarted = gate();
    const isWaiting = gate();
    const first = withToolchainLock(home(), ignore, async () => {
      order.push("first starts");
      hasStarted.open();
      await mayEnd.opened;
      order.push("first ends");
    });
    await hasStarted.opened;
    const second = withToolchainLock(
      home(),
      (line) => {
        order.push(line);
        isWaiting.open();
      },
      async () => {
        order.push("second starts");
      },
    );
    await isWaiting.opened;
    mayEnd.open();
    await Promise.all([first, second]);
    assert.deepEqual([order[0], ...order.slice(2)], ["first starts", "first ends", "second starts"]);
    assert.match(order[1] ?? "", new RegExp(`^Waiting for process ${process.pid} on .+ \\(since .+\\)`));
  });

  it("is free again after a failure", async () => {
    await assert.rejects(
      withToolchainLock(home(), ignore, async () => {
        throw new Error("broken build");
      }),
      /broken build/,
    );
    assert.equal(await withToolchainLock(home(), assert.fail, async () => "mine"), "mine");
  });

  it("is taken over from an ended process", async () => {
    const left = join(locateToolchain(home()), "lock");
    mkdirSync(left, { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(left, longAgo, longAgo);
    assert.equal(await withToolchainLock(home(), assert.fail, async () => "mine"), "mine");
  });
});
