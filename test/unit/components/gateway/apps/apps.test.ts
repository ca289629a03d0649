import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type ArgumentError, VpcApi, type VpcApiArgs } from "../../../../../components";
import { deployToMocks } from "../../../../../testing/mocks";

const authorizationType = "pulumi-nodejs:dynamic/alicloud-vpc-api:Authorization";
const shop = (change: Partial<VpcApiArgs>): VpcApiArgs => ({
  group: { groupName: "shop" },
  routes: {
    "get-item": "GET /items",
    "put-item": { path: "/items", method: "PUT", stages: ["TEST"] },
    "get-home": { path: "/", auth: "anonymous" },
  },
  publication: { stages: ["TEST", "RELEASE"] },
  ...change,
});

describe("the apps of a VpcApi", () => {
  it("may call the listed routes and environments, by default all that require an app", async () => {
    const apps = {
      all_of_it: {},
      only_items: { routes: ["get-item"] },
      only_tests: { stages: ["TEST" as const], expires: "2999-01-31T00:00:00Z" },
    };
    const { resources } = await deployToMocks(() => new VpcApi("shop", shop({ apps })));
    const authorized = resources
      .filter(({ type }) => type === authorizationType)
      .map(({ name, inputs }) => [name, inputs.stage, Object.keys(inputs.apis as object), inputs.expires]);
    assert.deepEqual(authorized.sort(), [
      ["shop-all_of_it-authorization", "RELEASE", ["get-item"], undefined],
      ["shop-all_of_it-authorization-test", "TEST", ["get-item", "put-item"], undefined],
      ["shop-only_items-authorization", "RELEASE", ["get-item"], undefined],
      ["shop-only_items-authorization-test", "TEST", ["get-item"], undefined],
      ["shop-only_tests-authorization-test", "TEST", ["get-item", "put-item"], "2999-01-31T00:00:00Z"],
    ]);
  });

  it("cannot list unknown routes, or use the credentials of another app", async () => {
    let caught: ArgumentError | undefined;
    const credentials = { appCode: "code-of-two-apps-1" };
    const apps: VpcApiArgs["apps"] = {
      first_app: { routes: ["get-itme", "get-home", "get-item", "get-item"], credentials },
      second_app: { stages: ["PRE"], credentials },
      third_app: { routes: ["put-item"], stages: ["RELEASE"] },
      fourth_app: { routes: [], stages: [] },
    };
    await deployToMocks(() => {
      try {
        new VpcApi("shop", shop({ apps }));
      } catch (error) {
        caught = error as ArgumentError;
      }
    });
    assert.deepEqual(
      caught?.problems.map(({ path, problem }) => `${path} ${problem}`),
      [
        'apps["first_app"].routes[0] "get-itme" is not a route.',
        'apps["first_app"].routes[1] "get-home" is anonymous: it needs no authorization.',
        'apps["first_app"].routes[3] "get-item" is listed twice.',
        'apps["second_app"].stages[0] is "PRE", where nothing is published.',
        'apps["second_app"].credentials.appCode is also that of first_app.',
        'apps["third_app"].routes[0] "put-item" is not published to any environment of the app.',
        'apps["fourth_app"].stages is empty.',
        'apps["fourth_app"].routes is empty.',
      ],
    );
    assert.ok(!caught?.message.includes(credentials.appCode));
  });

  for (const [kind, other] of [
    ["appSecret", "appCode"],
    ["appSecret", "appKey"],
    ["appKey", "appCode"],
  ] as const) {
    it(`cannot have an ${kind} that is equal to the ${other}, also as Outputs`, async () => {
      const value = "one-value-for-both";
      for (const source of [value, pulumi.secret(value)]) {
        const apps = { first_app: { credentials: { [kind]: source, [other]: value } } };
        await assert.rejects(
          deployToMocks(() => new VpcApi("shop", shop({ apps }))),
          (error: Error) =>
            error.message.includes(
              `apps["first_app"].credentials.${kind}: is equal to ${other}, which calls contain as plain text.`,
            ) && !error.message.includes(value),
        );
      }
    });
  }
});
