import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { addApi, addBackend, addGroup } from "../support/localApi";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";

const data = JSON.stringify({ unit: "MINUTE", apiDefault: 3 });

describe("cloudapi: plug-ins", () => {
  let cloud: TestCloud;
  let groupId = "";
  let apiId = "";
  const call = (action: string, query: Record<string, string> = {}) =>
    cloud.call(versions.cloudapi, action, query);
  const create = async (change: Record<string, string> = {}) =>
    textAt(
      await call("CreatePlugin", {
        PluginType: "trafficControl",
        PluginName: "three",
        PluginData: data,
        ...change,
      }),
      "PluginId",
    );
  const place = (PluginId: string) => ({ PluginId, GroupId: groupId, ApiId: apiId, StageName: "RELEASE" });
  const groupPlace = (PluginId: string) => ({ PluginId, GroupId: groupId, StageName: "RELEASE" });
  const publish = () =>
    call("DeployApi", { GroupId: groupId, ApiId: apiId, StageName: "RELEASE", Description: "x" });

  beforeEach(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
    apiId = await addApi(cloud, groupId);
  });
  afterEach(() => cloud.close());

  it("keeps a document byte for byte, with description and tags", async () => {
    const text = "# limits\nunit: MINUTE\napiDefault: 3\n";
    const PluginId = await create({
      PluginData: text,
      Description: "d",
      "Tag.1.Key": "a",
      "Tag.1.Value": "b",
    });
    await call("TagResources", {
      ResourceType: "plugin",
      "ResourceId.1": PluginId,
      "Tag.1.Key": "c",
      "Tag.1.Value": "d",
    });
    const found = at(await call("DescribePlugins", { PluginId }), "Plugins.PluginAttribute.0");
    assert.equal(at(found, "PluginData"), text);
    assert.equal(at(found, "PluginType"), "trafficControl");
    assert.deepEqual(at(found, "Tags.TagInfo"), [
      { Key: "a", Value: "b" },
      { Key: "c", Value: "d" },
    ]);
    await call("ModifyPlugin", { PluginId, PluginName: "four", PluginData: data });
    assert.equal(
      at(await call("DescribePlugins", { PluginName: "four" }), "Plugins.PluginAttribute.0.PluginData"),
      data,
    );
    await call("DeletePlugin", { PluginId });
    assert.equal(at(await call("DescribePlugins", { PluginId }), "TotalCount"), 0);
    assert.equal(await readCode(call("DeletePlugin", { PluginId })), "NotFoundPlugin");
  });

  const malformed: [string, string, string, RegExp][] = [
    ["is neither JSON nor YAML", "cors", "{", /neither JSON nor YAML/],
    ["is not an object", "cors", "[]", /is not an object/],
    ["has no unit", "trafficControl", '{"apiDefault":1}', /unit is missing/],
    ["has a limit of zero", "trafficControl", '{"unit":"DAY","apiDefault":0}', /apiDefault is 0/],
    [
      "gives an app more than the API",
      "trafficControl",
      '{"unit":"DAY","apiDefault":1,"appDefault":2}',
      /appDefault is 2/,
    ],
    [
      "lists an invalid address",
      "ipControl",
      '{"type":"ALLOW","items":[{"blocks":["10.0.0.300"]}]}',
      /10\.0\.0\.300/,
    ],
    [
      "has an invalid key",
      "jwtAuth",
      '{"parameter":"a","parameterLocation":"header","jwk":{"kty":"RSA"}}',
      /no RSA key/,
    ],
    [
      "asks for what it does not declare",
      "errorMapping",
      '{"parameters":{},"errorCondition":"$aa = 1"}',
      /\$aa/,
    ],
    ...["bad name", "Transfer-Encoding", "content-length"].map((name): [string, string, string, RegExp] => [
      `answers with the header ${name}`,
      "accessControl",
      `{"rules":[{"name":"all","condition":"true","ifTrue":"DENY","responseHeaders":{"${name}":"x"}}]}`,
      new RegExp(`responseHeaders has ${name}`),
    ]),
  ];
  for (const [title, PluginType, PluginData, message] of malformed) {
    it(`refuses a document that ${title}`, async () => {
      const refusal = await readRefusal(create({ PluginType, PluginData }));
      assert.equal(refusal.code, "InvalidPluginData.Malformed");
      assert.match(refusal.message, message);
    });
  }

  it("refuses a document over 50 KB, and a name with a hyphen", async () => {
    const PluginData = `{"unit":"DAY","apiDefault":1,"x":"${"x".repeat(51_200)}"}`;
    assert.equal(await readCode(create({ PluginData })), "InvalidPluginData.TooLarge");
    assert.match(await readCode(create({ PluginName: "with-hyphen" })), /PluginName/);
  });

  it("attaches to an API only where it is published", async () => {
    const id = await create();
    assert.equal(await readCode(call("AttachPlugin", place(id))), "NotFoundStage");
    await publish();
    await call("AttachPlugin", place(id));
    const listed = await call("DescribePluginsByApi", {
      GroupId: groupId,
      ApiId: apiId,
      StageName: "RELEASE",
    });
    assert.equal(at(listed, "Plugins.PluginAttribute.0.PluginId"), id);
    assert.equal(
      at(await call("DescribePluginApis", { PluginId: id }), "ApiSummarys.ApiPluginSummary.0.ApiId"),
      apiId,
    );
  });

  it("takes one plug-in of a type in a place, and deletes none that is attached", async () => {
    await publish();
    const [first, second] = [await create(), await create()];
    await call("AttachPlugin", place(first));
    await call("AttachPlugin", place(first));
    assert.equal(await readCode(call("AttachPlugin", place(second))), "DuplicatePluginType");
    await call("AttachGroupPlugin", groupPlace(second));
    const ofGroup = await call("DescribePluginsByGroup", { GroupId: groupId, StageName: "RELEASE" });
    assert.equal(at(ofGroup, "Plugins.PluginAttribute.0.PluginId"), second);
    assert.equal(
      at(
        await call("DescribePluginGroups", { PluginId: second }),
        "GroupSummarys.GroupPluginSummary.0.GroupId",
      ),
      groupId,
    );
    assert.equal(await readCode(call("DeletePlugin", { PluginId: first })), "PluginInUse");
    assert.equal(await readCode(call("DeletePlugin", { PluginId: second })), "PluginInUse");
    await call("DetachPlugin", place(first));
    assert.equal(await readCode(call("DetachPlugin", place(first))), "NotFoundPluginAttachment");
    await call("DetachGroupPlugin", groupPlace(second));
    for (const PluginId of [first, second]) await call("DeletePlugin", { PluginId });
  });

  it("keeps, but does not attach, what its gateway does not act on, and says what that is", async () => {
    await publish();
    const caching = await create({ PluginType: "caching", PluginData: '{"varyByApp":false}' });
    const refusal = await readRefusal(call("AttachPlugin", place(caching)));
    assert.equal(refusal.code, "LocalCloud.ValueNotImplemented");
    assert.match(refusal.message, /plug-ins of type caching/);
    const jwk = { kty: "oct", k: "a2V5" };
    const replay = await create({
      PluginType: "jwtAuth",
      PluginData: JSON.stringify({
        parameter: "token",
        parameterLocation: "query",
        jwk,
        preventJtiReplay: true,
      }),
    });
    const second = await readRefusal(call("AttachGroupPlugin", groupPlace(replay)));
    assert.match(second.message, /preventJtiReplay in a plug-in of type jwtAuth/);
  });

  it("forgets attachments with their API, which takes them along when it is unpublished", async () => {
    await publish();
    const id = await create();
    await call("AttachPlugin", place(id));
    await call("AbolishApi", { GroupId: groupId, ApiId: apiId, StageName: "RELEASE" });
    assert.equal(await readCode(call("DeletePlugin", { PluginId: id })), "PluginInUse");
    await call("DeleteApi", { GroupId: groupId, ApiId: apiId });
    await call("DeletePlugin", { PluginId: id });
  });
});
