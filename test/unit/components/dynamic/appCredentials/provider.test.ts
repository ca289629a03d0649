import assert from "node:assert/strict";
import { AppCredentialsProvider } from "../../../../../components/dynamic/appCredentials/provider";
import { configured } from "../../../../support/configured";
import { FakeGateway, refusal } from "../../../../support/fakeGateway";

const security = { appKey: "key", appSecret: "secret", appCode: "code" };

describe("AppCredentials", () => {
  const gateway = new FakeGateway();
  const provider = new AppCredentialsProvider(gateway);

  it("are read from the app, and again at a refresh", async () => {
    gateway.security = security;
    assert.deepEqual(await provider.create({ appId: "7" }), { id: "7", outs: { appId: "7", ...security } });
    gateway.security = { ...security, appCode: "another" };
    const { props } = await provider.read("7", { appId: "7" });
    assert.equal(props.appCode, "another");
  });

  it("are replaced for another app or region only", async () => {
    const olds = { appId: "7", ...security };
    assert.deepEqual(await provider.diff("7", olds, { appId: "7" }), { changes: false, replaces: [] });
    assert.deepEqual(await provider.diff("7", olds, { appId: "8", regionId: "cn-shanghai" }), {
      changes: true,
      replaces: ["appId", "regionId"],
    });
  });

  it("fail with the ID of the app, without values, if one is missing", async () => {
    gateway.security = { appKey: "key", appSecret: "secret" };
    await assert.rejects(provider.create({ appId: "7" }), {
      message: "App 7 has no AppKey, AppSecret or AppCode.",
    });
  });

  it("report a missing configuration", async () => {
    await assert.rejects(new AppCredentialsProvider().create({ appId: "7" }), /was not configured/);
  });

  it("reports the fix for an app that was deleted outside of Pulumi at preview", async () => {
    await configured(provider);
    gateway.describeAppSecurities = async () => {
      throw refusal("NotFoundApp");
    };
    const { failures = [] } = await provider.check({ appId: "7" }, { appId: "7" });
    assert.match(
      failures[0]?.reason ?? "",
      /^App 7 no longer exists\. .*`pulumi up --replace '<URN of the app>'`/,
    );
    assert.deepEqual((await provider.check({}, { appId: "8" })).failures, [], "one that is new");
  });
});
