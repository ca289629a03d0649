import ipaddr from "ipaddr.js";
import type { NetworkAcl, NetworkAclEntry } from "../store/model";

/** Why a network ACL drops a TCP packet into its vSwitch. Undefined if it accepts it. The first rule that fits decides. */
export function judgeNetworkAcl(
  acl: NetworkAcl,
  { source, port }: { source: string; port: number },
): string | undefined {
  const rule = acl.ingress.find((entry) => fits(entry, source, port));
  if (rule?.policy === "accept") return undefined;
  return rule
    ? `inbound rule ${rule.id} of ${acl.id} drops port ${port} from ${source}`
    : `no inbound rule of ${acl.id} accepts port ${port} from ${source}`;
}

function fits({ protocol, port: range, cidr }: NetworkAclEntry, source: string, port: number): boolean {
  if (protocol !== "all" && protocol !== "tcp") return false;
  const [from = -1, to = -1] = range.split("/").map(Number);
  if (from !== -1 && (port < from || port > to)) return false;
  const address = ipaddr.parse(source);
  const [network, bits] = ipaddr.parseCIDR(cidr.includes("/") ? cidr : `${cidr}/32`);
  return address.kind() === network.kind() && address.match(network, bits);
}
