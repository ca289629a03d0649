import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { watchCloud } from "../../../cli/cloudWatch";

describe("a local cloud that ends while pulumi runs", () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  /** A process that runs until a signal ends it. */
  async function start(onInterrupt = "process.exit(130)"): Promise<ChildProcess & { pid: number }> {
    const program = `process.on("SIGINT", () => { ${onInterrupt} }); setInterval(() => {}, 1000); console.log("up")`;
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    await once(child.stdout, "data");
    return Object.assign(child, { pid: child.pid ?? 0 });
  }

  it("is reported once with its log, and pulumi is interrupted", async () => {
    const [cloud, pulumi] = [await start(), await start()];
    const reports: string[] = [];
    const stop = watchCloud({ pid: cloud.pid, logFile: "/logs/server.log" }, pulumi, (text) =>
      reports.push(text),
    );
    cloud.kill("SIGKILL");
    const [code] = await once(pulumi, "exit");
    assert.equal(code, 130);
    assert.equal(reports.length, 1);
    assert.match(
      reports[0] ?? "",
      new RegExp(`^The local cloud \\(pid ${cloud.pid}\\) has ended.*/logs/server\\.log`),
    );
    assert.equal(stop(), reports[0]);
  });

  it("is reported at the end if pulumi ends at the same time", async () => {
    const [cloud, pulumi] = [await start(), await start()];
    const stop = watchCloud({ pid: cloud.pid, logFile: "/logs/server.log" }, pulumi, assert.fail);
    cloud.kill("SIGKILL");
    await once(cloud, "exit");
    assert.match(stop() ?? "", /has ended/);
  });

  it("is not reported while it runs", async () => {
    const [cloud, pulumi] = [await start(), await start()];
    const stop = watchCloud({ pid: cloud.pid, logFile: "" }, pulumi, assert.fail);
    pulumi.kill("SIGINT");
    await once(pulumi, "exit");
    assert.equal(stop(), undefined);
  });
});
