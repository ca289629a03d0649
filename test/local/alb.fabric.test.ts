import assert from "node:assert/strict";
import { createFabric } from "../../local/fabric/fabric";
import type { Store } from "../../local/store/store";
import { albStore, letIn } from "./albWorld";
import * as world from "./world";

const now = new Date("2026-01-02T00:00:00Z");

const connect = (
  store: Store,
  options: { healthy?: boolean; to?: string; port?: number; from?: string; ipv6?: string } = {},
) =>
  createFabric({
    store,
    machines: { findPort: (_, port) => (port === 80 ? 40_080 : undefined) },
    clock: () => now,
    probe: async () => options.healthy ?? true,
  }).connect({
    regionId: world.REGION,
    vpcId: "vpc-1",
    from: {
      address: options.from ?? world.EGRESS_ADDRESS,
      ...(options.ipv6 && { ipv6Address: options.ipv6 }),
    },
    to: options.to ?? "10.0.0.10",
    port: options.port ?? 80,
  });

describe("fabric: through an ALB", () => {
  it("reaches the instance from a local address of the zone that was called", async () => {
    const connection = await connect(albStore());
    assert.ok(connection.ok && !connection.answer);
    assert.deepEqual(
      connection.hops.map(({ kind }) => kind),
      ["target", "alb", "listener", "rule", "backend", "instance", "security-group", "machine-port"],
    );
    assert.equal(connection.source, "10.0.0.11");
    assert.equal(connection.via, "http");
    assert.equal(connection.targetAddress, "10.0.0.10");
  });

  for (const [protocol, tls] of [
    [undefined, false],
    ["HTTP", false],
    ["HTTPS", true],
  ] as const) {
    it(`uses ${tls ? "TLS" : "no TLS"} to servers of a group with ${protocol ?? "no"} protocol`, async () => {
      const store = albStore();
      const group = world.existing(store.albServerGroups.get("sgp-1"));
      store.albServerGroups.put({ ...group, ...(protocol && { protocol }) });
      const connection = await connect(store);
      assert.ok(connection.ok && !connection.answer);
      assert.equal(connection.tls, tls);
    });
  }

  it("carries nothing to a group with gRPC", async () => {
    const store = albStore();
    const group = world.existing(store.albServerGroups.get("sgp-1"));
    store.albServerGroups.put({ ...group, protocol: "gRPC" });
    const refused = await connect(store);
    assert.ok(!refused.ok);
    assert.match(refused.reason, /protocol gRPC is not carried/);
  });

  it("is open to all whom no rule of its own security groups drops", async () => {
    const store = albStore();
    const alb = world.existing(store.albLoadBalancers.get("alb-1"));
    alb.securityGroupIds = ["sg-alb"];
    const setRules = (...rules: ReturnType<typeof world.rule>[]) =>
      store.securityGroups.put(world.securityGroup({ id: "sg-alb", rules }));
    setRules();
    assert.equal((await connect(store)).ok, true, "no rule says anything");
    const drop = world.rule({
      policy: "drop",
      protocol: "all",
      portRange: "-1/-1",
      priority: 100,
      cidr: "0.0.0.0/0",
    });
    setRules(drop);
    const refused = await connect(store);
    assert.ok(!refused.ok);
    assert.deepEqual([refused.stoppedAt.kind, refused.stoppedAt.id], ["security-group", "sg-alb"]);
    setRules(drop, world.rule({ ruleId: "sgr-2", prefixListId: "pl-1" }));
    assert.equal((await connect(store)).ok, true, "the gateway's list comes first");
    assert.equal((await connect(store, { from: "10.0.0.77" })).ok, false, "anybody else in the VPC");
  });

  it("is called over IPv6 by who has IPv6, at its IPv6 address", async () => {
    const store = albStore();
    world.existing(store.albLoadBalancers.get("alb-1")?.zones[0]).ipv6Address = "2001:db8::a";
    const to = "2001:db8::a";
    assert.equal((await connect(store, { to, ipv6: "2001:db8:1::1" })).ok, true);
    const refused = await connect(store, { to });
    assert.match(refused.ok ? "" : refused.reason, /the caller has no IPv6 address/);
  });

  const stops: {
    title: string;
    at: string;
    reason: RegExp;
    change?(store: Store): void;
    options?: Parameters<typeof connect>[1];
  }[] = [
    {
      title: "an ALB that faces the Internet",
      at: "alb",
      reason: /only an intranet ALB/,
      change: ({ albLoadBalancers }) => {
        world.existing(albLoadBalancers.get("alb-1")).addressType = "Internet";
      },
    },
    {
      title: "an ALB that is being provisioned",
      at: "alb",
      reason: /Provisioning/,
      change: ({ albLoadBalancers }) => {
        world.existing(albLoadBalancers.get("alb-1")).activeTime = "2026-01-02T00:00:01.000Z";
      },
    },
    { title: "an id in place of an address", at: "target", reason: /neither/, options: { to: "alb-1" } },
    {
      title: "a port without a listener",
      at: "listener",
      reason: /no listener on port 81/,
      options: { port: 81 },
    },
    {
      title: "a stopped listener",
      at: "listener",
      reason: /Stopped/,
      change: ({ albListeners }) => {
        world.existing(albListeners.get("lsn-1")).status = "Stopped";
      },
    },
    {
      title: "a server group that is gone",
      at: "rule",
      reason: /sgp-1, which does not exist/,
      change: ({ albServerGroups }) => albServerGroups.delete("sgp-1"),
    },
    {
      title: "servers that are all ill",
      at: "backend",
      reason: /all 1 servers fail the health check/,
      options: { healthy: false },
    },
    {
      title: "servers of weight 0",
      at: "backend",
      reason: /weight above 0/,
      change: ({ albServerGroups }) => {
        for (const server of world.existing(albServerGroups.get("sgp-1")).servers) server.weight = 0;
      },
    },
    {
      title: "a security group that allows the gateway, but not the vSwitch",
      at: "security-group",
      reason: /no inbound rule of sg-1 accepts TCP port 80 from 10\.0\.0\.11/,
      change: (store) => letIn(store, world.EGRESS),
    },
    {
      title: "the local address of the other zone, which has no rule",
      at: "security-group",
      reason: /from 10\.0\.1\.11/,
      options: { to: "10.0.1.10" },
    },
    {
      title: "a stopped instance",
      at: "instance",
      reason: /Stopped/,
      change: (store) => store.instances.put(world.instance({ status: "Stopped" })),
    },
  ];
  for (const { title, at, reason, change, options } of stops) {
    it(`stops at ${title}`, async () => {
      const store = albStore();
      change?.(store);
      const connection = await connect(store, options);
      assert.ok(!connection.ok);
      assert.equal(connection.stoppedAt.kind, at);
      assert.match(connection.reason, reason);
    });
  }
});
