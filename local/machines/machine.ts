import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Instance } from "../store/model";
import { type BootRecord, readBootRecord, writeBootRecord } from "./bootRecord";
import { type BootStep, readUserData } from "./cloudConfig";
import { Disk } from "./disk";
import { GuestPathError } from "./guestPath";
import { NginxConfigError } from "./nginxConfig";
import { NginxStartError } from "./nginxProcess";
import { endLeftoverIn, NginxService } from "./nginxService";
import type { ServiceAction } from "./runCommands";
import type { StockFiles } from "./stock";
import type { Wall } from "./wall";

/** Result of a boot. */
export type BootReport = { nginx: "running" } | { nginx: "off"; reason: string };

export interface MachineOptions {
  /** The folder of the instance. */
  folder: string;
  wall(): Promise<Wall>;
  stock(): Promise<StockFiles>;
  onConsole(line: string): void;
}

/** The fields of an instance's record that a machine needs. */
export type MachineSpec = Pick<Instance, "id" | "imageId" | "baseImageId" | "privateIp" | "userData">;

/** Images whose packages are not RPMs. Their nginx package has a different file layout. */
const OTHER_LAYOUT = /^(ubuntu|debian|win)/i;

const NOT_STARTED_BY_ANY =
  "no command of its user data starts it: `systemctl enable --now nginx` in runcmd does";

const consoleFile = (folder: string): string => join(folder, "console.log");

/** The console output of all boots of the instance in a folder. */
export function readConsole(folder: string): string {
  try {
    return readFileSync(consoleFile(folder), "utf8");
  } catch {
    return "";
  }
}

/** An ECS instance: a disk, a console, and an Nginx if the user data starts one. */
export class Machine {
  private readonly disk: Disk;
  private readonly service: NginxService;
  private readonly recordFile: string;
  private readonly consoleFile: string;
  private record: BootRecord = { nginxInstalled: false, nginxEnabled: false, failure: "" };

  constructor(
    private readonly spec: MachineSpec,
    private readonly options: MachineOptions,
  ) {
    const { folder } = options;
    // Files from user data may contain secrets, whatever the permissions of the parent folders are.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.disk = new Disk(join(folder, "root"));
    this.recordFile = join(folder, "boot.json");
    this.consoleFile = consoleFile(folder);
    this.service = new NginxService(folder, this.disk, spec.privateIp, options.wall, (description) =>
      this.console(`nginx.service: the process ${description}`),
    );
  }

  /** Whether its Nginx is running. */
  get running(): boolean {
    return this.service.running;
  }

  findPort(guestPort: number): number | undefined {
    return this.service.findPort(guestPort);
  }

