import ipaddr from "ipaddr.js";

/** An access control list of a listener of CLB or ALB. */
interface AccessList {
  id: string;
  entries: readonly { cidr: string }[];
}

/**
 * Why the access control lists of a listener reject an address. Undefined if they admit it. Lists without entries have
 * no effect. Source: access control of CLB and ALB.
 */
export function judgeAcl(
  type: "White" | "Black",
  lists: readonly AccessList[],
  source: string,
): string | undefined {
  const entries = lists.flatMap((list) => list.entries);
  if (entries.length === 0) return undefined;
  const ids = lists.map(({ id }) => id).join(", ");
  const entry = entries.find(({ cidr }) => contains(cidr, source));
  if (type === "White") return entry ? undefined : `the whitelist ${ids} does not contain ${source}`;
  return entry ? `the blacklist ${ids} contains ${source} (${entry.cidr})` : undefined;
}

function contains(cidr: string, source: string): boolean {
  const address = ipaddr.parse(source);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return address.kind() === network.kind() && address.match(network, bits);
}
