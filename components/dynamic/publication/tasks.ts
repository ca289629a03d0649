import { whileBusy } from "../client/calls";

interface TaskResult {
  apiUid?: string;
  status: string | undefined;
  errorMsg?: string;
}

/** Message of the service for an API that a task published. Source: DescribeDeployApiTask. */
const success = /^success/i;

/** Waits until a task has ended for each of its APIs. Fails with all APIs for which it failed. */
export async function ended(what: string, count: number, look: () => Promise<TaskResult[]>): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
    const results = await whileBusy(look);
    if (results.length >= count && results.every(({ status }) => status === "OVER")) {
      const failed = results.filter(({ errorMsg }) => errorMsg && !success.test(errorMsg));
      if (failed.length === 0) return;
      const reasons = failed.map(({ apiUid, errorMsg }) => `  API ${apiUid}: ${errorMsg}`);
      throw new Error([`${what} failed for ${failed.length} of ${count} APIs:`, ...reasons].join("\n"));
    }
    if (Date.now() > deadline)
      throw new Error(`${what} did not finish within 2 minutes. Run pulumi up again.`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
