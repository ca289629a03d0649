import { YAMLParseError } from "yaml";
import { maxAliasCount, parseYaml, TooComplexError } from "../parsing";
import { type AccessControl, readAccessControl } from "./accessControl";
import { type BasicAuth, readBasicAuth } from "./basicAuth";
import { type Cors, readCors } from "./cors";
import { type ErrorMapping, readErrorMapping } from "./errorMapping";
import { Fields, PluginDocumentError, type Unknowns } from "./fields";
import { type IpControl, readIpControl } from "./ipControl";
import { type JwtAuth, readJwtAuth } from "./jwtAuth";
import { readTrafficControl, type TrafficControl } from "./trafficControl";

/** Supported types of plug-ins, each with the contents of its document. */
export interface PluginDocuments {
  trafficControl: TrafficControl;
  ipControl: IpControl;
  cors: Cors;
  jwtAuth: JwtAuth;
  basicAuth: BasicAuth;
  accessControl: AccessControl;
  errorMapping: ErrorMapping;
}

export type ImplementedType = keyof PluginDocuments;

const readers: { readonly [T in ImplementedType]: (fields: Fields) => PluginDocuments[T] } = {
  trafficControl: readTrafficControl,
  ipControl: readIpControl,
  cors: readCors,
  jwtAuth: readJwtAuth,
  basicAuth: readBasicAuth,
  accessControl: readAccessControl,
  errorMapping: readErrorMapping,
};

/** Types that can be created but not attached, because the local cloud does not implement them. */
const keptTypes = [
  "backendSignature",
  "caching",
  "routing",
  "circuitBreaker",
  "remoteAuth",
  "logMask",
  "transformer",
];

/** All types of the real gateway. */
export const pluginTypes: readonly string[] = [...Object.keys(readers), ...keptTypes];

export const implementedTypes: readonly string[] = Object.keys(readers);

export const isImplemented = (type: string): type is ImplementedType => Object.hasOwn(readers, type);

/**
 * Reads a document and lists its unsupported fields.
 *
 * @throws PluginDocumentError if it is not JSON or YAML, or violates the schema of its type
 */
export function readDocument<T extends ImplementedType>(
  type: T,
  text: string,
): { document: PluginDocuments[T]; unknowns: Unknowns } {
  const unknowns: Unknowns = [];
  const fields = new Fields("", parseText(text), unknowns);
  const document = readers[type](fields);
  fields.finish();
  return { document, unknowns };
}

/**
 * Validates a document of any type.
 *
 * @throws PluginDocumentError like {@link readDocument}; for an unsupported type, only the format is validated
 */
export function checkDocument(type: string, text: string): Unknowns {
  if (isImplemented(type)) return readDocument(type, text).unknowns;
  new Fields("", parseText(text), []);
  return [];
}

/** JSON is also YAML. */
function parseText(text: string): unknown {
  try {
    const document = parseYaml(text);
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS({ maxAliasCount });
  } catch (error) {
    if (error instanceof TooComplexError) throw new PluginDocumentError(error.message);
    // An alias without an anchor, or too many aliases, is a ReferenceError.
    if (!(error instanceof YAMLParseError) && !(error instanceof ReferenceError)) throw error;
    throw new PluginDocumentError(
      `is neither JSON nor YAML: ${error.message.split("\n")[0]?.slice(0, 120) ?? ""}`,
    );
  }
}
