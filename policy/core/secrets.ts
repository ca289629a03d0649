import { isUnknown } from "./values";

/** Stands for a secret in a text. */
const placeholder = "(redacted)";

/** Host names, addresses, numbers and words. */
const token = /[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu;

/**
 * Secret values of a run, which no finding may show. Values are compared, not only paths, because a finding on one resource
 * may name a value of another one. A part of a secret, such as a host or a number, is as secret as the whole.
 */
export class Secrets {
  /** Paths of secrets by URN. */
  private readonly paths = new Map<string, string[]>();
  private readonly texts = new Set<string>();
  private readonly tokens = new Set<string>();

  add(urn: string, path: string, value: unknown): void {
    const paths = this.paths.get(urn) ?? [];
    if (!paths.includes(path)) this.paths.set(urn, [...paths, path]);
    for (const text of collectTexts(value)) {
      const [only, ...more] = splitTokens(text);
      if (only === text.toLowerCase() && more.length === 0) this.tokens.add(only);
      else this.texts.add(text);
      // Words alone, such as the keys of a template, and single digits are no secret.
      for (const each of [only, ...more])
        if (each && each.length > 1 && /[\d.]/.test(each)) this.tokens.add(each);
    }
  }

  /** Whether a property of a resource, a part of it, or what contains it is secret. */
  isSecret(urn: string, property: string): boolean {
    const paths = this.paths.get(urn) ?? [];
    return paths.some((path) => path === property || isWithin(path, property) || isWithin(property, path));
  }

  /** Whether a value contains a secret. */
  includes(value: unknown): boolean {
    return collectTexts(value).some((text) => this.redact(text) !== text);
  }

  /** Replaces secrets in a text. */
  redact(text: string): string {
    if (this.tokens.size + this.texts.size === 0) return text;
    const withoutTexts = [...this.texts].reduce((rest, secret) => {
      const quoted = JSON.stringify(secret).slice(1, -1);
      return rest.replaceAll(secret, placeholder).replaceAll(quoted, placeholder);
    }, text);
    return withoutTexts.replace(token, (each) => (this.tokens.has(normalize(each)) ? placeholder : each));
  }
}

const isWithin = (path: string, holder: string): boolean =>
  path.startsWith(`${holder}.`) || path.startsWith(`${holder}[`);

const normalize = (text: string): string => text.toLowerCase().replace(/[.-]+$/, "");

const splitTokens = (text: string): string[] => (text.match(token) ?? []).map(normalize);

/** Collects strings and numbers at any depth. A finding on a boolean cannot hide it. */
function collectTexts(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null || isUnknown(value)) return [];
  return Object.values(value).flatMap(collectTexts);
}
