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
  private anchors: Map<string, Place> | undefined;

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
    if (!reference.startsWith("#")) return "external";
    const fragment = decodePercent(reference.slice(1));
    if (fragment !== "" && !fragment.startsWith("/")) {
      this.anchors ??= findAnchors(root);
      return this.anchors.get(fragment) ?? "missing";
    }
    let place: Place | Failure = root;
    for (const part of fragment.split("/").slice(1)) {
      const parent: Place | Failure = this.follow(place, root);
      if (typeof parent === "string") return parent;
      place = parent.child(part.replaceAll("~1", "/").replaceAll("~0", "~")) ?? "missing";
    }
    return place;
  }

  private follow(place: Place | Failure, root: Place): Place | Failure {
    return typeof place === "string" || place.reference === undefined
      ? place
      : this.find(place.reference, root);
  }
}

/** Schemas with an `$anchor`, by its name. */
function findAnchors<Place extends Target<Place>>(root: Place): Map<string, Place> {
  const anchors = new Map<string, Place>();
  const seen = new Set<unknown>();
  const waiting = [root];
  for (let place: Place | undefined = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { value } = place;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const key of Object.keys(value)) {
      const child = place.child(key);
      if (child === undefined) continue;
      if ((key === "$anchor" || key === "$dynamicAnchor") && typeof child.value === "string") {
        anchors.set(child.value, place);
      }
      waiting.push(child);
    }
  }
  return anchors;
}

const decodePercent = (text: string): string => attempt(() => decodeURIComponent(text)) ?? text;

/** Problem of a reference to another file or address, with the fix. */
export const externalReference = (reference: string): [problem: string, hint: string] => [
  `"${reference}" is outside the document.`,
  "Bundle the document first, for example with `redocly bundle` or `swagger-cli bundle`.",
];
