import * as pulumi from "@pulumi/pulumi";
import { attempt } from "../validation/attempt";
import { ProgramError } from "../validation/programError";

/** Packages whose default providers children may need. `pulumi-nodejs` runs the dynamic resources. */
export type Package = "alicloud" | "random" | "pulumi-nodejs";

const setting = "pulumi:disable-default-providers";

/** Reason why a package cannot be used while its default provider is disabled. Undefined if it can. */
export function disabledProblem(
  name: Package,
  disabled: readonly string[],
  isPassed: boolean,
): string | undefined {
  const entry = disabled.find((one) => one === "*" || one === name);
  if (entry === undefined || isPassed) return undefined;
  if (name !== "pulumi-nodejs") {
    return (
      `${setting} disables the default provider of ${name}, and no provider of ${name} is passed. ` +
      `Pass one in the options: { providers: [new ${name}.Provider(…)] }.`
    );
  }
  const problem = `${setting} has "${entry}", which disables pulumi-nodejs. Dynamic resources need it, and no provider can be passed for them.`;
  return entry === "*"
    ? `${problem} List packages instead of "*", without pulumi-nodejs: ${setting}: ["alicloud", "random"].`
    : `${problem} Remove "${entry}" from the list.`;
}

/** Checks that the engine has a provider of each package. @throws RunError with the fix */
export function checkDefaultProviders(
  component: string,
  packages: readonly Package[],
  opts: pulumi.ComponentResourceOptions,
): void {
  const disabled = disabledPackages();
  const problems = packages
    .map((name) => disabledProblem(name, disabled, findProvider(name, opts) !== undefined))
    .filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new ProgramError([`${component}:`, ...problems].join("\n  "));
}

/** Parses the list like the engine: a JSON list, or unset. */
function disabledPackages(): string[] {
  const text = new pulumi.Config("pulumi").get("disable-default-providers");
  // The engine reports an invalid list itself.
  const list: unknown = text ? attempt(() => JSON.parse(text)) : undefined;
  return [list ?? []].flat().map((name) => String(name).trim());
}

/** Provider of a package for the children of a component: one in its options, else that of its parent. */
export function findProvider(
  name: Package,
  { provider, providers, parent }: pulumi.ComponentResourceOptions,
): pulumi.ProviderResource | undefined {
  const passed = [provider, ...Object.values(providers ?? {})].filter((one) => one !== undefined);
  // The SDK has this method but does not declare it.
  const findPackage = (one: unknown) => (one as { getPackage(): string }).getPackage();
  return passed.find((one) => findPackage(one) === name) ?? parent?.getProvider(`${name}:index:Any`);
}
