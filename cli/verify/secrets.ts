import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type { LocalDirs } from "../paths";

/**
 * Files that contain secrets in plain text by design: the state, the keys and the machines of the local cloud. The
 * real cloud stores these secrets too.
 */
const excludedFiles = /^(state\.jsonl|authority\/|machines\/)/;

/** Secret fields of plug-in documents: private members of JWKs (RFC 7518, section 6), passwords, signature keys. */
const secretFields = new Set(["d", "p", "q", "dp", "dq", "qi", "k", "password", "secret", "accessKeySecret"]);

/** Secret values of each table of the state. */
const secretReaders: Readonly<Record<string, (record: StoredRecord) => (string | undefined)[]>> = {
  apps: ({ keys = [], appCodes = [] }) => [
    ...appCodes,
    ...keys.flatMap(({ appKey, appSecret }) => [appKey, appSecret]),
  ],
  customDomains: ({ certificate }) => splitPem(certificate?.privateKey),
  certificates: ({ privateKey }) => splitPem(privateKey),
  plugins: ({ data = "" }) => findSecretTexts(parse(data)),
};

interface StoredRecord {
  keys?: { appKey: string; appSecret: string }[];
  appCodes?: string[];
  certificate?: { privateKey: string };
  privateKey?: string;
  data?: string;
}

/**
 * All secrets of a local cloud: AppCodes, AppKeys and AppSecrets of apps, including those before a rotation; private
 * keys of domains and of the certificate service; secret fields of plug-in documents. Log projects, Logstores, key
 * pairs and instances have no secrets.
 */
export function findSecrets(state: string): string[] {
  const lines = state.split("\n").filter((line) => line !== "");
  const saved: Record<string, StoredRecord[]>[] = lines.map((line) => JSON.parse(line).put ?? {});
  const found = saved.flatMap((put) =>
    Object.entries(secretReaders).flatMap(([table, of]) => (put[table] ?? []).flatMap(of)),
  );
  return [...new Set(found.filter((secret) => secret !== undefined && secret !== ""))] as string[];
}

/** Texts of the secret fields of a document, at any depth. */
function findSecretTexts(document: unknown): string[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([field, value]) =>
    secretFields.has(field) && ["string", "number"].includes(typeof value)
      ? [String(value)]
      : findSecretTexts(value),
  );
}

/** The lines of the body of a PEM text. In JSON, a PEM text is not one continuous text. */
const splitPem = (pem = ""): string[] =>
  pem.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));

/** Texts that must not contain a secret: states with their history and backups, logs, output. */
export function collectTexts({ backend, cloud }: LocalDirs, printed: string): Record<string, string> {
  const files = [
    ...listFiles(backend),
    ...listFiles(cloud).filter((file) => !excludedFiles.test(relative(cloud, file))),
  ];
  const texts = files.map((file) => [file, readFileSync(file, "utf8")] as const);
  return { ...Object.fromEntries(texts), "printed output": printed };
}

/** Finds the texts that contain a secret or a private key. */
export function findLeaks(texts: Record<string, string>, secrets: readonly string[]): string[] {
  const written = [...new Set(secrets.flatMap(encodeSecret))];
  return Object.entries(texts)
    .filter(([, text]) => /PRIVATE KEY/.test(text) || written.some((secret) => text.includes(secret)))
    .map(([name]) => name);
}

/** The forms of a secret: as it is, in JSON, in JSON inside JSON, and in a URL. */
function encodeSecret(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(secret)];
}

function listFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}
