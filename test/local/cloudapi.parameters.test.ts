import assert from "node:assert/strict";
import { ModifyApiRequest } from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup, requestConfig, serviceConfig } from "../support/localApi";
import { at, readRefusal, startTestCloud, type TestCloud, versions } from "../support/localCloud";

type Lists = {
  request?: object[];
  service?: object[];
  map?: object[];
  constants?: object[];
  systems?: object[];
};

const requested = (apiParameterName: string, location = "QUERY") => ({
  ...{ apiParameterName, location, parameterType: "STRING", required: "OPTIONAL" },
});
const served = (serviceParameterName: string, location = "QUERY") => ({
  ...{ serviceParameterName, location, parameterType: "STRING", parameterCatalog: "REQUEST" },
});
const link = (requestParameterName: string, serviceParameterName: string) => ({
  requestParameterName,
  serviceParameterName,
});
const constant = (serviceParameterName: string, location = "HEAD") => ({
  ...{ serviceParameterName, location, constantValue: "1" },
});
const system = (parameterName: string, serviceParameterName = "X-System", location = "HEAD") => ({
  ...{ parameterName, serviceParameterName, location },
});

const parameters = ({ request = [], service = [], map = [], constants = [], systems = [] }: Lists) => ({
  requestParameters: JSON.stringify(request),
  serviceParameters: JSON.stringify(service),
  serviceParametersMap: JSON.stringify(map),
  constantParameters: JSON.stringify(constants),
  systemParameters: JSON.stringify(systems),
});
const paths = (requestPath: string, servicePath: string) => ({
  requestConfig: requestConfig({ requestPath, requestMode: "MAPPING" }),
  serviceConfig: serviceConfig({ servicePath }),
});

/** Lists that fit each other, and each of the problems that a case makes in them. */
const whole: Lists = {
  request: [requested("id", "PATH"), requested("size")],
  service: [served("item", "PATH"), served("limit", "HEAD")],
  map: [link("id", "item"), link("size", "limit")],
  constants: [constant("X-Shop"), constant("limit", "QUERY")],
  systems: [system("CaClientIp"), system("CaRequestId", "request", "QUERY")],
};
const wholePaths = paths("/items/[id]", "/stock/[item]");

const refusals: { what: string; lists: Lists; path: RegExp }[] = [
  {
    what: "a map from a request parameter that does not exist",
    lists: { map: [link("id", "item"), link("length", "limit")] },
    path: /ServiceParametersMap\[1\]\.RequestParameterName is "length"/,
  },
  {
    what: "a map to a service parameter that does not exist",
    lists: { map: [link("id", "item"), link("size", "limit"), link("size", "count")] },
    path: /ServiceParametersMap\[2\]\.ServiceParameterName is "count"/,
  },
  {
    what: "two sources of one service parameter",
    lists: { map: [link("id", "item"), link("size", "limit"), link("id", "limit")] },
    path: /ServiceParametersMap\[2\]\.ServiceParameterName is "limit", which entry 1 maps already/,
  },
  {
    what: "a service parameter without a source",
    lists: { map: [link("id", "item")] },
    path: /ServiceParameters\[1\] is "limit", which no request parameter/,
  },
  {
    what: "a service parameter twice",
    lists: { service: [served("item", "PATH"), served("limit", "HEAD"), served("limit", "HEAD")] },
    path: /ServiceParameters\[2\] gives the back end "limit" in the same place as ServiceParameters\[1\]/,
  },
  {
    what: "a constant in the place of a service parameter, in another case",
    lists: { constants: [constant("LIMIT", "Header")] },
    path: /ConstantParameters\[0\] gives the back end "LIMIT" in the same place as ServiceParameters\[1\]/,
  },
  {
    what: "a system parameter in the place of a constant",
    lists: { systems: [system("CaClientIp", "X-Shop")] },
    path: /SystemParameters\[0\] gives the back end "X-Shop" in the same place as ConstantParameters\[0\]/,
  },
  {
    what: "a path parameter that the back end's path has not",
    lists: {
      service: [served("stock", "PATH"), served("limit", "HEAD")],
      map: [link("id", "stock"), link("size", "limit")],
    },
    path: /ServiceParameters\[0\] is in the path, but the back end's path \/stock\/\[item\] has no \[stock\]/,
  },
  {
    what: "a constant of a path that has it not",
    lists: { constants: [constant("shop", "PATH")] },
    path: /ConstantParameters\[0\] is in the path/,
  },
  {
    what: "a service parameter in a cookie",
    lists: { service: [served("item", "PATH"), served("limit", "COOKIE")] },
    path: /ServiceParameters\[1\]\.Location is "cookie"/,
  },
  {
    what: "a constant nowhere",
    lists: { constants: [constant("X-Shop", "")] },
    path: /ConstantParameters\[0\]\.Location is missing/,
  },
  {
    what: "a system parameter in a fragment",
    lists: { systems: [system("CaClientIp", "X-System", "FRAGMENT")] },
    path: /SystemParameters\[0\]\.Location is "fragment"/,
  },
  {
    what: "a system parameter that there is not",
    lists: { systems: [system("CaClientAddress")] },
    path: /SystemParameters\[0\]\.ParameterName is "CaClientAddress", but must be one of CaClientIp/,
  },
];

describe("API Gateway: parameters of an API", () => {
  let cloud: TestCloud;
  let groupId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
  });
  afterEach(() => cloud.close());

  const modify = (apiId: string, lists: Lists) =>
    cloud.cloudapi.modifyApi(new ModifyApiRequest({ groupId, apiId, ...parameters(lists) }));

  it("are taken where they fit each other, and come back", async () => {
    const apiId = await addApi(cloud, groupId, { ...wholePaths, ...parameters(whole) });
    const seen = await cloud.call(versions.cloudapi, "DescribeApi", { ApiId: apiId });
    assert.equal(at(seen, "ServiceParametersMap.ServiceParameterMap.1.ServiceParameterName"), "limit");
    assert.equal(at(seen, "ConstantParameters.ConstantParameter.1.Location"), "QUERY");
    assert.equal(at(seen, "SystemParameters.SystemParameter.1.ParameterName"), "CaRequestId");
  });

  it("are taken by their own name without a map, and in a path that is the request's", async () => {
    const lists = parameters({ request: [requested("id", "PATH")], service: [served("id", "PATH")] });
    await addApi(cloud, groupId, { ...paths("/items/[id]", ""), ...lists });
  });

  for (const { what, lists, path } of refusals) {
    it(`are refused with ${what}, when made and when changed`, async () => {
      const changed = { ...whole, ...lists };
      const made = await readRefusal(addApi(cloud, groupId, { ...wholePaths, ...parameters(changed) }));
      assert.equal(made.code, "InvalidDefinition.Malformed");
      assert.match(made.message, path);
      assert.equal(cloud.store.apis.all().length, 0);
      const apiId = await addApi(cloud, groupId, { ...wholePaths, ...parameters(whole) });
      assert.equal((await readRefusal(modify(apiId, changed))).code, "InvalidDefinition.Malformed");
      assert.equal(cloud.store.apis.get(apiId)?.definition.constantParameters.length, 2);
    });
  }

  it("are refused when the back end's path leaves them behind", async () => {
    const apiId = await addApi(cloud, groupId, { ...wholePaths, ...parameters(whole) });
    const change = new ModifyApiRequest({
      groupId,
      apiId,
      serviceConfig: serviceConfig({ servicePath: "/stock" }),
    });
    assert.match((await readRefusal(cloud.cloudapi.modifyApi(change))).message, /\/stock has no \[item\]/);
  });
});
