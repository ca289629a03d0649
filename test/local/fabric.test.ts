import assert from "node:assert/strict";
import { createServer } from "node:http";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { firstUsableAddress, inCidr, inPortRange } from "../../local/fabric/address";
import { createFabric, type FabricOptions } from "../../local/fabric/fabric";
import { HealthChecks } from "../../local/fabric/health";
import { healthCheckOf } from "../../local/fabric/healthCheck";
import { probe } from "../../local/fabric/probe";
import { Scheduler } from "../../local/fabric/scheduler";
import { judgeIngress, type Packet } from "../../local/fabric/securityGroup";
import type { Store } from "../../local/store/store";
import * as world from "./world";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const toNumber = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

describe("fabric: addresses and ports", () => {
  it("judges CIDR blocks as arithmetic does", () => {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (ip, network, bits) => {
        const size = 2 ** (32 - bits);
        const expected = Math.floor(toNumber(ip) / size) === Math.floor(toNumber(network) / size);
        assert.equal(inCidr(ip, `${network}/${bits}`), expected);
      }),
    );
  });

  it("takes a lone address for itself only", () => {
    fc.assert(fc.property(address, address, (a, b) => assert.equal(inCidr(a, b), a === b)));
    assert.equal(inCidr("2001:db8::1", "2001:DB8:0::1"), true);
  });

  it("keeps the address families apart and takes nonsense for nothing", () => {
    assert.equal(inCidr("10.0.0.1", "::/0"), false);
    assert.equal(inCidr("2001:db8::1", "0.0.0.0/0"), false);
    assert.equal(inCidr("10.0.0.1", "everything"), false);
    assert.equal(inCidr("nobody", "0.0.0.0/0"), false);
  });

  it("judges port ranges", () => {
    const port = fc.integer({ min: 1, max: 65535 });
    fc.assert(
      fc.property(port, port, port, (asked, low, high) => {
        assert.equal(inPortRange(asked, `${low}/${high}`), low <= asked && asked <= high);
        assert.equal(inPortRange(asked, "-1/-1"), true);
        assert.equal(inPortRange(asked, "80"), false);
      }),
    );
  });

  it("finds the first usable address of a block", () => {
    assert.equal(firstUsableAddress("100.104.10.0/26"), "100.104.10.1");
    assert.equal(firstUsableAddress("100.104.10.77/26"), "100.104.10.65");
    assert.equal(firstUsableAddress("10.1.2.3/32"), "10.1.2.3");
  });
});

