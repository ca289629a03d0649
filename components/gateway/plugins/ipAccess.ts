import type { Problems } from "../../validation/problems";
import { planAddressList } from "./addressList";
import { type PluginDocument, type PluginKind, plain } from "./plugin";
import type { InStages } from "./stages";

declare module "./args" {
  interface GroupPluginArgs {
    /** IP addresses that may or may not call. @default all may call */
    ipAccess?: InStages<IpAccessArgs>;
  }
  interface RoutePluginArgs {
    /** IP addresses that may or may not call. `false` allows all. @default that of the group */
    ipAccess?: InStages<IpAccessArgs | false>;
  }
}

/** Source of the caller's address. */
export interface IpAccessSource {
  /**
   * Index of the caller's entry in `X-Forwarded-For`: 0 is the first, -1 the last. Only for callers behind
   * your own proxy, because any client can write the entries before the last.
   *
   * @range -100 to 100
   * @default the address that the gateway sees
   */
  forwardedFor?: number;
}

/** Callers that are allowed. All others are denied. */
export interface IpAllowArgs extends IpAccessSource {
  /** IPv4 addresses and CIDR blocks that may call. */
  allow: string[];
}

/** Callers that are denied. All others are allowed. */
export interface IpDenyArgs extends IpAccessSource {
  /** IPv4 addresses and CIDR blocks that may not call. */
  deny: string[];
}

/** Arguments of an IP access plug-in: callers by IPv4 address or CIDR block. */
export type IpAccessArgs = IpAllowArgs | IpDenyArgs;

export const ipAccess: PluginKind<IpAccessArgs> = { type: "ipControl", render };

function render(args: IpAccessArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { property, blocks } = planAddressList(args, problems);
  const { forwardedFor } = args;
  return plain({
    type: property === "allow" ? "ALLOW" : "REFUSE",
    resource: forwardedFor === undefined ? undefined : `XFF:${forwardedFor}`,
    items: [{ blocks }],
  });
}
