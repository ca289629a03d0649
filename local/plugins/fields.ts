/** An invalid plug-in document, with path and reason. */
export class PluginDocumentError extends Error {}

/** Fields of a document that the real gateway may know and this one does not: a list of paths. */
export type Unknowns = string[];

/**
 * The fields of an object in a plug-in document. Fields that no reader requested are recorded, never ignored. A plug-in
 * with such fields can be created but not attached.
 */
export class Fields {
  private readonly values: Map<string, unknown>;

  constructor(
    readonly path: string,
    value: unknown,
    private readonly unknowns: Unknowns,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new PluginDocumentError(`${path || "the document"} is not an object`);
    }
    this.values = new Map(Object.entries(value));
  }

  /** Undefined if absent or null. Numbers and booleans are returned as text. */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    if (typeof value === "object") throw this.mistake(name, "is not a text");
    return String(value);
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (!text) throw this.mistake(name, "is missing");
    return text;
  }

  /** One of the allowed values, with the original spelling. */
  choice<const T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.text(name);
    const found = values.find((value) => value === text);
    if (text !== undefined && found === undefined) {
      throw this.mistake(name, `is "${text}", but must be one of ${values.join(", ")}`);
    }
    return found;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw this.mistake(name, `is ${text}, but must be a whole number from ${min} to ${max}`);
    }
    return value;
  }

  requiredInteger(name: string, min: number, max: number): number {
    const value = this.integer(name, min, max);
    if (value === undefined) throw this.mistake(name, "is missing");
    return value;
  }

  /** False if absent. */
  flag(name: string): boolean {
    const text = this.text(name) ?? "false";
    if (text !== "true" && text !== "false")
      throw this.mistake(name, `is ${text}, but must be true or false`);
    return text === "true";
  }

  /** Splits `a, b` into its values. Empty if absent. */
  commaList(name: string): string[] {
    const text = this.text(name) ?? "";
    return text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  }

  texts(name: string): string[] {
    return this.list(name).map((item, index) => {
      if (typeof item === "string") return item;
      throw this.mistake(`${name}[${index}]`, "is not a text");
    });
  }

  objects(name: string): Fields[] {
    return this.list(name).map(
      (item, index) => new Fields(this.at(`${name}[${index}]`), item, this.unknowns),
    );
  }

  object(name: string): Fields | undefined {
    const value = this.take(name);
    return value === undefined ? undefined : new Fields(this.at(name), value, this.unknowns);
  }

  /** An object of texts. Empty if absent. */
  map(name: string): ReadonlyMap<string, string> {
    const fields = this.object(name);
    return new Map([...(fields?.values.keys() ?? [])].map((key) => [key, fields?.requiredText(key) ?? ""]));
  }

  /** All fields without changes. */
  all(): Record<string, unknown> {
    const all = Object.fromEntries(this.values);
    this.values.clear();
    return all;
  }

  has(name: string): boolean {
    return (this.values.get(name) ?? undefined) !== undefined;
  }

  mistake(name: string, problem: string): PluginDocumentError {
    return new PluginDocumentError(`${this.at(name)} ${problem}`);
  }

  /** Records a value that the real gateway may know. */
  unknown(name: string, value?: string): void {
    this.unknowns.push(value === undefined ? this.at(name) : `${this.at(name)} "${value}"`);
  }

  /** Records the fields that no reader requested. */
  finish(): void {
    for (const [name, value] of this.values) if (value !== null && value !== false) this.unknown(name);
  }

  private list(name: string): unknown[] {
    const value = this.take(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.mistake(name, "is not a list");
    return value;
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  private take(name: string): unknown {
    const value = this.values.get(name) ?? undefined;
    this.values.delete(name);
    return value;
  }
}
