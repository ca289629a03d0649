/** A change that was broken off: Pulumi keeps what was done in the state, and the next update goes on from there. */
export class PartlyDone<State extends object> extends Error {
  readonly reasons: string[];

  constructor(
    readonly id: string,
    readonly properties: State,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(reason, { cause });
    this.reasons = [reason];
  }
}
