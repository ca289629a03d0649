import { attempt } from "../validation/attempt";
import { isObject } from "../validation/types";
import { Findings, type UnsupportedEffect } from "./findings";

/** A JSON object of unknown content. */
export type Fields = Record<string, unknown>;

/** Whether a value is an object, not a list. An Output, a Promise or a Map of a program has no fields. */
export const isFields = (value: unknown): value is Fields => isObject(value);

/** Reason why a reference cannot be resolved. */
type Failure = "external" | "missing" | "circular";

/** State that all places of a document share. */
interface DocumentContext {
  root: unknown;
  findings: Findings;
  /** Targets of references. Each is resolved once. */
  targets: Map<string, Place | Failure>;
  /** Schemas by their `$id` or `$anchor`. Undefined until a reference names one. */
  names?: Map<string, Place>;
}

/**
 * A value in a document with its JSON pointer (RFC 6901). Reading a field follows `$ref`, so a reference is
 * accepted anywhere. The pointer is then that of the target.
 */
export class Place {
  constructor(
    readonly value: unknown,
    readonly pointer: string,
    private readonly context: DocumentContext,
  ) {}

  static root(root: unknown, findings = new Findings()): Place {
    return new Place(root, "#", { root, findings, targets: new Map() });
  }

  get findings(): Findings {
    return this.context.findings;
  }

