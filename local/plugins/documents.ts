import { YAMLParseError } from "yaml";
import { maxAliasCount, parseYaml, TooComplexError } from "../parsing";
import { readAccessControl } from "./accessControl";
import { readBasicAuth } from "./basicAuth";
import { readCors } from "./cors";
import { readErrorMapping } from "./errorMapping";
import { Fields, PluginDocumentError, type Unknowns } from "./fields";
import { readIpControl } from "./ipControl";
import { readJwtAuth } from "./jwtAuth";
import { readTrafficControl } from "./trafficControl";

/** Readers of the documents, by supported type of plug-in. */
const implemented = {
  trafficControl: readTrafficControl,
  ipControl: readIpControl,
  cors: readCors,
  jwtAuth: readJwtAuth,
  basicAuth: readBasicAuth,
  accessControl: readAccessControl,
  errorMapping: readErrorMapping,
};

export type ImplementedType = keyof typeof implemented;

/** Contents of a document, by type. */
export type PluginDocuments = { [T in ImplementedType]: ReturnType<(typeof implemented)[T]> };

const readers: { readonly [T in ImplementedType]: (fields: Fields) => PluginDocuments[T] } = implemented;

/** All types of the real gateway. Those without a reader can be created but not attached. */
export const pluginTypes: readonly string[] = [
  ...[
    "trafficControl",
    "ipControl",
    "backendSignature",
    "jwtAuth",
    "basicAuth",
    "cors",
    "caching",
    "routing",
  ],
  ...["accessControl", "errorMapping", "circuitBreaker", "remoteAuth", "logMask", "transformer"],
];

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
