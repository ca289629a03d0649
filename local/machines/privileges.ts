import { readFileSync } from "node:fs";

/** An unprivileged user, by ID and name. */
export interface Nobody {
  uid: number;
  gid: number;
  user: string;
  group: string;
}

/** Files that identify the user of this process. The text is empty for a missing file. */
export interface IdentityFiles {
  /** Undefined on systems without user IDs. */
  uid: number | undefined;
  passwd: string;
  group: string;
  /** `/proc/self/uid_map` */
  uidMap: string;
}

/** User that runs Nginx: the user of this process, or nobody if that is root. */
export type Identity = { kind: "self" } | { kind: "nobody"; nobody: Nobody } | { kind: "mappedRoot" };

/** This process runs as root, and the system has no unprivileged user for Nginx. */
export class NobodyMissingError extends Error {}

/**
 * Selects the user that runs Nginx. Root of a user namespace without other users is not a real root user: it has the
 * permissions of the user who created the namespace.
 *
 * @throws NobodyMissingError
 */
export function decideIdentity({ uid, passwd, group, uidMap }: IdentityFiles): Identity {
  if (uid !== 0) return { kind: "self" };
  const nobody = findNobody(passwd, group);
  if (nobody && isMapped(uidMap, nobody.uid)) return { kind: "nobody", nobody };
  if (uidMap !== "" && countIds(uidMap) === 1) return { kind: "mappedRoot" };
  throw new NobodyMissingError(
    'The local cloud was started by root, and there is no user "nobody" to run Nginx. ' +
      "Create that user, or start the local cloud as another user.",
  );
}

/** Identity of this process. */
export function findIdentity(): Identity {
  return decideIdentity({
    uid: process.getuid?.(),
    passwd: readText("/etc/passwd"),
    group: readText("/etc/group"),
    uidMap: readText("/proc/self/uid_map"),
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function findNobody(passwd: string, group: string): Nobody | undefined {
  const [user, , uid, gid] = parseRows(passwd, ":").find(([name]) => name === "nobody") ?? [];
  const [groupName] = parseRows(group, ":").find(([, , id]) => id === gid) ?? [];
  if (user === undefined || groupName === undefined || uid === "0" || gid === "0") return undefined;
  return { uid: Number(uid), gid: Number(gid), user, group: groupName };
}

const parseRows = (text: string, separator: string | RegExp): string[][] =>
  text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim().split(separator)]));

/** Rows with the first ID inside, the first ID outside and the number of IDs. */
const parseRanges = (uidMap: string): number[][] => parseRows(uidMap, /\s+/).map((row) => row.map(Number));

function isMapped(uidMap: string, uid: number): boolean {
  if (uidMap === "") return true;
  return parseRanges(uidMap).some(([first = 0, , count = 0]) => uid >= first && uid < first + count);
}

const countIds = (uidMap: string): number =>
  parseRanges(uidMap).reduce((sum, [, , count = 0]) => sum + count, 0);
