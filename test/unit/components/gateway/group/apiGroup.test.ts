import assert from "node:assert/strict";
import { ApiGroup } from "../../../../../components";
import { findRegistration } from "../../../../../components/component/children";
import { planApiGroup } from "../../../../../components/gateway/group/plan";
import { parse } from "../../../../../components/validation/parse";
import { Problems } from "../../../../../components/validation/problems";
import { deployToMocks, findResource, readOutput } from "../../../../../testing/mocks";
import { deployFamily, tree } from "../../../../support/family";

const findProblems = (args: Parameters<typeof planApiGroup>[0]) => {
  const problems = new Problems();
  planApiGroup(parse(args, "ApiGroupArgs", problems), problems);
  return problems.list.map(({ path }) => path);
};

describe("ApiGroup", () => {
  it("creates one child group, by default on the shared instance and with the base path /", async () => {
    const { relatives, result } = await deployFamily(
      (watch) => new ApiGroup("shop", { groupName: "shop-group" }, watch),
    );
    assert.deepEqual(tree(relatives), [
      "alicloud-vpc-api:index:ApiGroup$alicloud:apigateway/group:Group::shop-group",
      "alicloud-vpc-api:index:ApiGroup::shop",
    ]);
    assert.deepEqual(findResource(relatives, "alicloud:apigateway/group:Group").inputs, {
      name: "shop-group",
      basePath: "/",
      description: "",
      instanceId: "api-shared-vpc-001",
    });
    assert.equal(await readOutput(result.groupId), "shop-group-id");
    assert.match(await readOutput(result.subDomain), /\.alicloudapi\.com$/);
  });

  it("deletes the old group before it creates one with the same name", async () => {
    const { result } = await deployToMocks(() => new ApiGroup("shop", { groupName: "shop" }));
    assert.equal(findRegistration(result.group)?.options.deleteBeforeReplace, true);
  });

  it("accepts all arguments", async () => {
    const args = {
      groupName: "shop",
      basePath: "/v1/shop",
      description: "a shop",
      instanceId: "apigateway-hz-1",
    };
    const { resources } = await deployToMocks(() => new ApiGroup("shop", args));
    const { groupName, ...others } = args;
    assert.deepEqual(findResource(resources, "alicloud:apigateway/group:Group").inputs, {
      name: groupName,
      ...others,
    });
  });

  for (const basePath of ["/", "/shop", "/v1.0/my-shop_2"]) {
    it(`accepts the base path "${basePath}"`, () =>
      assert.deepEqual(findProblems({ groupName: "shop", basePath }), []));
  }

  for (const basePath of ["", "shop", "/shop/", "//", "/a b", "/[id]", "/*", "/a/../b", "/."]) {
    it(`rejects the base path "${basePath}"`, () =>
      assert.deepEqual(findProblems({ groupName: "shop", basePath }), ["basePath"]));
  }

  it("rejects names and descriptions that the cloud rejects", () => {
    assert.deepEqual(findProblems({ groupName: "sho" }), ["groupName"]);
    assert.deepEqual(findProblems({ groupName: "shop", description: "x".repeat(181) }), ["description"]);
  });
});
