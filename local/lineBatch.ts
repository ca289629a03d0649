/** Milliseconds until a line is written at the latest. */
const longest = 50;

/** Bytes after which the lines are written at once. */
const largest = 64 * 1024;

/** Collects lines of a log and writes them together, in their order. */
export interface LineBatch {
  add(line: string): void;
  /** Writes all collected lines. */
  flush(): void;
}

/**
 * A line for each call would cost a system call each. Use it only for lines that nobody waits for.
 *
 * @param write - Receives one or more lines, with line feeds between them.
 */
export function createLineBatch(write: (lines: string) => void): LineBatch {
  let lines: string[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    const text = lines.join("\n");
    lines = [];
    size = 0;
    write(text);
  };
  return {
    add(line) {
      lines.push(line);
      size += line.length;
      if (size >= largest) flush();
      else timer ??= setTimeout(flush, longest).unref();
    },
    flush,
  };
}
