import assert from "node:assert/strict";
import {
  CreateAppRequest,
  DescribeAppSecurityRequest,
  DescribeAuthorizedAppsRequest,
  SetAppsAuthoritiesRequest,
} from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup } from "../support/localApi";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";

describe("API Gateway: apps and authorizations", () => {
  let cloud: TestCloud;
  let skipped = 0;
  beforeEach(async () => {
    skipped = 0;
    cloud = await startTestCloud({ clock: () => new Date(Date.now() + skipped) });
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const newApp = async (AppName: string, more: Record<string, string> = {}) =>
    String((await api("CreateApp", { AppName, ...more })).AppId);
  const security = (AppId: string) => api("DescribeAppSecurity", { AppId });

  describe("apps", () => {
    it("get a numeric id, a key, a secret and a code", async () => {
      const made = await cloud.cloudapi.createApp(
        new CreateAppRequest({ appName: "nginx_app", description: "text" }),
      );
      const appId = made.body?.appId;
      assert.equal(typeof appId, "number");
      const request = new DescribeAppSecurityRequest({ appId: appId ?? 0 });
      const seen = (await cloud.cloudapi.describeAppSecurity(request)).body;
      assert.match(seen?.appKey ?? "", /^\d{9}$/);
      assert.match(seen?.appSecret ?? "", /^[0-9a-f]{32}$/);
      assert.match(seen?.appCode ?? "", /^[0-9a-f]{32}$/);
    });

    it("accept an own key, secret and code, once", async () => {
      const chosen = { AppKey: "my-key", AppSecret: "my-secret", AppCode: "my-code" };
      const appId = await newApp("first_app", chosen);
      const { AppKey, AppSecret, AppCode } = await security(appId);
      assert.deepEqual({ AppKey, AppSecret, AppCode }, chosen);
      const key = await readRefusal(newApp("second_app", { AppKey: "my-key" }));
      assert.equal(key.code, "DuplicateAppKey");
      assert.doesNotMatch(key.message, /my-key/);
      assert.equal(await readCode(newApp("second_app", { AppCode: "my-code" })), "DuplicateAppCode");
      const malformed = await readRefusal(newApp("second_app", { AppSecret: "has blanks in it" }));
      assert.equal(malformed.code, "InvalidAppSecret.Malformed");
      assert.doesNotMatch(malformed.message, /has blanks/, "a secret is not repeated");
    });

    it("are changed, listed and deleted", async () => {
      const AppId = await newApp("first_app");
      await api("ModifyApp", { AppId, AppName: "renamed_app", Description: "new" });
      assert.equal((await api("DescribeApp", { AppId })).AppName, "renamed_app");
      assert.equal(
        at(await api("DescribeAppAttributes", { AppName: "renamed" }), "Apps.AppAttribute.0.Description"),
        "new",
      );
      assert.equal(at(await api("DescribeApps", {}), "Apps.AppItem.0.AppId"), Number(AppId));
      await api("DeleteApp", { AppId });
      assert.equal(await readCode(api("DescribeApp", { AppId })), "NotFoundApp");
      assert.equal(await readCode(api("DeleteApp", { AppId })), "NotFoundApp");
    });

    it("are refused names that are not allowed or taken", async () => {
      await newApp("first_app");
      assert.equal(await readCode(newApp("abc")), "InvalidAppName.Malformed");
      assert.equal(await readCode(newApp("x".repeat(27))), "InvalidAppName.Malformed");
      assert.equal(await readCode(newApp("first_app")), "DuplicateAppName");
    });

    it("get new secrets and codes, chosen or not; the old ones are gone", async () => {
      const appId = await newApp("first_app", { AppKey: "key-1", AppSecret: "secret-1", AppCode: "code-1" });
      await api("ResetAppSecret", { AppKey: "key-1", NewAppSecret: "secret-2" });
      await api("ResetAppCode", { AppCode: "code-1", NewAppCode: "code-2" });
      const seen = await security(appId);
      assert.deepEqual([seen.AppKey, seen.AppSecret, seen.AppCode], ["key-1", "secret-2", "code-2"]);
      await api("ResetAppSecret", { AppKey: "key-1" });
      assert.notEqual((await security(appId)).AppSecret, "secret-2");
      assert.equal(await readCode(api("ResetAppCode", { AppCode: "code-1" })), "NotFoundAppCode");
      assert.equal(await readCode(api("ResetAppSecret", { AppKey: "none" })), "NotFoundAppKey");
    });

    it("are refused a second new code within a minute", async () => {
      await newApp("first_app", { AppCode: "code-1" });
      await newApp("second_app", { AppCode: "other-1" });
      const reset = (AppCode: string, NewAppCode: string) => api("ResetAppCode", { AppCode, NewAppCode });
      await reset("code-1", "code-2");
      assert.equal(await readCode(reset("code-2", "code-3")), "Throttling.User");
      await reset("other-1", "other-2");
      skipped = 61_000;
      await reset("code-2", "code-3");
    });

    it("may have several keys and codes", async () => {
      const AppId = await newApp("first_app");
      await api("CreateAppCode", { AppId, AppCode: "extra-code" });
      await api("CreateAppKey", { AppId, AppKey: "extra-key", AppSecret: "extra-secret" });
      const both = await api("DescribeAppSecurities", { AppId });
      assert.equal(at(both, "AppSecuritys.AppSecurity.1.AppCode"), "extra-code");
      assert.equal(at(both, "AppSecuritys.AppSecurity.1.AppSecret"), "extra-secret");
      await api("DeleteAppCode", { AppId, AppCode: "extra-code" });
      await api("DeleteAppKey", { AppId, AppKey: "extra-key" });
      assert.equal(
        at(await api("DescribeAppSecurities", { AppId }), "AppSecuritys.AppSecurity.1"),
        undefined,
      );
      assert.equal(await readCode(api("DeleteAppCode", { AppId, AppCode: "extra-code" })), "NotFoundAppCode");
    });

    it("have tags", async () => {
      const AppId = await newApp("first_app");
      await api("TagResources", {
        ResourceType: "app",
        "ResourceId.1": AppId,
        "Tag.1.Key": "k",
        "Tag.1.Value": "v",
      });
      const listed = await api("ListTagResources", { ResourceType: "app", "ResourceId.1": AppId });
      assert.equal(at(listed, "TagResources.TagResource.0.TagValue"), "v");
      await api("UntagResources", { ResourceType: "app", "ResourceId.1": AppId, "TagKey.1": "k" });
      const unknown = api("TagResources", { ResourceType: "app", "ResourceId.1": "1", "Tag.1.Key": "k" });
      assert.equal(await readCode(unknown), "NotFoundResourceId");
    });
  });

  describe("authorizations", () => {
    let apiId: string;
    let appId: string;
    beforeEach(async () => {
      await addBackend(cloud);
      apiId = await addApi(cloud, await addGroup(cloud));
      appId = await newApp("first_app");
    });
    const deploy = () => api("DeployApi", { ApiId: apiId, StageName: "RELEASE", Description: "x" });
    const grant = (change: Record<string, string> = {}) =>
      api("SetAppsAuthorities", { ApiId: apiId, AppIds: appId, StageName: "RELEASE", ...change });

    it("are granted for a stage in which the API is published, listed and revoked", async () => {
      assert.equal(await readCode(grant()), "NotFoundStage");
      await deploy();
      const request = { apiId, appIds: appId, stageName: "RELEASE", description: "demo" };
      await cloud.cloudapi.setAppsAuthorities(
        new SetAppsAuthoritiesRequest({ ...request, authValidTime: "Fri, 05 Oct 2040 16:00:00 GMT" }),
      );
      const listed = await cloud.cloudapi.describeAuthorizedApps(
        new DescribeAuthorizedAppsRequest({ apiId }),
      );
      const [row] = listed.body?.authorizedApps?.authorizedApp ?? [];
      assert.equal(row?.appId, Number(appId));
      assert.equal(row?.stageName, "RELEASE");
      assert.equal(row?.authVaildTime, "2040-10-05T16:00:00Z");
      const apis = await api("DescribeAuthorizedApis", { AppId: appId });
      assert.equal(textAt(apis, "AuthorizedApis.AuthorizedApi.0.ApiName"), "nginx-test");
      assert.equal(await readCode(grant({ StageName: "TEST" })), "NotFoundStage");
      await api("RemoveAppsAuthorities", { ApiId: apiId, AppIds: appId, StageName: "RELEASE" });
      const again = api("RemoveAppsAuthorities", { ApiId: apiId, AppIds: appId, StageName: "RELEASE" });
      assert.equal(await readCode(again), "NotFoundAuthorization");
    });

    it("are rejected for unknown apps, APIs and times, and none is granted", async () => {
      await deploy();
      assert.equal(await readCode(grant({ AppIds: `${appId},1` })), "NotFoundApp");
      assert.equal(await readCode(grant({ ApiId: "none" })), "NotFoundApi");
      assert.equal(await readCode(grant({ AuthValidTime: "soon" })), "InvalidAuthValidTime.Malformed");
      assert.equal(cloud.store.authorizations.all().length, 0);
    });

    it("can be given from the app's side", async () => {
      await deploy();
      const pair = { AppId: appId, ApiIds: apiId, StageName: "RELEASE" };
      await api("SetApisAuthorities", pair);
      assert.equal(cloud.store.authorizations.all().length, 1);
      await api("RemoveApisAuthorities", pair);
      assert.equal(cloud.store.authorizations.all().length, 0);
    });

    it("outlive publications, and end with the app or the API", async () => {
      await deploy();
      await grant();
      await deploy();
      await api("AbolishApi", { ApiId: apiId, StageName: "RELEASE" });
      assert.equal(cloud.store.authorizations.all().length, 1);
      await api("DeleteApp", { AppId: appId });
      assert.equal(cloud.store.authorizations.all().length, 0);
      await deploy();
      await grant({ AppIds: await newApp("second_app") });
      await api("AbolishApi", { ApiId: apiId, StageName: "RELEASE" });
      await api("DeleteApi", { ApiId: apiId });
      assert.equal(cloud.store.authorizations.all().length, 0);
    });

    it("are listed ten to a page", async () => {
      await deploy();
      for (let index = 0; index < 11; index += 1) await grant({ AppIds: await newApp(`app_${index}`) });
      const first = await api("DescribeAuthorizedApps", { ApiId: apiId });
      assert.equal(first.TotalCount, 11);
      assert.equal(at(first, "AuthorizedApps.AuthorizedApp.10"), undefined);
      assert.equal(
        await readCode(api("DescribeAuthorizedApps", { ApiId: apiId, PageSize: "101" })),
        "InvalidPageSize.OutOfRange",
      );
    });
  });

  it("knows its regions and system parameters", async () => {
    assert.equal(at(await api("DescribeRegions", {}), "Regions.Region.1.RegionId"), "cn-shanghai");
    assert.equal(
      at(await api("DescribeSystemParameters", {}), "SystemParams.SystemParamItem.0.ParamName"),
      "CaClientIp",
    );
  });
});
