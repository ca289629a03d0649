import assert from "node:assert/strict";
import { apiRequestProtocolHttps as rule } from "../../policy/rules";
import { evaluate, type TestResource } from "../support/policyHarness";

const api = (parent?: string): TestResource => ({
  type: "alicloud:apigateway/api:Api",
  name: "api",
  props: { name: "get-items", requestConfig: { protocol: "HTTP" } },
  ...(parent !== undefined && { parent }),
});
const component = (type: string, name: string, parent?: string): TestResource => ({
  type,
  name,
  props: {},
  ...(parent !== undefined && { parent }),
});
const vpcApi = component("alicloud-vpc-api:index:VpcApi", "shop");
const routes = component("alicloud-vpc-api:index:Routes", "routes", "shop");
const other = component("shop:index:VpcApi", "other");

const findMessage = async (...resources: TestResource[]) =>
  (await evaluate([rule], resources)).map(({ message }) => message).join();

describe("message of a finding", () => {
  it("has the property, the actual and expected value, the hint and the name of the check", async () => {
    assert.equal(
      await findMessage(api()),
      'requestConfig.protocol: found "HTTP", expected "HTTPS". Set requestConfig.protocol to "HTTPS".' +
        " [api-gateway-api-internet-request-https]",
    );
  });

  it("names the argument for a child of a VpcApi", async () => {
    assert.match(await findMessage(vpcApi, api("shop")), / VpcApi argument: routes\["…"\]\.protocols: /);
  });

  it("names the argument for a resource of a component within a VpcApi", async () => {
    assert.match(await findMessage(vpcApi, routes, api("routes")), / VpcApi argument: /);
  });

  it("does not name the argument for a child of another component", async () => {
    assert.doesNotMatch(await findMessage(other, api("other")), /VpcApi argument/);
  });
});
