/** Largest number of APIs in one call, and of rows on one page. Source: SetApisAuthorities, DescribeDeployedApis. */
export const batchSize = 100;

/** Codes of calls that succeed when they are made again a little later. */
const passing = /Throttling|ConcurrencyLockTimeout|RepeatedCommit|ServiceUnavailable/;

/** Codes of a connection that broke once it was there, and the name of a time-out of the SDK. */
const lost = /^(ECONNRESET|EPIPE|ETIMEDOUT)$/;
const timedOut = /^RequestTimeout/;

/** The cloud's code of an error, or "" when it is none of the cloud's. */
export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** Whether a call failed so that nobody knows whether it was carried out: by a 5xx, or with its answer lost. */
function isUnsure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = "statusCode" in error ? Number(error.statusCode) : 0;
  return status >= 500 || lost.test(codeOf(error)) || timedOut.test(error.name);
}

/** What waiting takes. */
export interface Time {
  /** Milliseconds since some moment. */
  now(): number;
  /** Resolves after so many milliseconds. */
  pass(milliseconds: number): Promise<void>;
}

/** The clock of this machine. */
export const realTime: Time = {
  now: Date.now,
  pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Makes a call again, for at most a minute, while the cloud says that it is busy, or does not say how the call ended.
 * The call is one that may be carried out twice.
 */
export async function whileBusy<T>(call: () => Promise<T>, time = realTime): Promise<T> {
  const deadline = time.now() + 60_000;
  for (let pause = 500; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      return await call();
    } catch (error) {
      const isPassing = passing.test(codeOf(error)) || isUnsure(error);
      if (!isPassing || time.now() + pause > deadline) throw error;
      await time.pass(pause);
    }
  }
}

/** What a call gives; undefined when the cloud says that its object does not exist. */
export async function orGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await whileBusy(call);
  } catch (error) {
    if (/^(NotFound|Invalid\w+\.NotFound)/.test(codeOf(error))) return undefined;
    throw error;
  }
}

/**
 * Makes a call that the service refuses the second time. Refused after one whose end nobody knows, it was carried out
 * then, or another has what it asked for: the caller looks which.
 */
export async function unlessMade(call: () => Promise<unknown>, time = realTime): Promise<void> {
  let unsure = false;
  await whileBusy(async () => {
    try {
      await call();
    } catch (error) {
      if (unsure && /Duplicate|Exist/.test(codeOf(error))) return;
      unsure ||= isUnsure(error);
      throw error;
    }
  }, time);
}

/** Makes a call whose object may be gone already. */
export async function unlessGone(call: () => Promise<unknown>): Promise<void> {
  await orGone(call);
}

/** Splits a list into batches that one call can take. */
export function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}

/** Reads all pages of a list. `page` answers with the rows of a page, numbered from 1; a full one has `size`. */
export async function allPages<T>(
  page: (pageNumber: number) => Promise<T[] | undefined>,
  size = batchSize,
): Promise<T[]> {
  const rows: T[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const found = (await whileBusy(() => page(pageNumber))) ?? [];
    rows.push(...found);
    if (found.length < size) return rows;
  }
}
