import type { Store } from "../../store/store";

/** Kinds of balancers that a zone sells beside instance types. */
export const soldBalancers = ["clb", "alb"] as const;

/** Whether a zone sells an instance type or a kind of balancer at present; every zone sells all until it is sold out. */
export const isSold = (store: Store, zoneId: string, product: string): boolean =>
  store.soldOut.get(`${zoneId}/${product}`) === undefined;
