import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import type { LocalCloud } from "../../../testing/localCloud";
import { EngineStack } from "../engineStack";

const folder = join(projectDir, "test", "fixtures", "upgrade");
const files = { program: "index.ts", stack: "stack.json", cloud: "cloud.jsonl" } as const;

const readText = (version: string, file: keyof typeof files): string =>
  readFileSync(join(folder, version, files[file]), "utf8");

/** Versions with a recorded stack. */
export const listVersions = (): string[] => readdirSync(folder).sort();

/** Runs the program of a version, and records the state of its stack and of the local cloud. */
export async function recordStack(version: string): Promise<void> {
  const stack = new EngineStack();
  const cloud = await stack.start(readText(version, "program"));
  try {
    stack.up();
    stack.staysAsItIs();
    const exported = stack.pulumi("stack export -s local");
    await stack.stop();
    const state: unknown = JSON.parse(hideAddresses(exported, cloud), omitSources);
    writeFileSync(join(folder, version, files.stack), `${JSON.stringify(state)}\n`);
    writeFileSync(
      join(folder, version, files.cloud),
      hideAddresses(readFileSync(join(stack.dirs.cloud, "state.jsonl"), "utf8"), cloud),
    );
  } finally {
    await stack.remove();
  }
}

/** Starts the local cloud of a recorded stack, and imports its state, with the program of that version. */
export async function restoreStack(stack: EngineStack, version: string): Promise<void> {
  mkdirSync(stack.dirs.cloud, { recursive: true, mode: 0o700 });
  writeFileSync(join(stack.dirs.cloud, "state.jsonl"), readText(version, "cloud"), { mode: 0o600 });
  const cloud = await stack.start(readText(version, "program"));
  stack.pulumi("stack import -s local", { input: showAddresses(readText(version, "stack"), cloud) });
}

/** Leaves out where the program registered a resource, which are paths of the machine. */
const omitSources = (key: string, value: unknown): unknown =>
  key === "sourcePosition" || key === "stackTrace" ? undefined : value;

type Addresses = Pick<LocalCloud, "endpoint" | "gateway" | "gatewayVpc">;
const addressNames = ["endpoint", "gateway", "gatewayVpc"] as const;

/** The ports of a local cloud differ in each test. */
const hideAddresses = (text: string, cloud: Addresses): string =>
  addressNames.reduce((result, name) => result.replaceAll(portOf(cloud[name]), `:{${name}}`), text);

const showAddresses = (text: string, cloud: Addresses): string =>
  addressNames.reduce((result, name) => result.replaceAll(`:{${name}}`, portOf(cloud[name])), text);

const portOf = (address: string): string => address.slice(address.lastIndexOf(":"));