  /**
   * Boots the instance. Rejects only for an error that a real instance would not have, such as a missing Nginx on this
   * computer.
   */
  async boot(): Promise<BootReport> {
    if (await endLeftoverIn(this.options.folder)) {
      this.console("ended the Nginx that an interrupted local cloud had left running");
    }
    const earlier = await readBootRecord(this.recordFile);
    this.console(`boot of ${this.spec.id}, image ${this.spec.imageId}${earlier ? "" : ", first boot"}`);
    const reason = await (earlier ? this.bootAgain(earlier) : this.bootFirst()).catch((error: unknown) => {
      this.console(`boot broke off: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    });
    if (reason === "") {
      this.console("boot finished: Nginx accepts connections");
      return { nginx: "running" };
    }
    this.console(`boot finished: Nginx not started because ${reason}`);
    return { nginx: "off", reason };
  }

  stop(): Promise<void> {
    return this.service.stop();
  }

  /** Applies the user data. After an interruption, the next start begins again with an empty disk. */
  private async bootFirst(): Promise<string> {
    await this.disk.wipe();
    this.record = { nginxInstalled: false, nginxEnabled: false, failure: "" };
    this.record.failure = await this.applyUserData();
    await writeBootRecord(this.recordFile, this.record);
    return this.record.failure;
  }

  private async bootAgain(earlier: BootRecord): Promise<string> {
    this.record = earlier;
    if (earlier.nginxEnabled) return this.attempt("nginx.service", () => this.service.start());
    return (
      earlier.failure ||
      "it was never enabled: `systemctl enable nginx` in runcmd makes it start with the instance"
    );
  }

  /** @returns Why Nginx is not running, or nothing. */
  private async applyUserData(): Promise<string> {
    const plan = readUserData(this.spec.userData);
    if (plan.problems.length > 0) {
      for (const problem of plan.problems) this.console(`cloud-init: ${problem}`);
      return plan.problems.join("; ");
    }
    if (plan.steps.length === 0) return "the instance has no user data that installs it";
    let failure = "";
    // The first failure is the cause. The boot continues, as in cloud-init.
    for (const step of plan.steps) {
      const failed = await this.apply(step);
      failure ||= failed;
    }
    if (this.service.running) return "";
    return failure || NOT_STARTED_BY_ANY;
  }

  private async apply(step: BootStep): Promise<string> {
    switch (step.kind) {
      case "write":
        this.console(`cloud-init: write ${step.file.path}`);
        return this.attempt(`write ${step.file.path}`, () => this.disk.write(step.file));
      case "failed":
        this.console(`cloud-init: Running module ${step.module} failed: ${step.reason}`);
        return `module ${step.module} failed: ${step.reason}`;
      case "install":
        return this.attempt("install nginx", () => this.install());
      case "service":
        return this.attempt(`systemctl ${step.action} nginx`, () => this.control(step.action));
      case "test":
        return this.attempt("nginx -t", () => this.test());
      case "nothing":
        this.console(`cloud-init: ${step.text}`);
        return "";
    }
  }

  private async install(): Promise<void> {
    const { imageId, baseImageId = imageId } = this.spec;
    if (baseImageId === "" || OTHER_LAYOUT.test(baseImageId)) {
      throw new StepError(`image ${imageId} is not simulated; take one of Alibaba Cloud Linux 3`);
    }
    const overwritten = await this.disk.installNginx(await this.options.stock());
    this.record.nginxInstalled = true;
    this.console("cloud-init: installed nginx");
    for (const path of overwritten) {
      this.console(
        `cloud-init: the package replaced ${path} of write_files; "defer: true" writes it afterwards`,
      );
    }
  }

  private async control(action: ServiceAction): Promise<void> {
    if (!this.record.nginxInstalled)
      throw new StepError("Unit nginx.service not found: nginx is not installed");
    if (action === "enable" || action === "enable --now") this.record.nginxEnabled = true;
    if (action === "disable") this.record.nginxEnabled = false;
    if (action === "reload" && !this.service.running) throw new StepError("nginx.service is not active");
    // No client is connected during the boot, so a new process has the same effect as a reload.
    if (action === "restart" || action === "reload" || action === "stop") await this.service.stop();
    if (action !== "enable" && action !== "disable" && action !== "stop") await this.service.start();
    this.console(`cloud-init: systemctl ${action} nginx`);
  }

  private async test(): Promise<void> {
    if (!this.record.nginxInstalled) throw new StepError("nginx: command not found");
    const { ok, output } = await this.service.test();
    this.console(output);
    if (!ok) throw new StepError("the configuration test failed");
  }

  /** Runs a step and reports its expected errors on the console. */
  private async attempt(what: string, step: () => Promise<void>): Promise<string> {
    try {
      await step();
      return "";
    } catch (error) {
      if (!isGuestError(error)) throw error;
      this.console(`cloud-init: ${what} failed: ${error.message}`);
      return `${what}: ${error.message}`;
    }
  }

  private console(text: string): void {
    for (const line of text.split("\n")) {
      appendFileSync(this.consoleFile, `${line}\n`);
      this.options.onConsole(line);
    }
  }
}

/** An error in a boot step that a real instance would have too. */
class StepError extends Error {}

function isGuestError(error: unknown): error is Error {
  return [StepError, NginxConfigError, NginxStartError, GuestPathError].some((kind) => error instanceof kind);
}
