import { Provider } from "@pulumi/alicloud/provider";
import * as pulumi from "@pulumi/pulumi";
import type { providers } from "./providers";

/**
 * The text that Pulumi's dynamic provider runs for a resource. It names the implementation instead of holding
 * it, so that a new release of this package shows no change in a preview, and no SDK lands in the state.
 */
const providerText = (type: keyof typeof providers) =>
  `exports.handler = () => require("node:module").createRequire(process.cwd() + "/")("alicloud-vpc-api/dynamic").providers.${type}();`;

/**
 * The region of the `alicloud` provider that the parent was given, so that one program can serve several regions.
 * Keys and endpoints are those of the stack's configuration all the same: they must not be in the state.
 */
function regionOf(parent: pulumi.Resource | undefined): { regionId?: pulumi.Output<string | undefined> } {
  const provider = parent?.getProvider("alicloud:index/provider:Provider");
  return provider instanceof Provider ? { regionId: provider.region } : {};
}

/** A dynamic resource whose implementation is one of {@link providers}. */
export abstract class GapResource extends pulumi.CustomResource {
  protected constructor(
    type: keyof typeof providers,
    name: string,
    properties: pulumi.Inputs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const withProvider = { ...regionOf(opts.parent), ...properties, __provider: providerText(type) };
    super(`pulumi-nodejs:dynamic/alicloud-vpc-api:${type}`, name, withProvider, opts);
  }
}
