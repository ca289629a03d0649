import assert from "node:assert/strict";
import { Provider } from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { App, type AppArgs } from "../../../../../components";
import { deployToMocks, findResource, readOutput } from "../../../../../testing/mocks";
import { deployFamily, tree } from "../../../../support/family";

const parent = "alicloud-vpc-api:index:App";
const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api";
const authorization = { groupId: "g", stage: "PRE", apiIds: { items: "id-of-items" } };

describe("App", () => {
  it("creates the app and reads its credentials, without authorizations by default", async () => {
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

  it("is authorized for the listed APIs in their stage", async () => {
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

  it("is authorized in each environment; that of RELEASE has the plain name", async () => {
    const inStage = (stage: string) => ({ ...authorization, stage });
    const findNames = async (authorizations: AppArgs["authorizations"]) => {
      const { relatives } = await deployFamily(
        (watch) => new App("web", { appName: "web_app", ...(authorizations && { authorizations }) }, watch),
      );
      return tree(relatives).flatMap((urn) => /:Authorization::(.*)$/.exec(urn)?.[1] ?? []);
    };
    assert.deepEqual(await findNames({ TEST: inStage("TEST"), RELEASE: inStage("RELEASE") }), [
      "web-authorization",
      "web-authorization-test",
    ]);
    assert.deepEqual(await findNames({ TEST: inStage("TEST") }), ["web-authorization-test"]);
  });

  it("keeps its credentials secret, as outputs and in the state", async () => {
    const { relatives, result } = await deployFamily(
      (watch) => new App("web", { appName: "web_app", authorization }, watch),
    );
    for (const name of ["appCode", "appKey", "appSecret"] as const) {
      assert.equal(await pulumi.isSecret(result[name]), true, name);
    }
    assert.equal(await readOutput(result.appSecret), "secret-of-the-app");
    assert.deepEqual(theOneWithUrn(relatives, `${dynamic}:AppCredentials`).options.additionalSecretOutputs, [
      "appKey",
      "appSecret",
      "appCode",
      "previousAppCode",
      "previousAppKey",
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
      assert.equal(findResource(relatives, `${dynamic}:${type}`).inputs.regionId, "cn-shanghai");
    }
  });

  it("sets own and generated credentials as secrets, and keeps the previous ones", async () => {
    const { relatives } = await deployFamily(
      (watch) =>
        new App(
          "web",
          {
            appName: "web_app",
            credentials: { appCode: { rotation: 2 }, appSecret: pulumi.output("given-secret-0001") },
            transform: { generatedCredential: { length: 40 } },
            protect: true,
          },
          watch,
        ),
    );
    const generated = theOneWithUrn(relatives, "random:index/randomPassword:RandomPassword");
    assert.ok(generated.urn.endsWith("::web-app-code"));
    assert.deepEqual(generated.inputs.keepers, { rotation: "2" });
    assert.equal(generated.inputs.length, 40);
    assert.equal(generated.options.protect, false, "a rotation replaces it");
    const { inputs, secrets } = theOneWithUrn(relatives, `${dynamic}:AppCredentials`);
    const { appCode, appSecret, appKey, keepPrevious } = inputs;
    assert.deepEqual([appKey, keepPrevious], [undefined, true]);
    assert.deepEqual([appCode, appSecret], ["made-of-40", "given-secret-0001"]);
    assert.ok(secrets.includes("appCode") && secrets.includes("appSecret"), String(secrets));
  });

  for (const [keepPrevious, isKept] of [
    ["2020-01-01T00:00:00Z", false],
    ["2999-01-01T00:00:00Z", true],
    [false, false],
  ] as const) {
    it(`${isKept ? "keeps" : "ends"} replaced credentials with keepPrevious ${keepPrevious}`, async () => {
      const credentials = { appCode: "given-code-000001", keepPrevious };
      const { resources } = await deployToMocks(() => new App("web", { appName: "web_app", credentials }));
      assert.equal(findResource(resources, `${dynamic}:AppCredentials`).inputs.keepPrevious, isKept);
    });
  }

  it("passes its expiry to each authorization", async () => {
    const { resources } = await deployToMocks(
      () => new App("web", { appName: "web_app", authorization, expires: "2999-01-31T00:00:00Z" }),
    );
    assert.equal(findResource(resources, `${dynamic}:Authorization`).inputs.expires, "2999-01-31T00:00:00Z");
  });

  it("rejects invalid credentials and times, without printing their values", async () => {
    const secret = "a secret with blanks";
    await deployToMocks(() =>
      assert.throws(
        () =>
          new App("web", {
            appName: "web_app",
            expires: "2027-02-30T00:00:00Z",
            credentials: {
              appCode: "short",
              appSecret: secret,
              appKey: { rotation: "" },
              keepPrevious: "tomorrow",
            },
          }),
        (error: Error) => {
          assert.match(error.message, /5 problems/);
          assert.match(error.message, /credentials\.appCode: has 5 characters\. Use 16 to 128 letters/);
          assert.match(error.message, /credentials\.appSecret: contains a character that is not allowed/);
          assert.match(error.message, /credentials\.appKey\.rotation: is empty/);
          assert.match(error.message, /credentials\.keepPrevious: is "tomorrow"/);
          assert.match(error.message, /expires: is "2027-02-30T00:00:00Z"/);
          assert.ok(!error.message.includes(secret) && !error.message.includes("short"));
          return true;
        },
      ),
    );
  });

  it("accepts a time in the past, so that an unchanged program still succeeds", async () => {
    const { resources } = await deployToMocks(
      () => new App("web", { appName: "web_app", expires: "2020-01-31T00:00:00Z", authorization }),
    );
    assert.equal(findResource(resources, `${dynamic}:Authorization`).inputs.expires, "2020-01-31T00:00:00Z");
  });

  it("reports its problems before it registers anything", async () => {
    const { resources } = await deployToMocks(() =>
      assert.throws(
        () => new App("web", { appName: "web-app", description: "x".repeat(181) }),
        /App web: 2 problems[\s\S]*description: has 181[\s\S]*appName: "web-app"/,
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
