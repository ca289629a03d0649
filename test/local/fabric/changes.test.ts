import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { createFabric, type FabricOptions } from "../../../local/fabric/fabric";
import type { Connection, ConnectRequest, HttpRequest } from "../../../local/fabric/hops";
import type { SecurityGroupRule } from "../../../local/store/model";
import { Store } from "../../../local/store/store";
import { Table } from "../../../local/store/table";
import { albStore } from "../albWorld";
import * as world from "../world";

/** What surrounds the fabric and is no record of the store. */
interface Surroundings {
  ports: Map<string, number>;
  sick: Set<number>;
  now: number;
}

/** One change. The number selects a variant. */
type Change = (store: Store, n: number, surroundings: Surroundings) => void;

const { existing } = world;
const choose = <T>(values: readonly T[], n: number): T => existing(values[n % values.length]);
const addresses = ["0.0.0.0/0", world.EGRESS, "10.0.0.0/24", "10.0.0.6/32", "192.168.0.0/16"] as const;
const instanceIds = ["i-1", "i-2", "i-3"] as const;

const group = (store: Store, n: number) => existing(store.securityGroups.get(choose(["sg-1", "sg-2"], n)));
const instance = (store: Store, n: number) => store.instances.get(choose(instanceIds, n));
const balancer = (store: Store) => existing(store.loadBalancers.get("lb-1"));
const listener = (store: Store, n: number) => existing(balancer(store).listeners[n % 2]);
const servers = (store: Store, n: number) =>
  existing(store.vServerGroups.get(choose(["rsp-1", "rsp-2"], n))).servers;
const albGroup = (store: Store) => existing(store.albServerGroups.get("sgp-1"));

function put<T extends { id: string }>(table: Table<T>, record: T, n: number): void {
  if (n % 4 === 0) table.delete(record.id);
  else table.put(record);
}

const toggle = (attributes: Record<string, string>, name: string, value: string): void => {
  if (attributes[name] === value) delete attributes[name];
  else attributes[name] = value;
};

