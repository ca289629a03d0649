import { readFileSync } from "node:fs";

/** A user without rights, by number and name. */
export interface Nobody {
  uid: number;
  gid: number;
  user: string;
  group: string;
}

/** The files that tell who this process is; texts are empty where a system has no such file. */
export interface IdentityFiles {
  /** Undefined on systems without user ids. */
  uid: number | undefined;
  passwd: string;
  group: string;
  /** `/proc/self/uid_map` */
  uidMap: string;
}

/** As whom Nginx runs: as the user of this process, or as nobody when that is root. */
export type Identity = { kind: "self" } | { kind: "nobody"; nobody: Nobody } | { kind: "mappedRoot" };

/** Root without a user that Nginx could run as. */
export class NobodyMissingError extends Error {}

/**
 * As whom Nginx runs. Root of a user namespace that has no other users is no root at all: it has the rights of the user
 * who made the namespace.
 *
 * @throws NobodyMissingError
 */
export function decideIdentity({ uid, passwd, group, uidMap }: IdentityFiles): Identity {
  if (uid !== 0) return { kind: "self" };
  const nobody = findNobody(passwd, group);
  if (nobody && isMapped(uidMap, nobody.uid)) return { kind: "nobody", nobody };
  if (uidMap !== "" && countOf(uidMap) === 1) return { kind: "mappedRoot" };
  throw new NobodyMissingError(
    'The local cloud was started by root, and there is no user "nobody" to run Nginx. ' +
      "Create that user, or start the local cloud as another user.",
  );
}

/** The identity of this process. */
export function findIdentity(): Identity {
  return decideIdentity({
    uid: process.getuid?.(),
    passwd: textOf("/etc/passwd"),
    group: textOf("/etc/group"),
    uidMap: textOf("/proc/self/uid_map"),
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function findNobody(passwd: string, group: string): Nobody | undefined {
  const [user, , uid, gid] = rowsOf(passwd, ":").find(([name]) => name === "nobody") ?? [];
  const [groupName] = rowsOf(group, ":").find(([, , id]) => id === gid) ?? [];
  if (user === undefined || groupName === undefined || uid === "0" || gid === "0") return undefined;
  return { uid: Number(uid), gid: Number(gid), user, group: groupName };
}

const rowsOf = (text: string, separator: string | RegExp): string[][] =>
  text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim().split(separator)]));

/** Rows of first id inside, first id outside, number of ids. */
const rangesOf = (uidMap: string): number[][] => rowsOf(uidMap, /\s+/).map((row) => row.map(Number));

function isMapped(uidMap: string, uid: number): boolean {
  if (uidMap === "") return true;
  return rangesOf(uidMap).some(([first = 0, , count = 0]) => uid >= first && uid < first + count);
}

const countOf = (uidMap: string): number => rangesOf(uidMap).reduce((sum, [, , count = 0]) => sum + count, 0);
