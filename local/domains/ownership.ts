import type { ApiGroup } from "../store/model";
import type { Store } from "../store/store";
import { lookUp } from "./dns";
import { normalized } from "./names";

/** The TXT record that proves who owns a domain. Of a wildcard, that its star is left out is an assumption. */
export function ownershipRecord(group: ApiGroup, domain: string): { name: string; value: string } {
  return {
    name: `${group.id}.${domain.replace(/^\*\./, "")}`,
    // Spelt so in the real service.
    value: `apigateway-domain-verfication=${group.subDomain}`,
  };
}

/** Whether a domain leads to a group's second-level domain. */
export function isResolved(store: Store, group: ApiGroup, domain: string): boolean {
  return lookUp(store, domain, "CNAME").some((target) => normalized(target) === normalized(group.subDomain));
}

/** Whether DNS says that the owner of the group owns the domain. */
export function isOwned(store: Store, group: ApiGroup, domain: string): boolean {
  const { name, value } = ownershipRecord(group, domain);
  return isResolved(store, group, domain) || lookUp(store, name, "TXT").includes(value);
}
