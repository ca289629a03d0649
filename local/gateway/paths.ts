/** Matches the path of a request with the paths of APIs. */

type Segment = { kind: "literal"; text: string } | { kind: "parameter"; name: string } | { kind: "rest" };

/** Literal before parameter before wildcard. Assumption: the order is not documented for this gateway. */
const RANK = { literal: 0, parameter: 1, rest: 2 };

/** The segments of a path without empty ends. `/` has no segments. */
function split(path: string): string[] {
  return path === "/" ? [] : path.replace(/^\//, "").split("/");
}

function segments(pattern: string): Segment[] {
  const parts = split(pattern);
  return parts.map((part, i): Segment => {
    if (part === "*" && i === parts.length - 1) return { kind: "rest" };
    const name = /^\[(.+)\]$/.exec(part)?.[1];
    return name === undefined ? { kind: "literal", text: part } : { kind: "parameter", name };
  });
}

/** Joins the base path of a group and the path of an API. */
export function joinPaths(basePath: string, path: string): string {
  const base = basePath.replace(/\/+$/, "");
  return `${base}${path.startsWith("/") ? path : `/${path}`}`;
}

/** Decodes percent-encodings. A text that does not decode to UTF-8 stays unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The values of a pattern's `[name]` parameters in a path, as sent, with `*` for the text that a trailing wildcard
 * matched. Undefined if the path does not match. A wildcard matches at least one segment (assumption for the prefix
 * alone).
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = segments(pattern);
  const given = split(path);
  const values: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const text = given[i];
    if (text === undefined) return undefined;
    if (segment.kind === "rest") {
      values["*"] = given.slice(i).join("/");
      return values;
    }
    if (segment.kind === "literal" && segment.text !== text && segment.text !== decoded(text))
      return undefined;
    if (segment.kind === "parameter") {
      if (text === "") return undefined;
      values[segment.name] = text;
    }
  }
  return given.length === wanted.length ? values : undefined;
}

/** Order of patterns: the most specific first, segment by segment, then the longer one. */
export function bySpecificity(a: string, b: string): number {
  const [left, right] = [segments(a), segments(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = RANK[left[i]?.kind ?? "rest"] - RANK[right[i]?.kind ?? "rest"];
    if (difference !== 0) return difference;
  }
  return right.length - left.length;
}
