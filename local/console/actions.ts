import type { CallCount } from "../rpc/callLog";
import { type DeclaredAction, declaredActions } from "../services/index";

/** An action of the local cloud and the number of its calls since the start, including rejected calls. */
export interface ActionUse extends DeclaredAction {
  /** Number of calls by user agent of the caller. Empty without calls. */
  callers: Readonly<Record<string, number>>;
}

/** Lists all implemented actions with their callers. Calls of other actions appear only in the log. */
export function listActions(counts: readonly CallCount[]): ActionUse[] {
  return declaredActions.map((declared) => {
    const own = counts.filter(
      ({ product, action }) => product === declared.product && action === declared.action,
    );
    return {
      ...declared,
      callers: Object.fromEntries(own.map(({ userAgent, calls }) => [userAgent, calls])),
    };
  });
}
