import { ToolchainError } from "./error";

/** An operating system and processor, with Go's names. Pulumi's plugin archives use the same names. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

const systems: Readonly<Record<string, Platform["os"]>> = { linux: "linux", darwin: "darwin" };
const processors: Readonly<Record<string, Platform["arch"]>> = { x64: "amd64", arm64: "arm64" };

/**
 * Returns the platform of the toolchain.
 *
 * @param system Node.js name of the operating system; default: this machine's
 * @param processor Node.js name of the processor; default: this machine's
 */
export function findPlatform(system: string = process.platform, processor: string = process.arch): Platform {
  const os = systems[system];
  const arch = processors[processor];
  if (os === undefined || arch === undefined) {
    throw new ToolchainError(
      `The toolchain is for Linux and macOS on x64 or arm64, not for ${system} on ${processor}. On Windows use WSL.`,
    );
  }
  return { os, arch };
}
