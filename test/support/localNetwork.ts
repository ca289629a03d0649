import { type TestCloud, textAt, until, versions } from "./localCloud";

export const imageId = "aliyun_3_x64_20G_alibase_20260101.vhd";

export interface TestNetwork {
  vpcId: string;
  vswitchId: string;
  securityGroupId: string;
}

/** Adds a VPC with one vSwitch and one security group. */
export async function addNetwork(cloud: TestCloud, cidr = "10.0.0.0/16"): Promise<TestNetwork> {
  const vpcId = textAt(await cloud.call(versions.vpc, "CreateVpc", { CidrBlock: cidr }), "VpcId");
  const vswitch = { VpcId: vpcId, ZoneId: "cn-hangzhou-h", CidrBlock: cidr.replace(/\/.*/, "/24") };
  const vswitchId = textAt(await cloud.call(versions.vpc, "CreateVSwitch", vswitch), "VSwitchId");
  const group = await cloud.call(versions.ecs, "CreateSecurityGroup", {
    VpcId: vpcId,
    SecurityGroupName: "web",
  });
  return { vpcId, vswitchId, securityGroupId: textAt(group, "SecurityGroupId") };
}

/** The minimal parameters of RunInstances. */
export const launchParameters = (network: TestNetwork): Record<string, string> => ({
  InstanceType: "ecs.e-c1m1.large",
  ImageId: imageId,
  VSwitchId: network.vswitchId,
  "SecurityGroupIds.1": network.securityGroupId,
});

/** Adds a running instance, in the given network or in a new one. */
export async function addInstance(
  cloud: TestCloud,
  network?: TestNetwork,
): Promise<TestNetwork & { instanceId: string; privateIp: string }> {
  const place = network ?? (await addNetwork(cloud));
  const answer = await cloud.call(versions.ecs, "RunInstances", launchParameters(place));
  const instanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
  await until("the instance runs", () => cloud.store.instances.get(instanceId)?.status === "Running");
  return { ...place, instanceId, privateIp: cloud.store.instances.get(instanceId)?.privateIp ?? "" };
}

/** Adds an active intranet CLB to a network. */
export async function addBalancer(cloud: TestCloud, network: TestNetwork): Promise<string> {
  const query = { AddressType: "intranet", VSwitchId: network.vswitchId, VpcId: network.vpcId };
  return textAt(await cloud.call(versions.slb, "CreateLoadBalancer", query), "LoadBalancerId");
}
