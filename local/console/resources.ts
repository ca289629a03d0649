import type { Store } from "../store/store";

/** Kinds of resources with how many there are; kinds without any are left out. */
export interface ResourceCounts {
  total: number;
  byKind: Record<string, number>;
}

/** What the cloud itself puts into these tables: its shared gateway instances, the records of asynchronous calls, and what is sold out. */
const OWN: Readonly<Record<string, (store: Store) => number>> = {
  gatewayInstances: ({ gatewayInstances }) =>
    gatewayInstances.filter((it) => it.type === "VPC_SHARED").length,
  batchTasks: ({ batchTasks }) => batchTasks.all().length,
  albJobs: ({ albJobs }) => albJobs.all().length,
  soldOut: ({ soldOut }) => soldOut.all().length,
};

/** `vswitches` holds things of kind `vswitch`, `apis` of kind `api`. */
export const kindOf = (table: string): string => table.replace(/(?<=s|ch|x)es$|s$/, "");

/** Counts what users have made, one for each record; rules, listeners and publications are parts of theirs. */
export function countResources(store: Store): ResourceCounts {
  const counts = store
    .tables()
    .map(({ name, table }) => [kindOf(name), table.all().length - (OWN[name]?.(store) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return { total: counts.reduce((sum, [, count]) => sum + count, 0), byKind: Object.fromEntries(counts) };
}
