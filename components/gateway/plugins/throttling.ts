import { checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { AppIds, PluginContext, PluginDocument, PluginKind } from "./plugin";
import type { InStages } from "./stages";

declare module "./args" {
  interface GroupPluginArgs {
    /**
     * Throttling. `true` allows 100 calls a second for each API.
     *
     * @default only the limits of the gateway instance
     */
    throttling?: InStages<boolean | ThrottlingArgs>;
  }
  interface RoutePluginArgs {
    /** Throttling. `true` allows 100 calls a second for this API. @default that of the group */
    throttling?: InStages<boolean | ThrottlingArgs>;
  }
}

/** Unit of time of a throttling limit. */
export type ThrottlingUnit = "SECOND" | "MINUTE" | "HOUR" | "DAY";

/** Arguments of a throttling plug-in. The gateway answers calls above a limit with 429. */
export interface ThrottlingArgs {
  /** Unit of time. @default "SECOND" */
  unit?: ThrottlingUnit;
  /**
   * Calls of one API per unit by all callers together. Each API has its own count.
   *
   * @range 1 to 1000000000 calls
   */
  perApi: number;
  /**
   * Calls of one API per unit by one app: 1 to `perApi`. Anonymous callers are not apps.
   *
   * @default no limit but `perApi`
   */
  perApp?: number;
  /** Limits of single apps, by name of the app, instead of `perApp`: 1 to `perApi`. @default none */
  apps?: Record<string, number>;
}

/** `true` allows 100 calls of one API per second: a fifth of the limit of a group on a shared instance. */
export const throttling: PluginKind<ThrottlingArgs> = {
  type: "trafficControl",
  standard: { perApi: 100, unit: "SECOND" },
  render,
};

function render(
  { unit = "SECOND", perApi, perApp, apps: limits = {} }: ThrottlingArgs,
  problems: Problems,
  { apps }: PluginContext,
): Omit<PluginDocument, "type"> {
  const most = Number.isInteger(perApi) && perApi > 0 ? perApi : 1_000_000_000;
  const within = { from: 1, to: most, unit: "calls" };
  if (perApp !== undefined) checkWholeNumber(perApp, within, problems, "perApp");
  for (const [app, limit] of Object.entries(limits)) {
    const property = `apps["${app}"]`;
    checkWholeNumber(limit, within, problems, property);
    if (apps?.includes(app) === false) {
      const hint = apps.length > 0 ? `Use one of ${apps.join(", ")}.` : "Add the app.";
      problems.add(property, "is not one of the apps.", hint);
    }
  }
  const policies = (appIds: AppIds) =>
    Object.entries(limits).map(([app, value]) => ({ key: appIds[app] ?? "", value }));
  return {
    isSecret: false,
    document: (appIds) => ({
      unit,
      apiDefault: perApi,
      appDefault: perApp,
      specials: Object.keys(limits).length > 0 ? [{ type: "APP", policies: policies(appIds) }] : undefined,
    }),
  };
}
