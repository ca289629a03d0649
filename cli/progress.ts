/** Shows progress: on a terminal one line that is updated, otherwise a line every ten seconds. */
export class Progress {
  private readonly started = Date.now();
  private lastLine = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param what - current activity, for example "Deploying"
   * @param estimate - typical duration in seconds
   */
  constructor(
    private readonly what: string,
    private readonly estimate?: number,
    private detail = "",
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.show(true);
    this.timer = setInterval(() => this.show(false), 1_000);
    this.timer.unref();
  }

  update(detail: string): void {
    this.detail = detail;
    if (this.stream.isTTY) this.show(false);
  }

  /** Ends the display with the duration. Returns it. */
  end(outcome = "done"): number {
    clearInterval(this.timer);
    this.timer = undefined;
    const seconds = (Date.now() - this.started) / 1_000;
    this.write(`${this.what}: ${outcome} (${seconds.toFixed(1)} s)`, true);
    return seconds;
  }

  private show(first: boolean): void {
    const now = Date.now();
    if (!this.stream.isTTY && !first && now - this.lastLine < 10_000) return;
    this.lastLine = now;
    const seconds = Math.round((now - this.started) / 1_000);
    const about = this.estimate ? ` of about ${this.estimate} s` : "";
    const detail = this.detail ? `, ${this.detail}` : "";
    this.write(
      `${this.what} … ${first ? `${this.estimate ? `about ${this.estimate} s` : ""}` : `${seconds} s${about}${detail}`}`,
      false,
    );
  }

  private write(line: string, final: boolean): void {
    if (!this.stream.isTTY) this.stream.write(`${line.trimEnd()}\n`);
    else this.stream.write(`\r\u001b[2K${line}${final ? "\n" : ""}`);
  }
}
