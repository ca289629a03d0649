import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "../../../../../components";
import { resolveConnection } from "../../../../../components/dynamic/client/connection";
import {
  defaultCredential,
  profileCredential,
} from "../../../../../components/dynamic/client/profileCredential";
import { EgressAddresses } from "../../../../../components/dynamic/egressAddresses/resource";
import { ArgumentError } from "../../../../../components/validation/problems";
import { deployToMocks } from "../../../../../testing/mocks";

const settings = (values: Record<string, string>) => ({
  get: (key: string) => ({ "alicloud:region": "cn-hangzhou", ...values })[key],
});
const real = settings({});

describe("an unsupported credential source", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const setting of [
    "assumeRole",
    "assumeRoleWithOidc",
    "ecsRoleName",
    "credentialsUri",
    "sharedCredentialsFile",
  ]) {
    it(`is rejected as ${setting}, before anything is registered`, async () => {
      pulumi.runtime.setAllConfig({ [`alicloud:${setting}`]: "acs:ram::1:role/shop" });
      let registered = -1;
      const program = () => {
        assert.throws(
          () =>
            new VpcApi("shop", {
              group: { groupName: "shop" },
              routes: { "get-home": "GET /" },
              apps: { shop_web: {} },
            }),
          (error: Error) =>
            error instanceof pulumi.RunError &&
            error.message.includes(`alicloud:${setting}: is only read by the provider.`) &&
            !error.message.includes("acs:ram"),
        );
      };
      registered = (await deployToMocks(program)).resources.length;
      assert.equal(registered, 0);
    });

    it(`is rejected as ${setting} in the dynamic provider, also with keys`, () => {
      const given = settings({
        [`alicloud:${setting}`]: "x",
        "alicloud:accessKey": "id",
        "alicloud:secretKey": "secret",
      });
      assert.throws(
        () => resolveConnection(given, {}),
        new RegExp(`^Error: alicloud:${setting} is only read by the provider`),
      );
    });
  }

  it("is rejected by a single dynamic resource", async () => {
    pulumi.runtime.setAllConfig({ "alicloud:assumeRole": '{"roleArn":"acs:ram::1:role/shop"}' });
    const { resources } = await deployToMocks(() => {
      assert.throws(
        () => new EgressAddresses("shop", { instanceId: "api-shared-vpc-001" }, {}),
        /EgressAddresses shop: 1 problem in the arguments; nothing was created\.\n {2}alicloud:assumeRole: /,
      );
    });
    assert.deepEqual(resources, []);
  });

  it("is rejected as a variable that only the provider reads, unless there are keys", () => {
    const variable = { ALICLOUD_ECS_ROLE_NAME: "shop" };
    assert.throws(
      () => resolveConnection(real, variable),
      /ALICLOUD_ECS_ROLE_NAME is .*ALIBABA_CLOUD_ECS_METADATA/,
    );
    const keys = { ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "secret" };
    assert.equal(resolveConnection(real, { ...variable, ...keys }).keys?.accessKeyId, "id");
  });

  describe("as variables", () => {
    const variables = {
      ALICLOUD_ECS_ROLE_NAME: "shop",
      ALICLOUD_CREDENTIALS_URI: "http://127.0.0.1:1/",
      ALICLOUD_SHARED_CREDENTIALS_FILE: "/nowhere",
    };
    const keys = ["ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY"];
    const names = [...Object.keys(variables), ...keys];
    const before = new Map(names.map((name) => [name, process.env[name]]));
    beforeEach(() => {
      for (const name of keys) delete process.env[name];
      Object.assign(process.env, variables);
    });
    afterEach(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
    const withMistake = () =>
      new VpcApi("shop", {
        group: { groupName: "shop" },
        routes: { "get-home": "GET /" },
        apps: { shop_web: {} },
        network: { zones: 0 },
      });
    /** Paths of the problems, the program's own among them. */
    const findPaths = async (config: Record<string, string>) => {
      let paths: string[] = [];
      const { resources } = await deployToMocks(
        () => {
          assert.throws(withMistake, (error: Error) => {
            assert.ok(error instanceof ArgumentError);
            paths = error.problems.map(({ path }) => path);
            return true;
          });
        },
        { config },
      );
      assert.deepEqual(resources, []);
      return paths;
    };

    it("are reported together with the problems in the arguments", async () => {
      assert.deepEqual(await findPaths({}), ["network.zones", ...Object.keys(variables)]);
    });

    it("do not count with keys, or on loopback", async () => {
      assert.deepEqual(await findPaths({ "alicloud:accessKey": "id", "alicloud:secretKey": "secret" }), [
        "network.zones",
      ]);
      const endpoints = JSON.stringify([{ cloudapi: "127.0.0.1:4510" }]);
      assert.deepEqual(await findPaths({ "alicloud:endpoints": endpoints }), ["network.zones"]);
      Object.assign(process.env, Object.fromEntries(keys.map((name) => [name, "of-the-account"])));
      assert.deepEqual(await findPaths({}), ["network.zones"]);
    });
  });

  it("can be a profile in the configuration or a variable, unless there is a key", () => {
    const given = settings({ "alicloud:profile": "shop" });
    assert.equal(resolveConnection(given, {}).profile, "shop");
    assert.equal(resolveConnection(real, { ALICLOUD_PROFILE: "ops" }).profile, "ops");
    assert.equal(resolveConnection(given, { ALIBABA_CLOUD_ACCESS_KEY_ID: "id" }).profile, undefined);
    assert.equal(resolveConnection(real, {}).profile, undefined);
  });

  it("is never a profile on loopback", () => {
    const local = settings({
      "alicloud:endpoints": '[{"cloudapi":"127.0.0.1:4510"}]',
      "alicloud:profile": "shop",
    });
    assert.throws(() => resolveConnection(local, {}), /which never receives real credentials/);
  });
});

