import type { Around, Value } from "./around";
import type { Args } from "./scenarios";

/** New values by path, in the order of their changes. */
export type Setting = Readonly<Record<string, Value>>;

/** Values from the outputs of the stack before the change. */
export interface FromOutputs {
  read(outputs: Record<string, unknown>): unknown;
}

const isFromOutputs = (value: unknown): value is FromOutputs =>
  typeof value === "object" && value !== null && typeof (value as FromOutputs).read === "function";

/** Resolves the values of a setting that come from outputs. */
export function withOutputs(setting: Setting, outputs: Record<string, unknown>): Setting {
  return Object.fromEntries(
    Object.entries(setting).map(([path, value]) => [path, mapped(value, (one) => readFrom(one, outputs))]),
  );
}

const readFrom = (value: unknown, outputs: Record<string, unknown>) =>
  isFromOutputs(value) ? { value: value.read(outputs) } : undefined;

/** The arguments of a scenario after its settings, with the resources beside the `VpcApi`. */
export function argsAfter(args: Args, settings: readonly Setting[], around: Around): Args {
  const changed = mapped(args, () => undefined) as Args;
  for (const setting of settings) {
    for (const [path, value] of Object.entries(setting)) put(changed, path.split("."), value);
  }
  return mapped(changed, (value) =>
    typeof value === "function" ? { value: value(around) } : undefined,
  ) as Args;
}

function put(target: Args, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    const inside = target[key];
    if (typeof inside !== "object" || inside === null) target[key] = {};
    put(target[key], rest, value);
    return;
  }
  if (value !== undefined) target[key] = mapped(value, () => undefined);
  else if (Array.isArray(target)) target.splice(Number(key), 1);
  else delete target[key];
}

/** A copy of plain data, with values replaced by `replace`. */
function mapped(value: unknown, replace: (value: unknown) => { value: unknown } | undefined): unknown {
  const other = replace(value);
  if (other) return other.value;
  if (Array.isArray(value)) return value.map((item) => mapped(item, replace));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, replace)]));
}
