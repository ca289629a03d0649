/** Subset of JSON Schema that describes an option. The engine validates configurations by it. */
export interface JsonSchema {
  readonly type: "array" | "object" | "string" | "integer" | "boolean";
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | JsonSchema;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One option of a rule: its schema, which includes the default. */
export interface Option<Value> {
  readonly schema: JsonSchema & { readonly default: Value; readonly description: string };
}

/** Options of a rule, by name. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** Values of a rule's options. */
export type OptionValues<Set extends Options> = {
  readonly [Name in keyof Set]: Set[Name] extends Option<infer Value> ? Value : never;
};

function option<Value>(schema: JsonSchema, value: Value, description: string): Option<Value> {
  return { schema: { ...schema, default: value, description } };
}

export const strings = (value: readonly string[], description: string): Option<readonly string[]> =>
  option({ type: "array", items: { type: "string", minLength: 1 } }, value, description);

export const integers = (
  value: readonly number[],
  limits: { minimum: number; maximum: number },
  description: string,
): Option<readonly number[]> =>
  option({ type: "array", items: { type: "integer", ...limits } }, value, description);

/** An option that is one whole number. */
export const wholeNumber = (
  value: number,
  limits: { minimum: number; maximum: number },
  description: string,
): Option<number> => option({ type: "integer", ...limits }, value, description);

export const flag = (value: boolean, description: string): Option<boolean> =>
  option({ type: "boolean" }, value, description);

/** An option that maps names to strings. */
export const stringMap = (
  value: Readonly<Record<string, string>>,
  description: string,
): Option<Readonly<Record<string, string>>> =>
  option({ type: "object", additionalProperties: { type: "string", minLength: 1 } }, value, description);

/** An option that is a list of objects with string fields. Fields that end with `?` are optional. */
export function records<Item extends object>(
  value: readonly Item[],
  fields: readonly string[],
  description: string,
): Option<readonly Item[]> {
  const names = fields.map((field) => field.replace("?", ""));
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: "string", minLength: 1 } as const]),
  );
  const required = fields.filter((field) => !field.endsWith("?"));
  const items = { type: "object", properties, required, additionalProperties: false } as const;
  return option({ type: "array", items }, value, description);
}

/** Returns the configured values, and the defaults of all other options. */
export function resolveOptions<Set extends Options>(
  options: Set,
  configured: Readonly<Record<string, unknown>>,
): OptionValues<Set> {
  const values = Object.entries(options).map(([name, { schema }]) => [
    name,
    configured[name] ?? schema.default,
  ]);
  return Object.fromEntries(values);
}
