import { checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { planAddressList } from "./addressList";
import { type PluginDocument, type PluginKind, plain } from "./plugin";

/** Where the address of a caller is taken from. */
export interface IpAccessSource {
  /**
   * Which entry of `X-Forwarded-For` is the caller's: 0 the first, -1 the last. For callers behind a proxy of your
   * own; anybody else can write the entries before the last.
   *
   * @default the address that the gateway sees
   */
  forwardedFor?: number;
}

/** Who may call, by IPv4 address or CIDR block. */
export type IpAccessArgs = IpAccessSource &
  (
    | {
        /** Addresses and blocks that may call; all others may not. */
        allow: string[];
      }
    | {
        /** Addresses and blocks that may not call; all others may. */
        deny: string[];
      }
  );

export const ipAccess: PluginKind<IpAccessArgs> = { type: "ipControl", render };

function render(args: IpAccessArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { property, blocks } = planAddressList(args, problems);
  const { forwardedFor } = args;
  if (forwardedFor !== undefined)
    checkWholeNumber(forwardedFor, { from: -100, to: 100 }, problems, "forwardedFor");
  return plain({
    type: property === "allow" ? "ALLOW" : "REFUSE",
    ...(forwardedFor === undefined ? {} : { resource: `XFF:${forwardedFor}` }),
    items: [{ blocks }],
  });
}
