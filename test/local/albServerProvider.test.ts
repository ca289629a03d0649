import assert from "node:assert/strict";
import { AlbServerProvider } from "../../components/dynamic/albServer/provider";
import { ReadinessProvider } from "../../components/dynamic/readiness/provider";
import type { ReadinessInputs } from "../../components/dynamic/readiness/resource";
import { EventClock } from "../support/eventClock";
import { startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";
import { dynamicSettings } from "../support/providerSettings";

describe("the servers of an ALB, on the local cloud", () => {
  let cloud: TestCloud;
  let vpcId: string;
  let vswitchId: string;
  let serverGroupId: string;
  let provider: AlbServerProvider;
  let time: EventClock;
  /** The old server, and the new one. */
  let ids: [string, string];
  /** Servers that pass the health check. */
  let healthy: Set<string>;

  const alb = (action: string, query: Record<string, string>) => cloud.call(versions.alb, action, query);
  const weights = () =>
    Object.fromEntries(
      cloud.store.albServerGroups
        .get(serverGroupId)
        ?.servers.map(({ serverId, weight }) => [serverId, weight]) ?? [],
    );
  const server = (serverId: string) => ({ serverGroupId, serverId, port: 80, regionId: "cn-hangzhou" });

  beforeEach(async () => {
    time = new EventClock();
    healthy = new Set();
    cloud = await startTestCloud({
      clock: () => new Date(Date.now() + 1000 * time.seconds),
      health: {
        albHealth: async ({ servers }) =>
          servers.map((one) => ({ server: one, healthy: healthy.has(one.serverId) })),
      },
    });
    const place = await addInstance(cloud);
    ({ vpcId, vswitchId } = place);
    ids = [place.instanceId, (await addInstance(cloud, place)).instanceId];
    const group = {
      ServerGroupName: "web",
      VpcId: vpcId,
      "HealthCheckConfig.HealthCheckEnabled": "true",
    };
    serverGroupId = textAt(await alb("CreateServerGroup", group), "ServerGroupId");
    provider = new AlbServerProvider(time);
    await provider.configure({ config: dynamicSettings(cloud.endpoint) });
  });
  afterEach(() => cloud.close());

  it("are registered one by one", async () => {
    for (const id of ids) await provider.create(server(id));
    assert.deepEqual(weights(), { [ids[0]]: 100, [ids[1]]: 100 });
  });

  it("are adopted if they are registered already", async () => {
    await provider.create(server(ids[0]));
    assert.equal((await provider.create(server(ids[0]))).id, `${serverGroupId}:${ids[0]}:80`);
    assert.deepEqual(weights(), { [ids[0]]: 100 });
  });

  it("are registered once if the answer is lost", async () => {
    cloud.faults.set([
      { product: "alb", action: "AddServersToServerGroup", cut: "after", times: 1, after: 0, latencyMs: 0 },
    ]);
    await provider.create(server(ids[0]));
    assert.deepEqual(weights(), { [ids[0]]: 100 });
  });

  it("report a group that does not exist", async () => {
    await assert.rejects(
      provider.create({ ...server(ids[0]), serverGroupId: "sgp-gone" }),
      /ResourceNotFound\.ServerGroup/,
    );
  });

  it("are found by a refresh", async () => {
    const { id, outs } = await provider.create(server(ids[0]));
    assert.equal((await provider.read(id, outs)).id, id);
  });

  it("are reported as deleted by a refresh if somebody removed them", async () => {
    const { id, outs } = await provider.create(server(ids[0]));
    await provider.delete(id, outs);
    assert.equal((await provider.read(id, outs)).id, "");
  });

  describe("that an interrupted update has drained", () => {
    beforeEach(async () => {
      await provider.create(server(ids[0]));
      const [registered] = cloud.store.albServerGroups.get(serverGroupId)?.servers ?? [];
      if (registered) registered.weight = 0;
    });

    it("are reported as deleted by a refresh", async () => {
      assert.equal((await provider.read("", server(ids[0]))).id, "");
    });

    it("get calls again after they are created again", async () => {
      await provider.create(server(ids[0]));
      assert.deepEqual(weights(), { [ids[0]]: 100 });
    });
  });

  it("are removed without the others", async () => {
    const { id, outs } = await provider.create(server(ids[0]));
    await provider.create(server(ids[1]));
    await provider.delete(id, outs);
    assert.deepEqual(weights(), { [ids[1]]: 100 });
  });

  it("can be removed together with their group", async () => {
    const { id, outs } = await provider.create(server(ids[0]));
    await provider.delete(id, outs);
    await alb("DeleteServerGroup", { ServerGroupId: serverGroupId });
    await provider.delete(id, outs);
  });

  for (const [property, value] of Object.entries({ serverGroupId: "sgp-2", serverId: "i-2", port: 81 })) {
    it(`are replaced by another ${property}, the new one first`, async () => {
      const olds = server(ids[0]);
      assert.deepEqual(await provider.diff("", olds, { ...olds, [property]: value }), {
        changes: true,
        replaces: [property],
        deleteBeforeReplace: false,
      });
    });
  }

  describe("that an update replaces", () => {
    let readiness: ReadinessProvider;
    let inputs: ReadinessInputs;
    beforeEach(async () => {
      for (const id of ids) await provider.create(server(id));
      healthy.add(ids[0]);
      const other = { VpcId: vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
      const second = textAt(await cloud.call(versions.vpc, "CreateVSwitch", other), "VSwitchId");
      const balancer = await alb("CreateLoadBalancer", {
        ...{ AddressType: "Intranet", AddressAllocatedMode: "Fixed", LoadBalancerEdition: "Basic" },
        ...{ LoadBalancerName: "front", VpcId: vpcId, "LoadBalancerBillingConfig.PayType": "PostPay" },
        ...{ "ZoneMappings.1.ZoneId": "cn-hangzhou-h", "ZoneMappings.1.VSwitchId": vswitchId },
        ...{ "ZoneMappings.2.ZoneId": "cn-hangzhou-i", "ZoneMappings.2.VSwitchId": second },
      });
      time.seconds += 10;
      const loadBalancerId = textAt(balancer, "LoadBalancerId");
      const listener = await alb("CreateListener", {
        ...{ LoadBalancerId: loadBalancerId, ListenerProtocol: "HTTP", ListenerPort: "80" },
        "DefaultActions.1.Type": "ForwardGroup",
        "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": serverGroupId,
      });
      const id = textAt(listener, "ListenerId");
      const address = cloud.store.albLoadBalancers.get(loadBalancerId)?.zones[0]?.address ?? "";
      const access = { Name: "web", VpcId: vpcId, InstanceId: address, Port: "80" };
      await cloud.call(versions.cloudapi, "SetVpcAccess", access);
      time.seconds = 0;
      readiness = new ReadinessProvider(cloud.cloudapi, time);
      await readiness.configure({ config: dynamicSettings(cloud.endpoint) });
      const accessId = cloud.store.vpcAccesses.all()[0]?.id ?? assert.fail("no authorization");
      inputs = {
        ...{ instanceId: "api-shared-vpc-001", accessId, target: address, port: 80, waitSeconds: 60 },
        ...{ checkedFor: { "albServer/alb-server-0": "new" }, healthChecks: {} },
        servers: {
          ...{ loadBalancerId, listener: { of: "ALB", id }, serverGroupId },
          ...{ expected: [`${ids[1]}:80`], healthChecked: true },
        },
      };
    });

    const replace = () => {
      assert.ok(inputs.servers);
      const servers = { ...inputs.servers, expected: [`${ids[0]}:80`] };
      const olds = { ...inputs, servers, checkedFor: {}, outcome: "connected", answer: "" };
      return readiness.update(inputs.accessId, olds, inputs);
    };

    it("answer until the new ones are healthy, and are drained then", async () => {
      const before: object[] = [];
      const happen = () => {
        before.push(weights());
        healthy.add(ids[1]);
      };
      time.events = [{ at: 20, happen }];
      await replace();
      assert.deepEqual(before, [{ [ids[0]]: 100, [ids[1]]: 100 }]);
      assert.deepEqual(weights(), { [ids[0]]: 0, [ids[1]]: 100 });
    });

    it("stay if a new one stays unhealthy", async () => {
      const { message } = await replace().then(
        () => assert.fail("did not fail"),
        (error: Error) => error,
      );
      assert.match(message, /^The ALB alb-\w+ has servers that get no calls, after 60 s\. /);
      assert.match(message, new RegExp(`${ids[1]} on port 80 is Unhealthy\\.`));
      assert.deepEqual(weights(), { [ids[0]]: 100, [ids[1]]: 100 });
    });

    it("are reported if they may not be drained", async () => {
      healthy.add(ids[1]);
      const action = "UpdateServerGroupServersAttribute";
      cloud.faults.set([
        { product: "alb", action, code: "Forbidden.RAM", status: 403, after: 0, latencyMs: 0 },
      ]);
      const { outs } = await replace();
      assert.equal(outs.outcome, "replaced servers not drained: the ALB answered Forbidden.RAM");
    });
  });
});
