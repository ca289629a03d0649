import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";

interface Configurable {
  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void>;
}

/** Region of the stacks whose configuration these tests give. */
export const regionId = "cn-hangzhou";

/** A dynamic provider with the configuration of a stack. */
export async function configured<T extends Configurable>(provider: T, region = regionId): Promise<T> {
  const get = (key: string) => (key === "alicloud:region" ? region : undefined);
  const require = (key: string) => get(key) ?? assert.fail(`${key} is asked for`);
  await provider.configure({ config: { get, require } });
  return provider;
}