  /** A field as written, without following its reference. Inherited properties are not fields. */
  child(key: string | number): Place | undefined {
    const { value } = this;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(String(key))) return undefined;
    const field = (value as Fields)[key];
    if (field === undefined) return undefined;
    return new Place(field, `${this.pointer}/${escapeKey(String(key))}`, this.context);
  }

  /** A field, with its reference followed. */
  at(key: string | number): Place | undefined {
    return this.child(key)?.resolve();
  }

  /** The fields of an object or the items of a list, as written. */
  children(): Place[] {
    if (typeof this.value !== "object" || this.value === null) return [];
    return Object.keys(this.value).flatMap((key) => this.child(key) ?? []);
  }

  /** The fields of an object or the items of a list, with their references followed. */
  all(): [string, Place][] {
    if (typeof this.value !== "object" || this.value === null) return [];
    return Object.keys(this.value).flatMap((key): [string, Place][] => {
      const place = this.at(key);
      return place === undefined ? [] : [[key, place]];
    });
  }

  get reference(): string | undefined {
    const { value } = this;
    if (!isFields(value) || !Object.hasOwn(value, "$ref")) return undefined;
    return typeof value.$ref === "string" ? value.$ref : undefined;
  }

  /** The target of a reference, or this value. Undefined, and reported, if the target cannot be found. */
  resolve(): Place | undefined {
    const { reference } = this;
    if (reference === undefined) return this;
    const target = this.find(reference);
    if (target instanceof Place) return target;
    const [problem, hint] =
      target === "external"
        ? externalReference(reference)
        : target === "circular"
          ? [`"${reference}" refers to itself.`, "Refer to an object that is not a reference."]
          : [`"${reference}" is not in the document.`, "Add the target, or remove the reference."];
    this.findings.reject(`${this.pointer}/$ref`, problem, hint);
    return undefined;
  }

  /** The target if this is a reference within the document. An example may contain a `$ref` of its own. */
  resolveExample(): Place {
    const target = this.reference === undefined ? this : this.find(this.reference);
    return target instanceof Place ? target : this;
  }

  /** This place and those that its reference leads to, the target last. Empty, and reported, without a target. */
  *steps(): Generator<Place> {
    if (this.resolve() === undefined) return;
    let step: Place = this;
    yield step;
    while (step.reference !== undefined) {
      step = this.locate(step.reference) as Place;
      yield step;
    }
  }

  /** Finds the target of a reference, through any number of further references. */
  private find(reference: string): Place | Failure {
    const { targets } = this.context;
    const way: string[] = [];
    let target: Place | Failure = "missing";
    for (let next: string | undefined = reference; next !== undefined; ) {
      const earlier = targets.get(next);
      if (earlier === undefined) {
        targets.set(next, "circular");
        way.push(next);
      }
      target = earlier ?? this.locate(next);
      next = earlier !== undefined || typeof target === "string" ? undefined : target.reference;
    }
    for (const one of way) targets.set(one, target);
    return target;
  }

  /** Finds what a reference names. This may be a reference too. */
  private locate(reference: string): Place | Failure {
    const { context } = this;
    const [base = "", encoded = ""] = reference.split("#");
    const fragment = attempt(() => decodeURIComponent(encoded)) ?? encoded;
    const root = new Place(context.root, "#", context);
    const findNamed = (name: string): Place | undefined => {
      context.names ??= findNames(root);
      return context.names.get(name);
    };
    let place: Place | Failure = base === "" ? root : (findNamed(base) ?? "external");
    if (typeof place === "string") return place;
    if (fragment !== "" && !fragment.startsWith("/")) return findNamed(`#${fragment}`) ?? "missing";
    for (const part of fragment.split("/").slice(1)) {
      const parent: Place | Failure = place.reference === undefined ? place : this.find(place.reference);
      if (typeof parent === "string") return parent;
      place = parent.child(part.replaceAll("~1", "/").replaceAll("~0", "~")) ?? "missing";
      if (place === "missing") return place;
    }
    return place;
  }

  /** Reports a validation error here or in a field. */
  reject(problem: string, hint: string, key?: string): void {
    const pointer = key === undefined ? this.pointer : `${this.pointer}/${escapeKey(key)}`;
    this.findings.reject(pointer, problem, hint);
  }

  unsupported(problem: string, hint: string, effect: UnsupportedEffect = "ignored"): void {
    this.findings.addUnsupported(this.pointer, problem, hint, effect);
  }

  /** String of a field. Undefined if it is missing, or if it has another type, which is reported. */
  text(key: string): string | undefined {
    const place = this.at(key);
    if (place === undefined || typeof place.value === "string") return place?.value as string | undefined;
    place.reject("must be a string.", "Put it in quotes.");
    return undefined;
  }

  /** Object of a field. Undefined if it is missing, or if it has another type, which is reported. */
  object(key: string): Place | undefined {
    const place = this.at(key);
    return place?.requireObject() ? place : undefined;
  }

  /** Items of a list. Empty if it is missing, or if it has another type, which is reported. */
  list(key: string): Place[] {
    const place = this.at(key);
    return place?.requireList() ? place.all().map(([, item]) => item) : [];
  }

  /** Whether this is an object. Reports any other value. */
  requireObject(): this is { value: Fields } {
    if (!isFields(this.value)) this.reject("must be an object.", "Change it, or remove it.");
    return isFields(this.value);
  }

  /** Whether this is a list. Reports any other value. */
  requireList(): this is { value: unknown[] } {
    if (!Array.isArray(this.value)) this.reject("must be a list.", "Change it, or remove it.");
    return Array.isArray(this.value);
  }

  /** Reports fields without a matching route argument. */
  reportOthers(keys: readonly string[]): void {
    for (const [key, place] of this.all()) {
      if (!keys.includes(key)) place.unsupported("has no counterpart in a route.", "Remove it.");
    }
  }
}

/** Escapes a key for a JSON pointer. */
export function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Schemas with an `$id`, by it, and with an `$anchor`, by its name after "#". */
function findNames(root: Place): Map<string, Place> {
  const names = new Map<string, Place>();
  const seen = new Set<unknown>();
  const waiting = [root];
  for (let place: Place | undefined = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (seen.has(place.value)) continue;
    seen.add(place.value);
    const id = place.child("$id")?.value;
    if (typeof id === "string") names.set(id.replace(/#$/, ""), place);
    for (const key of ["$anchor", "$dynamicAnchor"]) {
      const anchor = place.child(key)?.value;
      if (typeof anchor === "string") names.set(`#${anchor}`, place);
    }
    for (const child of place.children()) waiting.push(child);
  }
  return names;
}

/** Problem of a reference to another file or address, with the fix. */
export const externalReference = (reference: string): [problem: string, hint: string] => [
  `"${reference}" is outside the document.`,
  "Bundle the document first, for example with `redocly bundle` or `swagger-cli bundle`.",
];
