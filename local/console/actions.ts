import type { CallCount } from "../rpc/callLog";
import { type DeclaredAction, declaredActions } from "../services/index";

/** An action that the local cloud implements, and how often it was called since the start, refused or not. */
export interface ActionUse extends DeclaredAction {
  /** Number of calls by the user agent of the caller; empty when nobody called. */
  callers: Readonly<Record<string, number>>;
}

/** Every action that the local cloud implements, with its callers; what it does not implement is in the log alone. */
export function actionsOf(counts: readonly CallCount[]): ActionUse[] {
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
