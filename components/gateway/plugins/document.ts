import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { canonical } from "../../validation/canonical";
import { checkData, containsOutput, isData } from "../../validation/json";
import { isYamlTooDeep, tooDeep } from "../../validation/nesting";
import type { Problems } from "../../validation/problems";
import type { Stage } from "../../validation/stages";
import { isObject } from "../../validation/types";
import { checkKeys, type Jwk } from "./jwt";
import type { PluginDocument, PluginType } from "./plugin";

/** A plug-in of any type, by its document. */
export interface PluginDocumentArgs {
  /** Type of the plug-in. */
  type: PluginType;
  /**
   * The document: an object, or JSON or YAML text. An object is sent as JSON with sorted keys, a text is sent
   * unchanged. At most 50 KB. A document is kept as a secret if it is or contains an Output, or if its type
   * has credentials.
   */
  document: pulumi.Input<string> | pulumi.Input<Record<string, unknown>>;
  /** Environments of the plug-in. @default all */
  stages?: Stage[];
}

/** Maximum size of a document in bytes. Source: overview of plug-ins. */
const largestDocument = 50 * 1024;

/** Types whose documents contain passwords or keys. */
const secretTypes: readonly PluginType[] = ["basicAuth", "backendSignature", "jwtAuth", "remoteAuth"];

/** Validates the known parts of a document. */
export function renderDocument({ type, document }: PluginDocumentArgs, problems: Problems): PluginDocument {
  const isUnknown = containsOutput(document);
  if (typeof document === "string" && document.trim() === "") {
    problems.add("document", "is empty.", "Set it to JSON, YAML or an object.");
  }
  checkData(document, problems, "document", { allowsOutputs: true });
  checkSize(document, problems, "document");
  if (!isUnknown && isData(document)) checkRead(type, readDocument(document, problems), problems);
  return { type, isSecret: isUnknown || secretTypes.includes(type), document: () => document };
}

function readDocument(document: unknown, problems: Problems): unknown {
  if (typeof document !== "string") return document;
  if (isYamlTooDeep(document)) {
    problems.add("document", tooDeep.problem, tooDeep.hint);
    return undefined;
  }
  try {
    return parse(document);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    problems.add("document", `is neither JSON nor YAML: ${reason}`, "Correct it, or use an object.");
    return undefined;
  }
}

/** Reports values that the typed arguments also reject: a limit of zero, and credentials for any origin. */
function checkRead(type: PluginType, read: unknown, problems: Problems): void {
  if (!isObject(read)) return;
  for (const limit of type === "trafficControl" ? ["apiDefault", "userDefault", "appDefault"] : []) {
    if (read[limit] === 0) problems.add(`document.${limit}`, "is 0: no call is allowed.", "Use 1 or more.");
  }
  if (type === "jwtAuth") checkDocumentKeys(read, problems.under("document"));
  if (type === "cors" && read.allowCredentials === true && read.allowOrigins === "*") {
    const problem = "is true with any origin: every page could act as the user.";
    problems.add("document.allowCredentials", problem, "List the origins.");
  }
}

function checkDocumentKeys({ jwk, jwks }: Record<string, unknown>, problems: Problems): void {
  const keys = Array.isArray(jwks) ? jwks : [];
  const isReadable = (jwk === undefined || isObject(jwk)) && keys.every(isObject);
  if (!isReadable || (jwks !== undefined && !Array.isArray(jwks))) {
    problems.add(isObject(jwk ?? {}) ? "jwks" : "jwk", "is not a key.", "Use a JSON Web Key (RFC 7517).");
    return;
  }
  checkKeys({ jwk: jwk as Jwk | undefined, jwks: jwks as Jwk[] | undefined }, problems);
}

export function checkSize(document: unknown, problems: Problems, property: string): void {
  if (!isData(document)) return;
  const size = Buffer.byteLength(serializeDocument(document));
  if (size > largestDocument) {
    const hint = `Use at most ${largestDocument} bytes.`;
    problems.add(property, `results in a document of ${size} bytes.`, hint);
  }
}

/** Serializes a document. The provider compares it as text, so its keys are sorted. */
export function serializeDocument(document: unknown): string {
  return typeof document === "string" ? document : canonical(document);
}
