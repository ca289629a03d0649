import assert from "node:assert/strict";
import { type ResponseArgs, VpcApi } from "../../../../../components";
import { planResponse } from "../../../../../components/gateway/routes/response";
import { parse } from "../../../../../components/validation/parse";
import { Problems } from "../../../../../components/validation/problems";
import { deployToMocks, findResource } from "../../../../../testing/mocks";

const resolved = (given: ResponseArgs) => {
  const problems = new Problems();
  const response = planResponse(parse(given, "ResponseArgs", problems), problems);
  return { response, paths: problems.list.map(({ path }) => path) };
};

describe("the response of a route", () => {
  it("writes objects as JSON and strings unchanged, and derives the type from the example", () => {
    assert.deepEqual(resolved({ example: { id: 1 }, failExample: [1] }), {
      response: {
        resultType: "JSON",
        resultSample: '{"id":1}',
        failResultSample: "[1]",
        errorCodeSamples: [],
      },
      paths: [],
    });
    assert.equal(resolved({ example: "plain" }).response.resultType, "TEXT");
    assert.equal(resolved({ contentType: "pass-through" }).response.resultType, "PASSTHROUGH");
    assert.equal(resolved({}).response.resultSample, "Result Sample");
    const error = { code: "404", message: "gone", description: "x", model: "Error" };
    assert.deepEqual(resolved({ errors: [error] }).response.errorCodeSamples, [error]);
  });

  for (const [what, given, path] of [
    ["another type", { contentType: "yaml" as "json" }, "contentType"],
    ["an example that is not JSON", { contentType: "json", example: "{" }, "example"],
    ["an empty example", { contentType: "text", example: "" }, "example"],
    ["an empty example of a failure", { failExample: "" }, "failExample"],
    ["an error without a code", { errors: [{ code: "", message: "m" }] }, "errors[0].code"],
    ["an error without a message", { errors: [{ code: "404", message: "" }] }, "errors[0].message"],
    ["more than a query takes", { example: "x".repeat(6_000) }, ""],
    ["more than a query takes once it is encoded", { example: "例".repeat(700) }, ""],
  ] as [string, ResponseArgs, string][]) {
    it(`is rejected with ${what}`, () => assert.deepEqual(resolved(given).paths, [path]));
  }

  it("may have the maximum length of a query", () =>
    assert.deepEqual(resolved({ example: "x".repeat(5_800) }).paths, []));

  it("is passed to the publication for routes that set it", async () => {
    const { resources } = await deployToMocks(
      () =>
        new VpcApi("shop", {
          network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
          group: { groupName: "shop" },
          routes: { "get-one": { path: "/one", response: { example: "one" } }, "get-two": "/two" },
        }),
    );
    const { inputs } = findResource(resources, "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication");
    const apis = inputs.apis as Record<string, Record<string, unknown>>;
    assert.deepEqual(apis["get-one"]?.response, {
      resultType: "TEXT",
      resultSample: "one",
      errorCodeSamples: [],
    });
    assert.deepEqual(Object.keys(apis["get-two"] ?? {}).sort(), ["apiId", "revision"]);
  });
});
