import assert from "node:assert/strict";
import { createClient, resolveConnection } from "../../../../../components/dynamic/client/connection";

const settings = (values: Record<string, string>) => ({ get: (key: string) => values[key] });
const realKeys = { ALICLOUD_ACCESS_KEY: "a-real-key", ALICLOUD_SECRET_KEY: "a-real-secret" };
const local = {
  "alicloud:region": "cn-hangzhou",
  "alicloud:endpoints": '[{"cloudapi":"127.0.0.1:4510"}]',
  "alicloud:protocol": "HTTP",
};

describe("the connection to API Gateway", () => {
  it("follows the configuration of the provider", () => {
    const keys = { "alicloud:accessKey": "id", "alicloud:secretKey": "secret" };
    assert.deepEqual(resolveConnection(settings({ ...local, ...keys }), {}), {
      regionId: "cn-hangzhou",
      endpoint: "127.0.0.1:4510",
      protocol: "HTTP",
      profile: undefined,
      keys: { accessKeyId: "id", accessKeySecret: "secret", securityToken: undefined },
    });
  });

  it("takes keys from the environment or the credential chain", () => {
    const real = settings({ "alicloud:region": "cn-shanghai" });
    assert.equal(resolveConnection(real, realKeys).keys?.accessKeyId, "a-real-key");
    assert.equal(resolveConnection(real, {}).keys, undefined);
    assert.equal(resolveConnection(real, {}).protocol, "HTTPS");
    assert.equal(resolveConnection(real, {}).endpoint, undefined);
  });

  for (const host of [
    "127.0.0.1:4510",
    "localhost:4510",
    "[::1]:4510",
    "127.8.9.1",
    "http://127.0.0.1:4510",
    "HTTPS://localhost",
  ]) {
    it(`never gives real keys to ${host}`, () => {
      const onLoopback = settings({ ...local, "alicloud:endpoints": JSON.stringify([{ cloudapi: host }]) });
      assert.throws(() => resolveConnection(onLoopback, realKeys), /never receives real credentials/);
    });
  }

  it("removes the scheme of a host, as the SDK requires", () => {
    const endpoints = '[{"apigateway":"https://apigateway.example.com"}]';
    const real = settings({ "alicloud:region": "cn-shanghai", "alicloud:endpoints": endpoints });
    assert.equal(resolveConnection(real, {}).endpoint, "apigateway.example.com");
  });

  it("reports endpoints that are not JSON", () => {
    const broken = settings({ ...local, "alicloud:endpoints": "127.0.0.1:4510" });
    assert.throws(
      () => resolveConnection(broken, {}),
      /alicloud:endpoints is 127\.0\.0\.1:4510, which is not JSON\. Run/,
    );
  });

  it("prefers the region of an explicit provider", () => {
    assert.equal(resolveConnection(settings({ "alicloud:region": "a" }), {}, "b").regionId, "b");
  });

  it("reads the region from the environment, and reports a missing one", () => {
    assert.equal(
      resolveConnection(settings({}), { ALICLOUD_REGION: "eu-central-1" }).regionId,
      "eu-central-1",
    );
    assert.throws(() => resolveConnection(settings({}), {}), /pulumi config set alicloud:region/);
  });

  it("uses the endpoint of the certificate service, and never sends keys of a local cloud elsewhere", () => {
    const both = {
      "alicloud:region": "a",
      "alicloud:endpoints": '[{"cloudapi":"127.0.0.1:1","cas":"127.0.0.1:2"}]',
    };
    const keys = { "alicloud:accessKey": "id", "alicloud:secretKey": "secret" };
    const cas = (given: Record<string, string>) => resolveConnection(settings(given), {}, undefined, "cas");
    assert.equal(cas({ ...both, ...keys }).endpoint, "127.0.0.1:2");
    assert.equal(cas({ "alicloud:region": "a" }).endpoint, undefined);
    const alone = { "alicloud:endpoints": '[{"cloudapi":"127.0.0.1:1"}]' };
    assert.throws(() => cas({ ...both, ...keys, ...alone }), /endpoints\[0\]\.cas' 127\.0\.0\.1:1/);
  });

  // Source: the page "Endpoints" of CLB.
  for (const [regionId, host] of [
    ["cn-hangzhou", "slb.aliyuncs.com"],
    ["cn-shanghai", "slb.cn-shanghai.aliyuncs.com"],
  ] as const) {
    it(`calls CLB in ${regionId} at ${host}`, () => {
      const keys = { "alicloud:accessKey": "id", "alicloud:secretKey": "secret" };
      const connection = resolveConnection(settings(keys), {}, regionId, "slb");
      assert.equal(createClient(connection, "slb")._endpoint, host);
    });
  }
});
