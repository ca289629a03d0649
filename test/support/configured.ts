import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";

interface Configurable {
  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void>;
}

/** Region in the configuration of these tests. */
export const regionId = "cn-hangzhou";

/** Configures a dynamic provider as a stack does. */
export async function configured<T extends Configurable>(provider: T, region = regionId): Promise<T> {
  const get = (key: string) => (key === "alicloud:region" ? region : undefined);
  const require = (key: string) => get(key) ?? assert.fail(`${key} is required`);
  await provider.configure({ config: { get, require } });
  return provider;
}
