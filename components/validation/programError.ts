import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";

/** An error that the author of the program resolves. Pulumi prints its message alone, without a stack. */
export class ProgramError extends pulumi.RunError {
  /**
   * Pulumi adds the failed promise to an error, which holds all resources of the program, and has Node.js inspect it.
   * That took up to a minute.
   */
  [inspect.custom](): string {
    return this.stack ?? this.message;
  }
}
