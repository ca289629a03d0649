import type { Store } from "../store/store";
import { normalized } from "./names";

/** The full name of a record. `@` stands for the zone itself. */
export function recordName(rr: string, zone: string): string {
  return normalized(rr === "@" ? zone : `${rr}.${zone}`);
}

/**
 * Values of the enabled records with a type and exactly this name. The name of a wildcard record is compared literally.
 * Records for the clients of one network operator do not count, because the local cloud is in none.
 */
export function lookUp(store: Store, name: string, type: "CNAME" | "TXT"): string[] {
  return store.dnsRecords
    .filter(
      (record) =>
        record.status === "ENABLE" &&
        record.line === "default" &&
        record.type === type &&
        recordName(record.rr, record.domainName) === normalized(name),
    )
    .map(({ value }) => value);
}
