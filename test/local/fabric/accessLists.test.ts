import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createFabric } from "../../../local/fabric/fabric";
import type * as model from "../../../local/store/model";
import type { Store } from "../../../local/store/store";
import * as world from "../world";

const common = (id: string) => ({
  id,
  regionId: world.REGION,
  createdTime: "2026-01-01T00:00:00Z",
  tags: [],
  name: id,
  resourceGroupId: "",
});

type AclType = "White" | "Black";

/** A store whose listener at the address has the access list `acl-1`. */
interface Balancer {
  to: string;
  listener: string;
  store(type: AclType, cidrs: readonly string[]): Store;
  setEntries(store: Store, cidrs: readonly string[]): void;
}

const balancers: Readonly<Record<string, Balancer>> = {
  CLB: {
    to: "lb-1",
    listener: "lb-1:80",
    store(type, cidrs) {
      const store = world.tutorialStore();
      const attributes = {
        ...world.listener().attributes,
        AclStatus: "on",
        AclType: type.toLowerCase(),
        AclId: "acl-1",
      };
      store.loadBalancers.put(world.balancer({ listeners: [world.listener({ attributes })] }));
      this.setEntries(store, cidrs);
      return store;
    },
    setEntries(store, cidrs) {
      const entries = cidrs.map((cidr) => ({ cidr, comment: "" }));
      store.clbAccessControlLists.put({ ...common("acl-1"), ipVersion: "ipv4", entries });
    },
  },
  ALB: {
    to: "10.0.0.10",
    listener: "alb-1:80",
    store(type, cidrs) {
      const store = world.tutorialStore();
      const rules = [world.rule({ cidr: "10.0.0.0/24" })];
      store.securityGroups.put(world.securityGroup({ rules }));
      store.albLoadBalancers.put({
        ...common("alb-1"),
        vpcId: "vpc-1",
        addressType: "Intranet",
        zones: [
          {
            zoneId: "cn-hangzhou-h",
            vswitchId: "vsw-1",
            address: "10.0.0.10",
            localAddresses: ["10.0.0.11"],
          },
        ],
      } as unknown as model.AlbLoadBalancer);
      store.albServerGroups.put({
        ...common("sgp-1"),
        vpcId: "vpc-1",
        scheduler: "Wrr",
        healthCheck: { enabled: false },
        servers: [{ serverId: "i-1", port: 80, weight: 100 }],
      } as unknown as model.AlbServerGroup);
      store.albListeners.put({
        ...common("lsn-1"),
        loadBalancerId: "alb-1",
        port: 80,
        protocol: "HTTP",
        status: "Running",
        serverGroupId: "sgp-1",
        acl: { type, ids: ["acl-1"] },
      } as unknown as model.AlbListener);
      this.setEntries(store, cidrs);
      return store;
    },
    setEntries(store, cidrs) {
      const entries = cidrs.map((cidr) => ({ cidr, description: "" }));
      store.albAcls.put({ ...common("acl-1"), entries });
    },
  },
};

const fabricOf = (store: Store) =>
  createFabric({
    store,
    machines: { findPort: (_, port) => (port === 80 ? 40_080 : undefined) },
    clock: () => new Date("2026-01-01T12:00:00Z"),
    probe: async () => true,
  });

for (const [name, balancer] of Object.entries(balancers)) {
  describe(`fabric: access control list of a listener of ${name}`, () => {
    const request = {
      regionId: world.REGION,
      vpcId: "vpc-1",
      from: { address: world.EGRESS_ADDRESS },
      to: balancer.to,
      port: 80,
    };

    for (const [type, cidrs, allowed] of [
      ["White", [world.EGRESS], true],
      ["White", ["10.0.0.0/8"], false],
      ["White", ["10.0.0.0/8", `${world.EGRESS_ADDRESS}/32`], true],
      ["White", [], true],
      ["Black", [world.EGRESS], false],
      ["Black", ["10.0.0.0/8"], true],
      ["Black", [], true],
    ] as const) {
      it(`${allowed ? "admits" : "rejects"} the gateway with ${type} ${cidrs.join(", ") || "without entries"}`, async () => {
        const connection = await fabricOf(balancer.store(type, cidrs)).connect(request);
        assert.equal(connection.ok, allowed);
        if (connection.ok) return;
        assert.equal(connection.stoppedAt.kind, "listener");
        assert.equal(connection.stoppedAt.id, balancer.listener);
        assert.match(connection.reason, /acl-1/);
      });
    }

    it("applies a changed entry to the next connection", async () => {
      const store = balancer.store("White", [world.EGRESS]);
      const fabric = fabricOf(store);
      assert.equal((await fabric.connect(request)).ok, true);
      balancer.setEntries(store, ["10.0.0.0/8"]);
      assert.equal((await fabric.connect(request)).ok, false);
      balancer.setEntries(store, [world.EGRESS]);
      assert.equal((await fabric.connect(request)).ok, true);
    });
  });
}
