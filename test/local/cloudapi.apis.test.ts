import assert from "node:assert/strict";
import {
  DescribeApiRequest,
  ModifyApiConfigurationRequest,
  ModifyApiRequest,
} from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup, requestConfig, serviceConfig } from "../support/localApi";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("API Gateway: groups and APIs", () => {
  let cloud: TestCloud;
  let groupId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);

  describe("groups", () => {
    it("are made, described, changed and deleted", async () => {
      const seen = await api("DescribeApiGroup", { GroupId: groupId });
      assert.equal(seen.SubDomain, `${groupId}-cn-hangzhou.alicloudapi.com`);
      assert.equal(seen.InstanceId, "api-shared-vpc-001");
      assert.equal(seen.BasePath, "/");
      assert.equal(seen.VpcDomain, "");
      assert.equal(at(seen, "StageItems.StageInfo.2.StageName"), "TEST");
      await api("ModifyApiGroup", {
        GroupId: groupId,
        GroupName: "nginx-demo-2",
        Description: "text",
        BasePath: "/v1",
      });
      const listed = await api("DescribeApiGroups", { GroupName: "demo" });
      assert.equal(at(listed, "ApiGroupAttributes.ApiGroupAttribute.0.BasePath"), "/v1");
      await api("SetGroupAuthAppCode", { GroupId: groupId, AuthAppCode: "HEADER" });
      assert.equal(cloud.store.apiGroups.get(groupId)?.authAppCode, "HEADER");
      await api("DeleteApiGroup", { GroupId: groupId });
      assert.equal(await readCode(api("DescribeApiGroup", { GroupId: groupId })), "NotFoundApiGroup");
      await api("DeleteApiGroup", { GroupId: groupId });
    });

    for (const name of ["abc", "1abc", "_abc", "a b c d", "x".repeat(51)]) {
      it(`are refused the name "${name.slice(0, 12)}"`, async () => {
        assert.match(
          await readCode(api("CreateApiGroup", { GroupName: name })),
          /^InvalidGroupName\.Malformed$/,
        );
      });
    }

    it("have names of their own, and are not deleted while they have APIs", async () => {
      assert.equal(await readCode(api("CreateApiGroup", { GroupName: "nginx-demo" })), "DuplicateGroupName");
      assert.equal(
        await readCode(api("CreateApiGroup", { GroupName: "other", InstanceId: "apigateway-x" })),
        "NotFoundInstance",
      );
      await addApi(cloud, groupId);
      assert.equal(await readCode(api("DeleteApiGroup", { GroupId: groupId })), "NotEmptyApiGroup");
    });
  });

  describe("APIs", () => {
    it("come back as they were given, with every container", async () => {
      const apiId = await addApi(cloud, groupId, { appCodeAuthType: "HEADER_QUERY" });
      const seen = (await cloud.cloudapi.describeApi(new DescribeApiRequest({ groupId, apiId }))).body;
      assert.equal(seen?.apiName, "nginx-test");
      assert.equal(seen?.appCodeAuthType, "HEADER_QUERY");
      assert.equal(seen?.requestConfig?.requestPath, "/nginx");
      assert.equal(seen?.requestConfig?.requestMode, "PASSTHROUGH");
      assert.equal(seen?.serviceConfig?.serviceVpcEnable, "TRUE");
      assert.equal(seen?.serviceConfig?.serviceTimeout, 10000);
      assert.equal(seen?.serviceConfig?.contentTypeCatagory, "");
      assert.equal(seen?.serviceConfig?.vpcConfig?.name, "backend");
      assert.deepEqual(seen?.requestParameters?.requestParameter, []);
      const raw = await api("DescribeApi", { ApiId: apiId });
      assert.equal(raw.ForceNonceCheck, false);
      assert.equal(raw.BackendEnable, false);
      assert.equal(at(raw, "ServiceConfig.ServiceTimeout"), 10000);
      assert.deepEqual(at(raw, "ConstantParameters.ConstantParameter"), []);
    });

    it("take constants and system parameters out of the request lists, as the provider mixes them in", async () => {
      const request = (name: string, more: object = {}) => ({
        ...{
          name,
          apiParameterName: name,
          parameterType: "String",
          location: "HEAD",
          required: "REQUIRED",
          description: "",
        },
        defaultValue: "",
        ...more,
      });
      const service = (serviceParameterName: string, parameterCatalog: string) => ({
        ...{ serviceParameterName, parameterCatalog, location: "HEAD", parameterType: "String" },
      });
      const link = (requestParameterName: string, serviceParameterName: string) => ({
        requestParameterName,
        serviceParameterName,
      });
      const apiId = await addApi(cloud, groupId, {
        requestParameters: JSON.stringify([
          request("id"),
          request("X-Const", { defaultValue: "42" }),
          request("CaClientIp"),
        ]),
        serviceParameters: JSON.stringify([
          service("backend-id", "REQUEST"),
          service("X-Const", "CONSTANT"),
          service("X-Ip", "SYSTEM"),
        ]),
        serviceParametersMap: JSON.stringify([
          link("id", "backend-id"),
          link("X-Const", "X-Const"),
          link("CaClientIp", "X-Ip"),
        ]),
      });
      const seen = await api("DescribeApi", { ApiId: apiId });
      assert.equal(at(seen, "RequestParameters.RequestParameter.0.ApiParameterName"), "id");
      assert.equal(at(seen, "RequestParameters.RequestParameter.1"), undefined);
      assert.deepEqual(at(seen, "ServiceParametersMap.ServiceParameterMap"), [
        { RequestParameterName: "id", ServiceParameterName: "backend-id" },
      ]);
      assert.equal(at(seen, "ConstantParameters.ConstantParameter.0.ConstantValue"), "42");
      assert.equal(at(seen, "SystemParameters.SystemParameter.0.ParameterName"), "CaClientIp");
      assert.equal(at(seen, "SystemParameters.SystemParameter.0.ServiceParameterName"), "X-Ip");
    });

    it("are changed as a whole, or setting by setting", async () => {
      const apiId = await addApi(cloud, groupId);
      await cloud.cloudapi.modifyApi(
        new ModifyApiRequest({
          groupId,
          apiId,
          apiName: "renamed",
          requestConfig: requestConfig({ requestPath: "/new" }),
        }),
      );
      await cloud.cloudapi.modifyApiConfiguration(
        new ModifyApiConfigurationRequest({
          apiId,
          appCodeAuthType: "HEADER",
          allowSignatureMethod: "HmacSHA1,HmacSHA256",
        }),
      );
      const definition = cloud.store.apis.get(apiId)?.definition;
      assert.equal(definition?.name, "renamed");
      assert.equal(definition?.request.path, "/new");
      assert.equal(definition?.service.vpcAccessName, "backend", "what was not given stays");
      assert.equal(definition?.appCodeAuthType, "HEADER");
      assert.equal(definition?.allowSignatureMethod, "HmacSHA1,HmacSHA256");
      const refused = cloud.cloudapi.modifyApiConfiguration(
        new ModifyApiConfigurationRequest({ apiId, mockConfig: "{}" }),
      );
      assert.equal(await readCode(refused), "LocalCloud.ParameterNotImplemented");
    });

    it("are unique in their group by name and by method and path", async () => {
      const apiId = await addApi(cloud, groupId);
      assert.equal(await readCode(addApi(cloud, groupId)), "DuplicateApiName");
      assert.equal(await readCode(addApi(cloud, groupId, { apiName: "second" })), "DuplicateApiPath");
      await addApi(cloud, groupId, {
        apiName: "second",
        requestConfig: requestConfig({ requestHttpMethod: "POST" }),
      });
      const clash = cloud.cloudapi.modifyApi(new ModifyApiRequest({ apiId, apiName: "second" }));
      assert.equal(await readCode(clash), "DuplicateApiName");
      await addApi(cloud, await addGroup(cloud, "other-group"));
    });

    for (const [field, value] of [
      ["parameterType", "UUID"],
      ["location", "COOKIE"],
      ["required", "MAYBE"],
    ] as const) {
      it(`are refused a request parameter whose ${field} is ${value}`, async () => {
        const apiId = await addApi(cloud, groupId);
        const modify = (changes: object) =>
          api("ModifyApi", {
            GroupId: groupId,
            ApiId: apiId,
            RequestParameters: JSON.stringify([
              {
                apiParameterName: "id",
                location: "QUERY",
                parameterType: "INT",
                required: "OPTIONAL",
                ...changes,
              },
            ]),
          });
        await modify({});
        assert.equal(await readCode(modify({ [field]: value })), "InvalidDefinition.Malformed");
      });
    }

    const refusals: [string, Parameters<typeof addApi>[2], string][] = [
      [
        "an unknown authorization",
        { serviceConfig: serviceConfig({ vpcConfig: { name: "none" } }) },
        "NotFoundVpcAccess",
      ],
      [
        "no authorization",
        { serviceConfig: serviceConfig({ vpcConfig: {} }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "a timeout over 30 s",
        { serviceConfig: serviceConfig({ serviceTimeout: 30001 }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "an unknown field of a function",
        { serviceConfig: serviceConfig({ functionComputeConfig: { memory: "f" } }) },
        "LocalCloud.ParameterNotImplemented",
      ],
      [
        "an unknown protocol",
        { serviceConfig: serviceConfig({ serviceProtocol: "GRPC" }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "a mock header with a space in its name",
        { serviceConfig: serviceConfig({ mockHeaders: [{ headerName: "a b", headerValue: "1" }] }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "an invalid address",
        { serviceConfig: serviceConfig({ serviceVpcEnable: "FALSE" }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "a path without slash",
        { requestConfig: requestConfig({ requestPath: "nginx" }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "a star in the middle",
        { requestConfig: requestConfig({ requestPath: "/a/*/b" }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "an unknown method",
        { requestConfig: requestConfig({ requestHttpMethod: "FETCH" }) },
        "InvalidDefinition.Malformed",
      ],
      [
        "an unknown field",
        { requestConfig: requestConfig({ bodyShape: "{}" }) },
        "LocalCloud.ParameterNotImplemented",
      ],
      ["no JSON", { requestConfig: "{" }, "InvalidRequestConfig.Malformed"],
      ["OpenID", { authType: "OPENID" }, "LocalCloud.ValueNotImplemented"],
      ["a back end that does not exist", { backendEnable: true, backendId: "none" }, "NotFoundBackend"],
      ["an unknown group", { groupId: "none" }, "NotFoundApiGroup"],
    ];
    for (const [what, change, code] of refusals) {
      it(`are refused with ${what}`, async () => {
        assert.equal(await readCode(addApi(cloud, groupId, change)), code);
        assert.equal(cloud.store.apis.all().length, 0);
      });
    }

    it("take path parameters, a star at the end, mocks, and keys in any case", async () => {
      const requestPath = "/users/[id]/*";
      const upper = JSON.stringify({
        RequestProtocol: "HTTP",
        RequestHttpMethod: "ANY",
        RequestPath: requestPath,
        RequestMode: "MAPPING",
      });
      const mock = JSON.stringify({
        Mock: "TRUE",
        MockResult: "hello",
        ServiceAddress: "http://www.aliyun.com",
        ServiceTimeout: 30,
      });
      const apiId = await addApi(cloud, groupId, { requestConfig: upper, serviceConfig: mock });
      const seen = await api("DescribeApi", { ApiId: apiId });
      assert.equal(at(seen, "RequestConfig.RequestPath"), requestPath);
      assert.equal(at(seen, "ServiceConfig.Mock"), "TRUE");
      assert.equal(at(seen, "ServiceConfig.MockResult"), "hello");
    });

    it("are listed by what they are", async () => {
      const apiId = await addApi(cloud, groupId);
      const listed = await api("DescribeApis", { GroupId: groupId, PageSize: "50" });
      assert.equal(textAt(listed, "ApiSummarys.ApiSummary.0.ApiId"), apiId);
      assert.equal(at(await api("DescribeApis", { StageName: "RELEASE" }), "TotalCount"), 0);
      assert.equal(at(await api("DescribeApis", { UnDeployed: "true" }), "TotalCount"), 1);
      assert.equal(at(await api("DescribeApis", { ApiMethod: "POST" }), "TotalCount"), 0);
    });
  });
});
