import { apiSamples } from "./api";
import { existingSamples } from "./existing";
import { gatewaySamples } from "./gateway";
import { pluginSamples } from "./plugins";
import type { Samples } from "./sample";
import { serviceSamples } from "./service";

/** Arguments that no sweep can change on the local cloud, each with the reason. */
export const refusedLocally: Readonly<Record<string, string>> = {
  "jwt.preventReplay":
    "its gateway does not act on `preventJtiReplay`, as no document says how a repeated token is answered",
  "network.vswitches[].ipv6CidrBlockMask":
    "the cloud refuses it while an instance has an address of the block; a vSwitch with another first address has another block",
};

/** All samples, by scenario. */
export const samples: Samples = {
  ...serviceSamples,
  ...existingSamples,
  ...gatewaySamples,
  ...pluginSamples,
  ...apiSamples,
};
