import type { TrafficControl } from "../../plugins/trafficControl";
import { accountId } from "../../services/common/regions";
import { filled, type GatewayContext, type Handler } from "../context";
import { GatewayError } from "../errors";
import { pluginInEffect } from "../plugins";
import type { Allowance } from "../traffic";

/**
 * Rejects calls that exceed the limits of a plug-in: for the API, for the account of the calling app, and for the app.
 */
export const controlTraffic: Handler = {
  name: "traffic-control",
  title: "Throttling",
  handle(context) {
    const found = pluginInEffect(context, "trafficControl");
    if (!found) return;
    const allowances = listAllowances(context, found.document);
    const exceeded = context.services.traffic.take(allowances, context.services.clock().getTime());
    if (exceeded) throw new GatewayError("T429PA", { subject: exceeded.subject });
  },
};

type Subject = "API" | "USER" | "APP";
type Limit = readonly [Subject, id: string, limit: number | undefined];

/** Each API has its own count, even below a plug-in of its group. An anonymous caller has no app and no account. */
function listAllowances(
  { api, stage, app }: GatewayContext,
  control: TrafficControl,
): (Allowance & { subject: Subject })[] {
  const { unit, apiDefault, userDefault, appDefault, specials } = control;
  const limitOf = (type: "APP" | "USER", id: string, otherwise: number | undefined): number | undefined =>
    specials.find((special) => special.type === type && special.key === id)?.value ?? otherwise;
  const ofCaller: readonly Limit[] = app
    ? [
        ["USER", accountId, limitOf("USER", accountId, userDefault)],
        ["APP", app.id, limitOf("APP", app.id, appDefault)],
      ]
    : [];
  const limits: readonly Limit[] = [["API", "", apiDefault], ...ofCaller];
  return limits.flatMap(([subject, id, limit]) =>
    limit === undefined
      ? []
      : [{ subject, limit, unit, key: `${filled(api, "api").id} ${stage} ${subject} ${id}` }],
  );
}
