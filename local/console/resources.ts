import type { Store } from "../store/store";

/** Number of resources by kind. Kinds without resources are omitted. */
export interface ResourceCounts {
  total: number;
  byKind: Record<string, number>;
}

/**
 * Records in these tables that the cloud creates itself: shared gateway instances, records of asynchronous calls,
 * unavailable products, and answers to requests with a client token.
 */
const OWN: Readonly<Record<string, (store: Store) => number>> = {
  gatewayInstances: ({ gatewayInstances }) =>
    gatewayInstances.filter((it) => it.type === "VPC_SHARED").length,
  batchTasks: ({ batchTasks }) => batchTasks.size,
  albJobs: ({ albJobs }) => albJobs.size,
  soldOut: ({ soldOut }) => soldOut.size,
  clientTokens: ({ clientTokens }) => clientTokens.size,
};

/** Table `vswitches` contains resources of kind `vswitch`, table `apis` resources of kind `api`. */
export const formatKind = (table: string): string => table.replace(/(?<=s|ch|x)es$|s$/, "");

/**
 * Counts resources of users, one for each record. Rules, listeners and publications count as part of their resource.
 */
export function countResources(store: Store): ResourceCounts {
  const counts = store
    .tables()
    .map(({ name, table }) => [formatKind(name), table.size - (OWN[name]?.(store) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return { total: counts.reduce((sum, [, count]) => sum + count, 0), byKind: Object.fromEntries(counts) };
}
