import { Provider } from "@pulumi/alicloud/provider";
import * as pulumi from "@pulumi/pulumi";
import { isKnown, toPromise } from "../validation/known";
import { resolveOrThrow } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import { checkStackCredentials } from "./client/credentialSettings";
import { renderProgram, requireRoute } from "./program";
import { type AccountSettings, accountSettings, compareAccounts, describeMismatch } from "./sameAccount";
import type { DynamicArgs } from "./types";

/** One check for each provider, independent of the number of its resources. */
const checks = new WeakMap<Provider, pulumi.Output<true>>();

/**
 * Fails if an explicit provider uses another account than the stack's configuration. The compared values stay
 * in this process, and the result does not contain them.
 */
function checkAccount(provider: Provider): pulumi.Output<true> {
  const cached = checks.get(provider);
  if (cached) return cached;
  const config = new pulumi.Config("alicloud");
  const settings = [...accountSettings, "endpoints"].map((key) => ({
    key,
    own: readField(provider, key),
    // Read as secrets, because reading a secret key as plain text causes a warning.
    stack: config.getSecret(key),
  }));
  const compared = async (): Promise<true> => {
    const own: AccountSettings = {};
    const stack: AccountSettings = {};
    const unknown = new Set<string>();
    for (const { key, ...setting } of settings) {
      if (setting.own !== undefined && !(await isKnown(setting.own))) unknown.add(key);
      Object.assign(own, { [key]: await readText(setting.own) });
      Object.assign(stack, { [key]: await readText(setting.stack) });
    }
    // At preview, unset and unknown arguments of a provider are unknown. The update checks them.
    const differing = compareAccounts(own, stack, process.env).filter((key) => !unknown.has(key));
    const name = (await readText(provider.urn))?.split("::").pop() ?? "";
    const mismatch = describeMismatch(name, differing);
    if (mismatch !== undefined) throw new ProgramError(mismatch);
    return true;
  };
  const check = pulumi.output(compared());
  checks.set(provider, check);
  return check;
}

/** Reads an argument of a provider. Some are not fields of its class. */
const readField = (provider: Provider, key: string) =>
  (provider as unknown as Record<string, pulumi.Output<unknown> | undefined>)[key];

async function readText(output: pulumi.Output<unknown> | undefined): Promise<string | undefined> {
  const value = output && (await toPromise(output));
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}

/**
 * Region of the parent's `alicloud` provider, so that one program can use several regions. Keys and endpoints
 * are always those of the stack's configuration, because the state must not contain them. A provider with
 * different ones is rejected.
 */
function findRegion(parent: pulumi.Resource | undefined): { regionId?: pulumi.Output<string> } {
  const provider = parent?.getProvider("alicloud:index/provider:Provider");
  if (!Provider.isInstance(provider)) return {};
  return {
    regionId: pulumi
      .all([provider.region, checkAccount(provider)])
      .apply(([region]) => requireRegion(region)),
  };
}

/** Requires a region: an explicit provider does not read that of the stack's configuration. */
function requireRegion(region: string | undefined): string {
  const effective = region || process.env.ALICLOUD_REGION || process.env.ALIBABA_CLOUD_REGION;
  if (effective) return effective;
  throw new ProgramError(
    "region: an explicit alicloud provider has no region, and does not read alicloud:region. " +
      'Set it: new alicloud.Provider("…", { region: "cn-hangzhou" }).',
  );
}

type DynamicResourceClass<Inputs extends object> = new (
  name: string,
  args: DynamicArgs<Inputs>,
  opts?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/**
 * Base class of a dynamic resource that one of the dynamic providers implements.
 *
 * @param type - name of the provider in `providers`
 * @param outputs - outputs that are not inputs
 * @param secrets - inputs and outputs that are secret
 */
export const dynamicResource = <Inputs extends object>(
  type: string,
  outputs: readonly string[] = [],
  secrets: string[] = [],
): DynamicResourceClass<Inputs> =>
  class extends pulumi.CustomResource {
    constructor(name: string, args: DynamicArgs<Inputs>, opts: pulumi.CustomResourceOptions = {}) {
      // Rejects unsupported configuration while the program runs.
      resolveOrThrow(`${type} ${name}`, checkStackCredentials);
      const inputs = {
        ...findRegion(opts.parent),
        ...Object.fromEntries(outputs.map((output) => [output, undefined])),
        ...args,
        __provider: renderProgram(type, requireRoute()),
      };
      const options = secrets.length > 0 ? { ...opts, additionalSecretOutputs: secrets } : opts;
      super(`pulumi-nodejs:dynamic/alicloud-vpc-api:${type}`, name, inputs, options);
    }
  };
