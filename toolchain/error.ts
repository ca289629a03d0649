/** An error that the user can fix. The message states the problem, its location and the fix. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/** A build in which Go failed. */
export class BuildError extends ToolchainError {
  /**
   * @param summary the cause in one line
   * @param ofMachine whether memory, disk or network caused the failure, not the code
   */
  constructor(
    message: string,
    readonly summary: string,
    readonly ofMachine: boolean,
  ) {
    super(message);
  }
}
