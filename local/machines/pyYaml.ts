import { type Document, isCollection, type ScalarTag, visit } from "yaml";
import { maxAliasCount, parseYaml, TooComplexError } from "../parsing";

/** A document that PyYAML rejects. */
export class PyYamlError extends Error {}

const core = (name: string): string => `tag:yaml.org,2002:${name}`;

const resolver = (name: string, test: RegExp, resolve: ScalarTag["resolve"]): ScalarTag => ({
  tag: core(name),
  default: true,
  test,
  resolve,
});

/** A base-60 number such as `9:30`. */
function sexagesimal(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const parts = text.replace(/^[-+]/, "").replaceAll("_", "").split(":");
  return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

function integer(text: string): number {
  const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(text.replaceAll("_", "")) ?? [];
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return sign === "-" ? 0 - number : number;
}

function float(text: string): number {
  const plain = text.toLowerCase().replaceAll("_", "");
  if (plain.endsWith(".nan")) return Number.NaN;
  if (plain.endsWith(".inf")) return plain.startsWith("-") ? -Infinity : Infinity;
  return Number(plain);
}

/** Unquoted scalars that are not texts. Source: PyYAML 6, implicit resolvers of `resolver.py`. */
const resolvers: readonly ScalarTag[] = [
  resolver("null", /^(?:~|null|Null|NULL|)$/, () => null),
  resolver("bool", /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  resolver("bool", /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  resolver("int", /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+)$/, integer),
  resolver("int", /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal),
  resolver("float", /^[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/, float),
  resolver("float", /^[-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/, float),
  resolver("float", /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, float),
  resolver("float", /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, sexagesimal),
  resolver("timestamp", /^\d{4}-\d\d-\d\d$/, timestamp),
  resolver(
    "timestamp",
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/,
    timestamp,
  ),
  resolver("value", /^=$/, (_, onError) => onError("could not determine a constructor for the tag value")),
];

function timestamp(text: string, onError: (message: string) => void): Date {
  const [year = 0, month = 0, day = 0] = text.split(/\D/, 3).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year === 0) {
    onError(`${text} is not a date`);
  }
  return date;
}

/** Characters that PyYAML rejects. Source: `NON_PRINTABLE` of `reader.py`. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads a document like PyYAML's safe loader, which cloud-init uses: YAML 1.1 with the limits of PyYAML. `y` and `1e3`
 * are texts. A date that does not exist and an unknown tag cause an error. Two details differ: U+2028 and U+2029
 * cause an error, and `1.0` becomes 1.
 *
 * @throws PyYamlError for a document that PyYAML rejects
 */
export function readPyYaml(text: string): unknown {
  const character = unprintable.exec(text)?.[0];
  if (character !== undefined) {
    const code = character.codePointAt(0)?.toString(16).padStart(4, "0");
    throw new PyYamlError(`unacceptable character #x${code}: special characters are not allowed`);
  }
  if (/[\u2028\u2029]/.test(text)) {
    throw new PyYamlError("U+2028 and U+2029 are line breaks of PyYAML that the local cloud does not read");
  }
  const replaced = new Set(resolvers.map(({ tag }) => tag));
  const document = parsed(text.replace(/\r(?!\n)|\u0085/g, "\n"), {
    version: "1.1",
    uniqueKeys: false,
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === "string" || !replaced.has(tag.tag)),
      ...resolvers,
    ],
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new PyYamlError(problem.message.split("\n")[0]);
  if (hasTab(text, document)) throw new PyYamlError("found a tab that cannot start any token");
  visit(document, {
    Pair(_, { key }) {
      if (isCollection(key)) throw new PyYamlError("found unhashable key");
    },
    Scalar(_, { type, source }, ancestors) {
      const isInBrackets = ancestors.some((one) => isCollection(one) && one.flow);
      if (type === "PLAIN" && isInBrackets && source?.includes("?")) {
        throw new PyYamlError("expected ',' or ']', but got '?'");
      }
    },
  });
  try {
    return document.toJS({ maxAliasCount });
  } catch (error) {
    // An alias without an anchor, too many aliases, or a merge key without a mapping.
    throw new PyYamlError(error instanceof Error ? error.message : String(error));
  }
}

/** PyYAML rejects documents with deep nesting too, because it calls itself for each level. */
function parsed(...args: Parameters<typeof parseYaml>): Document {
  try {
    return parseYaml(...args);
  } catch (error) {
    if (error instanceof TooComplexError) throw new PyYamlError(error.message);
    throw error;
  }
}

/** Whether a document has a tab outside quoted scalars, block scalars and comments. */
function hasTab(text: string, document: Document): boolean {
  let rest = text;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type === "PLAIN" || !range) return;
      const [start, end] = range;
      rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
    },
  });
  return rest.split(/[\r\n\u0085]/).some((line) => line.replace(/(^|\s)#.*$/, "").includes("\t"));
}
