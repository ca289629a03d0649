import { lchown, readdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { findNamespace, type Namespace } from "./namespace";
import { findIdentity, type Identity } from "./privileges";

/** A command with its arguments and its working directory. */
export interface Command {
  file: string;
  args: readonly string[];
  cwd: string;
}

/**
 * Isolates an Nginx in the folder of its instance, whatever its configuration contains. This folder is Nginx's working
 * directory, and all paths are relative to it.
 */
export interface Wall {
  kind: "namespace" | "none";
  /** Description for people: the kind of isolation, or why there is none. */
  description: string;
  /** User and group to which Nginx changes for its workers. Empty if this user starts Nginx. */
  user: readonly string[];
  /** Prepares the folder of an instance before each start. */
  prepare(folder: string): Promise<void>;
  /** The command that runs Nginx in the folder of an instance. */
  command(folder: string, args: readonly string[]): Command;
}

const walls = new Map<string, Promise<Wall>>();

/** Finds the strongest isolation that this computer supports for an executable. Each process tests this once. */
export function findWall(program: string): Promise<Wall> {
  const known = walls.get(program) ?? tryWalls(program);
  walls.set(program, known);
  return known;
}

async function tryWalls(program: string): Promise<Wall> {
  const identity = findIdentity();
  const tried = await findNamespace(program, identity);
  if ("problem" in tried) return createNoWall(program, tried.problem, identity);
  return createNamespaceWall(tried.namespace, identity);
}

function createNamespaceWall(namespace: Namespace, identity: Identity): Wall {
  return {
    kind: "namespace",
    description: `Each Nginx runs in a mount namespace that has the folder of its instance only${asWhom(identity)}.`,
    user: [],
    async prepare(folder) {
      await namespace.prepare(folder);
      await giveTo(identity, folder);
    },
    command: namespace.command,
  };
}

/** No isolation: only the validation of the configuration keeps Nginx in its folder. */
export function createNoWall(program: string, reason: string, identity = findIdentity()): Wall {
  return {
    kind: "none",
    description:
      `No wall around Nginx: ${reason}. ` +
      `Only the check of its configuration keeps it in the folder of its instance${asWhom(identity)}.`,
    user: userFor(identity),
    prepare: (folder) => giveTo(identity, folder),
    command: (folder, args) => ({ file: program, args, cwd: folder }),
  };
}

/** An Nginx started by root needs a user for its workers. Otherwise it uses the default of its build. */
function userFor(identity: Identity): readonly string[] {
  switch (identity.kind) {
    case "self":
      return [];
    case "mappedRoot":
      return [userInfo().username];
    case "nobody":
      return [identity.nobody.user, identity.nobody.group];
  }
}

const asWhom = (identity: Identity): string => (identity.kind === "nobody" ? ", as the user nobody" : "");

/** Changes the owner of an instance's folder to the user that runs Nginx, who may not access the parent folders. */
async function giveTo(identity: Identity, folder: string): Promise<void> {
  if (identity.kind !== "nobody") return;
  const { uid, gid } = identity.nobody;
  const paths = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  await Promise.all([folder, ...paths].map((path) => lchown(path, uid, gid)));
}
