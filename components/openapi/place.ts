import type { Mistakes } from "../core/mistakes";

/** What a reader of a document finds: what cannot be, and what the gateway cannot do. */
export interface Findings {
  mistakes: Mistakes;
  losses: Mistakes;
}

/** A JSON object that was read, without a promise of what is in it. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a document, and where it is by JSON pointer (RFC 6901). */
export class Place {
  constructor(
    readonly value: unknown,
    readonly pointer: string,
    private readonly root: unknown = value,
  ) {}

  /** The fields of an object; none of anything else. */
  get fields(): Fields {
    return isFields(this.value) ? this.value : {};
  }

  /** The value of a field as it stands; never one that an object inherits. */
  at(key: string | number): Place | undefined {
    const { value } = this;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return new Place((value as Fields)[key], `${this.pointer}/${escaped(String(key))}`, this.root);
  }

  /** The fields of an object, or the items of a list. */
  all(): [string, Place][] {
    if (typeof this.value !== "object" || this.value === null) return [];
    return Object.keys(this.value).flatMap((key): [string, Place][] => {
      const place = this.at(key);
      return place === undefined ? [] : [[key, place]];
    });
  }

  /** What a `$ref` leads to, as often as one leads to another; undefined, and noted, where it leads nowhere. */
  followed(findings: Findings): Place | undefined {
    const seen = new Set<string>();
    let place: Place = this;
    for (;;) {
      const ref = place.at("$ref")?.value;
      if (ref === undefined) return place;
      const noted = (problem: string, remedy: string) => {
        findings.mistakes.add(`${this.pointer}/$ref`, problem, remedy);
        return undefined;
      };
      if (typeof ref !== "string") return noted("is no text.", "Use for example #/components/parameters/id.");
      if (!ref.startsWith("#/components/")) {
        return noted(
          `"${ref}" is not in the components.`,
          "Bundle the document: no file is read, no address.",
        );
      }
      if (seen.has(ref)) return noted(`"${ref}" leads back to itself.`, "Write the value out once.");
      seen.add(ref);
      const found = place.lookedUp(ref);
      if (found === undefined) return noted(`"${ref}" is not there.`, "Add it, or remove the reference.");
      place = found;
    }
  }

  private lookedUp(ref: string): Place | undefined {
    const start: Place | undefined = new Place(this.root, "#", this.root);
    return ref
      .slice(2)
      .split("/")
      .reduce((place: Place | undefined, part) => place?.at(unescaped(part)), start);
  }

  /** The text of a field; undefined where there is none, noted where it is something else. */
  text(key: string, findings: Findings): string | undefined {
    const place = this.at(key);
    if (place === undefined) return undefined;
    if (typeof place.value === "string") return place.value;
    findings.mistakes.add(place.pointer, "is no text.", "Write it in quotes.");
    return undefined;
  }

  /** The object of a field; undefined where there is none, noted where it is something else. */
  object(key: string, findings: Findings): Place | undefined {
    const place = this.at(key);
    if (place === undefined || isFields(place.value)) return place;
    findings.mistakes.add(place.pointer, "is no object.", "Use one, or remove it.");
    return undefined;
  }

  /** The items of a list; none where there is none, noted where it is something else. */
  list(key: string, findings: Findings): Place[] {
    const place = this.at(key);
    if (place === undefined) return [];
    if (Array.isArray(place.value)) return place.all().map(([, item]) => item);
    findings.mistakes.add(place.pointer, "is no list.", "Use one, or remove it.");
    return [];
  }

  /** Notes each field that the gateway has no use for. */
  loseOthers(known: readonly string[], findings: Findings): void {
    for (const [key, place] of this.all()) {
      if (!known.includes(key))
        findings.losses.add(place.pointer, "has no counterpart in a route.", "Remove it.");
    }
  }
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescaped(part: string): string {
  const plain = part.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
