/** Range of a whole number. */
export interface NumberRange {
  from: number;
  to: number;
  /** @default none */
  unit?: string;
}

/** Shape of a value, generated from its declared type. Without alternatives, the value may be anything. */
export interface ValueShape {
  /** Simple types. `object` is an object whose properties are not checked. */
  types?: readonly ("boolean" | "number" | "string" | "function" | "object")[];
  /** The only strings that are allowed. */
  enum?: readonly string[];
  /** Range of a number, from the tag `@range 1 to 3600 seconds`. @default any number */
  range?: NumberRange;
  /** Maximum number of characters of a string, from the tag `@maxLength`. @default any number */
  maxLength?: number;
  /** Shape of the items of a list. */
  list?: ValueShape;
  /** Shape of the values of an object whose keys are names. */
  record?: ValueShape;
  /** Shape of the values of an object whose keys are environments. */
  stages?: ValueShape;
  /** Objects with their own arguments, by the names of their shapes. */
  objects?: readonly (string | ObjectShape)[];
  /** Whether an `Output` or a `Promise` is allowed. */
  input?: true;
  /** Whether a string may be empty and may contain spaces, if an `Output` is also allowed. */
  anyText?: true;
  /** Whether the property must be set. */
  required?: true;
  /** Whether an item may be undefined. */
  optional?: true;
}

/** Properties of an object. With the key `*`, others are allowed too. */
export type ObjectShape = { readonly [property: string]: ValueShape };

/** Shapes of named types: an object, or a union of objects. */
export type Shapes = Readonly<Record<string, ObjectShape | readonly (string | ObjectShape)[]>>;
