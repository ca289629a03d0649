import { cached, derive } from "../store/derive";
import type { DnsRecord } from "../store/model";
import type { Store } from "../store/store";
import { normalized } from "./names";

/** The full name of a record. `@` stands for the zone itself. */
export function recordName(rr: string, zone: string): string {
  return normalized(rr === "@" ? zone : `${rr}.${zone}`);
}

/** The records of all zones by their full names. */
const indexes = new WeakMap<Store, () => ReadonlyMap<string, DnsRecord[]>>();

function recordsByName(store: Store): ReadonlyMap<string, DnsRecord[]> {
  const index =
    indexes.get(store) ??
    derive([store.dnsRecords], () => {
      const byName = new Map<string, DnsRecord[]>();
      for (const record of store.dnsRecords.all()) {
        cached(byName, recordName(record.rr, record.domainName), () => []).push(record);
      }
      return byName;
    });
  indexes.set(store, index);
  return index();
}

/**
 * Values of the enabled records with a type and exactly this name. The name of a wildcard record is compared literally.
 * Records for the clients of one network operator do not count, because the local cloud is in none.
 */
export function lookUp(store: Store, name: string, type: "CNAME" | "TXT"): string[] {
  const records = recordsByName(store).get(normalized(name)) ?? [];
  return records
    .filter((record) => record.status === "ENABLE" && record.line === "default" && record.type === type)
    .map(({ value }) => value);
}
