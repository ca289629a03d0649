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
  const all = waiting;
  waiting = [];
  for (const write of all) write();
}
