import type { Fields } from "./fields";

/** Source of a value in a condition. `name` is empty for places with only one value. */
export interface Place {
  kind: string;
  name: string;
}

/** Places in a request and in the answer of the back end. Each states whether it needs a name. */
export const requestPlaces = {
  Method: false,
  Host: false,
  Path: "either",
  Header: true,
  Query: true,
  System: true,
  Token: true,
} as const;
export const answerPlaces = { StatusCode: false, Header: true, BodyJsonField: true } as const;

type Places = Readonly<Record<string, boolean | "either">>;

/** Reads `parameters`: names with `Place` or `Place:name`. Records places that are not implemented. */
export function readPlaces(fields: Fields, places: Places): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const [name, text] of fields.map("parameters")) {
    if (!/^[a-zA-Z_]\w+$/.test(name)) throw fields.mistake(`parameters.${name}`, "is not a name");
    const [, kind = "", rest = ""] = /^(\w+)(?::(.+))?$/.exec(text) ?? [];
    const needsName = Object.hasOwn(places, kind) ? places[kind] : undefined;
    if (needsName === undefined || (needsName !== "either" && needsName !== (rest !== ""))) {
      fields.unknown(`parameters.${name}`, text);
    }
    found.set(name, { kind, name: rest });
  }
  return found;
}

/** Replaces `${name}` in a message by its value, or by an empty text if it has none. */
export function interpolate(text: string, value: (name: string) => unknown): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const found = value(name);
    return found === undefined || found === null ? "" : String(found);
  });
}
