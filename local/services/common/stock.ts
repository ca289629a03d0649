import type { Store } from "../../store/store";

/** Kinds of load balancers that a zone offers, in addition to instance types. */
export const soldBalancers = ["clb", "alb"] as const;

/**
 * Whether a zone offers an instance type or a kind of load balancer at present. By default, every zone offers all of
 * them.
 */
export const isSold = (store: Store, zoneId: string, product: string): boolean =>
  store.soldOut.get(`${zoneId}/${product}`) === undefined;
