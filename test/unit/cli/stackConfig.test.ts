import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { committedConfig, readLoopbackEndpoints, setConfig, writeConfigFor } from "../../../cli/stackConfig";
import { accessKey, accountId } from "../../../local/services/common/regions";
import { createConfiguration } from "../../../testing/configuration";

describe("the configuration of stack local", () => {
  let dir: string;
  const file = () => join(dir, "Pulumi.local.yaml");

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "stack-config-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("contains only loopback endpoints, as committed", () => {
    assert.deepEqual(readLoopbackEndpoints(), ["127.0.0.1:4510", "localhost:4510"]);
  });

  for (const endpoint of [
    "ecs.cn-hangzhou.aliyuncs.com",
    "10.0.0.1:4510",
    "127.0.0.1.example.com:80",
    "0.0.0.0:1",
  ]) {
    it(`is rejected with the endpoint ${endpoint}, by product`, () => {
      const text = readFileSync(committedConfig, "utf8").replace("slb: 127.0.0.1:4510", `slb: ${endpoint}`);
      writeFileSync(file(), text);
      assert.throws(() => readLoopbackEndpoints(file()), /alicloud:endpoints\.slb is .*not on loopback/);
    });
  }

  it("equals the configuration of any stack on a local cloud, except for comments", () => {
    const { config } = parse(readFileSync(committedConfig, "utf8"));
    const { "alicloud-vpc-api:publication": _, ...rest } = config;
    const addresses = { endpoint: "127.0.0.1:4510", gateway: "127.0.0.1:4511" };
    assert.deepEqual(rest, createConfiguration({ ...accessKey, accountId, ...addresses }));
  });

  it("is rejected without endpoints, because the provider would call the real cloud", () => {
    writeFileSync(file(), "config:\n  alicloud:region: cn-hangzhou\n");
    assert.throws(() => readLoopbackEndpoints(file()), /alicloud:endpoints is empty/);
  });

  it("can be copied for another port, with everything else unchanged", () => {
    writeConfigFor({ endpoint: "127.0.0.1:9", gateway: "127.0.0.1:10" }, file());
    assert.deepEqual(readLoopbackEndpoints(file()), ["127.0.0.1:9", "localhost:9"]);
    const [committed, copy] = [committedConfig, file()].map((path) => parse(readFileSync(path, "utf8")));
    const gateway = "alicloud-vpc-api:gateway";
    assert.deepEqual(copy.config[gateway], "127.0.0.1:10");
    for (const { config } of [committed, copy]) {
      delete config["alicloud:endpoints"];
      delete config[gateway];
    }
    assert.deepEqual(copy, committed);
  });

  it("accepts other values, with everything else unchanged", () => {
    writeConfigFor({ endpoint: "127.0.0.1:9", gateway: "127.0.0.1:10" }, file());
    const before = parse(readFileSync(file(), "utf8"));
    const service = { pages: { "index.html": "<title>Another page</title>" } };
    setConfig(file(), { "alicloud-vpc-api:service": service });
    assert.deepEqual(parse(readFileSync(file(), "utf8")), {
      ...before,
      config: { ...before.config, "alicloud-vpc-api:service": service },
    });
  });

  it("removes undefined values", () => {
    writeConfigFor({ endpoint: "127.0.0.1:1", gateway: "127.0.0.1:2" }, file());
    const before = readFileSync(file(), "utf8");
    setConfig(file(), { "alicloud-vpc-api:team": "shop" });
    setConfig(file(), { "alicloud-vpc-api:team": undefined });
    assert.equal(readFileSync(file(), "utf8"), before);
  });
});
