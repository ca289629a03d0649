import assert from "node:assert/strict";
import {
  BatchDeployApisRequest,
  BatchDeployApisRequestApi,
  DescribeDeployApiTaskRequest,
  DescribeDeployedApiRequest,
} from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup, requestConfig } from "../support/localApi";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("API Gateway: publication", () => {
  let cloud: TestCloud;
  let groupId: string;
  let apiId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
    apiId = await addApi(cloud, groupId);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const deploy = (StageName = "RELEASE", Description = "remark") =>
    api("DeployApi", { GroupId: groupId, ApiId: apiId, StageName, Description });
  const deployedPath = async (stageName = "RELEASE") => {
    const request = new DescribeDeployedApiRequest({ groupId, apiId, stageName });
    return (await cloud.cloudapi.describeDeployedApi(request)).body?.requestConfig?.requestPath;
  };
  const histories = async (query: Record<string, string> = {}) => {
    const items = at(
      await api("DescribeApiHistories", { GroupId: groupId, ApiId: apiId, ...query }),
      "ApiHisItems.ApiHisItem",
    );
    assert.ok(Array.isArray(items));
    return items;
  };

  it("freezes the definition: changes count from the next publication on", async () => {
    await deploy();
    await api("ModifyApi", { ApiId: apiId, RequestConfig: requestConfig({ requestPath: "/changed" }) });
    assert.equal(await deployedPath(), "/nginx");
    await deploy();
    assert.equal(await deployedPath(), "/changed");
  });

  it("is by stage, and seen in the API's description and in lists", async () => {
    await deploy("TEST");
    const described = await api("DescribeApi", { ApiId: apiId });
    const infos = at(described, "DeployedInfos.DeployedInfo");
    assert.ok(Array.isArray(infos));
    const states = Object.fromEntries(
      infos.map((info) => [textAt(info, "StageName"), textAt(info, "DeployedStatus")]),
    );
    assert.deepEqual(states, { RELEASE: "NONDEPLOYED", PRE: "NONDEPLOYED", TEST: "DEPLOYED" });
    assert.equal(await readCode(deployedPath("RELEASE")), "NotFoundStage");
    assert.equal(at(await api("DescribeDeployedApis", { StageName: "TEST" }), "TotalCount"), 1);
    assert.equal(at(await api("DescribeDeployedApis", { StageName: "PRE" }), "TotalCount"), 0);
  });

  it("ends with AbolishApi, which succeeds for every stage however often", async () => {
    await deploy();
    assert.equal(await readCode(api("DeleteApi", { GroupId: groupId, ApiId: apiId })), "ApiStillDeployed");
    for (const StageName of ["RELEASE", "PRE", "TEST", "RELEASE"]) {
      await api("AbolishApi", { GroupId: groupId, ApiId: apiId, StageName });
    }
    await api("DeleteApi", { GroupId: groupId, ApiId: apiId });
    assert.equal(await readCode(api("DescribeApi", { GroupId: groupId, ApiId: apiId })), "NotFoundApi");
    assert.equal(await readCode(api("AbolishApi", { ApiId: apiId, StageName: "RELEASE" })), "NotFoundApi");
  });

  it("keeps a history to which one can switch back", async () => {
    await deploy("RELEASE", "first");
    await api("ModifyApi", { ApiId: apiId, RequestConfig: requestConfig({ requestPath: "/second" }) });
    await deploy("RELEASE", "second");
    const [second, first] = await histories();
    assert.deepEqual([textAt(first, "Description"), textAt(first, "Status")], ["first", "OFFLINE"]);
    assert.deepEqual([textAt(second, "Description"), textAt(second, "Status")], ["second", "ONLINE"]);
    assert.match(textAt(first, "HistoryVersion"), /^\d{17}$/);
    const back = {
      ApiId: apiId,
      StageName: "RELEASE",
      HistoryVersion: textAt(first, "HistoryVersion"),
      Description: "back",
    };
    await api("SwitchApi", back);
    assert.equal(await deployedPath(), "/nginx");
    const online = (await histories()).filter((item) => textAt(item, "Status") === "ONLINE");
    assert.equal(online.length, 1, "one version is served");
    assert.equal(await readCode(api("SwitchApi", { ...back, StageName: "TEST" })), "NotFoundStage");
    const unknown = api("SwitchApi", { ...back, HistoryVersion: "20000101000000000" });
    assert.equal(await readCode(unknown), "NotFoundHistoryVersion");
  });

  it("gives versions that differ even within a millisecond", async () => {
    await Promise.all([deploy("RELEASE"), deploy("RELEASE"), deploy("TEST"), deploy("PRE")]);
    const versionsSeen = (await histories()).map((item) => textAt(item, "HistoryVersion"));
    assert.equal(new Set(versionsSeen).size, 4);
  });

  describe("of several APIs", () => {
    beforeEach(async () => {
      const other = await addApi(cloud, groupId, {
        apiName: "nginx-other",
        requestConfig: requestConfig({ requestPath: "/other" }),
      });
      await deploy("TEST", "first");
      await api("ModifyApi", { ApiId: apiId, RequestConfig: requestConfig({ requestPath: "/second" }) });
      await deploy("TEST", "second");
      await api("DeployApi", { GroupId: groupId, ApiId: other, StageName: "PRE", Description: "third" });
    });

    for (const action of ["DescribeApiHistories", "DescribeHistoryApis"]) {
      it(`has a history for the whole group in ${action}`, async () => {
        const all = at(await api(action, { GroupId: groupId }), "ApiHisItems.ApiHisItem");
        assert.ok(Array.isArray(all));
        assert.deepEqual(all.map((item) => textAt(item, "Description")).sort(), ["first", "second", "third"]);
        const inTest = await api(action, { GroupId: groupId, StageName: "TEST", PageSize: "1" });
        assert.equal(at(inTest, "TotalCount"), 2);
        assert.equal(await readCode(api(action, { ApiId: apiId })), "MissingGroupId");
      });
    }

    it("limits the history to pages of 50", async () => {
      const page = api("DescribeHistoryApis", { GroupId: groupId, PageSize: "51" });
      assert.equal(await readCode(page), "InvalidPageSize.OutOfRange");
    });

    it("keeps the definition of each version in the history", async () => {
      const [, first] = await histories();
      const version = { ApiId: apiId, HistoryVersion: textAt(first, "HistoryVersion") };
      const shown = await api("DescribeApiHistory", { ...version, StageName: "TEST" });
      assert.equal(at(shown, "RequestConfig.RequestPath"), "/nginx");
      assert.equal(textAt(shown, "Status"), "OFFLINE");
      assert.equal(
        await readCode(api("DescribeApiHistory", { ...version, StageName: "PRE" })),
        "NotFoundHistoryVersion",
      );
    });
  });

  it("switches to a version that was first published to another stage, where the API is published", async () => {
    await deploy("TEST", "tested");
    const [tested] = await histories();
    await api("ModifyApi", { ApiId: apiId, RequestConfig: requestConfig({ requestPath: "/second" }) });
    const promotion = {
      GroupId: groupId,
      ApiId: apiId,
      StageName: "RELEASE",
      HistoryVersion: textAt(tested, "HistoryVersion"),
      Description: "promoted",
    };
    assert.equal(await readCode(api("SwitchApi", promotion)), "NotFoundStage");
    await deploy("RELEASE");
    assert.equal(await deployedPath("RELEASE"), "/second");
    await api("SwitchApi", promotion);
    assert.equal(await deployedPath("RELEASE"), "/nginx");
    assert.equal(await deployedPath("TEST"), "/nginx");
  });

  it("works in batches, and tells what failed in the task", async () => {
    const started = await cloud.cloudapi.batchDeployApis(
      new BatchDeployApisRequest({
        stageName: "PRE",
        description: "batch",
        api: [
          new BatchDeployApisRequestApi({ apiUid: apiId, groupId }),
          new BatchDeployApisRequestApi({ apiUid: "none", groupId }),
        ],
      }),
    );
    const operationUid = started.body?.operationId ?? "";
    const task = await cloud.cloudapi.describeDeployApiTask(
      new DescribeDeployApiTaskRequest({ operationUid }),
    );
    const [good, bad] = task.body?.deployedResults?.deployedResult ?? [];
    assert.deepEqual([good?.deployedStatus, good?.errorMsg], ["OVER", "Success. Request Success."]);
    assert.match(bad?.errorMsg ?? "", /^NotFoundApi\./);
    assert.equal(await deployedPath("PRE"), "/nginx");
    const ended = await api("BatchAbolishApis", {
      "Api.1.ApiUid": apiId,
      "Api.1.GroupId": groupId,
      "Api.1.StageName": "PRE",
    });
    const abolished = await api("DescribeAbolishApiTask", { OperationUid: textAt(ended, "OperationId") });
    assert.equal(at(abolished, "ApiAbolishResults.ApiAbolishResult.0.AbolishStatus"), "OVER");
    assert.equal(await readCode(deployedPath("PRE")), "NotFoundStage");
    assert.equal(
      await readCode(api("DescribeAbolishApiTask", { OperationUid: operationUid })),
      "NotFoundOperation",
    );
  });

  it("needs a stage that exists and a remark", async () => {
    assert.equal(await readCode(deploy("PROD")), "InvalidStageName.ValueNotSupported");
    assert.equal(
      await readCode(api("DeployApi", { ApiId: apiId, StageName: "RELEASE" })),
      "MissingDescription",
    );
  });
});
