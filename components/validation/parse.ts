import * as pulumi from "@pulumi/pulumi";
import { mapValues, own } from "./given";
import { checkWholeNumber } from "./names";
import { hintForName } from "./nearest";
import { Problems } from "./problems";
import type { ObjectShape, ValueShape } from "./shape";
import { shapes } from "./shapes";
import { hintForStage, namesStages } from "./stages";
import { cutText, describeType, isCutText, isObject, isOutput, isPlain } from "./types";

/**
 * Parses arguments: reports unknown, missing and wrongly typed values by path, at every depth. The shape
 * `name` comes from the declared type, which only TypeScript checks: JavaScript, `any` and a stack's
 * configuration have no types.
 *
 * @returns A copy of the declared type for any input. An invalid optional value is removed, any other invalid
 * value is replaced by an empty one. Problems that other checks report about it are dropped, see {@link
 * Problems.invalid}
 */
export function parse<T>(args: T, name: string, problems: Problems): T {
  return parseObject(args, resolveVariants([name]), problems) as T;
}

/** Parses one argument of a declared type. See {@link parse}. */
export function parseArgument<T>(value: T, name: string, argument: string, problems: Problems): T {
  const [shape] = resolveVariants([name]);
  return parseValue(value, shape?.[argument] ?? {}, argument, problems) as T;
}

function resolveVariants(objects: readonly (string | ObjectShape)[]): ObjectShape[] {
  return objects.flatMap((one) => {
    if (typeof one !== "string") return [one];
    const named = shapes[one];
    if (named === undefined) throw new Error(`there is no shape ${one}: run npm run shapes`);
    return isList(named) ? resolveVariants(named) : [named];
  });
}

const isList = <T, U>(value: T | readonly U[]): value is readonly U[] => Array.isArray(value);

function parseObject(value: unknown, variants: readonly ObjectShape[], problems: Problems): unknown {
  if (!isObject(value)) {
    const keys = Object.keys(mergeVariants(variants)).join(", ");
    const type = describeType(value);
    const problem = isOutput(value) ? `is ${type}, but a plain value is required.` : `is ${type}.`;
    problems.invalid("", problem, `It must be an object with ${keys}.`);
    return parseObject({}, variants, new Problems());
  }
  const set = listKeys(value, variants).filter((key) => value[key] !== undefined);
  const possible = findPossible(value, variants);
  const shape = chooseVariant(set, possible) ?? mergeVariants(variants);
  if (pulumi.Resource.isInstance(value) && reportResource(value, shape, problems)) {
    return parseObject({}, variants, new Problems());
  }
  reportMissingChoice(set, possible, problems);
  const allProperties = mergeVariants(variants);
  const copy: Record<string, unknown> = {};
  for (const key of set) {
    const property = own(shape, key);
    if (property !== undefined) copy[key] = parseValue(value[key], property, key, problems);
    else if (Object.hasOwn(shape, "*")) copy[key] = value[key];
    else if (Object.hasOwn(allProperties, key)) reportVariant(key, value, shape, variants, problems);
    else problems.add(key, "is not known.", hintForUnknown(key, allProperties));
  }
  for (const [key, property] of Object.entries(shape)) {
    if (copy[key] !== undefined) continue;
    delete copy[key];
    if (!property.required) continue;
    if (!set.includes(key)) problems.invalid(key, "is missing.", `Set it to ${describeShape(property)}.`);
    copy[key] = emptyValue(property);
  }
  return copy;
}

/** Fix for an unknown argument. It may be a misspelt one, or one of an inner object. */
function hintForUnknown(key: string, shape: ObjectShape): string {
  const names = Object.keys(shape);
  const inside = names.filter((name) => {
    const objects = own(shape, name)?.objects;
    return objects !== undefined && Object.hasOwn(mergeVariants(resolveVariants(objects)), key);
  });
  // A name that many objects have means none of them.
  const isTelling = inside.length === 1 || inside.length === 2;
  const paths = inside.map((name) => `${name}.${key}`).join(" or ");
  return hintForName(key, names, isTelling ? `Did you mean ${paths}?` : `Use only ${names.join(", ")}.`);
}

/** Keys of an object. An instance of a class may inherit them, and a resource, such as an instance, has more. */
function listKeys(value: Record<string, unknown>, variants: readonly ObjectShape[]): string[] {
  if (isPlain(value)) return Object.keys(value);
  const inherited = Object.keys(mergeVariants(variants)).filter((key) => key in value);
  return pulumi.Resource.isInstance(value) ? inherited : [...new Set([...Object.keys(value), ...inherited])];
}

/** Reports a resource that is not the one that the arguments need. It needs to have every required property. */
function reportResource(value: object, shape: ObjectShape, problems: Problems): boolean {
  const required = Object.keys(shape).filter((key) => shape[key]?.required);
  const hasAll = (one: unknown) =>
    typeof one === "object" && one !== null && required.every((key) => key in one);
  if (required.length > 0 && hasAll(value)) return false;
  const part = Object.entries(value).find(([, inner]) => required.length > 0 && hasAll(inner));
  const names = required.length > 0 ? required.join(", ") : Object.keys(shape).join(", ");
  const hint = part ? `Use that of the resource: other.${part[0]}.` : `It must be an object with ${names}.`;
  problems.invalid("", "is a resource without these arguments.", hint);
  return true;
}

