import assert from "node:assert/strict";
import { AbolishApiRequest, CreateAppRequest, DeleteAppRequest } from "@alicloud/cloudapi20160714";
import { AppCredentialsProvider } from "../../components/dynamic/appCredentials/provider";
import { AuthorizationProvider } from "../../components/dynamic/authorization/provider";
import { EgressAddressesProvider } from "../../components/dynamic/egressAddresses/provider";
import { PublicationProvider } from "../../components/dynamic/publication/provider";
import { addApi, addBackend, addGroup, requestConfig } from "../support/localApi";
import { startTestCloud, type TestCloud } from "../support/localCloud";
import { dynamicSettings } from "../support/providerSettings";

const configOf = ({ endpoint }: TestCloud) => ({ config: dynamicSettings(endpoint) });

describe("the dynamic providers, with the official SDK on the local cloud", () => {
  let cloud: TestCloud;
  let groupId: string;
  let first: string;
  let second: string;

  before(async () => {
    cloud = await startTestCloud();
    await addBackend(cloud);
    groupId = await addGroup(cloud);
    first = await addApi(cloud, groupId);
    const request = { apiName: "nginx-other", requestConfig: requestConfig({ requestPath: "/other" }) };
    second = await addApi(cloud, groupId, request);
  });

  after(() => cloud.close());

  const configured = async <T extends { configure(request: ReturnType<typeof configOf>): Promise<void> }>(
    provider: T,
  ): Promise<T> => {
    await provider.configure(configOf(cloud));
    return provider;
  };
  const online = (apiId: string) =>
    cloud.store.apis.get(apiId)?.deployments.filter(({ status }) => status === "ONLINE") ?? [];
  const published = (revision: string) => ({
    first: { apiId: first, revision },
    second: { apiId: second, revision },
  });
  const inputs = (apis: ReturnType<typeof published> | Record<string, never>) => ({
    groupId,
    stage: "PRE",
    remarks: "from a test",
    apis,
  });

  it("look them up in the region of a provider, which is not the configuration's", async () => {
    const provider = await configured(new EgressAddressesProvider());
    const { outs } = await provider.create({ instanceId: "api-shared-vpc-001", regionId: "cn-shanghai" });
    assert.deepEqual(outs.cidrs, ["100.104.27.0/26", "100.104.27.64/26"]);
  });

  it("look up the egress addresses of the shared instance", async () => {
    const provider = await configured(new EgressAddressesProvider());
    const { outs } = await provider.create({ instanceId: "api-shared-vpc-001" });
    assert.equal(outs.cidrs.length, 2);
    for (const cidr of outs.cidrs) assert.match(cidr, /^100\.104\.\d+\.\d+\/26$/);
    await assert.rejects(provider.create({ instanceId: "apigateway-hz-0" }), /no instance apigateway-hz-0/);
  });

  it("publish with remarks, notice what was withdrawn behind their back, and withdraw", async () => {
    const provider = await configured(new PublicationProvider());
    const { id, outs } = await provider.create(inputs(published("1")));
    assert.deepEqual(
      [first, second].map((apiId) => online(apiId).map(({ stage, description }) => [stage, description])),
      [[["PRE", "from a test"]], [["PRE", "from a test"]]],
    );
    assert.deepEqual((await provider.read(id, outs)).props, outs);
    await cloud.cloudapi.abolishApi(new AbolishApiRequest({ groupId, apiId: second, stageName: "PRE" }));
    const { props } = await provider.read(id, outs);
    assert.deepEqual(Object.keys(props.apis), ["first"]);
    await provider.update(id, props, inputs(published("1")));
    assert.equal(online(second).length, 1);
    await provider.delete(id, outs);
    assert.deepEqual([...online(first), ...online(second)], []);
    await provider.delete(id, outs);
  });

  it("name the API that the cloud does not publish, and withdraw past one that is gone", async () => {
    const provider = await configured(new PublicationProvider());
    const missing = { gone: { apiId: "0".repeat(32), revision: "1" } };
    const wrong = { ...inputs({}), apis: missing };
    await assert.rejects(
      provider.create(wrong),
      /Publishing to PRE failed for 1 of 1 APIs:\n {2}API 0{32}: NotFoundApi/,
    );
    await provider.delete("", wrong);
  });

  it("authorize an app for what is published, notice a revocation, and read the app's credentials", async () => {
    const publication = await configured(new PublicationProvider());
    await publication.create(inputs(published("1")));
    const app = await cloud.cloudapi.createApp(new CreateAppRequest({ appName: "gap_app" }));
    const appId = String(app.body?.appId);

    const credentials = await (await configured(new AppCredentialsProvider())).create({ appId });
    assert.match(credentials.outs.appCode, /^[0-9a-f]{32}$/);

    const provider = await configured(new AuthorizationProvider());
    const both = { appId, groupId, stage: "PRE", apis: { first, second } };
    const { id } = await provider.create(both);
    assert.deepEqual((await provider.read(id, both)).props, both);
    const { outs } = await provider.update(id, both, { ...both, apis: { first } });
    assert.deepEqual((await provider.read(id, both)).props, outs);
    await provider.delete(id, outs);
    assert.deepEqual((await provider.read(id, both)).props.apis, {});
    await provider.delete(id, outs);
    await cloud.cloudapi.deleteApp(new DeleteAppRequest({ appId: Number(appId) }));
    assert.deepEqual(await provider.read(id, both), { id: "", props: {} });
    await provider.delete(id, outs);
  });

  it("tell a refresh that an instance is gone", async () => {
    const provider = await configured(new EgressAddressesProvider());
    assert.deepEqual(await provider.read("apigateway-hz-0", { instanceId: "apigateway-hz-0" }), {
      id: "",
      props: {},
    });
  });
});
