import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Disk } from "./disk";
import { type GuestEndpoint, NginxConfigError, rewriteNginxConfig } from "./nginxConfig";
import { endLeftover, NginxProcess, NginxStartError } from "./nginxProcess";
import { freePorts } from "./ports";

const START_ATTEMPTS = 3;

const key = ({ port, scope }: GuestEndpoint): string => `${scope}:${port}`;

interface Rendered {
  configFile: string;
  /** Loopback port by guest endpoint. */
  ports: Map<string, number>;
}

const pidFileIn = (folder: string): string => join(folder, "nginx.pid");

/** Ends with a slash, so that one instance's prefix does not begin another's. */
const prefixOf = (folder: string): string => `${folder}/`;

/**
 * Ends the Nginx that a killed local cloud has left running for the instance with this folder.
 *
 * @returns Whether there was one.
 */
export function endLeftoverIn(folder: string): Promise<boolean> {
  return endLeftover(pidFileIn(folder), prefixOf(folder));
}

/** The `nginx.service` of an instance. */
export class NginxService {
  private process: NginxProcess | undefined;
  private ports = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly disk: Disk,
    private readonly address: string,
    private readonly program: () => Promise<string>,
    private readonly onExit: (description: string) => void,
  ) {}

  get running(): boolean {
    return this.process !== undefined;
  }

  /** The loopback port that stands for a port of the instance; undefined when Nginx does not listen on it. */
  portOf(guestPort: number): number | undefined {
    return this.process && this.ports.get(key({ port: guestPort, scope: "network" }));
  }

  private get pidFile(): string {
    return pidFileIn(this.folder);
  }

  private get prefix(): string {
    return prefixOf(this.folder);
  }

  /** @throws NginxConfigError or NginxStartError with paths as the guest knows them. */
  async start(): Promise<void> {
    if (this.process) return;
    const program = await this.program();
    for (let attempt = 1; ; attempt++) {
      const { configFile, ports } = await this.render();
      try {
        const started = await NginxProcess.start({
          program,
          prefix: this.prefix,
          configFile,
          pidFile: this.pidFile,
          ports: [...ports.values()],
          onExit: (description) => {
            this.process = undefined;
            this.onExit(description);
          },
        });
        this.process = started;
        this.ports = ports;
        return;
      } catch (error) {
        if (!(error instanceof NginxStartError)) throw error;
        if (!error.portTaken || attempt === START_ATTEMPTS)
          throw new NginxStartError(this.asGuest(error.output));
      }
    }
  }

  async stop(): Promise<void> {
    const process = this.process;
    this.process = undefined;
    await process?.stop();
  }

  /** `nginx -t`: what Nginx says, as the guest would read it. */
  async test(): Promise<{ ok: boolean; output: string }> {
    const program = await this.program();
    let configFile: string;
    try {
      configFile = (await this.render()).configFile;
    } catch (error) {
      if (error instanceof NginxConfigError) return { ok: false, output: error.message };
      throw error;
    }
    return new Promise((resolve) => {
      execFile(
        program,
        ["-t", "-p", this.prefix, "-c", configFile],
        { env: {} },
        (error, _stdout, stderr) => {
          resolve({ ok: error === null, output: this.asGuest(stderr.trim()) });
        },
      );
    });
  }

  private async render(): Promise<Rendered> {
    const endpoints = new Map<string, GuestEndpoint>();
    const rewrite = (loopbackPort: (endpoint: GuestEndpoint) => number): string =>
      rewriteNginxConfig({
        files: this.disk,
        address: this.address,
        root: this.disk.root,
        pidFile: this.pidFile,
        user: process.getuid?.() === 0 ? [userInfo().username] : [],
        loopbackPort,
      });
    // Once to learn the endpoints, once with the ports that were found for them.
    rewrite((endpoint) => {
      endpoints.set(key(endpoint), endpoint);
      return endpoint.port;
    });
    const free = await freePorts(endpoints.size);
    const ports = new Map([...endpoints.keys()].map((endpoint, i) => [endpoint, free[i] ?? 0]));
    const text = rewrite((endpoint) => ports.get(key(endpoint)) ?? 0);
    const configFile = join(this.folder, "nginx.conf");
    await writeFile(configFile, text);
    return { configFile, ports };
  }

  private asGuest(output: string): string {
    return output.replaceAll(this.disk.root, "").replaceAll(this.folder, "");
  }
}
