import { parseIpv4Block } from "../../validation/cidr";
import type { Problems } from "../../validation/problems";

/** List of addresses that may call, or that may not call. */
export interface AddressList {
  /** Kind of the list. */
  property: "allow" | "deny";
  /** IPv4 addresses and blocks, unchanged. */
  blocks: readonly string[];
}

/**
 * Resolves an address list and reports its problems. The type allows exactly one of the two lists, but an
 * untyped program can set both or none.
 */
export function planAddressList(
  { allow, deny }: { allow?: readonly string[]; deny?: readonly string[] },
  problems: Problems,
): AddressList {
  const isInvalid = problems.isInvalid("allow") || problems.isInvalid("deny");
  if (!isInvalid && (allow === undefined) === (deny === undefined))
    problems.add("", "needs one of allow and deny.", "Give the one list or the other.");
  const property = allow ? "allow" : "deny";
  const blocks = allow ?? deny ?? [];
  if (blocks.length === 0 && (allow ?? deny))
    problems.add(property, "is empty.", "Set at least one address or CIDR block.");
  blocks.forEach((block, index) => {
    if (parseIpv4Block(asBlock(block))) return;
    problems.add(
      `${property}[${index}]`,
      `"${block}" is no IPv4 address or block.`,
      "Use for example 203.0.113.7 or 203.0.113.0/24.",
    );
  });
  return { property, blocks };
}

/** Converts an address to a block. */
export const asBlock = (block: string): string => (block.includes("/") ? block : `${block}/32`);