const changes: Readonly<Record<string, Change>> = {
  "a rule of a security group": (store, n) => {
    const source = choose<Partial<SecurityGroupRule>>(
      [
        {},
        { cidr: choose(addresses, n) },
        { prefixListId: "pl-1" },
        { groupId: choose(["sg-1", "sg-2"], n) },
      ],
      n,
    );
    const policy = n % 3 === 0 ? "drop" : "accept";
    const portRange = choose(["80/80", "80/90", "1/65535"], n);
    group(store, n).rules = [world.rule({ policy, portRange, ...source })];
  },
  "the rules between members of a security group": (store, n) => {
    group(store, n).innerAccessPolicy = n % 3 === 0 ? "Drop" : "Accept";
  },
  "a prefix list": (store, n) => {
    existing(store.prefixLists.get("pl-1")).entries = [{ cidr: choose(addresses, n), description: "" }];
  },
  "a network ACL": (store, n) => {
    const common = { name: "", description: "", type: "custom", ipVersion: "IPV4" };
    const policy = n % 3 === 0 ? "drop" : "accept";
    const entry = { ...common, id: "e-1", policy, protocol: "tcp", port: "-1/-1" } as const;
    const ingress = [{ ...entry, cidr: choose(addresses, n) }];
    const vswitchIds = [choose(["vsw-1", "vsw-2"], n)];
    const acl = { ...world.common("nacl-1"), name: "", description: "", vpcId: "vpc-1" };
    put(store.networkAcls, { ...acl, ingress, egress: [], vswitchIds }, n);
  },
  "the status of an instance": (store, n) => {
    const one = instance(store, n);
    if (one) one.status = choose(["Running", "Running", "Stopped"], n >> 1);
  },
  "the groups of an instance": (store, n) => {
    const one = instance(store, n);
    if (one) one.securityGroupIds = choose([["sg-1"], ["sg-2"], ["sg-1", "sg-2"], []], n >> 1);
  },
  "the vSwitch of an instance": (store, n) => {
    const one = instance(store, n);
    if (one) one.vswitchId = choose(["vsw-1", "vsw-2"], n >> 1);
  },
  "the addresses of an instance": (store, n) => {
    const one = instance(store, n);
    if (one) one.privateIp = choose(["10.0.0.5", "10.0.0.6", "10.0.0.7"], n >> 1);
    if (one) one.ipv6Addresses = choose([[], ["fd00::5"]], n >> 2);
  },
  "an instance as a whole": (store, n) => {
    const id = choose(instanceIds, n);
    put(store.instances, world.instance({ id, privateIp: `10.0.0.${5 + (n % 3)}` }), n >> 1);
  },
  "the interface of an instance": (store, n) => {
    const one = instance(store, n);
    if (one) one.networkInterfaceId = choose(["eni-1", "eni-2"], n >> 1);
  },
  "a port of an instance": (_, n, { ports }) => {
    const name = `${choose(instanceIds, n)}:${choose([80, 81], n >> 2)}`;
    if (n % 5 === 0) ports.delete(name);
    else ports.set(name, 40_000 + n);
  },
  "the health of a port": (_, n, { ports, sick }) => {
    const port = [...ports.values()][n % ports.size] ?? 0;
    if (!sick.delete(port)) sick.add(port);
  },
  "the status of a CLB": (store, n) => {
    balancer(store).status = choose(["active", "active", "inactive"], n);
  },
  "the network of a CLB": (store, n) => {
    balancer(store).addressType = choose(["intranet", "intranet", "internet"], n);
    balancer(store).vpcId = choose(["vpc-1", "vpc-1", "vpc-2"], n >> 1);
  },
  "the address of a CLB": (store, n) => {
    balancer(store).address = choose(["10.0.0.100", "10.0.0.101"], n);
  },
  "a CLB as a whole": (store, n) => {
    const listeners = [world.listener(), world.listener({ port: 81, protocol: choose(["http", "tcp"], n) })];
    store.loadBalancers.put(world.balancer({ listeners }));
  },
  "the status of a listener": (store, n) => {
    listener(store, n).status = choose(["running", "running", "stopped"], n >> 1);
  },
  "the protocol of a listener": (store, n) => {
    listener(store, n).protocol = choose(["tcp", "http", "http", "https"], n >> 1);
  },
  "the scheduler of a listener": (store, n) => {
    listener(store, n).scheduler = choose(["wrr", "rr", "wlc", "sch", "qch"], n >> 1);
  },
  "the servers of a listener": (store, n) => {
    const one = listener(store, n);
    one.vServerGroupId = choose(["rsp-1", "rsp-2", "", "rsp-3"], n >> 1);
    one.backendServerPort = choose([80, 81], n >> 3);
    if (n % 3 === 0) one.masterSlaveServerGroupId = "mss-1";
    else delete one.masterSlaveServerGroupId;
  },
  "an attribute of a listener": (store, n) => {
    const { attributes } = listener(store, n);
    attributes.AclId = "acl-1";
    const [name, value] = choose(
      [
        ["HealthCheckSwitch", "off"],
        ["HealthCheck", "on"],
        ["HealthCheckConnectPort", "81"],
        ["PersistenceTimeout", "5"],
        ["AclStatus", "on"],
        ["AclType", "black"],
        ["ProxyProtocolV2Enabled", "true"],
        ["ListenerForward", "on"],
      ] as const,
      n >> 1,
    );
    toggle(attributes, name, value);
  },
  "an access control list": (store, n) => {
    const acl = { ...world.common("acl-1"), name: "", ipVersion: "ipv4", resourceGroupId: "" } as const;
    put(store.clbAccessControlLists, { ...acl, entries: [{ cidr: choose(addresses, n), comment: "" }] }, n);
  },
  "the default servers of a CLB": (store, n) => {
    balancer(store).backendServers = instanceIds
      .slice(0, n % 4)
      .map((serverId) => world.server({ serverId }));
  },
  "the weight of a server": (store, n) => {
    const one = servers(store, n)[(n >> 1) % 2];
    if (one) one.weight = choose([100, 50, 0], n >> 2);
  },
  "the port of a server": (store, n) => {
    const one = servers(store, n)[0];
    if (one) one.port = choose([80, 81], n >> 1);
  },
  "the servers of a group": (store, n) => {
    const byInterface = { type: "eni", serverId: "eni-1" } as const;
    const all = [...instanceIds.map((serverId) => world.server({ serverId })), world.server(byInterface)];
    const id = choose(["rsp-1", "rsp-2"], n);
    const record = {
      ...world.common(id),
      name: "",
      loadBalancerId: "lb-1",
      servers: all.slice((n >> 1) % 4),
    };
    store.vServerGroups.put(record);
  },
  "the primary server": (store) => {
    existing(store.masterSlaveServerGroups.get("mss-1")).servers.reverse();
  },
  "a forwarding rule": (store, n) => {
    const id = choose(["rule-1", "rule-2"], n);
    const attributes: Record<string, string> = n % 3 === 0 ? { Scheduler: "rr", HealthCheck: "off" } : {};
    const rule = { ...world.common(id), loadBalancerId: "lb-1", listenerPort: 81, name: "", attributes };
    const target = { domain: choose(["", "a.example"], n), url: choose(["", "/v1"], n >> 1) };
    const listenerSync = choose(["on", "off"] as const, n);
    const vServerGroupId = choose(["rsp-1", "rsp-2"], n >> 2);
    put(store.clbRules, { ...rule, ...target, listenerSync, vServerGroupId }, n >> 1);
  },
  "the groups and zones of an ALB": (store, n) => {
    const alb = existing(store.albLoadBalancers.get("alb-1"));
    alb.securityGroupIds = choose([[], ["sg-1"]], n);
    alb.addressType = choose(["Intranet", "Intranet", "Internet"], n >> 1);
    existing(alb.zones[0]).address = choose(["10.0.0.10", "10.0.0.12"], n >> 2);
  },
  "the time at which an ALB becomes active": (store, n, { now }) => {
    existing(store.albLoadBalancers.get("alb-1")).activeTime = new Date(now + 10_000 * (n % 3)).toISOString();
  },
  "the server group of an ALB": (store, n) => {
    albGroup(store).protocol = choose(["HTTP", "HTTPS", "gRPC"], n);
    albGroup(store).scheduler = choose(["Wrr", "Wlc", "Sch"], n >> 1);
    albGroup(store).healthCheck.enabled = n % 2 === 0;
  },
  "the servers of an ALB": (store, n) => {
    const ids = instanceIds.slice(0, 1 + (n % 3));
    albGroup(store).servers = ids.map((serverId) => ({
      ...{ serverId, port: choose([80, 81], n >> 1), weight: choose([100, 50, 0], n >> 2) },
      ...{ serverIp: "", description: "" },
    }));
  },
  "the listener of an ALB": (store, n) => {
    const one = existing(store.albListeners.get("lsn-1"));
    one.status = choose(["Running", "Running", "Stopped"], n);
    one.serverGroupId = choose(["sgp-1", "sgp-1", "sgp-2"], n >> 1);
  },
};

