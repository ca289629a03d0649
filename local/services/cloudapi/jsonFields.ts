import { apiError } from "./errors";

/**
 * The fields of a JSON object in a parameter. Names are case-insensitive, because clients use different cases
 * (`requestPath`, `RequestPath`). Fields that no reader requested are rejected unless they are empty.
 */
export class JsonFields {
  private readonly values: Map<string, unknown>;
  private readonly names: Map<string, string>;

  constructor(
    readonly path: string,
    value: unknown,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw apiError("InvalidDefinition.Malformed", path, "is not a JSON object");
    }
    const entries = Object.entries(value);
    this.values = new Map(entries.map(([name, field]) => [name.toLowerCase(), field]));
    this.names = new Map(entries.map(([name]) => [name.toLowerCase(), name]));
  }

  /** Undefined if absent or null. Numbers and booleans are returned as text. */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === "object")
      throw apiError("InvalidDefinition.Malformed", `${this.path}.${name}`, "is not a text");
    return String(value);
  }

  /**
   * Rejects a text that is not one of the values. The comparison is case-insensitive, and the original text is kept.
   */
  known(name: string, values: readonly string[]): void {
    const value = this.values.get(name.toLowerCase());
    const text = typeof value === "string" ? value : "";
    if (text === "" || values.some((one) => one.toLowerCase() === text.toLowerCase())) return;
    const mustBe = `is "${text}", but must be one of ${values.join(", ")}`;
    throw apiError("InvalidDefinition.Malformed", `${this.path}.${name}`, mustBe);
  }

  /** One of the values, compared case-insensitively. `fallback` if absent or empty. */
  choice<const T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (!text) return fallback;
    const value = values.find((known) => known.toLowerCase() === text.toLowerCase());
    if (value === undefined) {
      const mustBe = `is "${text}", but must be one of ${values.join(", ")}`;
      throw apiError("InvalidDefinition.Malformed", `${this.path}.${name}`, mustBe);
    }
    return value;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined || text === "") return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      const mustBe = `is ${text}, but must be an integer from ${min} to ${max}`;
      throw apiError("InvalidDefinition.Malformed", `${this.path}.${name}`, mustBe);
    }
    return value;
  }

  object(name: string): JsonFields | undefined {
    const value = this.take(name);
    return value === undefined || value === null ? undefined : new JsonFields(`${this.path}.${name}`, value);
  }

  /** A list, for jsonList. */
  list(name: string): unknown {
    return this.take(name);
  }

  /** Rejects remaining fields that are not empty. */
  finish(): void {
    for (const [key, value] of this.values) {
      if (!isEmpty(value))
        throw apiError("LocalCloud.ParameterNotImplemented", `${this.path}.${this.names.get(key)}`);
    }
  }

  private take(name: string): unknown {
    const key = name.toLowerCase();
    const value = this.values.get(key);
    this.values.delete(key);
    return value;
  }
}

/** Reads a list of objects. Absent and null values are empty lists. */
export function jsonList(path: string, value: unknown): JsonFields[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw apiError("InvalidDefinition.Malformed", path, "is not a JSON list");
  return value.map((item: unknown, index) => new JsonFields(`${path}[${index}]`, item));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false || value === 0) return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}
