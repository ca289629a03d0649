import { domainToASCII } from "node:url";
import type { Problems } from "./problems";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const domainPattern = new RegExp(`^(?=.{1,253}$)(\\*\\.)?(${label}\\.)+[a-z](${label})?$`);

const hostPattern = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`, "i");

export function checkHost(host: string, problems: Problems, property: string): void {
  if (hostPattern.test(host)) return;
  const ascii = toAscii(host);
  const hint = hostPattern.test(ascii) ? `Use ${ascii}.` : "Use for example nginx.internal, without a port.";
  problems.add(property, `"${host}" is not a host name.`, hint);
}

/** A domain without scheme, port and path, in lower case and in Punycode. It may be invalid. */
function toAscii(text: string): string {
  const [, star = "", name = ""] = /^(?:\w+:\/\/)?(\*\.)?([^/:?#]*)/.exec(text) ?? [];
  return star + domainToASCII(name).replace(/\.$/, "");
}

/** Whether a text is a domain in lower case, optionally after `*.`. */
const isDomain = (text: string): boolean => domainPattern.test(text);

/** Whether a domain matches all names one label below it. */
export const isWildcard = (domain: string): boolean => domain.startsWith("*.");

export function checkDomain(domain: string, problems: Problems, property: string): void {
  if (isDomain(domain)) return;
  const problem = domain.replace(/^\*\./, "").includes("*")
    ? `contains a * that is not "*." at its start.`
    : "is not a domain name.";
  const ascii = toAscii(domain);
  const hint = isDomain(ascii)
    ? `Use ${ascii}.`
    : "Use for example api.example.com or *.example.com, in lower case, without a scheme, port or path.";
  problems.add(property, `"${domain}" ${problem}`, hint);
}

/** Reports an invalid zone, and a zone that does not contain the domain. `domain` is undefined if unknown. */
export function checkInZone(domain: string | undefined, zone: string, problems: Problems, at: string): void {
  if (!isDomain(zone) || isWildcard(zone)) {
    const ascii = toAscii(zone);
    const hint = isDomain(ascii) && !isWildcard(ascii) ? `Use ${ascii}.` : "Use for example example.com.";
    problems.add(at, `"${zone}" is not a zone.`, hint);
  } else if (domain !== undefined && domain !== zone && !domain.endsWith(`.${zone}`)) {
    const hint = "Use the domain that is registered with Alibaba Cloud DNS, a suffix of this domain.";
    problems.add(at, `"${zone}" is not a zone of "${domain}".`, hint);
  }
}