describe("fabric: security groups", () => {
  const none = () => undefined;
  const packet = (changes: Partial<Packet> = {}): Packet => ({
    source: world.EGRESS_ADDRESS,
    fromClb: false,
    sourceGroupIds: [],
    port: 80,
    ...changes,
  });
  const allowed = (rules: ReturnType<typeof world.rule>[], asked = packet()): boolean =>
    judgeIngress([world.securityGroup({ rules })], asked, none).allowed;

  it("lets nothing in without a rule, and says which group lacks it", () => {
    const verdict = judgeIngress([world.securityGroup()], packet(), none);
    assert.equal(verdict.allowed, false);
    assert.match(verdict.reason, /no inbound rule of sg-1 accepts TCP port 80 from 100\.104\.10\.1/);
  });

  const cases: { title: string; rules: Partial<Parameters<typeof world.rule>[0]>[]; expected: boolean }[] = [
    { title: "an accepting CIDR block", rules: [{ cidr: world.EGRESS }], expected: true },
    { title: "another CIDR block", rules: [{ cidr: "10.0.0.0/8" }], expected: false },
    { title: "another port", rules: [{ cidr: "0.0.0.0/0", portRange: "443/443" }], expected: false },
    { title: "another protocol", rules: [{ cidr: "0.0.0.0/0", protocol: "udp" }], expected: false },
    {
      title: "all protocols",
      rules: [{ cidr: "0.0.0.0/0", protocol: "all", portRange: "-1/-1" }],
      expected: true,
    },
    { title: "an outbound rule", rules: [{ cidr: "0.0.0.0/0", direction: "egress" }], expected: false },
    {
      title: "drop at the same priority",
      rules: [{ cidr: world.EGRESS }, { cidr: "0.0.0.0/0", policy: "drop" }],
      expected: false,
    },
    {
      title: "accept at a smaller priority",
      rules: [
        { cidr: world.EGRESS, priority: 1 },
        { cidr: "0.0.0.0/0", policy: "drop", priority: 2 },
      ],
      expected: true,
    },
    {
      title: "drop at a smaller priority",
      rules: [
        { cidr: world.EGRESS, priority: 50 },
        { cidr: "0.0.0.0/0", policy: "drop", priority: 2 },
      ],
      expected: false,
    },
  ];
  for (const { title, rules, expected } of cases) {
    it(`judges ${title}: ${expected ? "in" : "out"}`, () => {
      assert.equal(allowed(rules.map((changes) => world.rule(changes))), expected);
    });
  }

  it("looks into prefix lists", () => {
    const groups = [world.securityGroup({ rules: [world.rule({ prefixListId: "pl-1" })] })];
    const { prefixLists } = world.tutorialStore();
    assert.equal(judgeIngress(groups, packet(), (id) => prefixLists.get(id)).allowed, true);
    assert.equal(
      judgeIngress(groups, packet({ source: "100.104.12.1" }), (id) => prefixLists.get(id)).allowed,
      false,
    );
  });

  it("lets members of a source group in, and members of the group itself when it is a normal one", () => {
    const member = packet({ source: "10.0.0.9", sourceGroupIds: ["sg-1"] });
    assert.equal(allowed([world.rule({ groupId: "sg-1" })], member), true);
    assert.equal(allowed([], member), true);
    const enterprise = world.securityGroup({ type: "enterprise" });
    assert.equal(judgeIngress([enterprise], member, none).allowed, false);
    assert.equal(
      judgeIngress([world.securityGroup({ innerAccessPolicy: "Drop" })], member, none).allowed,
      false,
    );
  });

  it("counts the rules of all groups together", () => {
    const open = world.securityGroup({ id: "sg-2", rules: [world.rule({ cidr: "0.0.0.0/0" })] });
    assert.equal(judgeIngress([world.securityGroup(), open], packet(), none).allowed, true);
    const closed = world.securityGroup({
      id: "sg-3",
      rules: [world.rule({ cidr: "0.0.0.0/0", policy: "drop" })],
    });
    assert.equal(judgeIngress([open, closed], packet(), none).allowed, false);
  });

  it("always lets in what a CLB sends itself, but not whatever has an address of its range", () => {
    assert.equal(allowed([], packet({ source: "100.64.0.1", fromClb: true })), true);
    assert.equal(allowed([], packet({ source: "100.64.0.1" })), false);
  });

  it("does not depend on the order of the rules", () => {
    const someRule = fc.record({
      cidr: fc.constantFrom("0.0.0.0/0", world.EGRESS, "10.0.0.0/8"),
      priority: fc.integer({ min: 1, max: 4 }),
      policy: fc.constantFrom("accept" as const, "drop" as const),
      portRange: fc.constantFrom("80/80", "1/65535", "443/443"),
    });
    const orders = fc
      .array(someRule, { maxLength: 6 })
      .chain((rules) =>
        fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
      );
    fc.assert(
      fc.property(orders, ([rules, shuffled]) => {
        assert.equal(allowed(shuffled.map(world.rule)), allowed(rules.map(world.rule)));
      }),
    );
  });
});

describe("fabric: the way into a VPC", () => {
  const gateway = {
    regionId: world.REGION,
    vpcId: "vpc-1",
    from: { address: world.EGRESS_ADDRESS },
    to: "lb-1",
    port: 80,
  };
  const machines = {
    portOf: (id: string, port: number) => (id.startsWith("i-") && port === 80 ? 40080 : undefined),
  };
  const fabricOf = (store: Store, changes: Partial<FabricOptions> = {}) =>
    createFabric({ store, machines, clock: () => new Date(0), probe: async () => true, ...changes });

  it("goes through CLB, TCP listener and security group, from the gateway's own address", async () => {
    const connection = await fabricOf(world.tutorialStore()).connect(gateway);
    assert.ok(connection.ok);
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
    assert.ok(connection.ok);
    assert.equal(inCidr(connection.source, "100.64.0.0/10"), true);
  });

  it("goes to an instance by its id, and to both by their addresses", async () => {
    const store = world.tutorialStore();
    for (const to of ["i-1", "10.0.0.5", "10.0.0.100"]) {
      assert.equal((await fabricOf(store).connect({ ...gateway, to })).ok, true, to);
    }
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
    const [health] = await oneIsIll.healthOf("lb-1");
    assert.deepEqual(
      health?.servers.map(({ server, status }) => [server.serverId, status]),
      [
        ["i-1", "abnormal"],
        ["i-2", "normal"],
      ],
    );
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
    const health = await fabricOf(store).healthOf("lb-1");
    assert.deepEqual(
      health.flatMap(({ servers }) => servers.map(({ status }) => status)),
      ["unavailable", "unavailable"],
    );
  });
});

