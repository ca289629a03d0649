/** Something that the user can mend: the message says what was wrong, where, and what to do. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}
