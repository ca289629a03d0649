/** A host name as it is compared: lower case, without the root's dot. */
export const normalized = (name: string): string => name.toLowerCase().replace(/\.$/, "");

export const isWildcard = (domain: string): boolean => domain.startsWith("*.");

/** Whether a domain, which may be a wildcard, covers a host. That `*` stands for one label is an assumption. */
export function covers(domain: string, host: string): boolean {
  if (domain === host) return true;
  return isWildcard(domain) && host.includes(".") && host.slice(host.indexOf(".")) === domain.slice(1);
}
