import assert from "node:assert/strict";
import CloudApi, {
  DeployApiRequest,
  DescribeApiRequest,
  DescribeDeployedApiRequest,
  ModifyApiConfigurationRequest,
} from "@alicloud/cloudapi20160714";
import { readRefusal } from "../../testing/call";
import type { GatewayCall } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";
import { sdkConfig } from "../support/sdkConfig";

/** TEST takes few calls a day, the others as good as all. */
const throttling = (stages: object) =>
  Object.fromEntries(
    Object.keys(stages).map((stage) => [stage, { unit: "DAY", perApi: stage === "TEST" ? 6 : 1000 }]),
  );

/** One route whose page changes, and what its documents tell; and one that is for TEST alone. */
const program = (page: string, stages: object) => `
import { VpcApi } from "alicloud-vpc-api";
const route = { protocols: ["HTTP" as const, "HTTPS" as const] };
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  service: { pages: { old: "the old page", new: "the new page" } },
  group: { groupName: "shop" },
  routes: {
    "get-page": {
      ...route,
      path: "/page",
      backend: { path: "/${page}" },
      response: { contentType: "html", example: "the ${page} page", errors: [{ code: "404", message: "gone" }] },
    },
    "get-draft": { ...route, path: "/draft", backend: { path: "/new" }, stages: ["TEST"] },
  },
  publication: { remarks: "of ${page}", stages: ${JSON.stringify(stages)} },
  throttling: ${JSON.stringify(throttling(stages))},
  apps: { shop_frontend: {} },
});
export const url = api.urls["get-page"];
export const appCode = api.apps.shop_frontend?.appCode;
export const groupId = api.group.groupId;
export const apiIds = api.routes.apiIds;
export const versions = api.publication.versions;
`;

describe("environments: promotion, roll-back and withdrawal, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let client: CloudApi;
  let oldVersion: string;
  let newVersion: string;

  before(async () => {
    client = new CloudApi(
      sdkConfig(await stack.start(program("old", { TEST: {}, RELEASE: { promoted: {} } }))),
    );
  });
  after(() => stack.remove());

  const promote = (version: string) => ({ TEST: {}, RELEASE: { promoted: { "get-page": version } } });
  const answer = async (stage: GatewayCall["stage"], path = "/page") => {
    const { status, body, ...rest } = await stack.call(path, stage);
    return status === 200 ? body.trim() : `${status} ${readRefusal({ status, body, ...rest }).code}`;
  };
  const served = (stage: string): string => {
    const outputs = JSON.parse(JSON.stringify(stack.outputs()));
    return outputs.versions[stage]["get-page"];
  };
  const pageOf = (): { groupId: string; apiId: string } => {
    const { groupId, apiIds } = JSON.parse(JSON.stringify(stack.outputs()));
    return { groupId, apiId: apiIds["get-page"] };
  };
  /** What the documents tell of the answers: those of the API, and those of what is published. */
  const told = async (stageName?: string) => {
    const { body } = stageName
      ? await client.describeDeployedApi(new DescribeDeployedApiRequest({ ...pageOf(), stageName }))
      : await client.describeApi(new DescribeApiRequest(pageOf()));
    return `${body?.resultType} ${body?.resultSample} ${body?.errorCodeSamples?.errorCodeSample?.[0]?.code}`;
  };
  const preview = (options?: { succeeds: boolean }) =>
    stack.pulumi("preview -s local --diff --non-interactive", options);

  it("publishes only to TEST while nothing is promoted", async () => {
    stack.up();
    assert.equal(await answer("TEST"), "the old page");
    assert.equal(await answer("RELEASE"), "404 I404NF");
    oldVersion = served("TEST");
    assert.match(oldVersion, /^\d{17}$/);
    assert.deepEqual([await told(), await told("TEST")], Array(2).fill("HTML the old page 404"));
  });

  it("promotes the tested versions, without the route for TEST only", async () => {
    stack.program(program("old", promote(oldVersion)));
    stack.up();
    assert.equal(served("RELEASE"), oldVersion);
    assert.equal(await answer("RELEASE"), "the old page");
    assert.equal(await answer("RELEASE", "/draft"), "404 I404NF");
    assert.equal(await answer("TEST", "/draft"), "the new page");
  });

  it("publishes a changed definition to TEST, shows its route in the preview, and keeps RELEASE", async () => {
    stack.program(program("new", promote(oldVersion)));
    const shown = preview();
    assert.match(shown, /shop-test[\s\S]*~ get-page[\s\S]*~ revision/);
    assert.doesNotMatch(shown, /shop-release/);
    stack.up();
    assert.equal(await answer("TEST"), "the new page");
    assert.equal(await answer("RELEASE"), "the old page");
    newVersion = served("TEST");
    assert.deepEqual([await told(), await told("TEST")], Array(2).fill("HTML the new page 404"));
    assert.equal(await told("RELEASE"), "HTML the old page 404");
    stack.staysAsItIs();
  });

  it("limits calls only in TEST with its plug-in", async () => {
    const answers: string[] = [];
    while (answers.length < 7 && !answers.at(-1)?.startsWith("429")) answers.push(await answer("TEST"));
    assert.match(answers.at(-1) ?? "", /^429/);
    assert.equal(answers[0], "the new page");
    assert.equal(await answer("RELEASE"), "the old page");
  });

  it("rejects an unknown version in the preview, with the existing ones", () => {
    stack.program(program("new", promote("20200101000000000")));
    const refused = preview({ succeeds: false });
    assert.match(
      refused,
      new RegExp(`no version 20200101000000000[\\s\\S]*${newVersion} \\(TEST, of new\\)`),
    );
    assert.match(refused, new RegExp(oldVersion));
  });

  it("promotes the next version, and the preview shows the API", async () => {
    stack.program(program("new", promote(newVersion)));
    assert.match(
      preview(),
      new RegExp(`shop-release[\\s\\S]*get-page[\\s\\S]*~ version[^\\n]*${oldVersion}[^\\n]*${newVersion}`),
    );
    stack.up();
    assert.equal(await answer("RELEASE"), "the new page");
  });

  it("detects another publication at a refresh, and reverts it in the next update", async () => {
    stack.program(program("new", promote(oldVersion)));
    stack.up();
    assert.equal(await answer("RELEASE"), "the old page");
    await client.deployApi(
      new DeployApiRequest({ ...pageOf(), stageName: "RELEASE", description: "by hand" }),
    );
    const { apiId } = pageOf();
    await client.modifyApiConfiguration(
      new ModifyApiConfigurationRequest({ apiId, resultSample: "by hand" }),
    );
    assert.equal(await answer("RELEASE"), "the new page");
    stack.pulumi("refresh -s local --yes --skip-preview --non-interactive");
    assert.match(preview(), new RegExp(`get-page[\\s\\S]*~ version[^\\n]*${oldVersion}`));
    stack.up();
    assert.equal(await answer("RELEASE"), "the old page");
    assert.deepEqual([await told(), await told("TEST")], Array(2).fill("HTML the new page 404"));
  });

  it("withdraws from a removed environment, and does not change afterwards", async () => {
    const { RELEASE } = promote(oldVersion);
    stack.program(
      program("new", { RELEASE }).replace(
        'backend: { path: "/new" }, stages: ["TEST"]',
        'backend: { path: "/new" }',
      ),
    );
    stack.up();
    assert.equal(await answer("TEST"), "404 I404NF");
    assert.equal(await answer("RELEASE"), "the old page");
    stack.staysAsItIs();
  });
});