/** For the changes of the control plane; see {@link Store.tracked}. */
function fill(store: Store): void {
  for (const [i, id] of instanceIds.entries()) {
    const networkInterfaceId = `eni-${i + 1}`;
    store.instances.put(world.instance({ id, privateIp: `10.0.0.${5 + i}`, networkInterfaceId }));
  }
  store.securityGroups.put(
    world.securityGroup({ rules: [world.rule({ prefixListId: "pl-1", portRange: "80/90" })] }),
  );
  store.securityGroups.put(world.securityGroup({ id: "sg-2" }));
  for (const id of ["rsp-1", "rsp-2"]) {
    const all = instanceIds
      .slice(0, 2)
      .map((serverId, i) => world.server({ serverId, weight: 100 - 50 * i }));
    store.vServerGroups.put({ ...world.common(id), name: "", loadBalancerId: "lb-1", servers: all });
  }
  const pair = [
    { ...world.server(), role: "Master" },
    { ...world.server({ serverId: "i-2" }), role: "Slave" },
  ] as const;
  const servers = pair.map((one) => ({ ...one }));
  store.masterSlaveServerGroups.put({ ...world.common("mss-1"), name: "", loadBalancerId: "lb-1", servers });
  changes["an access control list"]?.(store, 5, { ports: new Map(), sick: new Set(), now: 0 });
  const attributes = { AclStatus: "on", AclId: "acl-1" };
  const listeners = [world.listener(), world.listener({ port: 81, protocol: "http", attributes })];
  store.loadBalancers.put(world.balancer({ listeners }));
}

