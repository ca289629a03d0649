import { parseJson, TooComplexError } from "../parsing";
import { ApiError, protocolError } from "./errors";
import type {
  BooleanParameter,
  IntegerParameter,
  JsonStringsParameter,
  ListParameter,
  ObjectListParameter,
  Parameter,
  ParametersOf,
  ParameterTable,
  StringParameter,
} from "./parameterTypes";

/** Parameters as received, name → text, from query and form. */
export type RawParameters = ReadonlyMap<string, string>;

/** Protocol parameters that every call may contain (`provider-api`, section 1.4). */
export const systemParameters: ReadonlySet<string> = new Set([
  ...["Action", "Version", "Format", "RegionId", "Timestamp", "SecurityToken", "SourceIp", "SecureTransport"],
  ...["AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce", "SignatureType", "SignatureVersion"],
  // Language of names for people. Here they are English.
  ...["AcceptLanguage", "Language"],
]);

interface Reader {
  action: string;
  raw: RawParameters;
  /** Names that the table declares. All others are rejected. */
  seen: Set<string>;
}

/**
 * Reads typed values from raw parameters according to the table.
 *
 * Rejects, in this order: an undeclared parameter, then, parameter by parameter, missing or malformed values.
 */
export function readParameters<const T extends ParameterTable>(
  action: string,
  table: T,
  raw: RawParameters,
): ParametersOf<T> {
  const reader: Reader = { action, raw, seen: new Set(systemParameters) };
  const values = new Map<string, unknown>();
  let firstProblem: unknown;
  try {
    readTable(reader, table, "", values);
  } catch (problem) {
    firstProblem = problem;
    declareAll(reader, table, "");
  }
  for (const name of raw.keys()) {
    // The provider sends some empty lists as values without a name, which the service ignores.
    if (!reader.seen.has(name) && !name.startsWith("."))
      throw protocolError("LocalCloud.ParameterNotImplemented", action, name);
  }
  if (firstProblem) throw firstProblem;
  // readTable has set exactly the names of the table with its types. This is the only place where runtime data get the
  // mapped type.
  return Object.fromEntries(values) as ParametersOf<T>;
}

/** After an error: marks all names of the table as declared, so that an undeclared one is still reported first. */
function declareAll(reader: Reader, table: ParameterTable, prefix: string): void {
  for (const [name, parameter] of Object.entries(table)) {
    const path = prefix + name;
    reader.seen.add(path);
    if (parameter.type === "object") declareAll(reader, parameter.fields, `${path}.`);
    for (const index of parameter.type === "list" ? indexes(reader.raw, path) : [])
      reader.seen.add(`${path}.${index}`);
    if (parameter.type === "objects") {
      for (const index of indexes(reader.raw, path))
        declareAll(reader, parameter.fields, `${path}.${index}.`);
    }
  }
}

function readTable(reader: Reader, table: ParameterTable, prefix: string, into: Map<string, unknown>): void {
  for (const [name, parameter] of Object.entries(table)) {
    const value = readOne(reader, prefix + name, parameter);
    if (value !== undefined) into.set(name, value);
    else if (parameter.required) throw missing(prefix + name);
  }
}

function readOne(reader: Reader, path: string, parameter: Parameter): unknown {
  switch (parameter.type) {
    case "object": {
      const values = new Map<string, unknown>();
      readTable(reader, parameter.fields, `${path}.`, values);
      return Object.fromEntries(values);
    }
    case "objects":
      return readObjects(reader, path, parameter);
    case "list":
      return readList(reader, path, parameter);
    default:
      reader.seen.add(path);
      return readScalar(reader.action, path, parameter, reader.raw.get(path));
  }
}

function readObjects(reader: Reader, path: string, parameter: ObjectListParameter): unknown[] {
  const items = indexes(reader.raw, path).map((index) => {
    const values = new Map<string, unknown>();
    readTable(reader, parameter.fields, `${path}.${index}.`, values);
    return Object.fromEntries(values);
  });
  return limited(path, parameter, items);
}

function readList(reader: Reader, path: string, parameter: ListParameter): unknown[] {
  reader.seen.add(path);
  const whole = reader.raw.get(path);
  // JSON text of a list that an SDK serialized into one parameter.
  const texts = whole
    ? jsonStrings(path, whole).map((text, at): [string, string] => [`${path}.${at + 1}`, text])
    : indexes(reader.raw, path).map((index): [string, string] => [
        `${path}.${index}`,
        reader.raw.get(`${path}.${index}`) ?? "",
      ]);
  const items = texts.flatMap(([name, text]) => {
    reader.seen.add(name);
    const value = readScalar(reader.action, name, parameter.item, text);
    return value === undefined || value === "" ? [] : [value];
  });
  return limited(path, parameter, items);
}

function limited(path: string, parameter: ListParameter | ObjectListParameter, items: unknown[]): unknown[] {
  if (parameter.required && items.length === 0) throw missing(path);
  if (parameter.max !== undefined && items.length > parameter.max) {
    throw invalid(path, "OutOfRange", `holds ${items.length} members; at most ${parameter.max} are allowed`);
  }
  return items;
}

