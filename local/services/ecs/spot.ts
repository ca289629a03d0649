import type { ParametersOf } from "../../rpc/parameterTypes";
import type { Instance } from "../../store/model";
import { ecsError } from "./errors";

export const spotParameters = {
  SpotStrategy: { type: "string", enum: ["NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit"] },
  SpotPriceLimit: {
    type: "string",
    pattern: /^\d+(\.\d{1,3})?$/,
    form: "a price with up to three decimal places",
  },
  SpotDuration: { type: "integer", min: 0, max: 1 },
  SpotInterruptionBehavior: { type: "string", enum: ["Terminate", "Stop"] },
} as const;

/** How a new instance is bid for. */
export function readSpot(p: ParametersOf<typeof spotParameters>): Pick<Instance, "spot"> {
  const strategy = p.SpotStrategy ?? "NoSpot";
  const priceLimit = Number(p.SpotPriceLimit ?? 0);
  if (strategy === "SpotWithPriceLimit" && priceLimit === 0) throw ecsError("InvalidSpotPriceLimit");
  if (strategy === "NoSpot") return {};
  return {
    spot: {
      strategy,
      priceLimit: strategy === "SpotWithPriceLimit" ? priceLimit : 0,
      duration: p.SpotDuration ?? 1,
      interruption: p.SpotInterruptionBehavior ?? "Terminate",
    },
  };
}
