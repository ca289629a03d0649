/** Something that the user can mend: the message says what was wrong, where, and what to do. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/** A build that Go could not finish. */
export class BuildError extends ToolchainError {
  /**
   * @param summary the cause in one line
   * @param ofMachine whether memory, disk or network failed rather than the code
   */
  constructor(
    message: string,
    readonly summary: string,
    readonly ofMachine: boolean,
  ) {
    super(message);
  }
}
