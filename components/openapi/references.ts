import { attempt } from "../validation/attempt";

/** Reason why a reference cannot be resolved. */
type Failure = "external" | "missing" | "circular";

/** A value of a document that may be a reference. */
interface Target<Place> {
  readonly value: unknown;
  /** The `$ref` of a reference. */
  readonly reference: string | undefined;
  child(key: string): Place | undefined;
}

/** Finds the targets of references. Each is resolved once. */
export class References<Place extends Target<Place>> {
  private readonly targets = new Map<string, Place | Failure>();
  private names: Map<string, Place> | undefined;

  /** Finds the target of a reference, through any number of further references. */
  find(reference: string, root: Place): Place | Failure {
    const way: string[] = [];
    let target: Place | Failure | undefined;
    for (let next: string | undefined = reference; next !== undefined; ) {
      target = this.targets.get(next);
      if (target !== undefined) break;
      this.targets.set(next, "circular");
      way.push(next);
      target = this.locate(next, root);
      next = typeof target === "string" ? undefined : target.reference;
    }
    for (const one of way) this.targets.set(one, target ?? "missing");
    return target ?? "missing";
  }

  /** Finds what a reference names. This may be a reference too. */
  locate(reference: string, root: Place): Place | Failure {
    const [base = "", encoded = ""] = reference.split("#");
    const fragment = decodePercent(encoded);
    let place: Place | Failure = base === "" ? root : (this.findNamed(base, root) ?? "external");
    if (place === "external") return place;
    if (fragment !== "" && !fragment.startsWith("/"))
      return this.findNamed(`#${fragment}`, root) ?? "missing";
    for (const part of fragment.split("/").slice(1)) {
      const parent: Place | Failure = this.follow(place, root);
      if (typeof parent === "string") return parent;
      place = parent.child(part.replaceAll("~1", "/").replaceAll("~0", "~")) ?? "missing";
    }
    return place;
  }

  private findNamed(name: string, root: Place): Place | undefined {
    this.names ??= findNames(root);
    return this.names.get(name);
  }

  private follow(place: Place | Failure, root: Place): Place | Failure {
    return typeof place === "string" || place.reference === undefined
      ? place
      : this.find(place.reference, root);
  }
}

/** Schemas with an `$id`, by it, and with an `$anchor`, by its name after "#". */
function findNames<Place extends Target<Place>>(root: Place): Map<string, Place> {
  const names = new Map<string, Place>();
  const seen = new Set<unknown>();
  const waiting = [root];
  for (let place: Place | undefined = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { value } = place;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const key of Object.keys(value)) {
      const child = place.child(key);
      if (child === undefined) continue;
      if (typeof child.value === "string") {
        if (key === "$id") names.set(child.value.replace(/#$/, ""), place);
        if (key === "$anchor" || key === "$dynamicAnchor") names.set(`#${child.value}`, place);
      }
      waiting.push(child);
    }
  }
  return names;
}

const decodePercent = (text: string): string => attempt(() => decodeURIComponent(text)) ?? text;

/** Problem of a reference to another file or address, with the fix. */
export const externalReference = (reference: string): [problem: string, hint: string] => [
  `"${reference}" is outside the document.`,
  "Bundle the document first, for example with `redocly bundle` or `swagger-cli bundle`.",
];
