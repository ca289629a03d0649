/**
 * Maximum number of APIs in one call, and of rows on one page. Source: SetApisAuthorities,
 * DescribeDeployedApis.
 */
export const batchSize = 100;

/** Error codes of calls that succeed when repeated a little later. */
const passing =
  /Throttling|ConcurrencyLockTimeout|RepeatedCommit|ServiceUnavailable|^IncorrectStatus\.ServerGroup$/;

/** Error codes of a connection that was lost, and the name of a timeout of the SDK. */
const lost = /^(ECONNRESET|EPIPE|ETIMEDOUT)$/;
const timedOut = /^RequestTimeout/;

/** Error code of the cloud, or "" for other errors. */
export function readErrorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** Whether it is unknown if a failed call took effect: it failed with a 5xx, or its response was lost. */
function isUnsure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = "statusCode" in error ? Number(error.statusCode) : 0;
  return status >= 500 || lost.test(readErrorCode(error)) || timedOut.test(error.name);
}

export interface Time {
  /** Milliseconds since a fixed time. */
  now(): number;
  pass(milliseconds: number): Promise<void>;
}

export const realTime: Time = {
  now: Date.now,
  pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Repeats a call, for at most a minute, while the cloud is busy or the result of the call is unknown. The
 * call must be idempotent.
 */
export async function whileBusy<T>(call: () => Promise<T>, time = realTime): Promise<T> {
  const deadline = time.now() + 60_000;
  for (let pause = 500; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return await call();
    } catch (error) {
      const isPassing = passing.test(readErrorCode(error)) || isUnsure(error);
      if (!isPassing || time.now() + pause > deadline) throw error;
      await time.pass(pause);
    }
  }
}

/** Result of a call. Undefined if it fails with one of the error codes. */
export async function unlessCode<T>(codes: RegExp, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (codes.test(readErrorCode(error))) return undefined;
    throw error;
  }
}

/** Result of a call. Undefined if the cloud reports that the object does not exist. */
export const orGone = <T>(call: () => Promise<T>): Promise<T | undefined> =>
  unlessCode(/^(NotFound|Invalid\w+\.NotFound)/, () => whileBusy(call));

/**
 * Makes a call that the service rejects if it is repeated. A rejection after a call with an unknown result
 * means that the first call took effect, or that another resource uses the same value. The caller checks
 * which.
 */
export async function unlessMade(call: () => Promise<unknown>, time = realTime): Promise<void> {
  let unsure = false;
  await whileBusy(async () => {
    try {
      await call();
    } catch (error) {
      if (unsure && /Duplicate|Exist/.test(readErrorCode(error))) return;
      unsure ||= isUnsure(error);
      throw error;
    }
  }, time);
}

/** Makes a call whose object may already be deleted. */
export async function unlessGone(call: () => Promise<unknown>): Promise<void> {
  await orGone(call);
}

/** Splits a list into batches for one call each. */
export function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}

/**
 * Reads all pages of a list. `page` returns the rows of a page, numbered from 1. A full page has `size` rows.
 */
export async function allPages<T>(
  page: (pageNumber: number) => Promise<T[] | undefined>,
  size = batchSize,
): Promise<T[]> {
  const rows: T[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const pageRows = (await whileBusy(() => page(pageNumber))) ?? [];
    rows.push(...pageRows);
    if (pageRows.length < size) return rows;
  }
}
