import assert from "node:assert/strict";
import { providers } from "../../../../components/dynamic/providers";
import { childTypes } from "../childTypes";

describe("dynamic providers", () => {
  it("implement exactly the dynamic resources of the components", () => {
    const prefix = "pulumi-nodejs:dynamic/alicloud-vpc-api:";
    const types = Object.values<string>(childTypes).filter((type) => type.startsWith(prefix));
    assert.deepEqual(Object.keys(providers).sort(), types.map((type) => type.slice(prefix.length)).sort());
  });
});