/** Selects the object of a union: by a property with one possible value, else by the properties set. */
function chooseVariant(set: readonly string[], possible: readonly ObjectShape[]): ObjectShape | undefined {
  const scored = possible.map((variant) => ({
    variant,
    own: set.filter((key) => isOwn(key, variant, possible)).length,
    isComplete: isComplete(variant, set),
    size: Object.keys(variant).length,
  }));
  const candidates = scored.filter(({ own }) => own > 0);
  const [smallest] = candidates.filter(({ isComplete }) => isComplete).sort((a, b) => a.size - b.size);
  const [nearest] = candidates.sort((a, b) => b.own - a.own);
  const complete = scored.find(({ isComplete }) => isComplete);
  return (smallest ?? nearest ?? complete ?? scored[0])?.variant;
}

/** Reports an object that has none of the properties that distinguish the objects of a union. */
function reportMissingChoice(set: string[], possible: ObjectShape[], problems: Problems): void {
  const alternatives = findAlternatives(possible);
  if (alternatives.length < 2 || possible.some((variant) => isComplete(variant, set))) return;
  if (possible.some((variant) => set.some((key) => isOwn(key, variant, possible)))) return;
  problems.invalid("", `needs one of ${alternatives.join(" and ")}.`, "Set one of them.");
}

/** The objects of a union whose properties with one possible value match. */
function findPossible(value: Record<string, unknown>, variants: readonly ObjectShape[]): ObjectShape[] {
  return variants.filter((variant) =>
    Object.entries(variant).every(([key, { enum: choices, required }]) => {
      if (variants.length === 1 || choices?.length !== 1) return true;
      return value[key] === undefined ? !required : choices.includes(value[key] as string);
    }),
  );
}

const isComplete = (variant: ObjectShape, set: readonly string[]): boolean =>
  Object.keys(variant).every((key) => !variant[key]?.required || set.includes(key));

/** The one property that each object of a union requires and no other has; none where they require several. */
function findAlternatives(variants: readonly ObjectShape[]): string[] {
  const own = variants.map((variant) =>
    Object.keys(variant).filter((key) => variant[key]?.required && isOwn(key, variant, variants)),
  );
  return own.every(({ length }) => length === 1) ? own.flat() : [];
}

const isOwn = (key: string, variant: ObjectShape, variants: readonly ObjectShape[]): boolean =>
  Object.hasOwn(variant, key) && variants.every((other) => other === variant || !Object.hasOwn(other, key));

/** All properties of a union. Only those that every object requires are required. */
function mergeVariants(variants: readonly ObjectShape[]): ObjectShape {
  const [only, ...more] = variants;
  if (only !== undefined && more.length === 0) return only;
  const merged: Record<string, ValueShape> = {};
  for (const variant of variants) {
    for (const [key, shape] of Object.entries(variant)) {
      const other = merged[key];
      const choices = other?.enum && shape.enum ? { enum: [...other.enum, ...shape.enum] } : {};
      merged[key] = { ...other, ...shape, ...choices };
    }
  }
  const isInAll = (key: string) => variants.every((variant) => variant[key]?.required);
  return mapValues(merged, ({ required: _, ...shape }, key) =>
    isInAll(key) ? { ...shape, required: true as const } : shape,
  );
}

/** Reports a property that belongs to another object of a union. */
function reportVariant(
  key: string,
  value: Record<string, unknown>,
  shape: ObjectShape,
  variants: readonly ObjectShape[],
  problems: Problems,
): void {
  const kind = Object.keys(shape).find((one) => shape[one]?.enum?.length === 1);
  const own = Object.keys(value).find((one) => value[one] !== undefined && isOwn(one, shape, variants));
  if (kind !== undefined) {
    problems.add(key, `does not apply to ${kind} "${value[kind] ?? shape[kind]?.enum?.[0]}".`, "Remove it.");
  } else problems.invalid(key, `is set together with ${own}.`, "Remove one of them.");
}

/** Whether the `typeof` of a value matches a shape. */
function hasType(value: unknown, { types = [], enum: choices }: ValueShape): boolean {
  if (typeof value === "object" && !isObject(value)) return false;
  const type = typeof value;
  if (type === "string" && choices !== undefined) return true;
  return types.some((one) => one === type);
}

