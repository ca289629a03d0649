/** How long two ways took, in milliseconds, run by run. */
export interface Comparison {
  ours: number[];
  theirs: number[];
}

/**
 * Times ways in turn, so that a computer whose speed changes is as fast for one as for the others. One run of each is
 * not counted.
 *
 * @param prepare - work before each run that is not timed
 * @returns milliseconds, run by run, of each way
 */
export async function inTurn<Way extends string>(
  runs: number,
  ways: Readonly<Record<Way, () => Promise<unknown>>>,
  prepare?: (way: Way) => Promise<unknown>,
): Promise<Record<Way, number[]>> {
  const named = Object.entries(ways) as [Way, () => Promise<unknown>][];
  const times = Object.fromEntries(named.map(([way]) => [way, [] as number[]])) as Record<Way, number[]>;
  for (let run = 0; run <= runs; run++) {
    for (const [way, work] of named) {
      await prepare?.(way);
      const time = await timed(work);
      if (run > 0) times[way].push(time);
    }
  }
  return times;
}

/** Times two ways in turn. */
export const compare = (
  runs: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Comparison> => inTurn(runs, { ours, theirs });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Medians, and the median of the ratios of the pairs with their range. */
export function summary({ ours, theirs }: Comparison) {
  const ratios = ours.map((time, run) => time / (theirs[run] ?? Number.NaN));
  return {
    ours: median(ours),
    theirs: median(theirs),
    ratio: median(ratios),
    from: Math.min(...ratios),
    to: Math.max(...ratios),
  };
}
