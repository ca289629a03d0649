import assert from "node:assert/strict";
import { lookUp } from "../../local/domains/dns";
import { createFabric, type Fabric } from "../../local/fabric/fabric";
import { lookUpIn } from "../../local/gateway/lookup";
import type { Machines } from "../../local/machines/machines";
import { Delays, durations } from "../../local/realistic/delays";
import { advancing, createRealism, type Realism } from "../../local/realistic/realism";
import type { Instance } from "../../local/store/model";
import { Store } from "../../local/store/store";
import * as world from "./world";

const group = (...serverIds: string[]) => ({
  ...{ id: "rsp-1", regionId: world.REGION, createdTime: "", tags: [] },
  ...{ loadBalancerId: "lb-1", name: "web" },
  servers: serverIds.map((serverId) => world.server({ serverId })),
});
const addressOf: Record<string, string> = { "i-1": "10.0.0.5", "i-2": "10.0.0.6" };

/** A CLB with one instance, its network, and a clock that the test sets. */
class Deployment {
  readonly store = new Store();
  readonly running = new Set<string>();
  readonly fabric: Fabric;
  readonly realism: Realism | undefined;
  private readonly machines: Machines;
  private seconds = 1_000_000;
  private waits: { at: number; resolve(): void }[] = [];

  constructor(seed?: number) {
    const clock = () => new Date(1000 * this.seconds);
    const machines: Machines = {
      start: async ({ id }) => {
        this.running.add(id);
        return { nginx: "running" };
      },
      stop: async (id) => void this.running.delete(id),
      remove: async (id) => void this.running.delete(id),
      close: async () => undefined,
      findPort: (id) => (this.running.has(id) ? 8080 : undefined),
      readConsole: () => "",
    };
    this.store.securityGroups.put(world.securityGroup({ rules: [world.rule({ cidr: world.EGRESS })] }));
    this.store.loadBalancers.put(world.balancer());
    this.store.vServerGroups.put(group("i-1"));
    this.store.instances.put(this.instance("i-1"));
    this.running.add("i-1");
    const wait = (milliseconds: number) =>
      new Promise<void>((resolve) => this.waits.push({ at: this.seconds + milliseconds / 1000, resolve }));
    const parts = { store: this.store, machines, clock };
    this.realism = seed === undefined ? undefined : createRealism({ seed, ...parts, wait });
    this.machines = this.realism?.machines ?? machines;
    const probe = async () => true;
    const network = createFabric({
      ...{ store: this.realism?.store ?? this.store, machines: this.machines, clock, probe },
      ...(this.realism && { times: this.realism.times }),
    });
    this.fabric = this.realism ? advancing(network, this.realism) : network;
    this.realism?.begin();
  }

  private instance(id: string, status: Instance["status"] = "Running"): Instance {
    return world.instance({ id, status, privateIp: addressOf[id] ?? "" });
  }

  /** Lets the cloud start an instance, as RunInstances does. */
  async start(id: string): Promise<void> {
    this.store.instances.put(this.instance(id, "Starting"));
    const started = this.machines.start(this.instance(id) as never);
    void started.then(() => this.store.instances.put(this.instance(id)));
    await this.settle();
  }

  async delete(id: string): Promise<void> {
    await this.machines.remove(id);
    this.store.instances.delete(id);
  }

  register(...serverIds: string[]): void {
    this.store.vServerGroups.put(group(...serverIds));
    this.realism?.observe();
  }

  /** Passes time second by second, with one call in each. Returns the number of failed calls. */
  async pass(seconds: number): Promise<number> {
    let failed = 0;
    for (let second = 0; second < seconds; second++) {
      this.seconds += 1;
      for (const { resolve } of this.waits.filter(({ at }) => at <= this.seconds)) resolve();
      this.waits = this.waits.filter(({ at }) => at > this.seconds);
      await this.settle();
      if (!(await this.isReached())) failed += 1;
    }
    return failed;
  }

  async isReached(): Promise<boolean> {
    const request = { regionId: world.REGION, vpcId: "vpc-1", to: "lb-1", port: 80 };
    return (await this.fabric.connect({ ...request, from: { address: world.EGRESS_ADDRESS } })).ok;
  }

  /** Whether the balancer believes that a server is healthy. */
  async isHealthy(id: string): Promise<boolean> {
    const [listener] = await this.fabric.readHealth("lb-1");
    return listener?.servers.find(({ server }) => server.serverId === id)?.status === "normal";
  }

