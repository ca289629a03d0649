/**
 * An interrupted change. Pulumi stores the completed steps in the state, and the next update resumes from
 * there.
 */
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
