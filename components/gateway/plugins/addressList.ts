import { parseIpv4Block } from "../../validation/cidr";
import type { Problems } from "../../validation/problems";

/** Plans an address list, which is one of the two lists. */
export function planAddressList(
  { allow, deny }: { allow?: readonly string[]; deny?: readonly string[] },
  problems: Problems,
): { property: "allow" | "deny"; blocks: readonly string[] } {
  const property = allow ? "allow" : "deny";
  const blocks = allow ?? deny ?? [];
  if (blocks.length === 0 && (allow ?? deny))
    problems.add(property, "is empty.", "Set at least one address or CIDR block.");
  blocks.forEach((block, index) => {
    if (parseIpv4Block(asBlock(block))) return;
    const hint = "Use for example 203.0.113.7 or 203.0.113.0/24.";
    problems.add(`${property}[${index}]`, `"${block}" is not an IPv4 address or CIDR block.`, hint);
  });
  return { property, blocks };
}

export const asBlock = (block: string): string => (block.includes("/") ? block : `${block}/32`);
