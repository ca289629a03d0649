import type * as pulumi from "@pulumi/pulumi";

/** Inputs of every dynamic resource. */
export interface InRegion {
  /**
   * Region of the resource. In a program, undefined means that of the stack's configuration. A state always
   * contains it.
   */
  regionId?: string;
}

/** Arguments of a dynamic resource from the inputs of its provider: any value can be an Output, at any depth. */
export type DynamicArgs<Inputs extends object> = {
  [Key in keyof Omit<Inputs, "regionId">]: DeepInput<Inputs[Key]>;
};

type DeepInput<T> = T extends object
  ? pulumi.Input<{ [Key in keyof T]: DeepInput<T[Key]> }>
  : // Otherwise Input<true> | Input<false>.
    T extends boolean
    ? pulumi.Input<boolean>
    : pulumi.Input<T>;
