import { join } from "node:path";
import { ToolchainError } from "./error";
import { isAtLeast } from "./find";
import { readGoVersion } from "./go";
import { createBuildEnvironment } from "./key";
import { findPlatform } from "./platform";
import { capture } from "./run";

/** A Go module of the toolchain, with the release to which it can be updated. */
export interface ModuleRelease {
  readonly title: string;
  readonly module: string;
  /** The release in use. Absent for a module that the toolchain would use if it were available. */
  readonly current?: string;
  /** The newest available release, if it is newer than the one in use. */
  readonly newer?: string;
  /** The Go release that the newer one requires. */
  readonly go?: string;
  /** Why the module proxy gives no answer. */
  readonly remark?: string;
}

/** A module to query, and the folder with the go.mod that uses it. */
interface Watched {
  readonly title: string;
  readonly module: string;
  readonly folder: string;
}

const watched: readonly Watched[] = [
  {
    title: "the Pulumi CLI and engine",
    module: "github.com/pulumi/pulumi/pkg/v3",
    folder: "engine",
  },
  {
    // This module is no longer part of the SDK's module. If it is available, the built language host can have the
    // release of the engine.
    title: "Pulumi's Node.js language host",
    module: "github.com/pulumi/pulumi/sdk/nodejs/cmd/pulumi-language-nodejs/v3",
    folder: "language-host",
  },
  {
    title: "the Alibaba Cloud provider",
    module: "github.com/aliyun/terraform-provider-alicloud",
    folder: "plugins",
  },
  {
    title: "the random provider",
    module: "github.com/terraform-providers/terraform-provider-random",
    folder: "plugins",
  },
  {
    title: "the bridge between Terraform and Pulumi",
    module: "github.com/pulumi/pulumi-terraform-bridge/v3",
    folder: "plugins",
  },
];

/** Queries the user's module proxy for newer releases of the toolchain's modules. */
export async function findNewerModules(
  environment: NodeJS.ProcessEnv = process.env,
  root: string = __dirname,
): Promise<readonly ModuleRelease[]> {
  const env = { ...environment, ...createBuildEnvironment(findPlatform()), GOFLAGS: "-mod=readonly" };
  await readGoVersion(join(root, "engine"), env);
  const releases: ModuleRelease[] = [];
  for (const one of watched) {
    const ask = async (...words: string[]) => {
      const answer = await capture("go", ["list", "-m", ...words], { cwd: join(root, one.folder), env });
      return answer.code === 0 ? answer.stdout.trim() : new ToolchainError(findReason(answer.stderr));
    };
    releases.push(await findRelease(one, ask));
  }
  return releases;
}

type Ask = (...words: string[]) => Promise<string | ToolchainError>;

async function findRelease({ title, module }: Watched, ask: Ask): Promise<ModuleRelease> {
  const used = await ask("-f", "{{.Version}}", module);
  const current = typeof used === "string" ? used : undefined;
  const known = { title, module, ...(current === undefined ? {} : { current }) };
  const list = await ask("-versions", module);
  const isListed = typeof list === "string";
  const newest = isListed ? findNewest(list.split(" ").slice(1)) : await findNextMinor(current, module, ask);
  if (newest === undefined) {
    return isListed ? known : { ...known, remark: `not listed: ${list.message}` };
  }
  if (current !== undefined && isAtLeast(current.slice(1), newest.slice(1))) {
    return known;
  }
  const go = await ask("-f", "{{.GoVersion}}", `${module}@${newest}`);
  return typeof go === "string"
    ? { ...known, newer: newest, ...(go === "" ? {} : { go }) }
    : { ...known, remark: `${newest} is listed, but not served: ${go.message}` };
}

/** A proxy may offer releases of a module without listing them. This function queries the next possible release. */
async function findNextMinor(
  current: string | undefined,
  module: string,
  ask: Ask,
): Promise<string | undefined> {
  const numbers = /^v(\d+)\.(\d+)\.\d+$/.exec(current ?? "");
  if (numbers === null) {
    return undefined;
  }
  const next = `v${numbers[1]}.${Number(numbers[2]) + 1}.0`;
  return typeof (await ask(`${module}@${next}`)) === "string" ? next : undefined;
}

/** The newest release that is not a preview. The list is sorted. */
function findNewest(versions: readonly string[]): string | undefined {
  return versions.filter((version) => /^v\d+\.\d+\.\d+$/.test(version)).at(-1);
}

function findReason(stderr: string): string {
  const reason =
    /: (\d{3} [A-Z][\w ]+|no matching versions[^\n]*|dial [^\n]*|module lookup disabled[^\n]*)/.exec(
      stderr,
    )?.[1];
  return reason ?? stderr.trim().split("\n")[0] ?? "";
}
