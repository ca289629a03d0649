/** Counts the calls of second-level domains in one day. The counts are kept in memory, and a restart resets them. */
export class DomainCalls {
  private day = 0;
  private readonly counts = new Map<string, number>();

  /** Counts a call. Returns the number of calls on that day, including this one. */
  add(day: number, domain: string): number {
    if (day !== this.day) this.counts.clear();
    this.day = day;
    const calls = (this.counts.get(domain) ?? 0) + 1;
    this.counts.set(domain, calls);
    return calls;
  }
}
