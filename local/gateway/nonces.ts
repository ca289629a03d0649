/** Stores the nonces of signed requests, so that each is accepted once in a time window. */
export class NonceRegister {
  /** Time of use in milliseconds since the epoch, oldest first. */
  private readonly used = new Map<string, number>();

  constructor(private readonly window: number) {}

  /** Whether the nonce of this AppKey is new. Stores it. */
  take(appKey: string, nonce: string, now: number): boolean {
    for (const [key, at] of this.used) {
      if (now - at < this.window) break;
      this.used.delete(key);
    }
    const key = `${appKey}\n${nonce}`;
    if (this.used.has(key)) return false;
    this.used.set(key, now);
    return true;
  }
}
