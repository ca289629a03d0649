import assert from "node:assert/strict";
import { changeStock, describeStock } from "../../local/console/stock";
import { at, readCode, startTestCloud, type TestCloud, versions } from "../support/localCloud";
import { addBalancer, addNetwork, launchParameters } from "../support/localNetwork";
import { ConsoleServer } from "./consoleServer";

const soldOut = { "cn-hangzhou-h": ["ecs.e-c1m1.large", "ecs.c7.large"] };
const zone = "cn-hangzhou-h";

describe("the stock of a zone", () => {
  describe("in the catalogue", () => {
    let cloud: TestCloud;
    beforeEach(async () => {
      cloud = await startTestCloud();
      changeStock(cloud.store, JSON.stringify({ soldOut }));
    });
    afterEach(() => cloud.close());

    const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
    const typesOf = async (index: number): Promise<unknown> =>
      at(await ecs("DescribeZones", {}), `Zones.Zone.${index}.AvailableInstanceTypes.InstanceTypes`);

    it("does not list what is out of stock in the zone", async () => {
      const [here, beside] = [await typesOf(0), await typesOf(1)];
      assert.ok(Array.isArray(here) && Array.isArray(beside));
      assert.deepEqual(
        beside.filter((type) => !here.includes(type)),
        soldOut[zone],
      );
      const InstanceType = "ecs.c7.large";
      const asked = { DestinationResource: "InstanceType", InstanceType };
      const available = await ecs("DescribeAvailableResource", asked);
      const states = [0, 1].map((index) => at(available, `AvailableZones.AvailableZone.${index}.Status`));
      assert.deepEqual(states, ["SoldOut", "Available"]);
    });

    it("offers no instance of it until it is in stock again", async () => {
      const query = launchParameters(await addNetwork(cloud));
      assert.equal(await readCode(ecs("RunInstances", query)), "OperationDenied.NoStock");
      changeStock(cloud.store, '{"soldOut":{}}');
      await ecs("RunInstances", query);
    });
  });

  describe("of balancers", () => {
    let cloud: TestCloud;
    beforeEach(async () => {
      cloud = await startTestCloud();
      changeStock(cloud.store, JSON.stringify({ soldOut: { [zone]: ["clb", "alb"] } }));
    });
    afterEach(() => cloud.close());

    it("does not list what is out of stock in the zone, and creates none", async () => {
      const clb = await cloud.call(versions.slb, "DescribeAvailableResource", {});
      const rows = at(clb, "AvailableResources.AvailableResource");
      assert.ok(Array.isArray(rows));
      assert.deepEqual(
        rows.map(({ MasterZoneId }) => MasterZoneId),
        ["cn-hangzhou-i", "cn-hangzhou-j", "cn-hangzhou-k"],
      );
      const alb = at(await cloud.call(versions.alb, "DescribeZones", {}), "Zones");
      assert.ok(Array.isArray(alb));
      assert.deepEqual(
        alb.map(({ ZoneId }) => ZoneId),
        ["cn-hangzhou-i", "cn-hangzhou-j", "cn-hangzhou-k"],
      );
      const network = await addNetwork(cloud);
      assert.equal(await readCode(addBalancer(cloud, network)), "OperationFailed.ZoneResourceLimit");
      changeStock(cloud.store, '{"soldOut":{}}');
      await addBalancer(cloud, network);
    });
  });

  describe("at the console", () => {
    let server: ConsoleServer;
    beforeEach(async () => {
      server = new ConsoleServer();
      await server.start();
    });
    afterEach(() => server.close());

    const put = (body: string, type = "application/json") =>
      server.ask("/_local/stock", { method: "PUT", headers: { "content-type": type }, body });

    it("is read and changed as a whole, and is no resource of a user", async () => {
      const { total } = JSON.parse((await server.ask("/_local/resources")).text);
      assert.deepEqual(JSON.parse((await put(JSON.stringify({ soldOut }))).text), { soldOut });
      assert.equal(JSON.parse((await server.ask("/_local/resources")).text).total, total);
      await put('{"soldOut":{"cn-hangzhou-i":["ecs.c7.large"]}}');
      const { text } = await server.ask("/_local/stock");
      assert.deepEqual(JSON.parse(text), { soldOut: { "cn-hangzhou-i": ["ecs.c7.large"] } });
    });

    const rejected: [request: string, send: () => ReturnType<ConsoleServer["ask"]>, status: number][] = [
      ["an empty body", () => put(""), 400],
      ["a list", () => put("[]"), 400],
      ["a body without zones", () => put("{}"), 400],
      ["an unknown zone", () => put('{"soldOut":{"here":[]}}'), 400],
      ["a zone with a text", () => put('{"soldOut":{"cn-hangzhou-h":"ecs.c7.large"}}'), 400],
      ["an unknown instance type", () => put('{"soldOut":{"cn-hangzhou-h":["ecs.huge"]}}'), 400],
      ["another content type", () => put("{}", "text/plain"), 415],
      ["another method", () => server.ask("/_local/stock", { method: "POST" }), 405],
    ];
    for (const [request, send, status] of rejected) {
      it(`stays as it is when the console rejects ${request}`, async () => {
        assert.equal((await send()).status, status);
        assert.deepEqual(describeStock(server.store), { soldOut: {} });
      });
    }
  });
});
