import { apiSamples } from "./api";
import { existingSamples } from "./existing";
import { gatewaySamples } from "./gateway";
import { pluginSamples } from "./plugins";
import type { Samples } from "./sample";
import { serviceSamples } from "./service";

/** Arguments that the local cloud refuses to act on, each with the reason: no sweep can change them. */
export const refusedLocally: Readonly<Record<string, string>> = {
  "jwt.preventReplay":
    "its gateway does not act on `preventJtiReplay`, as no document says how a repeated token is answered",
};

/** All samples, by scenario. */
export const samples: Samples = {
  ...serviceSamples,
  ...existingSamples,
  ...gatewaySamples,
  ...pluginSamples,
  ...apiSamples,
};
