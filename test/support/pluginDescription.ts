/** A property in the description of a plugin that the toolchain builds. */
export interface DescribedProperty {
  readonly kind: string;
  /** Whether a program may set it. Otherwise it is an output only. */
  readonly input: boolean;
  readonly required: boolean;
  /** Properties of an object, or of the objects in a list. */
  readonly properties?: DescribedProperties;
}

export type DescribedProperties = ReadonlyMap<string, DescribedProperty>;

/** Token → properties. */
export type Description = ReadonlyMap<string, DescribedProperties>;

/** Reads the output of a plugin for the argument `describe`. */
export function readDescription(json: string): Description {
  const value: unknown = JSON.parse(json);
  return new Map(listEntries(value).map(([token, properties]) => [token, readProperties(properties)]));
}

function readProperties(value: unknown): DescribedProperties {
  return new Map(listEntries(value).map(([name, property]) => [name, readProperty(name, property)]));
}

function readProperty(name: string, value: unknown): DescribedProperty {
  const { kind, input, required, properties } = Object.fromEntries(listEntries(value));
  if (typeof kind !== "string" || typeof input !== "boolean" || typeof required !== "boolean") {
    throw new Error(`the plugin's description of ${name} is not understood`);
  }
  return properties === undefined
    ? { kind, input, required }
    : { kind, input, required, properties: readProperties(properties) };
}

function listEntries(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null)
    throw new Error("the plugin's description is not understood");
  return Object.entries(value);
}
