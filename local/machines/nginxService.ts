import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Disk } from "./disk";
import { type GuestEndpoint, NginxConfigError, rewriteNginxConfig } from "./nginxConfig";
import { createMark, endLeftover, NGINX_ENVIRONMENT, NginxProcess, NginxStartError } from "./nginxProcess";
import { freePorts } from "./ports";
import type { Command, Wall } from "./wall";

const START_ATTEMPTS = 3;

const key = ({ port, scope }: GuestEndpoint): string => `${scope}:${port}`;

/** Loopback port by guest endpoint. */
type Ports = Map<string, number>;

const CONFIG_FILE = "nginx.conf";
const PID_FILE = "nginx.pid";
/** The folder of an instance that is the guest's `/`. */
const ROOT = "root";

const pidFileIn = (folder: string): string => join(folder, PID_FILE);

/**
 * Ends the Nginx that a killed local cloud left running for the instance in a folder.
 *
 * @returns Whether such a process was running.
 */
export function endLeftoverIn(folder: string): Promise<boolean> {
  return endLeftover(pidFileIn(folder), folder);
}

/** The `nginx.service` of an instance. */
export class NginxService {
  private process: NginxProcess | undefined;
  private ports: Ports = new Map();

  constructor(
    private readonly folder: string,
    private readonly disk: Disk,
    private readonly address: string,
    private readonly wall: () => Promise<Wall>,
    private readonly onExit: (description: string) => void,
  ) {}

  get running(): boolean {
    return this.process !== undefined;
  }

  /** The loopback port for a port of the instance. Undefined if Nginx does not listen on it. */
  findPort(guestPort: number): number | undefined {
    return this.process && this.ports.get(key({ port: guestPort, scope: "network" }));
  }

  /** @throws NginxConfigError or NginxStartError, with paths of the guest. */
  async start(): Promise<void> {
    if (this.process) return;
    const wall = await this.wall();
    for (let attempt = 1; ; attempt++) {
      const ports = await this.render(wall);
      try {
        const started = await NginxProcess.start({
          command: this.command(wall),
          pidFile: pidFileIn(this.folder),
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

  /** Runs `nginx -t` and returns its output with paths of the guest. */
  async test(): Promise<{ ok: boolean; output: string }> {
    const wall = await this.wall();
    try {
      await this.render(wall);
    } catch (error) {
      if (error instanceof NginxConfigError) return { ok: false, output: error.message };
      throw error;
    }
    const { file, args, cwd } = this.command(wall, "-t");
    return new Promise((resolve) => {
      execFile(file, args, { cwd, env: NGINX_ENVIRONMENT }, (error, _stdout, stderr) => {
        resolve({ ok: error === null, output: this.asGuest(stderr.trim()) });
      });
    });
  }

  /** The mark comes first: Nginx cuts the end of a command line when it renames its process. */
  private command(wall: Wall, ...flags: string[]): Command {
    return wall.command(this.folder, [...createMark(this.folder), "-p", "./", "-c", CONFIG_FILE, ...flags]);
  }

  private async render(wall: Wall): Promise<Ports> {
    const endpoints = new Map<string, GuestEndpoint>();
    const rewrite = (loopbackPort: (endpoint: GuestEndpoint) => number): string =>
      rewriteNginxConfig({
        files: this.disk,
        address: this.address,
        // Relative paths are the same inside and outside the isolation.
        root: ROOT,
        pidFile: PID_FILE,
        user: wall.user,
        loopbackPort,
      });
    // The first pass collects the endpoints. The second one uses the ports for them.
    rewrite((endpoint) => {
      endpoints.set(key(endpoint), endpoint);
      return endpoint.port;
    });
    const free = await freePorts(endpoints.size);
    const ports = new Map([...endpoints.keys()].map((endpoint, i) => [endpoint, free[i] ?? 0]));
    await writeFile(
      join(this.folder, CONFIG_FILE),
      rewrite((endpoint) => ports.get(key(endpoint)) ?? 0),
    );
    await wall.prepare(this.folder);
    return ports;
  }

  private asGuest(output: string): string {
    return output
      .replaceAll(this.folder, "")
      .replaceAll(`./${ROOT}/`, "/")
      .replaceAll(`./${CONFIG_FILE}`, `/${CONFIG_FILE}`);
  }
}
