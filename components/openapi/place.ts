import { Findings, type UnsupportedEffect } from "./findings";
import { externalReference, References } from "./references";

/** A JSON object of unknown content. */
export type Fields = Record<string, unknown>;

/** Whether a value is an object, not a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** State that all places of a document share. */
interface DocumentContext {
  root: unknown;
  findings: Findings;
  references: References<Place>;
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
    return new Place(root, "#", { root, findings, references: new References() });
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

  /**
   * Returns the target of a reference, and any other value unchanged. Undefined, and reported, if the
   * reference cannot be resolved.
   */
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

  /**
   * This place and those that its reference leads to: the last one is the target. Empty, and reported, if the
   * reference cannot be resolved.
   */
  *steps(): Generator<Place> {
    if (this.resolve() === undefined) return;
    let step: Place = this;
    yield step;
    while (step.reference !== undefined) {
      step = this.context.references.locate(step.reference, this.root) as Place;
      yield step;
    }
  }

  private get root(): Place {
    return new Place(this.context.root, "#", this.context);
  }

  private find(reference: string) {
    return this.context.references.find(reference, this.root);
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
    if (place === undefined || isFields(place.value)) return place;
    place.reject("must be an object.", "Change it, or remove it.");
    return undefined;
  }

  /** Items of a list. Empty if it is missing, or if it has another type, which is reported. */
  list(key: string): Place[] {
    const place = this.at(key);
    if (place === undefined) return [];
    if (Array.isArray(place.value)) return place.all().map(([, item]) => item);
    place.reject("must be a list.", "Change it, or remove it.");
    return [];
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
