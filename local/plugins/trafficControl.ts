import type { Fields } from "./fields";

export const trafficUnits = ["SECOND", "MINUTE", "HOUR", "DAY"] as const;
export type TrafficUnit = (typeof trafficUnits)[number];

/** Call limits of an API per unit of time: in total, for all apps of one account, and for one app. */
export interface TrafficControl {
  unit: TrafficUnit;
  apiDefault: number;
  userDefault: number | undefined;
  appDefault: number | undefined;
  /** Limits of specific apps and accounts by ID, which replace the defaults. */
  specials: { type: "APP" | "USER"; key: string; value: number }[];
}

const largest = 1_000_000_000;

/** The defaults must satisfy app ≤ user ≤ API. A special limit never exceeds that of the API. */
export function readTrafficControl(fields: Fields): TrafficControl {
  const unit = fields.choice("unit", trafficUnits);
  if (unit === undefined) throw fields.mistake("unit", "is missing");
  const apiDefault = fields.requiredInteger("apiDefault", 1, largest);
  const userDefault = fields.integer("userDefault", 1, apiDefault);
  const appDefault = fields.integer("appDefault", 1, userDefault ?? apiDefault);
  fields.choice("controlMode", ["FIX_WINDOW"]);
  fields.choice("blockingMode", ["QUICK_RETURN"]);
  const specials = fields.objects("specials").flatMap((special) => {
    const type = special.choice("type", ["APP", "USER"]);
    if (type === undefined) throw special.mistake("type", "is missing");
    const policies = special.objects("policies").map((policy) => {
      const key = policy.requiredText("key");
      const value = policy.requiredInteger("value", 1, apiDefault);
      policy.finish();
      return { type, key, value };
    });
    special.finish();
    return policies;
  });
  return { unit, apiDefault, userDefault, appDefault, specials };
}
