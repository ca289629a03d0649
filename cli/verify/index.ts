import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callApi, refusalOf } from "../call";
import { ask } from "../cloud";
import { Failure } from "../failure";
import { homeDir, localDirs } from "../paths";
import { LocalStack, type OperationResult } from "../pulumi";
import { toolchain } from "../session";
import { writeConfigFor } from "../stackConfig";
import { readOutputs } from "../stackOutputs";
import { baseCall, checkCalls, checkRefusals } from "./calls";
import { CloudClients } from "./cloudClients";
import { Report, type Result } from "./report";
import { checkSecrets } from "./secrets";
import { Server } from "./server";

/** Proves the whole from nothing, in a place of its own, and prints one JSON object as its last line. */
export async function verify(jsonFile?: string): Promise<number> {
  const result = await runVerification();
  const text = JSON.stringify(result);
  if (jsonFile) writeFileSync(jsonFile, `${text}\n`);
  process.stdout.write(`${text}\n`);
  return result.ok ? 0 : 1;
}

export async function runVerification(): Promise<Result> {
  mkdirSync(homeDir(), { recursive: true });
  const base = mkdtempSync(join(homeDir(), "verify-"));
  const server = new Server(localDirs(base).cloud);
  const report = new Report();
  const interrupt = () => {
    report.interrupted = true;
  };
  process.on("SIGINT", interrupt);
  try {
    await new Verification(base, server, report).run();
  } finally {
    process.removeListener("SIGINT", interrupt);
    await server.stop();
    rmSync(base, { recursive: true, force: true });
  }
  return report.result;
}

class Verification {
  private printed = "";

  constructor(
    private readonly base: string,
    private readonly server: Server,
    private readonly report: Report,
  ) {}

  async run(): Promise<void> {
    const { report, server } = this;
    const dirs = localDirs(this.base);
    mkdirSync(dirs.cloud, { recursive: true, mode: 0o700 });
    const { pulumi, env } = await report.timed("toolchain", toolchain);
    const served = await report.timed("serve", () => server.start(0));
    const configFile = join(this.base, "Pulumi.local.yaml");
    writeConfigFor(served.endpoint, configFile);
    const caBundle = join(dirs.cloud, "ca-bundle.pem");
    const stack = new LocalStack({
      pulumi,
      toolchainEnv: { ...env },
      backendDir: dirs.backend,
      caBundle,
      configFile,
    });
    await stack.ensure();

    const up = await this.operate(stack, "up", "up");
    report.check("up", up.ok, up.errors.join("; "));
    if (!up.ok) return;
    const outputs = readOutputs(await stack.outputs());
    const call = baseCall(served.gateway, outputs);
    await report.timed("calls", () => checkCalls(call, report));

    const clients = new CloudClients(served);
    const stranger = await clients.createStranger();
    await report.timed("refusals", () => checkRefusals(call, stranger.appCode, report));
    await clients.deleteApp(stranger.appId);

    const again = await this.operate(stack, "up", "up_again");
    report.check("up_again_changes_nothing", unchanged(again), describe(again));
    const refresh = await this.operate(stack, "refresh", "refresh");
    report.check("refresh_changes_nothing", unchanged(refresh), describe(refresh));
    const after = await this.operate(stack, "up", "up_after_refresh");
    report.check("up_after_refresh_changes_nothing", unchanged(after), describe(after));

    const putBack = await clients.removeIngress(outputs.securityGroupId);
    const without = await callApi(call);
    const refusal = refusalOf(without);
    report.check(
      "security_group_without_rule_refuses",
      without.status === 504 && refusal.code === "D504CO",
      `${without.status} ${refusal.code}`,
    );
    await putBack();
    const withRule = await callApi(call);
    report.check("security_group_with_rule_passes", withRule.status === 200, `${withRule.status}`);

    const { gateway } = await report.timed("restart", async () => {
      await server.stop();
      return server.start(Number(served.endpoint.split(":").at(-1)));
    });
    const restarted = await callApi({ ...call, gateway });
    report.check(
      "state_survives_a_restart",
      restarted.status === 200,
      `${restarted.status} ${refusalOf(restarted).message}`,
    );

    checkSecrets(outputs, dirs.backend, this.printed + server.printed, report);
    const destroy = await this.operate(stack, "destroy", "destroy");
    const { total } = await ask(served.endpoint, "resources");
    report.check(
      "destroy_leaves_nothing",
      destroy.ok && total === 0,
      `${destroy.errors.join("; ")} ${total} left`,
    );
    const code = await server.stop();
    const left = processesBelow(this.base);
    report.check("stop_leaves_no_process", code === 0 && left === 0, `exit code ${code}, ${left} processes`);
  }

  private async operate(
    stack: LocalStack,
    command: "up" | "refresh" | "destroy",
    name: string,
  ): Promise<OperationResult> {
    const result = await this.report.timed(name, () => stack.operate(command));
    this.printed += result.printed;
    return result;
  }
}

function unchanged({ ok, changes }: OperationResult): boolean {
  return (
    ok &&
    (changes.same ?? 0) > 0 &&
    Object.entries(changes).every(([what, count]) => what === "same" || count === 0)
  );
}

function describe({ errors, changes }: OperationResult): string {
  return errors.length > 0 ? errors.join("; ") : JSON.stringify(changes);
}

/** Number of processes whose command line names the folder. */
function processesBelow(dir: string): number {
  if (process.platform !== "linux") throw new Failure("verify looks for processes in /proc: it needs Linux.");
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(join("/proc", pid, "cmdline"), "utf8").includes(dir);
    } catch {
      return false;
    }
  }).length;
}
