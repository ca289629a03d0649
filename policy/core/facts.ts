import { UnknownValueError } from "@pulumi/policy";
import { isUnknownText } from "./properties";

/** A value that is known only once the cloud has made something. */
export class Unknown {
  constructor(readonly path: string) {}
}

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** Whether something in a value, at any depth, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Texts in a value at any depth, but for empty ones. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (isUnknown(value)) return [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * What stands at a path such as `requestConfig.protocol` of a resource's properties: plain data, in which
 * {@link Unknown} stands for what is not known yet, and undefined for what is absent. Where something
 * unknown is read, the SDK's properties throw, and those of a message have a text in its place; this reads on.
 */
export function factAt(props: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = props;
  const walked: string[] = [];
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    walked.push(key);
    value = valueIn(value, key, walked.join("."));
    if (isUnknown(value)) return value;
  }
  return copied(value, path);
}

/**
 * Puts a value at a path such as `deletionProtection` or `modificationProtectionConfig.status` of a resource's inputs,
 * unless it stands there already or what stands there is not known yet. In place, as the other inputs may be unknown.
 *
 * @returns whether it did
 */
export function put(inputs: Record<string, unknown>, path: string, value: unknown): boolean {
  const seen = factAt(inputs, path);
  if (isUnknown(seen) || seen === value) return false;
  const [top = "", below] = path.split(".");
  const holder = inputs[top];
  if (below === undefined) inputs[top] = value;
  else if (typeof holder === "object" && holder !== null) (holder as Record<string, unknown>)[below] = value;
  else inputs[top] = { [below]: value };
  return true;
}

function copied(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null || isUnknown(value)) return value;
  // By index and key: the iterators of the SDK's properties throw at the first unknown element.
  if (Array.isArray(value)) {
    const { length } = value;
    return Array.from({ length }, (_, index) => {
      const at = `${path}[${index}]`;
      return copied(valueIn(value, String(index), at), at);
    });
  }
  const keys = Object.keys(value).filter((key) => key !== "__defaults");
  return Object.fromEntries(
    keys.map((key) => [key, copied(valueIn(value, key, `${path}.${key}`), `${path}.${key}`)]),
  );
}

function valueIn(holder: object, key: string, path: string): unknown {
  try {
    const value = (holder as Record<string, unknown>)[key];
    return isUnknownText(value) ? new Unknown(path) : value;
  } catch (error) {
    if (error instanceof UnknownValueError) return new Unknown(path);
    throw error;
  }
}
