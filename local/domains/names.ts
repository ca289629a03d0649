/** Normalizes a host name for comparisons: lower case, without the trailing dot. */
export function normalized(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

export const isWildcard = (domain: string): boolean => domain.startsWith("*.");

/** Whether a domain, which may be a wildcard, covers a host. Assumption: `*` stands for one label. */
export function covers(domain: string, host: string): boolean {
  if (domain === host) return true;
  return isWildcard(domain) && host.includes(".") && host.slice(host.indexOf(".")) === domain.slice(1);
}
