import type { Store } from "../../store/store";

/** Whether a zone sells an instance type at present; every zone sells every type until it is sold out. */
export const isSold = (store: Store, zoneId: string, instanceType: string): boolean =>
  store.soldOut.get(`${zoneId}/${instanceType}`) === undefined;
