import assert from "node:assert/strict";
import {
  AppCredentialsProvider,
  type AppCredentialsState,
} from "../../components/dynamic/appCredentials/provider";
import { PartlyDone } from "../../components/dynamic/client/partlyDone";
import { configured } from "../support/configured";
import { refusal } from "../support/fakeGateway";
import { startTestCloud, type TestCloud, versions } from "../support/localCloud";

const [codeA, codeB, codeC] = ["code-of-the-app-a", "code-of-the-app-b", "code-of-the-app-c"];

describe("an app's credentials, with the official SDK on the local cloud", () => {
  let cloud: TestCloud;
  let provider: AppCredentialsProvider;
  let appId: string;

  beforeEach(async () => {
    cloud = await startTestCloud();
    provider = await configured(new AppCredentialsProvider(cloud.cloudapi));
    appId = String((await api("CreateApp", { AppName: "first_app" })).AppId);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const app = () => cloud.store.apps.get(appId) ?? assert.fail("the app is gone");
  const create = async (given: Partial<AppCredentialsState> = {}) =>
    (await provider.create({ appId, ...given })).outs;
  const update = async (olds: AppCredentialsState, given: Partial<AppCredentialsState>) =>
    (await provider.update(appId, olds, { appId, ...given })).outs;
  const refused = async (done: Promise<unknown>): Promise<Error> =>
    done.then(
      () => assert.fail("was not refused"),
      (error: Error) => error,
    );

  /** Makes the next call of an action fail, once. */
  function failOnce(action: "DeleteAppCode" | "CreateAppKey"): void {
    const { cloudapi } = cloud;
    const real = cloudapi.callApi;
    cloudapi.callApi = async (...call) => {
      if (call[0].action !== action) return real.apply(cloudapi, call);
      cloudapi.callApi = real;
      throw refusal(`Forbidden.RAM for ${codeA} and ${codeB}`);
    };
  }

  it("take the place of what the service gave, and nothing else works", async () => {
    const given = { appCode: codeA, appKey: "key-of-the-app", appSecret: "secret-of-the-app" };
    const outs = await create(given);
    assert.deepEqual(outs, { appId, ...given });
    assert.deepEqual(app().appCodes, [codeA]);
    assert.deepEqual(app().keys, [{ appKey: "key-of-the-app", appSecret: "secret-of-the-app" }]);
    assert.equal((await provider.diff(appId, outs, { appId, ...given })).changes, false);
    assert.deepEqual((await provider.read(appId, outs)).props, outs);
  });

  it("keep the previous code working until keepPrevious is false, or until the next rotation", async () => {
    const keep = { keepPrevious: true };
    const first = await create({ appCode: codeA });
    assert.equal((await provider.diff(appId, first, { appId, appCode: codeB, ...keep })).changes, true);
    const second = await update(first, { appCode: codeB, ...keep });
    assert.equal(second.previousAppCode, codeA);
    assert.deepEqual(app().appCodes, [codeA, codeB]);
    assert.equal((await provider.diff(appId, second, { appId, appCode: codeB, ...keep })).changes, false);
    assert.deepEqual((await provider.read(appId, second)).props, second);
    const third = await update(second, { appCode: codeC, ...keep });
    assert.deepEqual(app().appCodes, [codeB, codeC]);
    const ended = { appId, appCode: codeC, keepPrevious: false };
    assert.equal((await provider.diff(appId, third, ended)).changes, true);
    const fourth = await update(third, ended);
    assert.deepEqual([app().appCodes, fourth.previousAppCode], [[codeC], undefined]);
    assert.equal((await provider.diff(appId, fourth, ended)).changes, false);
  });

  it("exchange a secret under its key, and a pair beside the one before", async () => {
    const first = await create();
    const second = await update(first, { appSecret: "secret-number-two", keepPrevious: true });
    assert.deepEqual(app().keys, [{ appKey: first.appKey, appSecret: "secret-number-two" }]);
    const pair = { appKey: "key-two", appSecret: "secret-number-three" };
    const third = await update(second, { ...pair, keepPrevious: true });
    assert.deepEqual([third.appSecret, third.previousAppKey], ["secret-number-three", first.appKey]);
    assert.equal(app().keys.length, 2);
    await update(third, { ...pair, keepPrevious: false });
    assert.deepEqual(app().keys, [pair]);
  });

  it("keep in the state what was done before a failure, go on from there, and repeat no secret", async () => {
    const first = await create({ appCode: codeA });
    failOnce("DeleteAppCode");
    const broken = await refused(update(first, { appCode: codeB }));
    assert.ok(broken instanceof PartlyDone);
    const state = broken.properties as AppCredentialsState;
    assert.deepEqual([state.appCode, state.previousAppCode], [codeB, codeA]);
    assert.deepEqual(broken.reasons, ["Forbidden.RAM for [secret] and [secret]: as the cloud says it"]);
    const second = await update(state, { appCode: codeB });
    assert.deepEqual(second, { appId, appCode: codeB, appKey: first.appKey, appSecret: first.appSecret });
    assert.deepEqual(app().appCodes, [codeB]);

    // Nothing done, and one that ended without an error.
    failOnce("CreateAppKey");
    assert.ok(!((await refused(update(second, { appKey: "key-two" }))) instanceof PartlyDone));
    await api("CreateAppCode", { AppId: appId, AppCode: codeC });
    await update(second, { appCode: codeC });
    assert.deepEqual(app().appCodes, [codeC]);
  });

  it("show at a refresh what somebody put in their place, and put the given one back", async () => {
    const first = await create({ appCode: codeA });
    await api("ResetAppCode", { AppCode: codeA, NewAppCode: codeB });
    const { props } = await provider.read(appId, first);
    assert.equal(props.appCode, codeB);
    const given = { appId, appCode: codeA };
    const seen = props as AppCredentialsState;
    assert.equal((await provider.diff(appId, seen, given)).changes, true);
    await update(seen, given);
    assert.deepEqual(app().appCodes, [codeA]);
    await api("CreateAppCode", { AppId: appId, AppCode: codeC });
    assert.deepEqual((await provider.read(appId, first)).props, first, "another's code is left alone");
    await api("DeleteApp", { AppId: appId });
    assert.deepEqual(await provider.read(appId, first), { id: "", props: {} });
  });

  it("are checked once they are known, without their value", async () => {
    const first = await create();
    const { failures } = await provider.check(first, {
      appId,
      appCode: "short",
      appSecret: "with a blank in it",
    });
    assert.deepEqual(failures, [
      {
        property: "",
        reason: "appCode: has 5 characters. Use 16 to 128 letters, digits, underscores, dots or hyphens.",
      },
      {
        property: "",
        reason:
          "appSecret: contains a character that is not allowed. Use 16 to 128 letters, digits, underscores, dots or hyphens.",
      },
    ]);
    const equal = { appId, appCode: "one-value-for-both", appSecret: "one-value-for-both" };
    assert.deepEqual((await provider.check(first, equal)).failures, [
      {
        property: "",
        reason:
          "appSecret: is equal to appCode, which calls contain as plain text. Use a different value for each credential.",
      },
    ]);
    const unknown = { appId, appCode: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual((await provider.check(first, unknown)).failures, []);
    await api("CreateApp", { AppName: "second_app", AppCode: codeC });
    const taken = await refused(update(first, { appCode: codeC }));
    assert.match(taken.message, /in use/);
    assert.ok(!taken.message.includes(codeC));
  });
});
