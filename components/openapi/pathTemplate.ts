import { checkPath, checkServicePath } from "../gateway/routes/path";
import { Problems } from "../validation/problems";
import type { Place } from "./place";

/** A path of a document in the form of a route. */
export interface PathTemplate {
  /** The path of the route, such as `/items/[item_id]`. */
  path: string;
  /** Names of its parameters in the route, by their names in the document. */
  names: ReadonlyMap<string, string>;
  /** Path with a trailing slash for the service, if the document has one. */
  servicePath?: string;
}

/** A parameter such as `{path+}`, `{+path}` or `{path*}`, which other tools and RFC 6570 match to several segments. */
export const severalSegments = /\{(\+[^{}/]*|[^{}/]*[+*])\}/;

const placeholder = /\{([^{}/]+)\}/g;

/** Converts a parameter's name to one that brackets may contain. Callers do not see it. */
const bracketName = (name: string): string => name.replace(/\W/g, "_");

/** Converts `{id}` in the path of a back end to `[id]`, the syntax of the gateway. */
export function convertServicePath(path: string, names: ReadonlyMap<string, string>): string {
  return path.replace(placeholder, (_, name: string) => `[${names.get(name) ?? bracketName(name)}]`);
}

/** Converts the path of a path item. Undefined, and reported, if it cannot be the path of a route. */
export function convertPath(template: string, item: Place): PathTemplate | undefined {
  if (/[[\]]/.test(template)) {
    item.reject("has brackets in its path.", "Write {id} for a parameter.");
    return undefined;
  }
  if (/[{}]/.test(template.replace(placeholder, ""))) {
    item.reject("has braces that are not a parameter in its path.", "Write {id} for a parameter.");
    return undefined;
  }
  const leaveOut = (problem: string, hint: string) => {
    item.unsupported(problem, hint, "left out");
    return undefined;
  };
  if (/[?#]/.test(template)) {
    return leaveOut(
      "has a query or a fragment in its path: the gateway selects a route by its path alone.",
      "Declare query parameters, and use one path for all their values.",
    );
  }
  if (template.split("/").some((segment) => /\{[^{}]+\}/.test(segment) && !/^\{[^{}]+\}$/.test(segment))) {
    return leaveOut(
      "has a parameter in a part of a segment: the gateway only supports whole segments.",
      "Use a whole segment for the parameter, or add a route with a path such as /reports/[file].",
    );
  }
  if (severalSegments.test(template)) {
    item.unsupported(
      "has a parameter for several segments, which becomes one.",
      "Write {id} for one segment, or add a route with a path that ends in /*.",
    );
  }
  const declared = Array.from(template.matchAll(placeholder), ([, name]) => name);
  if (new Set(declared).size < declared.length) {
    return leaveOut("has a parameter twice in its path.", "Use a different name for each.");
  }
  const names = new Map<string, string>();
  const written = template.replace(placeholder, (_, name: string) => {
    const plain = bracketName(name);
    const isTaken = [...names.values()].includes(plain);
    names.set(name, isTaken ? `${plain}_${names.size}` : plain);
    return `[${names.get(name)}]`;
  });
  // Half of a surrogate pair cannot be encoded: such a path is reported as invalid.
  const encode = (text: string) => (/\p{Surrogate}/u.test(text) ? text : encodeURIComponent(text));
  const encoded = written.replace(/[^\w\-.~!$&'()*+,;=:@/[\]%]+/gu, encode);
  const path = encoded.replace(/(?<=.)\/$/, "");
  const problems = new Problems();
  checkPath(path, problems, "");
  checkServicePath(encoded, problems, "");
  const [first] = problems.list;
  if (first !== undefined) return leaveOut(`cannot be the path of a route: ${first.problem}`, first.hint);
  return path === encoded ? { path, names } : { path, names, servicePath: encoded };
}
