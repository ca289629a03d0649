import type * as pulumi from "@pulumi/pulumi";
import { deployToMocks, type Registered, readOutput } from "../../testing/mocks";

/** A resource with properties that mocks alone do not show. */
export interface Relative extends Registered {
  /** URN with the types of all parents. */
  urn: string;
  /** Whether it uses this `alicloud` provider. */
  hasProvider: (provider: pulumi.ProviderResource) => boolean;
  /** Options of the registration. */
  options: pulumi.CustomResourceOptions;
}

/** Options of a component that reveal its children. */
export type Watch = Pick<pulumi.ComponentResourceOptions, "transformations">;

/** Deploys one component against mocks. `build` must pass `watch` to the options of the component. */
export async function deployFamily<T>(
  build: (watch: Watch) => T,
): Promise<{ relatives: Relative[]; result: T }> {
  const seen: { resource: pulumi.Resource; name: string; type: string; options: pulumi.ResourceOptions }[] =
    [];
  const watch: Watch = {
    transformations: [
      ({ resource, name, type, opts }) => {
        seen.push({ resource, name, type, options: opts });
        return undefined;
      },
    ],
  };
  const { resources, result } = await deployToMocks(() => build(watch));
  const relatives = seen.map(async ({ resource, name, type, options }): Promise<Relative> => {
    const registered = resources.find((one) => one.name === name && one.type === type);
    if (!registered) throw new Error(`${type} ${name} was made but never registered`);
    return {
      ...registered,
      urn: await readOutput(resource.urn),
      hasProvider: (provider) => resource.getProvider(type) === provider,
      options,
    };
  });
  return { relatives: await Promise.all(relatives), result };
}

/** Lists `type name` of each resource, sorted. The types of the parents between stack and resource come first. */
export function tree(relatives: Relative[]): string[] {
  return relatives.map(({ urn }) => urn.replace(/^urn:pulumi:stack::project::/, "")).sort();
}
