import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An error that the author of the program can fix. Pulumi prints its message only, without a stack. */
export class ProgramError extends pulumi.RunError {
  /**
   * Pulumi adds the failed promise to an error and lets Node.js inspect it. The promise refers to all
   * resources of the program, so inspecting it took up to a minute.
   */
  [inspect.custom](): string {
    return this.stack ?? this.message;
  }
}