/** The indexes N of `path.N` and `path.N.…` in numeric order. */
function indexes(raw: RawParameters, path: string): number[] {
  const found = new Set<number>();
  for (const name of raw.keys()) {
    if (!name.startsWith(`${path}.`)) continue;
    const [index = ""] = name.slice(path.length + 1).split(".", 1);
    if (/^[1-9]\d*$/.test(index)) found.add(Number(index));
  }
  return [...found].sort((a, b) => a - b);
}

type Scalar = Exclude<Parameter, ListParameter | ObjectListParameter | { type: "object" }>;

function readScalar(action: string, path: string, parameter: Scalar, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  // Clients send empty texts for unset values. Only for a free text can an empty value have a meaning.
  if (text === "")
    return parameter.type === "string" && !parameter.required && !parameter.enum ? "" : undefined;
  switch (parameter.type) {
    case "string":
      return readString(action, path, parameter, text);
    case "integer":
      return readInteger(action, path, parameter, text);
    case "boolean":
      return readBoolean(action, path, parameter, text);
    case "json":
      return readJson(path, text);
    case "jsonStrings":
      return readJsonStrings(path, parameter, text);
  }
}

function readString(action: string, path: string, parameter: StringParameter, text: string): string {
  if (parameter.implemented && !parameter.implemented.includes(text)) {
    throw protocolError(
      "LocalCloud.ValueNotImplemented",
      action,
      path,
      text,
      parameter.implemented.join(", "),
    );
  }
  if (parameter.enum && !parameter.enum.includes(text)) {
    throw invalid(path, "ValueNotSupported", `is "${text}", but must be one of ${parameter.enum.join(", ")}`);
  }
  const length = [...text].length;
  if (parameter.minLength !== undefined && length < parameter.minLength) {
    throw invalid(path, "Malformed", `has ${length} characters; it needs at least ${parameter.minLength}`);
  }
  if (parameter.maxLength !== undefined && length > parameter.maxLength) {
    throw invalid(path, "Malformed", `has ${length} characters; at most ${parameter.maxLength} are allowed`);
  }
  if (parameter.pattern && !parameter.pattern.test(text)) {
    const shown = parameter.secret ? "" : ` "${text}"`;
    throw invalid(
      path,
      "Malformed",
      `is not of the right form${shown}: ${parameter.form ?? String(parameter.pattern)}`,
    );
  }
  return text;
}

function readInteger(action: string, path: string, parameter: IntegerParameter, text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw invalid(path, "Malformed", `is "${text}", not an integer`);
  if (parameter.implemented && !parameter.implemented.includes(value)) {
    throw protocolError(
      "LocalCloud.ValueNotImplemented",
      action,
      path,
      text,
      parameter.implemented.join(", "),
    );
  }
  const inRange = value >= (parameter.min ?? value) && value <= (parameter.max ?? value);
  if (!inRange && !parameter.also?.includes(value)) {
    const also = parameter.also ? ` or ${parameter.also.join(", ")}` : "";
    throw invalid(
      path,
      "OutOfRange",
      `is ${value}, but must be from ${parameter.min ?? "any"} to ${parameter.max ?? "any"}${also}`,
    );
  }
  return value;
}

function readBoolean(action: string, path: string, parameter: BooleanParameter, text: string): boolean {
  const lower = text.toLowerCase();
  if (lower !== "true" && lower !== "false")
    throw invalid(path, "Malformed", `is "${text}", not true or false`);
  const value = lower === "true";
  if (parameter.implemented && !parameter.implemented.includes(value)) {
    throw protocolError(
      "LocalCloud.ValueNotImplemented",
      action,
      path,
      text,
      parameter.implemented.join(", "),
    );
  }
  return value;
}

function readJsonStrings(path: string, parameter: JsonStringsParameter, text: string): string[] {
  const items = jsonStrings(path, text);
  if (parameter.max !== undefined && items.length > parameter.max) {
    throw invalid(path, "OutOfRange", `holds ${items.length} members; at most ${parameter.max} are allowed`);
  }
  return items;
}

function jsonStrings(path: string, text: string): string[] {
  const value = readJson(path, text);
  if (!Array.isArray(value)) throw invalid(path, "Malformed", "is not a JSON array");
  return value.map((item: unknown) => String(item));
}

function readJson(path: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const reason = error instanceof TooComplexError ? error.message.replace(/\.$/, "") : "is not valid JSON";
    throw invalid(path, "Malformed", reason);
  }
}

const readLeaf = (path: string): string =>
  path
    .split(".")
    .filter((part) => !/^\d+$/.test(part))
    .at(-1) ?? path;

function missing(path: string): ApiError {
  return new ApiError(`Missing${readLeaf(path)}`, 400, `${path} is mandatory for this action.`);
}

/**
 * The code has a suffix because clients compare by prefix: `InvalidVpcId` alone would match `InvalidVpcId.NotFound`.
 */
export function invalid(
  path: string,
  suffix: "Malformed" | "OutOfRange" | "ValueNotSupported",
  what: string,
): ApiError {
  return new ApiError(`Invalid${readLeaf(path)}.${suffix}`, 400, `Parameter ${path} ${what}.`);
}