describe("fabric: schedulers", () => {
  it("spreads a heavy server's turns instead of bunching them", () => {
    const pick = world.existing(new Scheduler().byName("wrr"));
    const servers = [
      { name: "a", weight: 4 },
      { name: "b", weight: 2 },
    ];
    const turns = Array.from({ length: 6 }, () => pick("listener", servers, "")?.name).join("");
    assert.equal(turns, "abaaba");
  });

  it("keeps a source on its server with sch, and ignores weights with rr", () => {
    const scheduler = new Scheduler();
    const servers = [
      { name: "a", weight: 100 },
      { name: "b", weight: 1 },
    ];
    const sch = world.existing(scheduler.byName("sch"));
    assert.equal(sch("l", servers, "10.0.0.1"), sch("l", servers, "10.0.0.1"));
    const rr = world.existing(scheduler.byName("rr"));
    assert.deepEqual([rr("m", servers, ""), rr("m", servers, "")].map((it) => it?.name).sort(), ["a", "b"]);
  });
});

describe("fabric: health checks", () => {
  const check = { ...world.existing(healthCheckOf(world.listener())), interval: 2000 };

  it("reads a listener's parameters, with the service's defaults", () => {
    assert.deepEqual(
      healthCheckOf(
        world.listener({
          attributes: {
            HealthCheckType: "http",
            HealthCheckURI: "/ok",
            HealthCheckMethod: "get",
            HealthCheckHttpCode: "http_2xx,http_3xx",
            HealthCheckConnectPort: "8080",
            HealthCheckInterval: "5",
            UnhealthyThreshold: "2",
          },
        }),
      ),
      {
        type: "http",
        method: "GET",
        uri: "/ok",
        domain: "",
        statusClasses: [2, 3],
        port: 8080,
        timeout: 5000,
        interval: 5000,
        healthyThreshold: 3,
        unhealthyThreshold: 2,
      },
    );
    assert.equal(healthCheckOf(world.listener({ attributes: {} }))?.type, "tcp");
    assert.equal(
      healthCheckOf(world.listener({ protocol: "http", attributes: { HealthCheck: "off" } })),
      undefined,
    );
  });

  it("asks again only after the interval, and changes its mind only after enough answers in a row", async () => {
    let now = 0;
    let answers: boolean[] = [];
    let asked = 0;
    const health = new HealthChecks(
      async () => {
        asked++;
        return answers.shift() ?? true;
      },
      () => new Date(now),
    );
    const ask = () => health.isHealthy("server", check, 40080, "10.0.0.5");
    assert.equal(await ask(), true);
    assert.equal(asked, 3);
    now = 1999;
    assert.equal(await ask(), true);
    assert.equal(asked, 3);
    now = 2000;
    answers = [false, false, true];
    assert.equal(await ask(), true);
    now = 4000;
    answers = [false, false, false];
    assert.equal(await ask(), false);
    now = 6000;
    answers = [true, true, false];
    assert.equal(await ask(), false);
    assert.equal(await health.isHealthy("server", check, undefined, "10.0.0.5"), false);
  });

  describe("over loopback", () => {
    const seen: string[] = [];
    const http = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.host}`);
      response.writeHead(request.url === "/ok" ? 204 : 404).end();
    });
    let port = 0;
    before((done) => {
      http.listen(0, "127.0.0.1", () => {
        const bound = http.address();
        port = typeof bound === "object" && bound ? bound.port : 0;
        done();
      });
    });
    after((done) => {
      http.close(done);
    });

    it("judges the status of an HTTP check", async () => {
      const at = { loopbackPort: port, address: "10.0.0.5" };
      assert.equal(await probe({ ...check, uri: "/ok" }, at), true);
      assert.equal(await probe({ ...check, uri: "/absent" }, at), false);
      assert.equal(await probe({ ...check, uri: "/absent", statusClasses: [4] }, at), true);
      assert.equal(seen[0], "HEAD /ok 10.0.0.5");
    });

    it("judges a TCP check by the connection alone", async () => {
      assert.equal(await probe({ ...check, type: "tcp" }, { loopbackPort: port, address: "10.0.0.5" }), true);
      assert.equal(await probe({ ...check, type: "tcp" }, { loopbackPort: 1, address: "10.0.0.5" }), false);
    });
  });
});
