/**
 * Properties of one parameter in a parameter table. They are plain data, from which the types of the handlers follow.
 */
interface Common {
  /** Rejected with `Missing<Name>` if absent or empty. */
  readonly required?: boolean;
  /** For secrets and user data: no message contains the value. */
  readonly secret?: boolean;
}

export interface StringParameter extends Common {
  readonly type: "string";
  readonly enum?: readonly string[];
  /** Values that exist only in the real service are rejected as not implemented instead of invalid. */
  readonly implemented?: readonly string[];
  readonly pattern?: RegExp;
  /** Meaning of the pattern, for the message. */
  readonly form?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface IntegerParameter extends Common {
  readonly type: "integer";
  readonly min?: number;
  readonly max?: number;
  /** Additional values outside the range, such as -1 for "no limit". */
  readonly also?: readonly number[];
  readonly implemented?: readonly number[];
}

export interface BooleanParameter extends Common {
  readonly type: "boolean";
  readonly implemented?: readonly boolean[];
}

/** JSON text, which is parsed. The handler decodes the value. */
export interface JsonParameter extends Common {
  readonly type: "json";
}

/** A JSON array of strings in one parameter, such as `InstanceIds=["i-1"]`. */
export interface JsonStringsParameter extends Common {
  readonly type: "jsonStrings";
  readonly max?: number;
}

/** `Name.1`, `Name.2` …, or a JSON array in `Name`. */
export interface ListParameter extends Common {
  readonly type: "list";
  readonly item: StringParameter | IntegerParameter;
  readonly max?: number;
}

/** `Name.1.Field` … */
export interface ObjectListParameter extends Common {
  readonly type: "objects";
  readonly fields: ParameterTable;
  readonly max?: number;
}

/** `Name.Field` */
export interface ObjectParameter extends Common {
  readonly type: "object";
  readonly fields: ParameterTable;
}

export type Parameter =
  | StringParameter
  | IntegerParameter
  | BooleanParameter
  | JsonParameter
  | JsonStringsParameter
  | ListParameter
  | ObjectListParameter
  | ObjectParameter;

export type ParameterTable = { readonly [name: string]: Parameter };

type ValueOf<P> = P extends { type: "string"; enum: readonly (infer E)[] }
  ? E
  : P extends { type: "string" }
    ? string
    : P extends { type: "integer" }
      ? number
      : P extends { type: "boolean" }
        ? boolean
        : P extends { type: "json" }
          ? unknown
          : P extends { type: "jsonStrings" }
            ? string[]
            : P extends { type: "list"; item: infer I }
              ? ValueOf<I>[]
              : P extends { type: "objects"; fields: infer F extends ParameterTable }
                ? ParametersOf<F>[]
                : P extends { type: "object"; fields: infer F extends ParameterTable }
                  ? ParametersOf<F>
                  : never;

/** Lists are always present, possibly empty. */
type AlwaysPresent<P> = P extends { required: true } | { type: "list" | "objects" | "object" } ? true : false;

/** The parameters that a handler receives for a table. */
export type ParametersOf<T extends ParameterTable> = {
  [K in keyof T as AlwaysPresent<T[K]> extends true ? K : never]: ValueOf<T[K]>;
} & {
  [K in keyof T as AlwaysPresent<T[K]> extends true ? never : K]?: ValueOf<T[K]>;
};
