import assert from "node:assert/strict";
import { ReadinessProvider, type ReadinessState } from "../../components/dynamic/readiness/provider";
import type { ReadinessInputs } from "../../components/dynamic/readiness/resource";
import type { HealthStatus } from "../../local/services/slb/ports";
import { EventClock } from "../support/eventClock";
import { addBackend, type TestBackend } from "../support/localApi";
import { startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";
import { dynamicSettings } from "../support/providerSettings";

describe("the readiness check of servers behind a CLB, on the local cloud", () => {
  let cloud: TestCloud;
  let provider: ReadinessProvider;
  let backend: TestBackend;
  let groupId: string;
  /** The new server. `backend.instanceId` is the old one, which still answers. */
  let serverId: string;
  let inputs: ReadinessInputs;
  let time: EventClock;
  let statuses: Map<string, HealthStatus>;
  const slb = (action: string, query: Record<string, string>) => cloud.call(versions.slb, action, query);
  const servers = (...ids: string[]) => JSON.stringify(ids.map((id) => ({ ServerId: id, Port: 80 })));

  beforeEach(async () => {
    time = new EventClock();
    statuses = new Map();
    cloud = await startTestCloud({
      health: {
        health: async (_balancer, _listener, listed) =>
          listed.map((server) => ({ server, status: statuses.get(server.serverId) ?? "abnormal" })),
      },
    });
    backend = await addBackend(cloud);
    ({ instanceId: serverId } = await addInstance(cloud, backend));
    const { lb } = backend;
    const group = { LoadBalancerId: lb, BackendServers: servers(backend.instanceId, serverId) };
    groupId = textAt(await slb("CreateVServerGroup", group), "VServerGroupId");
    const listener = { LoadBalancerId: lb, ListenerPort: "80", Bandwidth: "-1", VServerGroupId: groupId };
    await slb("CreateLoadBalancerTCPListener", listener);
    await slb("StartLoadBalancerListener", { LoadBalancerId: lb, ListenerPort: "80" });
    statuses.set(backend.instanceId, "normal");
    provider = new ReadinessProvider(cloud.cloudapi, time);
    await provider.configure({ config: dynamicSettings(cloud.endpoint) });
    inputs = {
      ...{ instanceId: "api-shared-vpc-001", accessId: accessId(), target: lb, port: 80, waitSeconds: 60 },
      ...{ checkedFor: { "clbServer/server-0": "new" }, healthChecks: {} },
      servers: {
        ...{ loadBalancerId: lb, serverGroupId: groupId, expected: [`${serverId}:80`], healthChecked: true },
        listener: { of: "CLB", port: 80, protocol: "tcp" },
      },
    };
  });
  afterEach(() => cloud.close());

  const accessId = () => cloud.store.vpcAccesses.all()[0]?.id ?? assert.fail("no authorization");
  const update = (change: Partial<ReadinessInputs> = {}) => {
    const olds: ReadinessState = { ...inputs, checkedFor: {}, outcome: "connected", answer: "" };
    return provider.update(inputs.accessId, olds, { ...inputs, ...change });
  };

  it("waits for a server that becomes healthy late, while the old one answers", async () => {
    time.events = [{ at: 40, happen: () => statuses.set(serverId, "normal") }];
    assert.equal((await update()).outs.outcome, "connected");
    assert.ok(time.seconds >= 40 && time.seconds <= 50, `${time.seconds} s`);
  });

  it("does not wait for a healthy server", async () => {
    statuses.set(serverId, "normal");
    assert.equal((await update()).outs.outcome, "connected");
    assert.equal(time.seconds, 0);
  });

  it("waits for a server whose health check has no result yet", async () => {
    statuses.set(serverId, "unavailable");
    time.events = [{ at: 5, happen: () => statuses.set(serverId, "normal") }];
    await update();
    assert.ok(time.seconds >= 5, `${time.seconds} s`);
  });

  it("waits also in the first update", async () => {
    time.events = [{ at: 5, happen: () => statuses.set(serverId, "normal") }];
    await provider.create(inputs);
    assert.ok(time.seconds >= 5, `${time.seconds} s`);
  });

  it("fails with server, status and fix if a server stays unhealthy", async () => {
    await assert.rejects(update(), ({ message }: Error) => {
      const expected = [
        `The CLB ${backend.lb} has servers that get no calls, after 60 s. `,
        `${serverId} on port 80 is abnormal. Check the instance's console output, the service's port, and the path of `,
        "the health check. If the service needs longer to start, increase readiness.waitSeconds. ",
        "Then run pulumi up again. To disable the check, set readiness: false.",
      ];
      assert.equal(message, expected.join(""));
      return true;
    });
    assert.ok(time.seconds <= 60, `${time.seconds} s`);
  });

  it("runs again after that failure", async () => {
    const failed = await update().then(
      () => assert.fail("did not fail"),
      (error: { id: string; properties: ReadinessState }) => error,
    );
    assert.equal((await provider.diff(failed.id, failed.properties, inputs)).changes, true);
  });

  it("fails with the server if it is removed from the group meanwhile", async () => {
    const happen = () =>
      slb("RemoveVServerGroupBackendServers", {
        VServerGroupId: groupId,
        BackendServers: servers(serverId),
      });
    time.events = [{ at: 10, happen }];
    await assert.rejects(update(), new RegExp(`${serverId} on port 80 is not registered\\.`));
  });

  it("reports a CLB that does not exist", async () => {
    assert.ok(inputs.servers);
    const gone = { ...inputs.servers, loadBalancerId: "lb-gone" };
    await assert.rejects(update({ servers: gone }), /InvalidLoadBalancerId\.NotFound/);
  });

  it("skips the question for a listener without a health check", async () => {
    const { servers: asked } = inputs;
    assert.ok(asked);
    assert.equal((await update({ servers: { ...asked, healthChecked: false } })).outs.outcome, "connected");
  });

  const old = () => `${backend.instanceId}:80`;
  const weights = () =>
    Object.fromEntries(
      cloud.store.vServerGroups.get(groupId)?.servers.map(({ serverId, weight }) => [serverId, weight]) ?? [],
    );
  /** An update of a deployment whose servers were these. */
  const replace = (...former: string[]) => {
    const { servers } = inputs;
    assert.ok(servers);
    const olds = { ...inputs, checkedFor: {}, outcome: "connected", answer: "" };
    return provider.update(inputs.accessId, { ...olds, servers: { ...servers, expected: former } }, inputs);
  };

  it("drains a replaced server after the new one is healthy", async () => {
    const before: object[] = [];
    time.events = [
      {
        at: 20,
        happen: () => {
          before.push(weights());
          statuses.set(serverId, "normal");
        },
      },
    ];
    await replace(old());
    assert.deepEqual(before, [{ [backend.instanceId]: 100, [serverId]: 100 }]);
    assert.deepEqual(weights(), { [backend.instanceId]: 0, [serverId]: 100 });
  });

  it("gives the CLB time to follow", async () => {
    statuses.set(serverId, "normal");
    await replace(old());
    assert.equal(time.seconds, 6);
  });

  it("drains no server that stays", async () => {
    statuses.set(serverId, "normal");
    await replace(`${serverId}:80`);
    assert.deepEqual(weights(), { [backend.instanceId]: 100, [serverId]: 100 });
    assert.equal(time.seconds, 0);
  });

  it("drains no server that somebody else registered", async () => {
    statuses.set(serverId, "normal");
    await replace("i-removed:80");
    assert.deepEqual(weights(), { [backend.instanceId]: 100, [serverId]: 100 });
    assert.equal(time.seconds, 0);
  });

  it("keeps a replaced server if the new one stays unhealthy, and drains it in the next update", async () => {
    const failed = await replace(old()).then(
      () => assert.fail("did not fail"),
      (error: { id: string; properties: ReadinessState }) => error,
    );
    assert.equal(weights()[backend.instanceId], 100);
    statuses.set(serverId, "normal");
    await provider.update(failed.id, failed.properties, inputs);
    assert.equal(weights()[backend.instanceId], 0);
  });

  it("reports a replaced server that it may not drain", async () => {
    statuses.set(serverId, "normal");
    const forbidden = {
      product: "slb",
      action: "SetVServerGroupAttribute",
      code: "Forbidden.RAM",
      status: 403,
    };
    cloud.faults.set([{ ...forbidden, after: 0, latencyMs: 0 }]);
    const { outs } = await replace(old());
    assert.equal(outs.outcome, "replaced servers not drained: the CLB answered Forbidden.RAM");
  });

  it("reports a skipped question if the caller may not ask", async () => {
    const forbidden = { product: "slb", action: "DescribeHealthStatus", code: "Forbidden.RAM", status: 403 };
    cloud.faults.set([{ ...forbidden, after: 0, latencyMs: 0 }]);
    const { outs } = await update();
    assert.equal(outs.outcome, "servers not checked: the CLB answered Forbidden.RAM");
  });
});
