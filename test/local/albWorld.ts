import type { AlbZone } from "../../local/store/model";
import type { Store } from "../../local/store/store";
import * as world from "./world";

export const common = (id: string) => ({
  id,
  regionId: world.REGION,
  createdTime: "2026-01-01T00:00:00Z",
  tags: [],
});

/** The tutorial's stack with an ALB in place of the CLB. */
export function albStore(): Store {
  const store = world.tutorialStore();
  const zone = (zoneId: string, vswitchId: string, net: string): AlbZone => ({
    zoneId,
    vswitchId,
    address: `${net}.10`,
    localAddresses: [`${net}.11`, `${net}.12`],
    publicAddress: "",
  });
  store.albLoadBalancers.put({
    ...common("alb-1"),
    name: "",
    vpcId: "vpc-1",
    dnsName: "",
    edition: "Basic",
    addressType: "Intranet",
    addressAllocatedMode: "Fixed",
    payType: "PostPay",
    deletionProtection: { enabled: false, enabledTime: "" },
    modificationProtection: { status: "NonProtection", reason: "" },
    resourceGroupId: "",
    zones: [zone("cn-hangzhou-h", "vsw-1", "10.0.0"), zone("cn-hangzhou-i", "vsw-2", "10.0.1")],
    activeTime: "2026-01-01T00:00:01.000Z",
  });
  store.albServerGroups.put({
    ...common("sgp-1"),
    name: "",
    vpcId: "vpc-1",
    scheduler: "Wrr",
    resourceGroupId: "",
    healthCheck: {
      enabled: true,
      connectPort: 0,
      protocol: "HTTP",
      method: "HEAD",
      path: "/",
      host: "",
      httpVersion: "HTTP1.1",
      codes: ["http_2xx"],
      timeout: 5,
      interval: 2,
      healthyThreshold: 3,
      unhealthyThreshold: 3,
    },
    servers: [{ serverId: "i-1", port: 80, weight: 100, serverIp: "10.0.0.5", description: "" }],
  });
  store.albListeners.put({
    ...common("lsn-1"),
    loadBalancerId: "alb-1",
    port: 80,
    protocol: "HTTP",
    status: "Running",
    description: "",
    serverGroupId: "sgp-1",
    idleTimeout: 15,
    requestTimeout: 60,
    gzipEnabled: true,
  });
  letIn(store, "10.0.0.0/24");
  return store;
}

export const letIn = (store: Store, cidr: string) =>
  store.securityGroups.put(world.securityGroup({ rules: [world.rule({ cidr })] }));
