import assert from "node:assert/strict";
import * as sdk from "@alicloud/cloudapi20160714";
import OpenApiClient, { $OpenApiUtil } from "@alicloud/openapi-core";
import { type Action, callApiGateway } from "../../../../../components/dynamic/client/apiGateway";
import { createClient, resolveConnection } from "../../../../../components/dynamic/client/connection";

interface ModelClass {
  new (fields: object): { toMap(): Record<string, unknown> };
  names(): Record<string, string>;
  types(): Record<string, unknown>;
}

const classes: Readonly<Record<string, unknown>> = { ...sdk };
const modelClass = (name: string) => classes[name] as ModelClass;

/** Actions for which the SDK sends some parameters in the body, or keeps the names of a map. Nobody calls them here. */
const others = ["createApi", "modifyApi", "importOAS", "describeApisWithStageNameIntegratedByApp"];

/** The other actions whose requests the SDK sends as they are, not with lists written as JSON. */
const actions = Object.keys(sdk)
  .filter((name) => name.endsWith("Request") && !name.endsWith("ShrinkRequest"))
  .filter((name) => classes[name.replace("Request", "ShrinkRequest")] === undefined)
  .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1, -"Request".length)}` as Action)
  .filter((action) => !others.includes(action));

/** A value for each field of a model of the SDK, in the names of the SDK. */
function sample(type: unknown): unknown {
  if (type === "string") return "a text";
  if (type === "number") return 7;
  if (type === "boolean") return true;
  if (typeof type === "function") {
    const fields = Object.entries((type as ModelClass).types());
    return Object.fromEntries(fields.map(([name, field]) => [name, sample(field)]));
  }
  const { itemType } = type as { itemType?: unknown };
  return itemType === undefined ? { Key: "value" } : [sample(itemType), sample(itemType)];
}

const config = new $OpenApiUtil.Config({
  accessKeyId: "id",
  accessKeySecret: "secret",
  regionId: "cn-hangzhou",
});

/** Calls an action with every parameter, answers with every field, and records what was sent. */
async function record(action: Action, client: OpenApiClient, call: (request: object) => Promise<unknown>) {
  const upper = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  const Body = modelClass(`${upper}ResponseBody`);
  const sent: unknown[] = [];
  const answer = new Body(sample(Body) as object).toMap();
  client.callApi = async (params, request) => {
    sent.push({ ...params, protocol: "" }, request.query);
    return { headers: {}, statusCode: 200, body: answer };
  };
  const body = await call(sample(modelClass(`${upper}Request`)) as object);
  return { sent, body: JSON.parse(JSON.stringify(body)) };
}

describe("a call of API Gateway", () => {
  it("is compared for all actions of the SDK", () => assert.ok(actions.length > 150, `${actions.length}`));

  for (const action of actions) {
    it(`${action} sends and reads what the SDK does`, async () => {
      const ours = new OpenApiClient(config);
      const theirs = new sdk.default(config);
      const Request = modelClass(`${action.charAt(0).toUpperCase()}${action.slice(1)}Request`);
      const method = theirs[action] as unknown as (request: object) => Promise<{ body: unknown }>;
      assert.deepEqual(
        await record(action, ours, (query) => callApiGateway(ours, action, query as never)),
        await record(action, theirs, async (query) => (await method.call(theirs, new Request(query))).body),
      );
    });
  }
});

describe("the endpoint of API Gateway", () => {
  const { _endpointMap: endpoints } = new sdk.default(config);
  /** Regions with an endpoint of their own. The others are tests of the vendor and share one. */
  const regions = Object.keys(endpoints).filter((region) => endpoints[region] !== "apigateway.aliyuncs.com");

  for (const region of regions) {
    it(`in ${region} is that of the SDK`, () => {
      const keys = new Map([
        ["alicloud:accessKey", "id"],
        ["alicloud:secretKey", "secret"],
      ]);
      const client = createClient(resolveConnection(keys, {}, region), "cloudapi");
      assert.equal(client._endpoint, endpoints[region]);
    });
  }
});
