import * as pulumi from "@pulumi/pulumi";

/** Options that put a child under its component; provider, region and aliases follow from the parent. */
export function childOf(
  parent: pulumi.Resource,
  options: pulumi.CustomResourceOptions = {},
): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ parent }, options);
}

/** Type tokens of this package's components. */
export const componentType = (name: string) => `alicloud-vpc-api:index:${name}`;

/** Tags by key. At most 20 on a resource. */
export type Tags = Record<string, pulumi.Input<string>>;
