import { isDate } from "./exemptions";
import { notJudgedName } from "./notJudged";
import type { JsonSchema } from "./options";
import { pageUrl } from "./pages";
import type { Level, Rule } from "./rule";

/** Levels, options and exemptions by rule name; `all` is the level of all rules. */
export type PackConfiguration = Readonly<
  Record<string, Level | (Readonly<Record<string, unknown>> & { readonly enforcementLevel?: Level })>
>;

/**
 * What the rules evaluate: `gateway-only` leaves out resources that the gateway does not lead to, for rules that would
 * otherwise reject usual stacks without a gateway.
 */
export type Profile = "gateway-only" | "everything";

export const defaultProfile: Profile = "gateway-only";

const profiles = ["gateway-only", "everything"] satisfies Profile[];

const profileSchema: JsonSchema = {
  type: "string",
  enum: profiles,
  description:
    "What the rule evaluates: everything, or only what the gateway leads to. The default is that of the pack.",
};

/** Options of a rule, with the profile of a rule that follows it. Its default is the profile of the pack. */
export const listOptions = (
  { options, scope }: Rule,
  profile: Profile = defaultProfile,
): Readonly<Record<string, { schema: JsonSchema }>> =>
  scope === undefined ? options : { ...options, profile: { schema: { ...profileSchema, default: profile } } };

/** A problem in the configuration of the pack: its path, what is wrong, and how to fix it. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly message: string;
}

/** The configuration of the pack is invalid. The message lists all problems. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(({ path, message }) => `  ${path}: ${message}`);
    super(
      `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in the configuration of the policy pack:\n${lines.join("\n")}`,
    );
    this.name = "ConfigurationError";
  }
}

const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** Validates a configuration: rule names, levels, options, exemptions. */
export function validateConfiguration(
  configuration: unknown,
  rules: readonly Rule[],
): ConfigurationProblem[] {
  if (!isObject(configuration)) {
    return [{ path: "(configuration)", message: "must be an object. Use rule names as keys." }];
  }
  const known = new Map(rules.map((rule) => [rule.name, rule]));
  return Object.entries(configuration).flatMap(([name, value]) => {
    if (name === "all") return validateAll(value);
    const rule = known.get(name);
    if (rule) return validateRule(name, value, rule);
    if (name === notJudgedName) return validateNotJudged(value);
    return [{ path: name, message: `is not the name of a rule.${suggest(name, [...known.keys(), "all"])}` }];
  });
}

function validateAll(value: unknown): ConfigurationProblem[] {
  const { enforcementLevel, ...others } = isObject(value) ? value : { enforcementLevel: value };
  return [
    ...validateLevel("all", enforcementLevel),
    ...Object.keys(others).map((key) => ({
      path: `all.${key}`,
      message: "cannot be set for all rules. Set it for each rule.",
    })),
  ];
}

function validateNotJudged(value: unknown): ConfigurationProblem[] {
  const level = isObject(value) ? value.enforcementLevel : value;
  const isBlocking = level === "mandatory" || level === "remediate";
  const message = `cannot be ${level}, because undecided checks never block an update. Use advisory or disabled.`;
  return isBlocking ? [{ path: notJudgedName, message }] : validateRule(notJudgedName, value, undefined);
}

function validateLevel(path: string, level: unknown): ConfigurationProblem[] {
  if (typeof level === "string" && levels.includes(level)) return [];
  return [
    {
      path,
      message: `${JSON.stringify(level)} is not an enforcement level. Use one of ${levels.join(", ")}.`,
    },
  ];
}

function validateRule(name: string, value: unknown, rule: Rule | undefined): ConfigurationProblem[] {
  if (!isObject(value)) return validateLevel(name, value);
  const options = rule === undefined ? {} : listOptions(rule);
  return Object.entries(value).flatMap(([key, setting]) => {
    const path = `${name}.${key}`;
    if (key === "enforcementLevel") return validateLevel(path, setting);
    if (key === "exemptions" && rule) return validateExemptions(path, setting);
    const schema = options[key]?.schema;
    if (schema) return validateBySchema(path, setting, schema);
    const all = ["enforcementLevel", ...(rule ? ["exemptions"] : []), ...Object.keys(options)];
    return [{ path, message: `is not an option of this rule.${suggest(key, all)}` }];
  });
}

