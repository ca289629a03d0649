/** How long two ways took, in milliseconds, run by run. */
export interface Comparison {
  ours: number[];
  theirs: number[];
}

/**
 * Times two ways in turn, so that a computer whose speed changes is as fast for one as for the other. One run of each
 * is not counted.
 */
export async function compare(
  runs: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Comparison> {
  const result: Comparison = { ours: [], theirs: [] };
  for (let run = 0; run <= runs; run++) {
    const times = [await timed(ours), await timed(theirs)] as const;
    if (run === 0) continue;
    result.ours.push(times[0]);
    result.theirs.push(times[1]);
  }
  return result;
}

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
