import ipaddr from "ipaddr.js";
import { inCidr } from "../fabric/address";
import type { Fields } from "./fields";

/** Addresses that may call, or may not call. */
export interface IpControl {
  type: "ALLOW" | "REFUSE";
  /** Index of the entry in X-Forwarded-For, negative from its end. Undefined for the peer's own address. */
  forwardedFor: number | undefined;
  /** Addresses and CIDR blocks. */
  blocks: string[];
}

export function readIpControl(fields: Fields): IpControl {
  const type = fields.choice("type", ["ALLOW", "REFUSE"]);
  if (type === undefined) throw fields.mistake("type", "is missing");
  const resource = fields.text("resource");
  const index = /^XFF:(-?\d+)$/.exec(resource ?? "")?.[1];
  if (resource && index === undefined) fields.unknown("resource", resource);
  const blocks = fields.objects("items").flatMap((item) => {
    const listed = item.texts("blocks");
    for (const block of listed)
      if (!isBlock(block))
        throw item.mistake("blocks", `has "${block}", which is not an address or a CIDR block`);
    // `finish` records `appId`, because a list for one app is not implemented.
    item.finish();
    return listed;
  });
  if (blocks.length === 0) throw fields.mistake("items", "has no blocks");
  return { type, forwardedFor: index === undefined ? undefined : Number(index), blocks };
}

function isBlock(text: string): boolean {
  return text.includes(".")
    ? ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv4.isValidCIDRFourPartDecimal(text)
    : ipaddr.IPv6.isValid(text) || ipaddr.IPv6.isValidCIDR(text);
}

/** Whether an address is in one of the blocks. A text that is not an address is in none. */
export function isInBlocks(address: string, blocks: readonly string[]): boolean {
  return blocks.some((block) => inCidr(address, block));
}
