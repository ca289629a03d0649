import * as pulumi from "@pulumi/pulumi";
import { ProgramError } from "../validation/programError";

/** Packages whose default providers children may need. That of `pulumi-nodejs` runs the dynamic resources. */
export type Package = "alicloud" | "random" | "pulumi-nodejs";

const setting = "pulumi:disable-default-providers";

/** Why a package cannot be used with a list of disabled default providers; undefined when it can. */
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

/**
 * Checks that the engine has a provider for every package that a component uses.
 *
 * @throws RunError that says what to change, before anything is registered
 */
export function checkDefaultProviders(
  component: string,
  packages: readonly Package[],
  opts: pulumi.ComponentResourceOptions,
): void {
  const disabled = disabledPackages();
  const problems = packages
    .map((name) => disabledProblem(name, disabled, isPassed(name, opts)))
    .filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new ProgramError([`${component}:`, ...problems].join("\n  "));
}

/** As the engine reads it: a JSON list, or nothing. */
function disabledPackages(): string[] {
  const text = new pulumi.Config("pulumi").get("disable-default-providers");
  if (!text) return [];
  try {
    return [JSON.parse(text)].flat().map((name) => String(name).trim());
  } catch {
    // The engine itself says what is wrong with it.
    return [];
  }
}

function isPassed(name: Package, { provider, providers, parent }: pulumi.ComponentResourceOptions): boolean {
  const listed = providers === undefined ? [] : Object.values(providers);
  const own = [...(provider ? [provider] : []), ...listed];
  return own.some((one) => packageOf(one) === name) || parent?.getProvider(`${name}:index:Any`) !== undefined;
}

/** The package that a provider serves. */
const packageOf = (provider: pulumi.ProviderResource): string =>
  (provider as unknown as { getPackage(): string }).getPackage();
