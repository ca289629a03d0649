import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PlainString } from "./rule";

/** Key that marks special values in a message. Source: `sdk/nodejs/runtime/rpc.ts` of Pulumi; equal in all languages. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Sentinels of the engine for an unknown boolean, number, string, list, asset, archive or object. */
const unknownSentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a value in a message is the sentinel of an unknown value. */
export const isUnknownSentinel = (value: unknown): boolean =>
  typeof value === "string" && unknownSentinels.has(value);

/** Is called with each secret that is unpacked, and its path. */
type NoteSecret = (path: string, value: unknown) => void;

/** Reads the properties in a message of the engine. Each is unpacked when it is first read. */
export function readStruct(
  struct: Struct | undefined,
  noteSecret: NoteSecret = () => {},
): Readonly<Record<string, unknown>> {
  const fields = struct?.getFieldsMap();
  const unpacked = new Map<string, unknown>();
  const unpack = (key: string) => {
    if (!unpacked.has(key))
      unpacked.set(key, unwrapSecrets(fields?.get(key)?.toJavaScript(), key, noteSecret));
    return unpacked.get(key);
  };
  return new Proxy<Record<string, unknown>>(
    {},
    {
      has: (_, key) => typeof key === "string" && fields?.has(key) === true,
      get: (_, key) => (typeof key === "string" ? unpack(key) : undefined),
      ownKeys: () => [...(fields?.keys() ?? [])],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    },
  );
}

/** Replaces secrets by their values. Assets stay wrapped. */
function unwrapSecrets(value: unknown, path: string, noteSecret: NoteSecret): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, index) => unwrapSecrets(item, `${path}[${index}]`, noteSecret));
  const { [signatureKey]: signature, ...fields } = value as Record<string, unknown>;
  if (signature === secretSignature) {
    const secret = unwrapSecrets(fields.value, path, noteSecret);
    noteSecret(path, secret);
    return secret;
  }
  const entries = Object.entries(fields).map(([key, field]) => [
    key,
    unwrapSecrets(field, `${path}.${key}`, noteSecret),
  ]);
  return Object.fromEntries(entries);
}

/** Returns the value inside of a secret of a message, and any other value as it is. */
export function revealSecret(value: unknown): unknown {
  const isSecret =
    typeof value === "object" &&
    value !== null &&
    (value as Record<string, unknown>)[signatureKey] === secretSignature;
  return isSecret ? (value as { value: unknown }).value : value;
}

/** Collects the strings of a message that are not marked as secrets, at any depth. */
export const collectPlainStrings = (struct: Struct | undefined): readonly PlainString[] =>
  Object.entries(struct?.toJavaScript() ?? {}).flatMap(([key, value]) => plainStrings(value, key));

function plainStrings(value: unknown, path: string): readonly PlainString[] {
  if (typeof value === "string") return [{ path, text: isUnknownSentinel(value) ? undefined : value }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => plainStrings(item, `${path}[${index}]`));
  if ((value as Record<string, unknown>)[signatureKey] !== undefined) return [];
  return Object.entries(value).flatMap(([key, item]) => plainStrings(item, `${path}.${key}`));
}