  private async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
}

describe("the delays of the real cloud", () => {
  it("are the same for the same seed, within the declared durations", () => {
    const of = (seed: number) => {
      const delays = new Delays(seed);
      return Array.from({ length: 20 }, () => delays.next("boot"));
    };
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
    const [from, to] = durations.boot;
    assert.ok(of(1).every((it) => it >= 1000 * from && it <= 1000 * to));
  });

  /** The only server is replaced by one that has just been created. */
  const replace = async (deployment: Deployment): Promise<number> => {
    await deployment.start("i-2");
    deployment.register("i-2");
    await deployment.delete("i-1");
    return deployment.pass(150);
  };

  it("cause an outage if all servers are replaced before the new ones are healthy", async () => {
    const deployment = new Deployment(1);
    const failed = await replace(deployment);
    const shortest = durations["instance start"][0] + durations.boot[0];
    assert.ok(failed >= shortest, `${failed} calls failed`);
    assert.ok(await deployment.isReached(), "the new server never served");
  });

  it("are off by default: the same replacement fails no call", async () => {
    assert.equal(await replace(new Deployment()), 0);
  });

  it("cause no outage if the old server leaves when the new one is healthy", async () => {
    const deployment = new Deployment(1);
    await deployment.start("i-2");
    deployment.register("i-1", "i-2");
    let failed = 0;
    while (!(await deployment.isHealthy("i-2"))) failed += await deployment.pass(1);
    deployment.register("i-2");
    failed += await deployment.pass(durations["server registration"][1]);
    await deployment.delete("i-1");
    failed += await deployment.pass(60);
    assert.equal(failed, 0);
  });

  it("keep a crashed server in service until the health check has failed often enough", async () => {
    const deployment = new Deployment(1);
    deployment.register("i-1", "i-2");
    await deployment.start("i-2");
    while (!(await deployment.isHealthy("i-2"))) await deployment.pass(1);
    deployment.running.delete("i-2");
    // The default check: 3 times in intervals of 2 seconds. Half of the calls go to the failed server meanwhile.
    const failed = await deployment.pass(8);
    assert.ok(failed >= 3 && failed <= 4, `${failed} calls failed`);
    assert.equal(await deployment.pass(60), 0);
  });

  it("show a publication, a plug-in and a DNS record to the gateway late", () => {
    let now = 0;
    const store = new Store();
    const realism = createRealism({
      ...{ seed: 1, store, machines: {} as Machines, clock: () => new Date(now) },
    });
    const apiGroup = { id: "group1", basePath: "/", subDomain: world.HOST } as never;
    const isServed = () => {
      realism.advance();
      return lookUpIn(realism.store).routes(apiGroup, "RELEASE").find("GET", "/nginx") !== undefined;
    };
    world.publish(store, "api1", world.definition());
    realism.observe();
    assert.equal(isServed(), false);
    assert.deepEqual(
      realism.pending().map(({ kind, id }) => [kind, id]),
      [["publication", "api1"]],
    );
    now += 1000 * durations.publication[1];
    assert.equal(isServed(), true);
    assert.deepEqual(realism.pending(), []);
  });

  it("find a changed DNS record until the TTL of the old one has passed", () => {
    let now = 0;
    const store = new Store();
    const realism = createRealism({
      ...{ seed: 1, store, machines: {} as Machines, clock: () => new Date(now) },
    });
    const record = (value: string) => ({
      ...{ id: "1", regionId: "", createdTime: "", tags: [], domainName: "example.com", rr: "api", value },
      ...{ type: "CNAME", line: "default", ttl: 600, priority: 0, status: "ENABLE" as const, remark: "" },
    });
    const found = () => {
      realism.advance();
      return lookUp(realism.store, "api.example.com", "CNAME");
    };
    store.dnsRecords.put(record("one.example.net"));
    realism.observe();
    assert.deepEqual(found(), []);
    now += 1000 * durations.DNS[1];
    assert.deepEqual(found(), ["one.example.net"]);
    store.dnsRecords.put(record("two.example.net"));
    realism.observe();
    now += 599_000;
    assert.deepEqual(found(), ["one.example.net"]);
    now += 1000;
    assert.deepEqual(found(), ["two.example.net"]);
  });

  it("do not apply to the instances of an earlier run", async () => {
    assert.equal(await new Deployment(1).isReached(), true);
  });
});
