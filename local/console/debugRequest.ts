import { validateHeaderName, validateHeaderValue } from "node:http";
import { parseJson } from "../parsing";
import type { StageName } from "../store/model";
import { Refusal } from "./refusal";

/** How a call of the Debug page authenticates its app. */
export type DebugAuthentication = "appcode" | "signature" | "none";

/** Input of the Debug page. */
export interface DebugRequest {
  apiId: string;
  /** @default "RELEASE" */
  stage: StageName;
  auth: DebugAuthentication;
  /** @default An app that is authorized for the API in the environment. */
  appId?: string;
  /** Required if the API accepts any method. Otherwise it must be the method of the API. */
  method?: string;
  /** @default The API's own path, if it has no parameters. */
  path?: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
}

const AUTHENTICATIONS: readonly DebugAuthentication[] = ["appcode", "signature", "none"];
const STAGES: readonly StageName[] = ["RELEASE", "PRE", "TEST"];
const FIELDS = ["apiId", "stage", "auth", "appId", "method", "path", "query", "headers", "body"];

/** Headers that the call sets itself. */
const RESERVED = [
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "expect",
  "upgrade",
  "te",
  "trailer",
];

/** @throws Refusal 400 with the name of the invalid field */
export function readDebugRequest(json: string): DebugRequest {
  const fields = record(parse(json), "The request");
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    throw new Refusal(400, `"${unknown}" is not a field of a debug request. Use ${FIELDS.join(", ")}.`);
  }
  const appId = text(fields, "appId");
  const method = text(fields, "method");
  const path = text(fields, "path");
  return {
    apiId: text(fields, "apiId"),
    stage: readChoice(text(fields, "stage") || "RELEASE", "stage", STAGES),
    auth: readChoice(text(fields, "auth"), "auth", AUTHENTICATIONS),
    ...(appId && { appId }),
    ...(method && { method: method.toUpperCase() }),
    ...(path && { path: readPath(path) }),
    query: texts(fields, "query"),
    headers: readHeaders(texts(fields, "headers")),
    body: text(fields, "body"),
  };
}

function parse(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    throw new Refusal(400, "The request is not JSON.");
  }
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refusal(400, `${what} is not a JSON object.`);
}

function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name] ?? "";
  if (typeof value === "string") return value;
  throw new Refusal(400, `"${name}" is not a text.`);
}

function texts(fields: Record<string, unknown>, name: string): Record<string, string> {
  const values = record(fields[name] ?? {}, `"${name}"`);
  return Object.fromEntries(Object.keys(values).map((key) => [key, text(values, key)]));
}

function readChoice<T extends string>(value: string, name: string, possible: readonly T[]): T {
  const found = possible.find((it) => it === value);
  if (found === undefined) throw new Refusal(400, `"${name}" is "${value}". Use ${possible.join(", ")}.`);
  return found;
}

function readPath(path: string): string {
  if (/^\/[!-~]*$/.test(path) && !/[?#]/.test(path)) return path;
  throw new Refusal(
    400,
    `"path" is "${path}". Begin with "/", percent-encode it, and use "query" for a query.`,
  );
}

function readHeaders(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (RESERVED.includes(name.toLowerCase())) {
      throw new Refusal(400, `The header "${name}" is set by the Debug page itself. Remove it.`);
    }
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new Refusal(400, `The header "${name}" has a name or value that HTTP does not allow.`);
    }
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
