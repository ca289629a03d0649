import { isDay } from "./exemptions";
import { notJudgedName } from "./notes";
import type { Rule } from "./rule";

/** A mistake in the configuration of the pack: where, what, and what to do. */
export interface ConfigurationMistake {
  readonly path: string;
  readonly message: string;
}

/** The configuration of the pack has mistakes; the message has them all. */
export class ConfigurationError extends Error {
  constructor(readonly mistakes: readonly ConfigurationMistake[]) {
    const lines = mistakes.map(({ path, message }) => `  ${path}: ${message}`);
    super(
      `${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"} in the configuration of the policy pack:\n${lines.join("\n")}`,
    );
    this.name = "ConfigurationError";
  }
}

const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** Every mistake in a configuration: rule names, levels, options, exemptions. */
export function mistakesOf(configuration: unknown, rules: readonly Rule[]): ConfigurationMistake[] {
  if (!isObject(configuration)) {
    return [{ path: "(the configuration)", message: "is not an object. Use rule names as keys." }];
  }
  const known = new Map(rules.map((rule) => [rule.name, rule]));
  return Object.entries(configuration).flatMap(([name, value]) => {
    if (name === "all") return mistakesOfAll(value);
    const rule = known.get(name);
    if (rule) return mistakesOfRule(name, value, rule);
    if (name === notJudgedName) return mistakesOfNotJudged(value);
    return [{ path: name, message: `is not a rule.${nearestTo(name, [...known.keys(), "all"])}` }];
  });
}

function mistakesOfAll(value: unknown): ConfigurationMistake[] {
  const level = isObject(value) ? value.enforcementLevel : value;
  const more = isObject(value) ? Object.keys(value).filter((key) => key !== "enforcementLevel") : [];
  return [
    ...mistakesOfLevel("all", level),
    ...more.map((key) => ({
      path: `all.${key}`,
      message: "does not apply to all rules. Configure it rule by rule.",
    })),
  ];
}

function mistakesOfNotJudged(value: unknown): ConfigurationMistake[] {
  const level = isObject(value) ? value.enforcementLevel : value;
  const refuses = level === "mandatory" || level === "remediate";
  const message = `is ${level}, but it refuses nothing. Use advisory or disabled.`;
  return refuses ? [{ path: notJudgedName, message }] : mistakesOfRule(notJudgedName, value, undefined);
}

function mistakesOfLevel(path: string, level: unknown): ConfigurationMistake[] {
  if (typeof level === "string" && levels.includes(level)) return [];
  return [{ path, message: `${JSON.stringify(level)} is not a level. Use one of ${levels.join(", ")}.` }];
}

function mistakesOfRule(name: string, value: unknown, rule: Rule | undefined): ConfigurationMistake[] {
  if (!isObject(value)) return mistakesOfLevel(name, value);
  const options = Object.keys(rule?.options ?? {});
  return Object.entries(value).flatMap(([key, setting]) => {
    const path = `${name}.${key}`;
    if (key === "enforcementLevel") return mistakesOfLevel(path, setting);
    if (key === "exemptions" && rule) return mistakesOfExemptions(path, setting);
    const schema = rule?.options[key]?.schema;
    if (schema) return mistakesBySchema(path, setting, schema);
    const all = ["enforcementLevel", ...(rule ? ["exemptions"] : []), ...options];
    return [{ path, message: `is not an option.${nearestTo(key, all)}` }];
  });
}

function mistakesOfExemptions(path: string, value: unknown): ConfigurationMistake[] {
  if (!Array.isArray(value)) return [{ path, message: "is not a list." }];
  return value.flatMap((exemption: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isObject(exemption)) {
      return [{ path: at, message: "is not an object. Give resource, reason and expires." }];
    }
    const { resource, reason, expires, ...others } = exemption;
    return [
      ...(isText(resource)
        ? []
        : [{ path: `${at}.resource`, message: "is missing. Name a resource; * is any text." }]),
      ...(isText(reason)
        ? []
        : [{ path: `${at}.reason`, message: "is missing. Say why the rule does not apply." }]),
      ...(isText(expires) && isDay(expires)
        ? []
        : [{ path: `${at}.expires`, message: `${JSON.stringify(expires)} is not a day. Use YYYY-MM-DD.` }]),
      ...Object.keys(others).map((key) => ({
        path: `${at}.${key}`,
        message: "is not a part of an exemption.",
      })),
    ];
  });
}

interface Schema {
  readonly type?: unknown;
  readonly items?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly additionalProperties?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

const kinds: Record<string, (value: unknown) => boolean> = {
  array: Array.isArray,
  object: isObject,
  string: isText,
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
};

/** By the part of JSON Schema that options are written in; the engine checks the same, but says less where. */
function mistakesBySchema(path: string, value: unknown, schema: Schema): ConfigurationMistake[] {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  if (typeof type === "string" && !kinds[type]?.(value)) {
    return [
      {
        path,
        message: `${JSON.stringify(value)} is not of type ${type}${type === "string" ? ", or empty" : ""}.`,
      },
    ];
  }
  if (typeof value === "number" && (value < minimum || value > maximum)) {
    return [{ path, message: `is ${value}. Use ${minimum} to ${maximum}.` }];
  }
  if (Array.isArray(value) && isObject(schema.items)) {
    return value.flatMap((item, index) =>
      mistakesBySchema(`${path}[${index}]`, item, schema.items as Schema),
    );
  }
  if (!isObject(value)) return [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const missing = (Array.isArray(schema.required) ? schema.required : []).filter(
    (key) => !(String(key) in value),
  );
  return [
    ...missing.map((key) => ({ path: `${path}.${key}`, message: "is missing." })),
    ...Object.entries(value).flatMap(([key, item]) => {
      const own = properties[key] ?? schema.additionalProperties;
      if (isObject(own)) return mistakesBySchema(`${path}.${key}`, item, own);
      return own === false ? [{ path: `${path}.${key}`, message: "is not known here." }] : [];
    }),
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** ` Did you mean …?` when one name shares most of its words; else what there is. */
function nearestTo(name: string, names: readonly string[]): string {
  const words = (text: string) => text.toLowerCase().split(/[^a-z0-9]+/);
  const scored = names.map((other) => {
    const shared = words(other).filter((word) => words(name).includes(word)).length;
    return { other, score: (2 * shared) / (words(other).length + words(name).length) };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { other: "", score: 0 });
  if (best.score >= 0.5) return ` Did you mean ${best.other}?`;
  return names.length <= 6 ? ` Use one of ${names.join(", ")}.` : " See the table of rules.";
}
