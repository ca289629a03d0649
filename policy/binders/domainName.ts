/** A host name of two labels or more, or `*.` and one. */
const hostName = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** In lower case, and without a dot at the end: how names are compared. */
export const plainName = (domain: string): string => domain.toLowerCase().replace(/\.$/, "");

/** Whether a name, which may have `*.` before it, is the domain or stands for it; both as plain names. */
export const covers = (name: string, domain: string): boolean =>
  name === domain || (name.startsWith("*.") && domain.endsWith(name.slice(1)));

/** What is found by plain names, which may have `*.` before them, for domains that they are or stand for. */
export class ByDomain<Item> {
  private readonly items = new Map<string, Item[]>();

  add(name: string, item: Item): void {
    const same = this.items.get(name);
    if (same) same.push(item);
    else this.items.set(name, [item]);
  }

  /** By each name that covers a domain: first itself, then the wildcards from the nearest on. */
  covering(domain: string): readonly (readonly Item[])[] {
    const dots = [...domain.matchAll(/\./g)].map(({ index }) => `*${domain.slice(index)}`);
    return [...new Set([domain, ...dots])].flatMap((name) => {
      const found = this.items.get(name);
      return found ? [found] : [];
    });
  }
}

/**
 * Why a domain is none of one's own; undefined when it is.
 *
 * @param ofGroup domains that the gateway gave the group
 * @param defaultDomains domains below which all belong to the gateway
 */
export function whyNotOwn(
  domain: string,
  ofGroup: readonly string[],
  defaultDomains: readonly string[],
): string | undefined {
  const name = plainName(domain);
  if (!hostName.test(name) || name.length > 253) return "a host name, or *. and one";
  if (ofGroup.map(plainName).includes(name)) return "a domain of your own: this is the group's";
  const above = defaultDomains
    .map(plainName)
    .find((suffix) => name === suffix || name.endsWith(`.${suffix}`));
  return above === undefined ? undefined : `a domain of your own: what is below ${above} is the gateway's`;
}
