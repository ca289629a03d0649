import assert from "node:assert/strict";
import {
  type AccountSettings,
  compareAccounts,
  describeMismatch,
} from "../../../../components/dynamic/sameAccount";

const local = JSON.stringify([{ cloudapi: "127.0.0.1:4510" }]);
const hangzhou = JSON.stringify([{ apigateway: "https://apigateway.cn-hangzhou.aliyuncs.com" }]);

const cases: {
  what: string;
  own: AccountSettings;
  stack: AccountSettings;
  environment?: Record<string, string>;
  differs: string[];
}[] = [
  { what: "nothing said anywhere", own: {}, stack: {}, differs: [] },
  { what: "the same key", own: { accessKey: "a" }, stack: { accessKey: "a" }, differs: [] },
  { what: "another key", own: { accessKey: "a" }, stack: { accessKey: "b" }, differs: ["accessKey"] },
  { what: "a key where the stack has none", own: { accessKey: "a" }, stack: {}, differs: ["accessKey"] },
  { what: "no key where the stack has one", own: {}, stack: { accessKey: "a" }, differs: ["accessKey"] },
  {
    what: "no key, and the stack's in the environment of both",
    own: {},
    stack: { accessKey: "a" },
    environment: { ALICLOUD_ACCESS_KEY: "a" },
    differs: [],
  },
  {
    what: "the key of the environment, said",
    own: { accessKey: "a" },
    stack: {},
    environment: { ALIBABA_CLOUD_ACCESS_KEY_ID: "a" },
    differs: [],
  },
  { what: "a profile of its own", own: { profile: "ops" }, stack: {}, differs: ["profile"] },
  {
    what: "the role, with its fields in another order",
    own: { assumeRole: '{"roleArn":"acs:ram::1:role/a","sessionName":"s"}' },
    stack: { assumeRole: '{"sessionName":"s","roleArn":"acs:ram::1:role/a"}' },
    differs: [],
  },
  {
    what: "another role",
    own: { assumeRole: '{"roleArn":"acs:ram::2:role/a"}' },
    stack: {},
    differs: ["assumeRole"],
  },
  { what: "a local cloud of the stack alone", own: {}, stack: { endpoints: local }, differs: ["endpoints"] },
  { what: "a local cloud of its own", own: { endpoints: local }, stack: {}, differs: ["endpoints"] },
  { what: "the same local cloud", own: { endpoints: local }, stack: { endpoints: local }, differs: [] },
  {
    what: "the stack's local cloud in the environment",
    own: {},
    stack: { endpoints: local },
    environment: { CLOUDAPI_ENDPOINT: "127.0.0.1:4510" },
    differs: [],
  },
  { what: "an endpoint of Alibaba Cloud", own: { endpoints: hangzhou }, stack: {}, differs: [] },
  {
    what: "a host that only ends like one",
    own: { endpoints: '[{"cloudapi":"notaliyuncs.com"}]' },
    stack: {},
    differs: ["endpoints"],
  },
];

describe("an explicit provider and the stack's configuration", () => {
  for (const { what, own, stack, environment = {}, differs } of cases) {
    it(`${differs.length > 0 ? "differs" : "agrees"} with ${what}`, () => {
      assert.deepEqual(compareAccounts(own, stack, environment), differs);
    });
  }

  it("is rejected with the names of the differences, without values", () => {
    const differing = compareAccounts({ accessKey: "the-id" }, { accessKey: "another" }, {});
    const message = describeMismatch("shanghai", differing) ?? "";
    assert.match(message, /^Provider shanghai differs from the stack's configuration in accessKey\./);
    assert.doesNotMatch(message, /the-id|another-/);
    assert.equal(describeMismatch("shanghai", []), undefined);
  });
});