function parseValue(value: unknown, shape: ValueShape, property: string, problems: Problems): unknown {
  const { objects, list, record, stages: byStage, input } = shape;
  if (value === undefined || isAnything(shape)) return value;
  if (isOutput(value)) {
    if (input) return value;
  } else if (Array.isArray(value)) {
    if (list !== undefined) {
      const items = shape.anyText ? { ...list, anyText: true as const } : list;
      // Unlike `map`, this also calls the function for items that are not set.
      return Array.from(value, (item, index) => parseItem(item, items, `${property}[${index}]`, problems));
    }
  } else if (isObject(value)) {
    if (byStage !== undefined && (namesStages(value) || !(objects || record))) {
      return mapValues(value, (entry, key) => parseItem(entry, byStage, `${property}.${key}`, problems));
    }
    if (objects !== undefined) return parseObject(value, resolveVariants(objects), problems.under(property));
    if (record !== undefined && !pulumi.Resource.isInstance(value)) {
      if (isAnything(record)) return value;
      const entries = { ...record, anyText: true as const };
      return mapValues(value, (entry, key) => parseItem(entry, entries, `${property}["${key}"]`, problems));
    }
    if (hasType(value, shape)) return value;
  } else if (hasType(value, shape)) return parseSimple(value, shape, property, problems);
  reportType(value, shape, property, problems);
  return undefined;
}

const isAnything = (shape: ValueShape): boolean => Object.keys(shape).every((key) => key === "required");

/** Parses an item or entry, which cannot be omitted: an invalid one is replaced. */
function parseItem(item: unknown, shape: ValueShape, property: string, problems: Problems): unknown {
  if (item === undefined && shape.optional) return undefined;
  const parsed = parseValue(item ?? null, shape, property, problems);
  return parsed === undefined ? emptyValue(shape) : parsed;
}

function parseSimple(value: unknown, shape: ValueShape, property: string, problems: Problems): unknown {
  const { types = [], enum: choices, range, maxLength } = shape;
  if (typeof value === "number" && range) checkWholeNumber(value, range, problems, property);
  else if (typeof value === "number" && !Number.isFinite(value)) {
    problems.invalid(property, `is ${value}.`, `It must be ${describeShape(shape)}.`);
    return undefined;
  }
  if (typeof value !== "string") return value;
  if (isCutText(value)) {
    problems.invalid(property, cutText.problem, cutText.hint);
    return undefined;
  }
  if (maxLength !== undefined && value.length > maxLength) {
    problems.add(property, `has ${value.length} characters.`, `Use at most ${maxLength}.`);
  }
  if (choices !== undefined) {
    if (choices.includes(value)) return value;
    const findHint = choices.includes("RELEASE") ? hintForStage : hintForName;
    problems.invalid(property, `is "${value}".`, findHint(value, choices));
    return undefined;
  }
  const isName = shape.input && !shape.anyText && types.length === 1 && !shape.objects && !shape.record;
  // Does not contain the value, which may be a secret.
  if (isName && value === "") {
    const hint = shape.required ? "" : ", or remove it";
    problems.invalid(property, "is empty.", `Set it to a name or an ID${hint}.`);
  } else if (isName && /[\s\p{Cc}\p{Cf}]/u.test(value)) {
    problems.invalid(property, "has a space, a line break or an invisible character.", "Remove it.");
  }
  return value;
}

function reportType(value: unknown, shape: ValueShape, property: string, problems: Problems): void {
  const words = describeShape(shape);
  if (isOutput(value)) {
    const hint = `Use ${words} that is known when the program runs, for example from the stack's configuration.`;
    problems.invalid(property, `is ${describeType(value)}, but a plain value is required.`, hint);
  } else problems.invalid(property, `is ${describeType(value)}.`, `It must be ${words}.`);
}

/** Describes the type of a value: `a string`, `true or false or an object`. */
function describeShape(shape: ValueShape): string {
  const { types = [], enum: choices, list, record, objects, stages, input } = shape;
  const has = (type: string) => types.some((one) => one === type);
  const containsStrings = ({ types: entryTypes, enum: entryChoices, objects: entryObjects }: ValueShape) =>
    entryObjects === undefined && (entryTypes?.join() === "string" || entryChoices !== undefined);
  const isObjects = objects !== undefined || stages !== undefined || has("object");
  const words = [
    has("boolean") && "true or false",
    has("number") && "a number",
    (has("string") || choices !== undefined) && "a string",
    list && (containsStrings(list) ? "a list of strings" : "a list"),
    record && containsStrings(record) && !isObjects && "an object of strings",
    (isObjects || (record && !containsStrings(record))) && "an object",
    has("function") && "a function",
  ].filter(Boolean);
  return words.length === 0 && input ? "an Output" : words.join(" or ");
}

/** An empty value of a shape, with empty required properties, for checks to use instead of an invalid one. */
function emptyValue(shape: ValueShape): unknown {
  const { types = [], enum: choices, list, record, objects, stages, input } = shape;
  if (types.includes("boolean")) return false;
  if (types.includes("number")) return Number.NaN;
  if (types.includes("string") || choices !== undefined) return "";
  if (list) return [];
  if (objects) return parseObject({}, resolveVariants(objects), new Problems());
  if (record || stages || types.includes("object")) return {};
  return input ? "" : undefined;
}