function validateExemptions(path: string, value: unknown): ConfigurationProblem[] {
  if (!Array.isArray(value)) return [{ path, message: "must be a list of exemptions." }];
  return value.flatMap((exemption: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isObject(exemption)) {
      return [{ path: at, message: "must be an object with resource, reason and expires." }];
    }
    const { resource, reason, expires, ...others } = exemption;
    return [
      ...(isNonEmptyString(resource)
        ? []
        : [
            {
              path: `${at}.resource`,
              message: "is required. Use the name or URN of a resource; * matches any characters.",
            },
          ]),
      ...(isNonEmptyString(reason)
        ? []
        : [{ path: `${at}.reason`, message: "is required. State why the rule does not apply." }]),
      ...(isNonEmptyString(expires) && isDate(expires)
        ? []
        : [{ path: `${at}.expires`, message: `${JSON.stringify(expires)} is not a date. Use YYYY-MM-DD.` }]),
      ...Object.keys(others).map((key) => ({
        path: `${at}.${key}`,
        message: "is not a field of an exemption. Use resource, reason and expires.",
      })),
    ];
  });
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly items?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly additionalProperties?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Types with an article, for messages. */
const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  string: "a non-empty string",
  integer: "an integer",
  boolean: "true or false",
};

const typeChecks: Record<string, (value: unknown) => boolean> = {
  array: Array.isArray,
  object: isObject,
  string: isNonEmptyString,
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

/** Validates a value by the subset of JSON Schema that options use. The engine does too, but its errors have no path. */
function validateBySchema(path: string, value: unknown, schema: Schema): ConfigurationProblem[] {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  if (typeof type === "string" && !typeChecks[type]?.(value)) {
    return [
      {
        path,
        message: `${JSON.stringify(value)} must be ${typeNames[type] ?? type}.`,
      },
    ];
  }
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) {
    const message = `${JSON.stringify(value)} is not a value of this option. Use ${schema.enum.join(" or ")}.`;
    return [{ path, message }];
  }
  if (typeof value === "number" && (value < minimum || value > maximum)) {
    return [{ path, message: `${value} is out of range. Use ${minimum} to ${maximum}.` }];
  }
  if (Array.isArray(value) && isObject(schema.items)) {
    return value.flatMap((item, index) =>
      validateBySchema(`${path}[${index}]`, item, schema.items as Schema),
    );
  }
  if (!isObject(value)) return [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const missing = (Array.isArray(schema.required) ? schema.required : []).filter(
    (key) => !(String(key) in value),
  );
  return [
    ...missing.map((key) => ({ path: `${path}.${key}`, message: "is required." })),
    ...Object.entries(value).flatMap(([key, item]) => {
      const own = properties[key] ?? schema.additionalProperties;
      if (isObject(own)) return validateBySchema(`${path}.${key}`, item, own);
      return own === false
        ? [
            {
              path: `${path}.${key}`,
              message: `is not a field. Use one of ${Object.keys(properties).join(", ")}.`,
            },
          ]
        : [];
    }),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** Suggests the name that shares most words, or lists the names. */
function suggest(name: string, names: readonly string[]): string {
  const words = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);
  const scored = names.map((other) => {
    const shared = words(other).filter((word) => words(name).includes(word)).length;
    return { other, score: (2 * shared) / (words(other).length + words(name).length) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { other: "", score: 0 });
  if (best.score >= 0.5) return ` Did you mean ${best.other}?`;
  return names.length <= 6 ? ` Use one of ${names.join(", ")}.` : ` See ${pageUrl("README")} for all rules.`;
}
