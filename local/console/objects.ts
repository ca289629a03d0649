import type { Store } from "../store/store";
import { formatKind } from "./resources";

/** A resource of the local cloud, with the fields that identify it. */
export interface HeldObject {
  kind: string;
  id: string;
  regionId: string;
  /** Empty if the resource has no name. */
  name: string;
  /** UTC, ISO 8601. */
  createdTime: string;
  /** IDs of the resources that contain it, for example `{ vpcId: "vpc-…" }`. */
  belongsTo: Record<string, string>;
}

/** Lists all resources, in the order of creation within a kind. It exposes only names and IDs. */
export function listObjects(store: Store): { objects: HeldObject[] } {
  const tables = store.tables().filter(({ name }) => name !== "clientTokens");
  const objects = tables.flatMap(({ name, table }) =>
    table.all().map((record) => {
      const fields = new Map<string, unknown>(Object.entries(record));
      const text = (field: string) => String(fields.get(field) ?? "");
      const ids = [...fields].filter(
        ([field, value]) => field !== "regionId" && field.endsWith("Id") && typeof value === "string",
      );
      return {
        kind: formatKind(name),
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

/** The name of a DNS record is its host name below the zone. The name of a domain is the domain. */
const hostIn = (rr: string, domainName: string): string => (rr === "" ? domainName : `${rr}.${domainName}`);

/** The name of an API is part of its definition. */
function nameIn(definition: unknown): string {
  return typeof definition === "object" && definition !== null && "name" in definition
    ? String(definition.name)
    : "";
}
