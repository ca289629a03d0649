import type { ApiGroup } from "../store/model";
import type { Store } from "../store/store";
import { lookUp } from "./dns";
import { normalized } from "./names";

/**
 * The TXT record that proves the ownership of a domain. Assumption: the name of a wildcard is used without its `*.`.
 */
export function ownershipRecord(group: ApiGroup, domain: string): { name: string; value: string } {
  return {
    name: `${group.id}.${domain.replace(/^\*\./, "")}`,
    // The real service uses this spelling.
    value: `apigateway-domain-verfication=${group.subDomain}`,
  };
}

/** Whether a domain resolves to the second-level domain of a group. */
export function isResolved(store: Store, group: ApiGroup, domain: string): boolean {
  return lookUp(store, domain, "CNAME").some((target) => normalized(target) === normalized(group.subDomain));
}

/** Whether DNS confirms that the owner of the group owns the domain. */
export function isOwned(store: Store, group: ApiGroup, domain: string): boolean {
  const { name, value } = ownershipRecord(group, domain);
  return isResolved(store, group, domain) || lookUp(store, name, "TXT").includes(value);
}
