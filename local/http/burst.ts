let waiting: (() => void)[] = [];

/**
 * Writes after all that has arrived was handled. A write wakes the process at the other end, which takes longer than the
 * write itself. Several writes in succession wake it once.
 */
export function writeInBurst(write: () => void): void {
  if (waiting.length === 0) setImmediate(flush);
  waiting.push(write);
}

function flush(): void {
  const all = waiting.values();
  waiting = [];
  writeAll(all);
}

/** An error of one connection does not prevent the writes of the others. */
function writeAll(writes: IterableIterator<() => void>): void {
  try {
    for (const write of writes) write();
  } catch (error) {
    setImmediate(() => writeAll(writes));
    throw error;
  }
}