describe("a profile", () => {
  const before = process.env.HOME;
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "profile-"));
    mkdirSync(join(home, ".aliyun"));
    process.env.HOME = home;
  });
  afterEach(() => {
    process.env.HOME = before;
    rmSync(home, { recursive: true, force: true });
  });
  const write = (text: string) => writeFileSync(join(home, ".aliyun", "config.json"), text);
  const of = (name: string) => profileCredential(name).getCredential();

  it("provides the keys of the file", async () => {
    const profile = (name: string, more: object) => ({
      ...{ name, mode: "AK", access_key_id: `${name}-id`, access_key_secret: `${name}-secret` },
      ...more,
    });
    const profiles = [profile("shop", {}), profile("ops", { mode: "StsToken", sts_token: "ops-token" })];
    write(JSON.stringify({ current: "shop", profiles }));
    const shop = await of("shop");
    assert.deepEqual([shop.accessKeyId, shop.accessKeySecret], ["shop-id", "shop-secret"]);
    const ops = await of("ops");
    assert.deepEqual([ops.accessKeyId, ops.securityToken], ["ops-id", "ops-token"]);
    await assert.rejects(of("other"), /^Error: alicloud:profile "other" is not in .*config\.json/);
  });

  it("that cannot be read is reported without the content of the file", async () => {
    write('{"access_key_secret":"the-canary-secret"');
    await assert.rejects(
      of("shop"),
      ({ message }: Error) => /not readable from/.test(message) && !message.includes("canary"),
    );
  });

  it("or another source is named if no source has credentials", async () => {
    const sources = { ...process.env };
    for (const name of Object.keys(sources)) if (/^ALIBABA_CLOUD_/.test(name)) delete process.env[name];
    process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true";
    try {
      await assert.rejects(
        defaultCredential().getCredential(),
        /^Error: credentials: no source has any\. .*pulumi config set alicloud:profile/,
      );
    } finally {
      delete process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED;
      Object.assign(process.env, sources);
    }
  });
});
