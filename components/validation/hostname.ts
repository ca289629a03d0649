import type { Problems } from "./problems";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const domainPattern = new RegExp(`^(?=.{1,253}$)(\\*\\.)?(${label}\\.)+[a-z](${label})?$`);

/** Whether a text is a domain in lower case, or `*.` before one. */
export const isDomain = (text: string): boolean => domainPattern.test(text);

/** Whether a domain stands for all names one label below it. */
export const isWildcard = (domain: string): boolean => domain.startsWith("*.");

/** Notes what is not a domain that can be bound. */
export function checkDomain(domain: string, problems: Problems, property: string): void {
  if (isDomain(domain)) return;
  const problem = domain.replace(/^\*\./, "").includes("*")
    ? `has a * elsewhere than as "*." at its beginning.`
    : "is not a domain name.";
  problems.add(
    property,
    `"${domain}" ${problem}`,
    "Use for example api.example.com or *.example.com, in lower case, without a scheme, port or path.",
  );
}

/** Notes what is no zone, and one that a domain does not lie in; undefined: a domain that is not known. */
export function checkInZone(
  domain: string | undefined,
  zone: string,
  problems: Problems,
  property: string,
): void {
  if (!isDomain(zone) || isWildcard(zone)) {
    problems.add(property, `"${zone}" is not a zone.`, "Use for example example.com.");
  } else if (domain !== undefined && domain !== zone && !domain.endsWith(`.${zone}`)) {
    problems.add(
      property,
      `"${zone}" is not a zone that "${domain}" lies in.`,
      "Give the domain that is registered with Alibaba Cloud DNS, the end of this one.",
    );
  }
}
