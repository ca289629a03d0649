import { isUnknownSentinel, revealSecret } from "./struct";

/** A value that is unknown at preview: an output that the cloud has not created yet. */
export class Unknown {
  constructor(readonly path: string) {}
}

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** Whether a value is unknown, or contains an unknown value at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Collects the non-empty strings in a value, at any depth. */
export function collectStrings(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (isUnknown(value)) return [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(collectStrings) : [];
}

/**
 * Reads the value at a path such as `requestConfig.protocol` as plain data: {@link Unknown} for a value that is unknown
 * at preview, undefined for one that is not set.
 */
export function readProperty(props: Readonly<Record<string, unknown>>, path: string): unknown {
  if (!path.includes(".")) return copyValue(readKey(props, path, path), path);
  let value: unknown = props;
  const walked: string[] = [];
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    walked.push(key);
    value = readKey(value, key, walked.join("."));
    if (isUnknown(value)) return value;
  }
  return copyValue(value, path);
}

/**
 * Sets the value at a path such as `deletionProtection` or `modificationProtectionConfig.status` of a resource's inputs,
 * unless it is already set to this value or is unknown at preview. In place, because other inputs may be unknown.
 *
 * @returns whether it changed the inputs
 */
export function setProperty(inputs: Record<string, unknown>, path: string, value: unknown): boolean {
  const current = readProperty(inputs, path);
  if (isUnknown(current) || current === value) return false;
  const [top = "", below] = path.split(".");
  const holder = revealSecret(inputs[top]);
  if (below === undefined) inputs[top] = value;
  else if (typeof holder === "object" && holder !== null) (holder as Record<string, unknown>)[below] = value;
  else inputs[top] = { [below]: value };
  return true;
}

function copyValue(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null || isUnknown(value)) return value;
  if (Array.isArray(value)) {
    return value.map((_, index) => {
      const itemPath = `${path}[${index}]`;
      return copyValue(readKey(value, String(index), itemPath), itemPath);
    });
  }
  const keys = Object.keys(value).filter((key) => key !== "__defaults");
  return Object.fromEntries(
    keys.map((key) => [key, copyValue(readKey(value, key, `${path}.${key}`), `${path}.${key}`)]),
  );
}

function readKey(holder: object, key: string, path: string): unknown {
  const value = revealSecret((holder as Record<string, unknown>)[key]);
  return isUnknownSentinel(value) ? new Unknown(path) : value;
}
