/** A host name with at least two labels, or a wildcard. */
const hostName = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Converts a domain to lower case, without a dot at the end, so that names can be compared. */
export const normalizeDomain = (domain: string): string => domain.toLowerCase().replace(/\.$/, "");

/** Indexes items by normalized name, which may be a wildcard. */
export class DomainIndex<Item> {
  private readonly items = new Map<string, Item[]>();

  add(name: string, item: Item): void {
    const same = this.items.get(name);
    if (same) same.push(item);
    else this.items.set(name, [item]);
  }

  /** Returns the items of each name that covers a domain: first the domain itself, then the nearest wildcards. */
  covering(domain: string): readonly (readonly Item[])[] {
    const dots = [...domain.matchAll(/\./g)].map(({ index }) => `*${domain.slice(index)}`);
    return [...new Set([domain, ...dots])].flatMap((name) => {
      const found = this.items.get(name);
      return found ? [found] : [];
    });
  }
}

/**
 * Explains what a custom domain must be; undefined if the domain is one.
 *
 * @param ofGroup domains that the gateway assigned to the group
 * @param defaultDomains parent domains of all domains of the gateway
 */
export function explainNotOwn(
  domain: string,
  createGroupOpenings: readonly string[],
  defaultDomains: readonly string[],
): string | undefined {
  const name = normalizeDomain(domain);
  if (!hostName.test(name) || name.length > 253) return "a host name or a wildcard such as *.example.com";
  if (createGroupOpenings.map(normalizeDomain).includes(name))
    return "a custom domain: this is the domain of the group";
  const above = defaultDomains
    .map(normalizeDomain)
    .find((suffix) => name === suffix || name.endsWith(`.${suffix}`));
  return above === undefined ? undefined : `a custom domain: subdomains of ${above} belong to the gateway`;
}
