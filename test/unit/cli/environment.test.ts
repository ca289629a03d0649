import assert from "node:assert/strict";
import { LocalStack } from "../../../cli/pulumi";
import { locateBundle } from "../../../testing/authorities";

const foreign = {
  ALICLOUD_ACCESS_KEY: "canary",
  ALIBABA_CLOUD_ACCESS_KEY_ID: "canary",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "canary",
  ALIBABA_CLOUD_SECURITY_TOKEN: "canary",
  ALICLOUD_PROFILE: "canary",
  PULUMI_ACCESS_TOKEN: "canary",
  HTTPS_PROXY: "http://canary",
  http_proxy: "http://canary",
};

describe("a run of stack local", () => {
  const before: NodeJS.ProcessEnv = {};

  beforeEach(() => {
    for (const [name, value] of Object.entries(foreign)) {
      before[name] = process.env[name];
      process.env[name] = value;
    }
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it("does not see accounts of the user, and has its own state and certificates", () => {
    const stack = new LocalStack({
      toolchain: { pulumi: "/bin/pulumi", env: { PULUMI_HOME: "/home/of/pulumi" } },
      dirs: { cloud: "/cloud", backend: "/state" },
    });
    const environment = stack.createEnvironment();
    assert.ok(!Object.values(environment).some((value) => value?.includes("canary")));
    assert.equal(environment.PULUMI_BACKEND_URL, "file:///state");
    assert.equal(environment.SSL_CERT_FILE, locateBundle("/cloud"));
    assert.equal(environment.PULUMI_HOME, "/home/of/pulumi");
    assert.equal(environment.PATH, process.env.PATH);
    assert.equal(
      environment.HTTPS_PROXY,
      "http://127.0.0.1:4510",
      "the local cloud itself, for log projects",
    );
  });
});
