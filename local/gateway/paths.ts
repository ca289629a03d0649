/** The segments of a path without its first slash. `/` has no segments. */
export function splitPath(path: string): string[] {
  if (path === "/") return [];
  return (path.startsWith("/") ? path.slice(1) : path).split("/");
}

/** Joins the base path of a group and the path of an API. */
export function joinPaths(basePath: string, path: string): string {
  const base = basePath.replace(/\/+$/, "");
  return `${base}${path.startsWith("/") ? path : `/${path}`}`;
}

/** Decodes percent-encodings. A text that does not decode to UTF-8 stays unchanged. */
export function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a path has a segment `.` or `..`, percent-encoded or not, also behind an encoded slash. */
export function hasDotSegment(path: string): boolean {
  if (!path.includes(".") && !path.includes("%2")) return false;
  return decoded(path)
    .split(/[/\\]/)
    .some((segment) => segment === "." || segment === "..");
}
