import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type { LocalDirs } from "../paths";

/** What the local cloud keeps in the clear, as the real one keeps it too: what it holds, and its own keys. */
const kept = /^(snapshot\.json|authority\/|machines\/)/;

/** Fields of plug-ins' documents that are secrets: private halves of JWKs (RFC 7518, section 6), passwords, signature keys. */
const secretFields = new Set(["d", "p", "q", "dp", "dq", "qi", "k", "password", "secret", "accessKeySecret"]);

/** What of each table of a snapshot is secret. */
const secretsOf: Readonly<Record<string, (record: SnapshotRecord) => (string | undefined)[]>> = {
  apps: ({ keys = [], appCodes = [] }) => [
    ...appCodes,
    ...keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret]),
  ],
  customDomains: ({ certificate }) => linesOf(certificate?.privateKey),
  certificates: ({ privateKey }) => linesOf(privateKey),
  plugins: ({ data = "" }) => secretTexts(parse(data)),
};

interface SnapshotRecord {
  keys?: { appKey: string; appSecret: string }[];
  appCodes?: string[];
  certificate?: { privateKey: string };
  privateKey?: string;
  data?: string;
}

/**
 * The secrets that a local cloud holds, whoever made them: every AppCode, AppKey and AppSecret of apps, a rotation's
 * previous ones among them; private keys of domains and of the certificate service; of plug-ins' documents what
 * is secret in them. A log project, a Logstore, a key pair and an instance have none.
 */
export function secretsIn(snapshot: string): string[] {
  const tables: Record<string, SnapshotRecord[]> = JSON.parse(snapshot).tables;
  const found = Object.entries(secretsOf).flatMap(([table, of]) => (tables[table] ?? []).flatMap(of));
  return [...new Set(found.filter((secret) => secret !== undefined && secret !== ""))] as string[];
}

/** Texts of the secret fields of a document, at any depth. */
function secretTexts(document: unknown): string[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([field, value]) =>
    secretFields.has(field) && ["string", "number"].includes(typeof value)
      ? [String(value)]
      : secretTexts(value),
  );
}

/** The lines of a PEM text that say something: in JSON they are not one text. */
const linesOf = (pem = ""): string[] =>
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
  const written = [...new Set(secrets.flatMap(formsOf))];
  return Object.entries(texts)
    .filter(([, text]) => /PRIVATE KEY/.test(text) || written.some((secret) => text.includes(secret)))
    .map(([name]) => name);
}

/** A secret as it is, inside a JSON text, inside a JSON text of such a one, and in an address. */
function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(secret)];
}

function allFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? allFiles(path) : [path]));
}
