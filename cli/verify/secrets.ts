import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { LocalDirs } from "../paths";

/** What the local cloud keeps in the clear, as the real one keeps it too: what it holds, and its own keys. */
const kept = /^(snapshot\.json|authority\/|machines\/)/;

/**
 * The secrets that a local cloud holds, whoever made them: of apps every AppCode, AppKey and AppSecret, of domains and
 * plug-ins the keys.
 */
export function secretsIn(snapshot: string): string[] {
  const { tables } = JSON.parse(snapshot);
  const apps: { keys: { appKey: string; appSecret: string }[]; appCodes: string[] }[] = tables.apps ?? [];
  const domains: { certificate?: { privateKey: string } }[] = tables.customDomains ?? [];
  const found = [
    ...apps.flatMap(({ keys, appCodes }) => [
      ...appCodes,
      ...keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret]),
    ]),
    ...domains.flatMap(({ certificate }) => (certificate ? linesOf(certificate.privateKey) : [])),
  ];
  return [...new Set(found)].filter((secret) => secret !== "");
}

/** The lines of a PEM text that say something: in JSON they are not one text. */
const linesOf = (pem: string): string[] =>
  pem.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));

/** The texts in which a secret must not be: states with their history and copies, logs, what was printed. */
export function textsToSearch({ backend, cloud }: LocalDirs, printed: string): Record<string, string> {
  const files = [
    ...allFiles(backend),
    ...allFiles(cloud).filter((file) => !kept.test(relative(cloud, file))),
  ];
  const texts = files.map((file) => [file, readFileSync(file, "utf8")] as const);
  return { ...Object.fromEntries(texts), "what was printed": printed };
}

/** Which of the texts hold one of the secrets, or any private key. */
export function leaksIn(texts: Record<string, string>, secrets: readonly string[]): string[] {
  return Object.entries(texts)
    .filter(([, text]) => /PRIVATE KEY/.test(text) || secrets.some((secret) => text.includes(secret)))
    .map(([name]) => name);
}

function allFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? allFiles(path) : [path]));
}
