import { apiSamples } from "./api";
import { existingSamples } from "./existing";
import { gatewaySamples } from "./gateway";
import { pluginSamples } from "./plugins";
import type { Samples } from "./sample";
import { serviceSamples } from "./service";

/** All samples, by scenario. */
export const samples: Samples = {
  ...serviceSamples,
  ...existingSamples,
  ...gatewaySamples,
  ...pluginSamples,
  ...apiSamples,
};
