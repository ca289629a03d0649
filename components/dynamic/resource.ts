import { Provider } from "@pulumi/alicloud/provider";
import * as pulumi from "@pulumi/pulumi";
import { isKnown, promiseOf } from "../validation/known";
import { resolveOrThrow } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import { checkStackCredentials } from "./client/credentialSettings";
import { renderProgram, requireRoute } from "./program";
import { type AccountSettings, accountSettings, differencesOf, mismatchOf } from "./sameAccount";
import type { DynamicType } from "./types";

/** One check for each provider, however many resources follow it. */
const checks = new WeakMap<Provider, pulumi.Output<true>>();

/**
 * Fails when a provider of the program's own would act on another account than the stack's configuration. What is
 * compared stays in this process; the answer holds nothing of it.
 */
function checkAccount(provider: Provider): pulumi.Output<true> {
  const found = checks.get(provider);
  if (found) return found;
  const config = new pulumi.Config("alicloud");
  const settings = [...accountSettings, "endpoints"].map((key) => ({
    key,
    own: fieldOf(provider, key),
    // As secrets, because a plain look at a secret key warns.
    stack: config.getSecret(key),
  }));
  const compared = async (): Promise<true> => {
    const own: AccountSettings = {};
    const stack: AccountSettings = {};
    const unknown = new Set<string>();
    for (const { key, ...setting } of settings) {
      if (setting.own !== undefined && !(await isKnown(setting.own))) unknown.add(key);
      Object.assign(own, { [key]: await textOf(setting.own) });
      Object.assign(stack, { [key]: await textOf(setting.stack) });
    }
    // A preview knows nothing of what a provider was not given, or is given later: the update judges that.
    const differing = differencesOf(own, stack, process.env).filter((key) => !unknown.has(key));
    const name = (await textOf(provider.urn))?.split("::").pop() ?? "";
    const mismatch = mismatchOf(name, differing);
    if (mismatch !== undefined) throw new ProgramError(mismatch);
    return true;
  };
  const check = pulumi.output(compared());
  checks.set(provider, check);
  return check;
}

/** Not all that a provider takes is a field of its class. */
const fieldOf = (provider: Provider, key: string) =>
  (provider as unknown as Record<string, pulumi.Output<unknown> | undefined>)[key];

async function textOf(output: pulumi.Output<unknown> | undefined): Promise<string | undefined> {
  const value = output && (await promiseOf(output));
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}

/**
 * The region of the `alicloud` provider that the parent was given, so that one program can serve several regions.
 * Keys and endpoints are those of the stack's configuration all the same: they must not be in the state. A provider
 * with others is refused.
 */
function regionOf(parent: pulumi.Resource | undefined): { regionId?: pulumi.Output<string> } {
  const provider = parent?.getProvider("alicloud:index/provider:Provider");
  if (!Provider.isInstance(provider)) return {};
  return {
    regionId: pulumi.all([provider.region, checkAccount(provider)]).apply(([region]) => named(region)),
  };
}

/** A provider of the program's own does not read the region of the stack's configuration. */
function named(region: string | undefined): string {
  const found = region || process.env.ALICLOUD_REGION || process.env.ALIBABA_CLOUD_REGION;
  if (found) return found;
  throw new ProgramError(
    "region: a provider of alicloud that is passed has none, and does not read alicloud:region. " +
      'Set it: new alicloud.Provider("…", { region: "cn-hangzhou" }).',
  );
}

/** A dynamic resource whose implementation is one of the dynamic providers. */
export abstract class DynamicResource extends pulumi.CustomResource {
  protected constructor(
    type: DynamicType,
    name: string,
    properties: pulumi.Inputs,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    // Settings that the implementation could not follow are refused while the program runs.
    resolveOrThrow(`${type} ${name}`, checkStackCredentials);
    const withProvider = {
      ...regionOf(opts.parent),
      ...properties,
      __provider: renderProgram(type, requireRoute()),
    };
    super(`pulumi-nodejs:dynamic/alicloud-vpc-api:${type}`, name, withProvider, opts);
  }
}
