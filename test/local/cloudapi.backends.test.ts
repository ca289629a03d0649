import assert from "node:assert/strict";
import { addApi, addBackend, addGroup, requestConfig, serviceConfig } from "../support/localApi";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("API Gateway: back ends, models and parts of definitions", () => {
  let cloud: TestCloud;
  let groupId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const newBackend = async (BackendType = "HTTP") =>
    textAt(await api("CreateBackend", { BackendName: "shared", BackendType }), "BackendId");
  const newModel = async (BackendId: string, BackendType: string, data: object) =>
    textAt(
      await api("CreateBackendModel", {
        BackendId,
        BackendType,
        StageName: "RELEASE",
        BackendModelData: JSON.stringify(data),
      }),
      "BackendModelId",
    );
  const serviceOf = async (ApiId: string) =>
    at(await api("DescribeDeployedApi", { GroupId: groupId, ApiId, StageName: "RELEASE" }), "ServiceConfig");
  const deploy = (ApiId: string) =>
    api("DeployApi", { GroupId: groupId, ApiId, StageName: "RELEASE", Description: "first" });
  const withoutTarget = serviceConfig({ serviceVpcEnable: "FALSE", serviceAddress: "", vpcConfig: {} });

  it("publishes an API with the target of its back end, and again when that changes", async () => {
    const backendId = await newBackend();
    const apiId = await addApi(cloud, groupId, {
      backendEnable: true,
      backendId,
      serviceConfig: withoutTarget,
    });
    const seen = await api("DescribeApi", { GroupId: groupId, ApiId: apiId });
    assert.equal(seen.BackendEnable, true);
    assert.equal(at(seen, "BackendConfig.BackendId"), backendId);
    assert.equal(await readCode(deploy(apiId)), "NotFoundBackendModel");
    const BackendModelId = await newModel(backendId, "HTTP", { ServiceAddress: "http://one.example.com" });
    await deploy(apiId);
    assert.equal(at(await serviceOf(apiId), "ServiceAddress"), "http://one.example.com");
    await api("ModifyBackendModel", {
      BackendId: backendId,
      BackendModelId,
      BackendType: "HTTP",
      StageName: "RELEASE",
      BackendModelData: JSON.stringify({ ServiceAddress: "http://two.example.com" }),
    });
    assert.equal(at(await serviceOf(apiId), "ServiceAddress"), "http://two.example.com");
    assert.equal(await readCode(api("DeleteBackend", { BackendId: backendId })), "BackendInUse");
  });

  it("describes the VPC target of a back end by its authorization", async () => {
    const BackendId = await newBackend("VPC");
    const access = cloud.store.vpcAccesses.all()[0];
    await newModel(BackendId, "VPC", { VpcConfig: { VpcAccessId: access?.id, VpcScheme: "https" } });
    const config = at(
      await api("DescribeBackendInfo", { BackendId }),
      "BackendInfo.BackendModels.0.BackendConfig.VpcConfig",
    );
    assert.equal(at(config, "Name"), access?.name);
    assert.equal(at(config, "VpcScheme"), "https");
  });

  for (const [type, data, code] of [
    ["HTTP", { ServiceAddress: "none" }, "InvalidDefinition.Malformed"],
    ["VPC", { VpcConfig: { VpcAccessId: "none" } }, "NotFoundVpcAccess"],
    ["MOCK", {}, "InvalidDefinition.Malformed"],
    ["HTTP", { ServiceAddress: "http://a.example.com", Colour: "red" }, "LocalCloud.ParameterNotImplemented"],
  ] as const) {
    it(`refuses a back end of type ${type} with ${JSON.stringify(data)}`, async () => {
      assert.equal(await readCode(newModel(await newBackend(type), type, data)), code);
    });
  }

  it("keeps models of a group and deletes them with it", async () => {
    const model = { GroupId: groupId, ModelName: "item", Schema: '{"type":"object"}' };
    await api("CreateModel", model);
    assert.equal(await readCode(api("CreateModel", model)), "DuplicateModelName");
    assert.equal(
      await readCode(api("CreateModel", { ...model, ModelName: "bad", Schema: "[" })),
      "InvalidSchema.Malformed",
    );
    await api("ModifyModel", { GroupId: groupId, ModelName: "item", NewModelName: "thing" });
    const listed = await api("DescribeModels", { GroupId: groupId });
    assert.equal(at(listed, "ModelDetails.ModelDetail.0.ModelName"), "thing");
    await api("DeleteApiGroup", { GroupId: groupId });
    assert.equal(cloud.store.apiModels.all().length, 0);
  });

  it("keeps every part of a definition that the SDK's models have", async () => {
    const apiId = await addApi(cloud, groupId, {
      requestConfig: requestConfig({ postBodyDescription: "an item", bodyModel: "item" }),
      serviceConfig: serviceConfig({
        mock: "TRUE",
        mockResult: "teapot",
        mockStatusCode: 418,
        mockHeaders: [{ headerName: "X-Kind", headerValue: "tea" }],
        aoneAppName: "label",
      }),
    });
    const seen = await api("DescribeApi", { GroupId: groupId, ApiId: apiId });
    assert.equal(at(seen, "ServiceConfig.MockStatusCode"), 418);
    assert.deepEqual(at(seen, "ServiceConfig.MockHeaders.MockHeader"), [
      { HeaderName: "X-Kind", HeaderValue: "tea" },
    ]);
    assert.equal(at(seen, "ServiceConfig.AoneAppName"), "label");
    assert.equal(at(seen, "RequestConfig.PostBodyDescription"), "an item");
    assert.equal(at(seen, "RequestConfig.BodyModel"), "item");
  });

  for (const vpcScheme of ["https", "HTTP"]) {
    it(`answers the scheme of a VPC as the call spelled it: ${vpcScheme}`, async () => {
      const apiId = await addApi(cloud, groupId, {
        serviceConfig: serviceConfig({ vpcConfig: { name: "backend", vpcScheme } }),
      });
      const seen = await api("DescribeApi", { GroupId: groupId, ApiId: apiId });
      assert.equal(at(seen, "ServiceConfig.VpcConfig.VpcScheme"), vpcScheme);
    });
  }

  it("keeps the function of a definition", async () => {
    const apiId = await addApi(cloud, groupId, {
      serviceConfig: serviceConfig({
        serviceProtocol: "FunctionCompute",
        serviceVpcEnable: "FALSE",
        vpcConfig: { name: "", vpcScheme: "" },
        functionComputeConfig: { fcVersion: "2.0", functionName: "f", fcRegionId: "cn-hangzhou" },
      }),
    });
    const config = at(
      await api("DescribeApi", { GroupId: groupId, ApiId: apiId }),
      "ServiceConfig.FunctionComputeConfig",
    );
    assert.equal(at(config, "FunctionName"), "f");
    assert.equal(at(config, "RegionId"), "cn-hangzhou");
    assert.equal(at(config, "OnlyBusinessPath"), false);
  });

  it("keeps which parts of calls the access log of a group has in addition", async () => {
    const UserLogConfig = JSON.stringify({ requestBody: true, queryString: "*" });
    await api("ModifyApiGroup", { GroupId: groupId, UserLogConfig });
    const seen = JSON.parse(textAt(await api("DescribeApiGroup", { GroupId: groupId }), "UserLogConfig"));
    assert.equal(at(seen, "requestBody"), true);
    assert.equal(at(seen, "queryString"), "*");
    assert.equal(
      await readCode(api("ModifyApiGroup", { GroupId: groupId, UserLogConfig: '{"cookies":true}' })),
      "LocalCloud.ParameterNotImplemented",
    );
  });
});
