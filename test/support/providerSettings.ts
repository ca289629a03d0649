import assert from "node:assert/strict";

/** Configuration of a stack for a dynamic provider that calls a local cloud. */
export function dynamicSettings(endpoint: string) {
  const values = new Map([
    ["alicloud:region", "cn-hangzhou"],
    ["alicloud:protocol", "HTTP"],
    ["alicloud:endpoints", JSON.stringify([{ cloudapi: endpoint, slb: endpoint, alb: endpoint }])],
    ["alicloud:accessKey", "LOCALACCESSKEYID"],
    ["alicloud:secretKey", "local-access-key-secret"],
  ]);
  const get = (key: string) => values.get(key);
  return { get, require: (key: string) => get(key) ?? assert.fail(`${key} is required`) };
}