/** The same store, of which nothing that was found before is valid. */
function alwaysChanged(store: Store): Store {
  let revision = 0;
  const parts = Object.entries(store).map(([name, part]) => [
    name,
    part instanceof Table ? Object.create(part, { revision: { get: () => ++revision } }) : part,
  ]);
  return Object.assign(new Store(), Object.fromEntries(parts));
}

/** The requests, which stay the same objects. */
const requests: readonly ConnectRequest[] = ["lb-1", "10.0.0.100", "10.0.0.10", "i-1", "10.0.0.6", "fd00::5"]
  .flatMap((to) => [80, 81].map((port) => ({ to, port })))
  .flatMap((target) => [
    { ...target, from: { address: world.EGRESS_ADDRESS } },
    { ...target, from: { address: "10.0.0.6", ipv6Address: "fd00::6" } },
  ])
  .map((one) => ({ regionId: world.REGION, vpcId: "vpc-1", ...one }));

const calls: readonly (HttpRequest | undefined)[] = [
  undefined,
  { method: "GET", target: "/", headers: {} },
  { method: "GET", target: "/v1/x", headers: {}, host: "a.example" },
];

describe("fabric: after any changes", () => {
  const steps = fc.array(
    fc.record({
      change: fc.constantFrom(...Object.keys(changes)),
      n: fc.nat(63),
      asked: fc.array(fc.nat(requests.length - 1), { minLength: 1, maxLength: 6 }),
      call: fc.constantFrom(...calls),
      /** Whether the change comes while the connections wait for a health check. */
      isLate: fc.boolean(),
    }),
    { minLength: 1, maxLength: 25 },
  );

  it("connects as if it had found nothing before", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const store = albStore();
        const tracked = store.tracked();
        fill(tracked);
        const ports = new Map(
          instanceIds.flatMap((id, i) => [80, 81].map((port) => [`${id}:${port}`, 41_000 + port + 2 * i])),
        );
        const surroundings: Surroundings = {
          ports,
          sick: new Set(),
          now: Date.parse("2026-01-02T00:00:00Z"),
        };
        const options: Omit<FabricOptions, "store"> = {
          machines: { findPort: (id, port) => ports.get(`${id}:${port}`) },
          clock: () => new Date(surroundings.now),
          probe: async (_, { loopbackPort }) => !surroundings.sick.has(loopbackPort),
        };
        const actual = createFabric({ ...options, store });
        const expected = createFabric({ ...options, store: alwaysChanged(store) });
        const ask = async (index: number, call: HttpRequest | undefined, meanwhile?: () => void) => {
          const request = existing(requests[index]);
          const found: (Connection | Promise<Connection>)[] = [
            actual.connect(request, call),
            expected.connect(request, call),
          ];
          meanwhile?.();
          const [one, other] = await Promise.all(found);
          assert.deepEqual(one, other);
        };
        for (const { change, n, asked, call, isLate } of all) {
          const apply = () => changes[change]?.(tracked, n, surroundings);
          if (!isLate) apply();
          for (const [i, index] of asked.entries())
            await ask(index, call, i === 0 && isLate ? apply : undefined);
          // The results of health checks are valid for two seconds.
          if (n % 2 === 0) surroundings.now += 3_000;
        }
      }),
      { numRuns: 300 },
    );
  });
});
