import assert from "node:assert/strict";
import { Provider } from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { App, type AppArgs } from "../../../components";
import { stageNames } from "../../../components/gateway/stage";
import { deployFamily, tree } from "../../support/family";
import { deploy, known, theOne } from "../../support/pulumiMocks";

const parent = "alicloud-vpc-api:index:App";
const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api";
const authorization = { groupId: "g", stage: "PRE", apiIds: { items: "id-of-items" } };

describe("App", () => {
  it("makes the app and reads its credentials, and authorizes it for nothing by itself", async () => {
    const { relatives } = await deployFamily((watch) => new App("web", { appName: "web_app" }, watch));
    assert.deepEqual(
      tree(relatives),
      [
        `${parent}$alicloud:apigateway/app:App::web-app`,
        `${parent}$${dynamic}:AppCredentials::web-credentials`,
        `${parent}::web`,
      ].sort(),
    );
  });

  it("is authorized for the APIs that it is given, in their stage", async () => {
    const { relatives } = await deployFamily(
      (watch) => new App("web", { appName: "web_app", authorization }, watch),
    );
    const { inputs, urn } = theOneWithUrn(relatives, `${dynamic}:Authorization`);
    assert.ok(urn.endsWith(`${parent}$${dynamic}:Authorization::web-authorization`));
    const { __provider, ...plain } = inputs;
    assert.deepEqual(plain, {
      appId: "web-app-id",
      groupId: "g",
      stage: "PRE",
      apis: { items: "id-of-items" },
    });
  });

  it("is authorized in each environment; one by itself keeps the name that it had", async () => {
    const inStage = (stage: string) => ({ ...authorization, stage });
    const namesOf = async (authorizations: AppArgs["authorizations"]) => {
      const { relatives } = await deployFamily(
        (watch) => new App("web", { appName: "web_app", ...(authorizations && { authorizations }) }, watch),
      );
      return tree(relatives).flatMap((urn) => /:Authorization::(.*)$/.exec(urn)?.[1] ?? []);
    };
    assert.deepEqual(await namesOf({ TEST: inStage("TEST"), RELEASE: inStage("RELEASE") }), [
      "web-authorization",
      "web-authorization-test",
    ]);
    assert.deepEqual(await namesOf({ TEST: inStage("TEST") }), ["web-authorization-test"]);
    assert.deepEqual(stageNames("web-authorization", "TEST", true).aliases, [{ name: "web-authorization" }]);
    assert.deepEqual(stageNames("web-authorization", "TEST", false).aliases, []);
  });

  it("keeps its credentials secret, as outputs and in the state", async () => {
    const { relatives, result } = await deployFamily(
      (watch) => new App("web", { appName: "web_app", authorization }, watch),
    );
    for (const name of ["appCode", "appKey", "appSecret"] as const) {
      assert.equal(await pulumi.isSecret(result[name]), true, name);
    }
    assert.equal(await known(result.appSecret), "secret-of-the-app");
    assert.deepEqual(theOneWithUrn(relatives, `${dynamic}:AppCredentials`).options.additionalSecretOutputs, [
      "appKey",
      "appSecret",
      "appCode",
    ]);
  });

  it("passes provider and region on", async () => {
    let provider: Provider | undefined;
    const { relatives } = await deployFamily((watch) => {
      provider = new Provider("elsewhere", { region: "cn-shanghai" });
      return new App("web", { appName: "web_app", authorization }, { ...watch, provider });
    });
    assert.ok(provider && theOneWithUrn(relatives, "alicloud:apigateway/app:App").hasProvider(provider));
    for (const type of ["AppCredentials", "Authorization"]) {
      assert.equal(theOne(relatives, `${dynamic}:${type}`).inputs.regionId, "cn-shanghai");
    }
  });

  it("reports its mistakes before it registers anything", async () => {
    const { resources } = await deploy(() =>
      assert.throws(
        () => new App("web", { appName: "web-app", description: "x".repeat(181) }),
        /App web: 2 mistakes[\s\S]*appName: "web-app"[\s\S]*description: has 181/,
      ),
    );
    assert.deepEqual(resources, []);
  });
});

function theOneWithUrn<T extends { type: string }>(all: T[], type: string): T {
  const [found, ...others] = all.filter((one) => one.type === type);
  if (!found || others.length > 0) throw new Error(`not exactly one ${type}`);
  return found;
}
