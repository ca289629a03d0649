import type { Store } from "../store/store";
import { normalized } from "./names";

/** The whole name of a record: `@` is the zone itself. */
export function recordName(rr: string, zone: string): string {
  return normalized(rr === "@" ? zone : `${rr}.${zone}`);
}

/** Values of the enabled records of a type that have exactly this name; a wildcard's name is literal here. */
export function lookUp(store: Store, name: string, type: "CNAME" | "TXT"): string[] {
  return store.dnsRecords
    .filter(
      (record) =>
        record.status === "ENABLE" &&
        record.type === type &&
        recordName(record.rr, record.domainName) === normalized(name),
    )
    .map(({ value }) => value);
}
