import assert from "node:assert/strict";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";

/** Resources of the provider that users declare beside a VpcApi. */
const program = (word: string, { body, privateKey }: TestCertificate) => `
import * as alicloud from "@pulumi/alicloud";
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  network: { zones: ["cn-hangzhou-i"] },
  group: { groupName: "shop" },
  routes: { "get-home": { path: "/", auth: "anonymous", protocols: ["HTTP"] } },
});
const { vpcId, vswitchIds } = api.network;
const vswitchId = vswitchIds[0];
const instanceId = api.service.instanceIds[0];

const nat = new alicloud.vpc.NatGateway("nat", {
  vpcId, vswitchId, natType: "Enhanced", paymentType: "PayAsYouGo", internetChargeType: "PayByLcu", natGatewayName: "${word}",
});
const address = new alicloud.ecs.EipAddress("nat", { addressName: "${word}" });
const bound = new alicloud.ecs.EipAssociation("nat", { allocationId: address.id, instanceId: nat.id, instanceType: "Nat" });
const snat = new alicloud.vpc.SnatEntry("nat", {
  snatTableId: nat.snatTableIds, sourceVswitchId: vswitchId, snatIp: address.ipAddress,
}, { dependsOn: bound });
const bandwidth = new alicloud.vpc.CommonBandwithPackage("shared", { bandwidth: "10", bandwidthPackageName: "${word}" });
new alicloud.vpc.CommonBandwithPackageAttachment("shared", { bandwidthPackageId: bandwidth.id, instanceId: address.id }, { dependsOn: snat });

const table = new alicloud.vpc.RouteTable("own", { vpcId, routeTableName: "${word}" });
new alicloud.vpc.RouteEntry("own", {
  routeTableId: table.id, destinationCidrblock: "10.9.0.0/16", nexthopType: "NatGateway", nexthopId: nat.id,
});
new alicloud.vpc.NetworkAcl("own", { vpcId, networkAclName: "${word}" });

const disk = new alicloud.ecs.EcsDisk("data", { zoneId: "cn-hangzhou-i", size: 20, category: "cloud_essd", diskName: "${word}" });
new alicloud.ecs.EcsDiskAttachment("data", { diskId: disk.id, instanceId });
const group = new alicloud.ecs.SecurityGroup("own", { vpcId, securityGroupName: "${word}" });
const card = new alicloud.ecs.EcsNetworkInterface("own", { vswitchId, securityGroupIds: [group.id], networkInterfaceName: "${word}" });

const image = new alicloud.ecs.Image("own", { imageName: "plain", instanceId, description: "${word}", deleteAutoSnapshot: true });
new alicloud.ecs.Instance("copy", {
  imageId: image.id, instanceType: "ecs.e-c1m1.large", vswitchId, securityGroups: [group.id], instanceName: "${word}",
});

const balancer = new alicloud.slb.ApplicationLoadBalancer("web", { addressType: "intranet", vswitchId, instanceChargeType: "PayByCLCU" });
const servers = new alicloud.slb.ServerGroup("web", { loadBalancerId: balancer.id, name: "${word}" });
const listener = new alicloud.slb.Listener("web", {
  loadBalancerId: balancer.id, serverGroupId: servers.id, protocol: "http", frontendPort: 80, backendPort: 80, healthCheck: "off", bandwidth: -1,
});
new alicloud.slb.Rule("web", {
  loadBalancerId: balancer.id, serverGroupId: servers.id, frontendPort: listener.frontendPort, name: "${word}", domain: "shop.example.com", url: "/items",
});

const second = new alicloud.slb.MasterSlaveServerGroup("pair", {
  loadBalancerId: balancer.id, name: "pair",
  servers: ["Master", "Slave"].map((serverType, index) => ({ serverId: instanceId, port: 80 + index, serverType })),
});
new alicloud.slb.Listener("pair", {
  loadBalancerId: balancer.id, masterSlaveServerGroupId: second.id, protocol: "tcp", frontendPort: 81, backendPort: 80, bandwidth: -1, scheduler: "wrr", description: "${word}",
});
new alicloud.slb.ServerCertificate("own", { name: "${word}", serverCertificate: ${JSON.stringify(body)}, privateKey: ${JSON.stringify(privateKey)} });

const pool = new alicloud.vpc.PublicIpAddressPool("own", { publicIpAddressPoolName: "${word}" });
new alicloud.vpc.PublicIpAddressPoolCidrBlock("own", { publicIpAddressPoolId: pool.id, cidrMask: 28 });
const filter = new alicloud.vpc.TrafficMirrorFilter("own", { trafficMirrorFilterName: "${word}" });
new alicloud.vpc.TrafficMirrorFilterIngressRule("own", {
  trafficMirrorFilterId: filter.id, priority: 1, action: "accept", protocol: "TCP", sourceCidrBlock: "10.0.0.0/8", destinationCidrBlock: "10.0.0.0/8",
  sourcePortRange: "1/65535", destinationPortRange: "80/80",
});
new alicloud.vpc.TrafficMirrorSession("own", {
  trafficMirrorFilterId: filter.id, trafficMirrorSourceIds: [card.id], trafficMirrorTargetType: "SLB", trafficMirrorTargetId: balancer.id, priority: 1,
  trafficMirrorSessionName: "${word}",
});

new alicloud.dns.AlidnsDomain("own", { domainName: "shop-plain.example.com", remark: "${word}" });
new alicloud.resourcemanager.ResourceGroup("own", { resourceGroupName: "plain", displayName: "${word}" });
const team = new alicloud.ram.Group("team", { name: "team", comments: "${word}" });
const policy = new alicloud.ram.Policy("read", {
  policyName: "read-${word}", policyDocument: JSON.stringify({ Version: "1", Statement: [{ Effect: "Allow", Action: "vpc:Describe*", Resource: "*" }] }),
});
new alicloud.ram.GroupPolicyAttachment("read", { policyName: policy.policyName, policyType: policy.type, groupName: team.name });
new alicloud.apigateway.Backend("own", { backendName: "plain", backendType: "HTTP", description: "${word}" });
export const url = api.urls["get-home"];
`;

describe("plain resources of the provider beside a VpcApi, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let cloud: LocalCloud;
  let certificate: TestCertificate;
  before(async () => {
    certificate = await new TestAuthority().issue(["shop.example.com"], 90, "RSA");
    cloud = await stack.start(program("first", certificate));
  });
  after(() => stack.remove());

  const callHome = async () =>
    (await cloud.call({ url: String(new Map(Object.entries(stack.outputs())).get("url")) })).status;

  it("are created", async () => {
    stack.up();
    assert.equal(await callHome(), 200);
  });

  it("change in place, and nothing changes afterwards", async () => {
    stack.program(program("second", certificate));
    stack.up();
    stack.staysAsItIs();
    assert.equal(await callHome(), 200);
  });

  it("are deleted", async () => assert.equal(await stack.destroy(), 0));
});
