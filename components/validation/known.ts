import * as pulumi from "@pulumi/pulumi";

/** What an output is inside: in a preview, `apply` is not called for what is not known, and here that is an answer. */
type Inside<T> = { isKnown: Promise<boolean>; isSecret: Promise<boolean>; promise(): Promise<T> };

const inside = <T>(output: pulumi.Output<T>): Inside<T> => output as unknown as Inside<T>;

/** Whether the value of an output is known; in a preview, that of many is not. */
export const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> => inside(output).isKnown;

/** Whether a value is a secret; a promise never is. */
export const isSecret = async (value: unknown): Promise<boolean> =>
  pulumi.Output.isInstance(value) && inside(value).isSecret;

/** Value of an output, for a comparison that stays in this process. */
export const promiseOf = <T>(output: pulumi.Output<T>): Promise<T> => inside(output).promise();

/** Value of an input; undefined while nobody knows it. */
export async function knownValue<T>(input: pulumi.Input<T>): Promise<T | undefined> {
  const output = pulumi.output(input) as pulumi.Output<T>;
  return (await isKnown(output)) ? promiseOf(output) : undefined;
}
