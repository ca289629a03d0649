import * as pulumi from "@pulumi/pulumi";

const outsideOfRuns = {};

/** Returns a function for a value of each run. A process may run several programs, one after the other. */
export function createPerRun<T>(create: () => T): () => T {
  const values = new WeakMap<object, T>();
  return () => {
    const run = pulumi.runtime.getMonitor() ?? outsideOfRuns;
    const value = values.get(run) ?? create();
    values.set(run, value);
    return value;
  };
}
