import assert from "node:assert/strict";
import {
  DeployApiRequest,
  DescribeApiRequest,
  DescribeDeployedApiRequest,
  ModifyApiConfigurationRequest,
} from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup, requestConfig } from "../support/localApi";
import { at, readCode, startTestCloud, type TestCloud, versions } from "../support/localCloud";

const errors = [
  { Code: "404", Message: "none", Description: "there is no such item", Model: "Error" },
  { Code: "500", Message: "later" },
];
const settings = {
  resultType: "XML",
  resultSample: "<a/>",
  failResultSample: "<b/>",
  errorCodeSamples: JSON.stringify(errors),
};

describe("API Gateway: what an API tells of its answers", () => {
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

  const modify = (changes: object) =>
    cloud.cloudapi.modifyApiConfiguration(new ModifyApiConfigurationRequest({ apiId, ...changes }));
  const described = () => cloud.call(versions.cloudapi, "DescribeApi", { ApiId: apiId });

  it("is changed alone, comes back, and is frozen in what is published", async () => {
    const before = { ...(await described()) };
    await modify(settings);
    const after = { ...(await described()) };
    const changed = ["ResultType", "ResultSample", "FailResultSample", "ErrorCodeSamples"];
    for (const name of Object.keys(before)) {
      if (changed.includes(name)) assert.notDeepEqual(after[name], before[name], name);
      else if (!["ModifiedTime", "RequestId"].includes(name))
        assert.deepEqual(after[name], before[name], name);
    }
    assert.equal(at(after, "ErrorCodeSamples.ErrorCodeSample.0.Model"), "Error");
    const stage = { groupId, apiId, stageName: "RELEASE" };
    await cloud.cloudapi.deployApi(new DeployApiRequest({ ...stage, description: "first" }));
    await modify({ resultSample: "<c/>", errorCodeSamples: "[]" });
    const { body } = await cloud.cloudapi.describeDeployedApi(new DescribeDeployedApiRequest(stage));
    assert.equal(body?.resultType, "XML");
    assert.equal(body?.resultSample, "<a/>");
    assert.equal(body?.failResultSample, "<b/>");
    const frozen = body?.errorCodeSamples?.errorCodeSample ?? [];
    assert.deepEqual(
      frozen.map(({ code, message, description }) => [code, message, description]),
      [
        ["404", "none", "there is no such item"],
        ["500", "later", ""],
      ],
    );
    const now = (await cloud.cloudapi.describeApi(new DescribeApiRequest({ groupId, apiId }))).body;
    assert.deepEqual([now?.resultSample, now?.errorCodeSamples?.errorCodeSample], ["<c/>", []]);
  });

  it("is gone after a ModifyApi that does not repeat it, which asks for the whole definition", async () => {
    await modify(settings);
    await cloud.call(versions.cloudapi, "ModifyApi", {
      GroupId: groupId,
      ApiId: apiId,
      RequestConfig: requestConfig({ requestPath: "/new" }),
      ResultType: "JSON",
      ResultSample: "Result Sample",
    });
    const seen = await described();
    assert.equal(at(seen, "ResultType"), "JSON");
    assert.equal(at(seen, "FailResultSample"), "");
    assert.deepEqual(at(seen, "ErrorCodeSamples.ErrorCodeSample"), []);
  });

  for (const [what, changes, code] of [
    ["another type", { resultType: "YAML" }, /^InvalidResultType/],
    ["errors that are no JSON", { errorCodeSamples: "[" }, /^InvalidErrorCodeSamples\.Malformed$/],
    ["errors that are no list", { errorCodeSamples: '{"Code":"1"}' }, /^InvalidDefinition\.Malformed$/],
    ["an error without a code", { errorCodeSamples: '[{"Message":"m"}]' }, /^InvalidDefinition\.Malformed$/],
    ["an error without a message", { errorCodeSamples: '[{"Code":"1"}]' }, /^InvalidDefinition\.Malformed$/],
    [
      "a field of an error that is not here",
      { errorCodeSamples: '[{"Code":"1","Message":"m","Status":4}]' },
      /^LocalCloud\.ParameterNotImplemented$/,
    ],
  ] as const) {
    it(`is refused with ${what}, and stays`, async () => {
      await modify(settings);
      assert.match(await readCode(modify(changes)), code);
      assert.equal(at(await described(), "ErrorCodeSamples.ErrorCodeSample.1.Code"), "500");
    });
  }
});
