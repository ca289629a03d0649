import { apiSamples } from "./api";
import { existingSamples } from "./existing";
import { gatewaySamples } from "./gateway";
import { pluginSamples } from "./plugins";
import type { Samples } from "./sample";
import { serviceSamples } from "./service";

/** Arguments that no sweep can change on the local cloud, with the reason. */
export const refusedLocally: Readonly<Record<string, string>> = {
  "jwt.preventReplay":
    "the local gateway does not support `preventJtiReplay`: no document describes the answer to a repeated token",
  "network.vswitches[].ipv6CidrBlockMask":
    "the cloud rejects the change while an instance has an address in the block; the IPv6 block follows from the first address of the vSwitch",
};

/** All samples, by scenario. */
export const samples: Samples = {
  ...serviceSamples,
  ...existingSamples,
  ...gatewaySamples,
  ...pluginSamples,
  ...apiSamples,
};
