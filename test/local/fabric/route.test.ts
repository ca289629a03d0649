import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { inCidr } from "../../../local/fabric/address";
import { createFabric, type FabricOptions } from "../../../local/fabric/fabric";
import type { Store } from "../../../local/store/store";
import * as world from "../world";

const octet = fc.integer({ min: 0, max: 255 });
const _address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const _toNumber = (text: string): number =>
  text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

describe("fabric: the way into a VPC", () => {
  const gateway = {
    regionId: world.REGION,
    vpcId: "vpc-1",
    from: { address: world.EGRESS_ADDRESS },
    to: "lb-1",
    port: 80,
  };
  const machines = {
    findPort: (id: string, port: number) => (id.startsWith("i-") && port === 80 ? 40080 : undefined),
  };
  const fabricOf = (store: Store, changes: Partial<FabricOptions> = {}) =>
    createFabric({ store, machines, clock: () => new Date(0), probe: async () => true, ...changes });

  it("goes through CLB, TCP listener and security group, from the gateway's own address", async () => {
    const connection = await fabricOf(world.tutorialStore()).connect(gateway);
    assert.ok(connection.ok && !connection.answer);
    assert.deepEqual(
      connection.hops.map((hop) => hop.kind),
      ["target", "clb", "listener", "backend", "instance", "security-group", "machine-port"],
    );
    assert.equal(connection.port, 40080);
    assert.equal(connection.source, world.EGRESS_ADDRESS);
    assert.equal(connection.targetAddress, "10.0.0.100");
  });

  it("comes from the CLB's range behind an HTTP listener, so that no rule is needed", async () => {
    const store = world.tutorialStore();
    store.securityGroups.put(world.securityGroup());
    store.loadBalancers.put(world.balancer({ listeners: [world.listener({ protocol: "http" })] }));
    const connection = await fabricOf(store).connect(gateway);
    assert.ok(connection.ok && !connection.answer);
    assert.equal(inCidr(connection.source, "100.64.0.0/10"), true);
  });

  for (const [target, to] of [
    ["an instance by its ID", "i-1"],
    ["an instance by its address", "10.0.0.5"],
    ["a balancer by its address", "10.0.0.100"],
  ] as const) {
    it(`goes to ${target}`, async () => {
      assert.equal((await fabricOf(world.tutorialStore()).connect({ ...gateway, to })).ok, true);
    });
  }

  it("reaches the IPv6 address of an instance if an IPv6 list allows the caller", async () => {
    const store = world.tutorialStore();
    world.existing(store.instances.get("i-1")).ipv6Addresses = ["2001:db8::5"];
    const from = { address: world.EGRESS_ADDRESS, ipv6Address: "2001:db8:ffff::1" };
    const connect = () => fabricOf(store).connect({ ...gateway, from, to: "2001:db8::5" });
    const refused = await connect();
    assert.equal(refused.ok ? "" : refused.stoppedAt.kind, "security-group", "the IPv4 list does not apply");
    const list = world.existing(store.prefixLists.get("pl-1"));
    const entries = [{ cidr: "2001:db8:ffff::/64", description: "" }];
    store.prefixLists.put({ ...list, id: "pl-6", addressFamily: "IPv6", entries });
    world.existing(store.securityGroups.get("sg-1")).rules.push(world.rule({ prefixListId: "pl-6" }));
    const connection = await connect();
    assert.ok(connection.ok && !connection.answer);
    assert.deepEqual([connection.source, connection.targetAddress], ["2001:db8:ffff::1", "2001:db8::5"]);
    const none = await fabricOf(store).connect({ ...gateway, to: "2001:db8::5" });
    assert.match(none.ok ? "" : none.reason, /no IPv6 address to reach 2001:db8::5 from/);
  });

  const stops: {
    title: string;
    at: string;
    reason: RegExp;
    change(store: Store): void;
    to?: string;
    port?: number;
  }[] = [
    {
      title: "an unknown target",
      at: "target",
      reason: /neither a CLB nor an ECS instance/,
      to: "lb-9",
      change() {},
    },
    {
      title: "a target in another VPC",
      at: "target",
      reason: /in vpc-2, not in vpc-1/,
      change: (store) => store.loadBalancers.put(world.balancer({ vpcId: "vpc-2" })),
    },
    {
      title: "a CLB with an Internet address",
      at: "clb",
      reason: /only an intranet CLB/,
      change: (store) => store.loadBalancers.put(world.balancer({ addressType: "internet" })),
    },
    {
      title: "a CLB that is inactive",
      at: "clb",
      reason: /inactive/,
      change: (store) => store.loadBalancers.put(world.balancer({ status: "inactive" })),
    },
    {
      title: "a port without listener",
      at: "listener",
      reason: /no TCP or HTTP listener on port 81/,
      port: 81,
      change() {},
    },
    {
      title: "a stopped listener",
      at: "listener",
      reason: /is stopped/,
      change: (store) =>
        store.loadBalancers.put(world.balancer({ listeners: [world.listener({ status: "stopped" })] })),
    },
    {
      title: "back-end servers without weight",
      at: "backend",
      reason: /weight above 0/,
      change: (store) => {
        world.existing(store.vServerGroups.get("rsp-1")).servers = [world.server({ weight: 0 })];
      },
    },
    {
      title: "a back-end server on a port where nothing listens",
      at: "backend",
      reason: /fail the listener's health check/,
      change: (store) => {
        world.existing(store.vServerGroups.get("rsp-1")).servers = [world.server({ port: 81 })];
      },
    },
    {
      title: "a scheduling algorithm that is not simulated",
      at: "backend",
      reason: /"tch" is not implemented/,
      change: (store) =>
        store.loadBalancers.put(world.balancer({ listeners: [world.listener({ scheduler: "tch" })] })),
    },
    {
      title: "a stopped instance",
      at: "instance",
      reason: /i-1 is Stopped/,
      change: (store) => store.instances.put(world.instance({ status: "Stopped" })),
    },
    {
      title: "a security group without the gateway's rule",
      at: "security-group",
      reason: /no inbound rule of sg-1/,
      change: (store) => store.securityGroups.put(world.securityGroup()),
    },
    {
      title: "a port of the instance where nothing listens",
      at: "machine-port",
      reason: /nothing listens on port 81/,
      to: "i-1",
      port: 81,
      change: (store) =>
        store.securityGroups.put(
          world.securityGroup({ rules: [world.rule({ cidr: "0.0.0.0/0", portRange: "1/100" })] }),
        ),
    },
  ];
  for (const { title, at, reason, change, to, port } of stops) {
    it(`stops at ${title}`, async () => {
      const store = world.tutorialStore();
      change(store);
      const connection = await fabricOf(store).connect({ ...gateway, to: to ?? "lb-1", port: port ?? 80 });
      assert.ok(!connection.ok);
      assert.equal(connection.stoppedAt.kind, at);
      assert.match(connection.reason, reason);
      assert.equal(connection.hops.at(-1), connection.stoppedAt);
    });
  }

  describe("applies to the next connection", () => {
    const changes: readonly (readonly [what: string, at: string, change: (store: Store) => unknown])[] = [
      [
        "a changed security group",
        "security-group",
        (store) => store.securityGroups.put(world.securityGroup()),
      ],
      ["a deleted security group", "security-group", (store) => store.securityGroups.delete("sg-1")],
      [
        "a stopped instance",
        "instance",
        (store) => store.instances.put(world.instance({ status: "Stopped" })),
      ],
      ["a deleted instance", "backend", (store) => store.instances.delete("i-1")],
      [
        "a stopped listener",
        "listener",
        (store) =>
          store.loadBalancers.put(world.balancer({ listeners: [world.listener({ status: "stopped" })] })),
      ],
      ["a deleted CLB", "target", (store) => store.loadBalancers.delete("lb-1")],
      [
        "a server without weight, which an operation changes in place",
        "backend",
        (store) => {
          world.existing(store.tracked().vServerGroups.get("rsp-1")).servers = [world.server({ weight: 0 })];
        },
      ],
    ];
    for (const [what, at, change] of changes) {
      it(what, async () => {
        const store = world.tutorialStore();
        const fabric = fabricOf(store);
        assert.equal((await fabric.connect(gateway)).ok, true);
        assert.equal((await fabric.connect(gateway)).ok, true);
        change(store);
        const connection = await fabric.connect(gateway);
        assert.ok(!connection.ok);
        assert.equal(connection.stoppedAt.kind, at);
      });
    }
  });

  it("shares connections by weight, and leaves unhealthy servers out", async () => {
    const store = world.tutorialStore();
    store.instances.put(world.instance({ id: "i-2", privateIp: "10.0.0.6" }));
    world.existing(store.vServerGroups.get("rsp-1")).servers = [
      world.server({ weight: 2 }),
      world.server({ serverId: "i-2", weight: 1 }),
    ];
    const used = async (fabric: ReturnType<typeof fabricOf>) => {
      const ids: string[] = [];
      for (let i = 0; i < 6; i++) ids.push(world.existing((await fabric.connect(gateway)).hops[4]).id);
      return ids.sort().join();
    };
    assert.equal(await used(fabricOf(store)), "i-1,i-1,i-1,i-1,i-2,i-2");
    const oneIsIll = fabricOf(store, { probe: async (_check, { address: ip }) => ip !== "10.0.0.5" });
    assert.equal(await used(oneIsIll), "i-2,i-2,i-2,i-2,i-2,i-2");
    const [health] = await oneIsIll.readHealth("lb-1");
    assert.deepEqual(
      health?.servers.map(({ server, status }) => [server.serverId, status]),
      [
        ["i-1", "abnormal"],
        ["i-2", "normal"],
      ],
    );
  });

  it("goes to the primary server of a pair, and to the secondary one while the primary is unhealthy", async () => {
    const store = world.tutorialStore();
    store.instances.put(world.instance({ id: "i-2", privateIp: "10.0.0.6" }));
    const role = (serverId: string, role: "Master" | "Slave") => ({ ...world.server({ serverId }), role });
    store.masterSlaveServerGroups.put({
      ...world.common("rsp-2"),
      name: "",
      loadBalancerId: "lb-1",
      servers: [role("i-2", "Master"), role("i-1", "Slave")],
    });
    const pair = { vServerGroupId: "", masterSlaveServerGroupId: "rsp-2" };
    store.loadBalancers.put(world.balancer({ listeners: [world.listener(pair)] }));
    let now = 0;
    let ill = "";
    const fabric = fabricOf(store, {
      clock: () => new Date(now),
      probe: async (_check, { address: ip }) => ip !== ill,
    });
    const next = async () => {
      now += 60_000;
      return world.existing((await fabric.connect(gateway)).hops[4]).id;
    };
    assert.deepEqual([await next(), await next()], ["i-2", "i-2"]);
    ill = "10.0.0.6";
    assert.deepEqual([await next(), await next()], ["i-1", "i-1"]);
    ill = "";
    assert.equal(await next(), "i-2");
  });

  it("reports servers behind a stopped or unchecked listener as unavailable", async () => {
    const store = world.tutorialStore();
    store.loadBalancers.put(
      world.balancer({
        listeners: [
          world.listener({ status: "stopped" }),
          world.listener({ port: 81, attributes: { HealthCheckSwitch: "off" } }),
        ],
      }),
    );
    const health = await fabricOf(store).readHealth("lb-1");
    assert.deepEqual(
      health.flatMap(({ servers }) => servers.map(({ status }) => status)),
      ["unavailable", "unavailable"],
    );
  });
});
