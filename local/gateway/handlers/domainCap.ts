import { filled, type Handler } from "../context";
import { GatewayError } from "../errors";

const HOURS_AHEAD_OF_UTC = 8;

/** The number of the calendar day in China. Assumption: the count restarts at midnight there. */
function dayOf(time: Date): number {
  return Math.floor((time.getTime() / 3_600_000 + HOURS_AHEAD_OF_UTC) / 24);
}

/**
 * Restricts the public second-level domain, which is for tests: its answers are marked as downloads, and its calls per
 * day are limited. Assumption: every call counts, including a rejected one. A restart resets the count.
 */
export const limitSecondLevelDomain: Handler = {
  name: "domain-cap",
  title: "Daily limit of the second-level domain",
  handle(context) {
    if (!context.bySecondLevelDomain) return;
    const { domainCalls, clock, limits } = context.services;
    const group = filled(context.group, "group");
    context.responseHeaders["Content-Disposition"] = "attachment; filename=ApiResponseForInnerDomain";
    const calls = domainCalls.add(dayOf(clock()), group.subDomain);
    if (calls > limits.secondLevelDomainCalls(group.regionId)) throw new GatewayError("T429ID");
  },
};
