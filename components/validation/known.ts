import * as pulumi from "@pulumi/pulumi";

/** Internals of an Output. At preview, `apply` is not called for an unknown value; these report it. */
type Inside<T> = { isKnown: Promise<boolean>; isSecret: Promise<boolean>; promise(): Promise<T> };

const inside = <T>(output: pulumi.Output<T>): Inside<T> => output as unknown as Inside<T>;

/** Whether the value of an Output is known. At preview, many are unknown. */
export const isKnown = (output: pulumi.Output<unknown>): Promise<boolean> => inside(output).isKnown;

/** Whether a value is a secret. A promise never is. */
export const isSecret = async (value: unknown): Promise<boolean> =>
  pulumi.Output.isInstance(value) && inside(value).isSecret;

/** Value of an Output, for a comparison inside this process. */
export const toPromise = <T>(output: pulumi.Output<T>): Promise<T> => inside(output).promise();

/** Value of an input. Undefined while it is unknown. */
export async function knownValue<T>(input: pulumi.Input<T>): Promise<T | undefined> {
  const output = pulumi.output(input) as pulumi.Output<T>;
  return (await isKnown(output)) ? toPromise(output) : undefined;
}
