import type { Store } from "../store/store";
import { kindOf } from "./resources";

/** A thing that the local cloud holds, by what tells it from others. */
export interface HeldObject {
  kind: string;
  id: string;
  regionId: string;
  /** Empty where it has none. */
  name: string;
  /** UTC, ISO 8601. */
  createdTime: string;
  /** Ids of what it belongs to, for example `{ vpcId: "vpc-…" }`. */
  belongsTo: Record<string, string>;
}

/** All that it holds, in the order of creation within a kind. No field but names and ids gets out. */
export function objectsOf(store: Store): { objects: HeldObject[] } {
  const objects = store.tables().flatMap(({ name, table }) =>
    table.all().map((record) => {
      const fields = new Map<string, unknown>(Object.entries(record));
      const text = (field: string) => String(fields.get(field) ?? "");
      const ids = [...fields].filter(
        ([field, value]) => field !== "regionId" && field.endsWith("Id") && typeof value === "string",
      );
      return {
        kind: kindOf(name),
        id: record.id,
        regionId: text("regionId"),
        name: text("name") || nameIn(fields.get("definition")) || hostIn(text("rr"), text("domainName")),
        createdTime: text("createdTime"),
        belongsTo: Object.fromEntries(ids.map(([field, value]) => [field, String(value)])),
      };
    }),
  );
  return { objects };
}

/** A DNS record's name is that of its host below the zone; a domain is its own name. */
const hostIn = (rr: string, domainName: string): string => (rr === "" ? domainName : `${rr}.${domainName}`);

/** An API's name is in its definition. */
function nameIn(definition: unknown): string {
  return typeof definition === "object" && definition !== null && "name" in definition
    ? String(definition.name)
    : "";
}
