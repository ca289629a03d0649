import assert from "node:assert/strict";
import { ApiGroup } from "../../../components";
import { findRegistration } from "../../../components/component/children";
import { planApiGroup } from "../../../components/gateway/group/plan";
import { Problems } from "../../../components/validation/problems";
import { deployToMocks, known, theOne } from "../../../testing/mocks";
import { deployFamily, tree } from "../../support/family";

const problemsOf = (args: Parameters<typeof planApiGroup>[0]) => {
  const problems = new Problems();
  planApiGroup(args, problems);
  return problems.list.map(({ path }) => path);
};

describe("ApiGroup", () => {
  it("makes one group below itself, on the shared instance and at / unless told otherwise", async () => {
    const { relatives, result } = await deployFamily(
      (watch) => new ApiGroup("shop", { groupName: "shop-group" }, watch),
    );
    assert.deepEqual(tree(relatives), [
      "alicloud-vpc-api:index:ApiGroup$alicloud:apigateway/group:Group::shop-group",
      "alicloud-vpc-api:index:ApiGroup::shop",
    ]);
    assert.deepEqual(theOne(relatives, "alicloud:apigateway/group:Group").inputs, {
      name: "shop-group",
      basePath: "/",
      description: "",
      instanceId: "api-shared-vpc-001",
    });
    assert.equal(await known(result.groupId), "shop-group-id");
    assert.match(await known(result.subDomain), /\.alicloudapi\.com$/);
  });

  it("lets an old group go before a new one takes its name", async () => {
    const { result } = await deployToMocks(() => new ApiGroup("shop", { groupName: "shop" }));
    assert.equal(findRegistration(result.group)?.options.deleteBeforeReplace, true);
  });

  it("takes the values that it is given", async () => {
    const args = {
      groupName: "shop",
      basePath: "/v1/shop",
      description: "a shop",
      instanceId: "apigateway-hz-1",
    };
    const { resources } = await deployToMocks(() => new ApiGroup("shop", args));
    const { groupName, ...others } = args;
    assert.deepEqual(theOne(resources, "alicloud:apigateway/group:Group").inputs, {
      name: groupName,
      ...others,
    });
  });

  it("refuses names, base paths and descriptions that the cloud would refuse", () => {
    for (const basePath of ["/", "/shop", "/v1.0/my-shop_2"]) {
      assert.deepEqual(problemsOf({ groupName: "shop", basePath }), [], basePath);
    }
    for (const basePath of ["", "shop", "/shop/", "//", "/a b", "/[id]", "/*", "/a/../b", "/."]) {
      assert.deepEqual(problemsOf({ groupName: "shop", basePath }), ["basePath"], basePath);
    }
    assert.deepEqual(problemsOf({ groupName: "sho" }), ["groupName"]);
    assert.deepEqual(problemsOf({ groupName: "shop", description: "x".repeat(181) }), ["description"]);
  });
});
