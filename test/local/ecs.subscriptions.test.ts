import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, readCode, startTestCloud, type TestCloud, textAt, until, versions } from "../support/localCloud";
import { addInstance, addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

describe("Billing, network and placement of ECS instances", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  let dir: string;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "local-cloud-"));
    cloud = await startTestCloud({ dir });
    network = await addNetwork(cloud);
  });
  afterEach(async () => {
    await cloud.close();
    rmSync(dir, { recursive: true });
  });

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const describeInstance = async (id: string) =>
    at(
      await ecs("DescribeInstances", { InstanceIds: JSON.stringify([id]) }),
      "Instances.Instance.0",
    ) as Record<string, unknown>;
  const statusOf = (id: string) => cloud.store.instances.get(id)?.status;
  const stop = async (InstanceId: string) => {
    await ecs("StopInstance", { InstanceId });
    await until("it is stopped", () => statusOf(InstanceId) === "Stopped");
  };

  it("a subscription has an end and cannot be released before it", async () => {
    const prepaid = { InstanceChargeType: "PrePaid", Period: "1", AutoRenew: "true" };
    const answer = await ecs("RunInstances", { ...launchParameters(network), ...prepaid });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    await until("it runs", () => statusOf(InstanceId) === "Running");
    const { InstanceChargeType, ExpiredTime } = await describeInstance(InstanceId);
    assert.equal(InstanceChargeType, "PrePaid");
    const days = (Date.parse(String(ExpiredTime)) - Date.now()) / 86_400_000;
    assert.ok(days > 27 && days <= 31, String(days));
    const seen = await ecs("DescribeInstanceAutoRenewAttribute", { InstanceId });
    const renewal = at(seen, "InstanceRenewAttributes.InstanceRenewAttribute.0") as Record<string, unknown>;
    assert.deepEqual(
      [renewal.RenewalStatus, renewal.Duration, renewal.PeriodUnit],
      ["AutoRenewal", 1, "Month"],
    );
    const removal = () => ecs("DeleteInstance", { InstanceId, Force: "true" });
    assert.equal(await readCode(removal()), "ChargeTypeViolation");
    const InstanceIds = JSON.stringify([InstanceId]);
    await ecs("ModifyInstanceChargeType", { InstanceIds, InstanceChargeType: "PostPaid" });
    await removal();
  });

  it("the data disks of a subscription become subscriptions, with the same end", async () => {
    const answer = await ecs("RunInstances", { ...launchParameters(network), "DataDisk.1.Size": "20" });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    await until("it runs", () => statusOf(InstanceId) === "Running");
    const change = () => ecs("ModifyDiskChargeType", { InstanceId, DiskChargeType: "PrePaid" });
    assert.equal(await readCode(change()), "InvalidInstanceChargeType.NotSupport");
    await ecs("ModifyInstanceChargeType", { InstanceIds: JSON.stringify([InstanceId]), Period: "1" });
    assert.equal((await change()).OrderId, "");
    const disks = await ecs("DescribeDisks", { InstanceId, DiskType: "data" });
    const disk = at(disks, "Disks.Disk.0");
    assert.deepEqual([at(disk, "DiskChargeType"), at(disk, "Portable")], ["PrePaid", false]);
    assert.equal(at(disk, "ExpiredTime"), (await describeInstance(InstanceId)).ExpiredTime);
  });

  it("an account has no dedicated hosts and no reserved capacity", async () => {
    const hosts = await ecs("DescribeDedicatedHosts", { PageSize: "20" });
    assert.deepEqual(
      [hosts.TotalCount, hosts.PageSize, hosts.DedicatedHosts],
      [0, 20, { DedicatedHost: [] }],
    );
    const pools = await ecs("DescribeElasticityAssurances", { "PrivatePoolOptions.Ids": '["eap-1"]' });
    assert.deepEqual([pools.TotalCount, pools.ElasticityAssuranceSet], [0, { ElasticityAssuranceItem: [] }]);
  });

  it("a subscription is renewed, and renews itself for valid periods only", async () => {
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const renewal = { InstanceId, RenewalStatus: "AutoRenewal", Duration: "3" };
    assert.equal(
      await readCode(ecs("ModifyInstanceAutoRenewAttribute", renewal)),
      "InvalidInstanceChargeType.NotSupport",
    );
    await ecs("ModifyInstanceChargeType", { InstanceIds: JSON.stringify([InstanceId]), Period: "1" });
    const end = async () => Date.parse(String((await describeInstance(InstanceId)).ExpiredTime));
    const before = await end();
    await ecs("RenewInstance", { InstanceId, Period: "1", PeriodUnit: "Year" });
    assert.ok((await end()) - before >= 365 * 86_400_000);
    await ecs("ModifyInstanceAutoRenewAttribute", renewal);
    const wrong = ecs("ModifyInstanceAutoRenewAttribute", { ...renewal, Duration: "11" });
    assert.equal(await readCode(wrong), "InvalidPeriod.ValueNotSupported");
    await stop(InstanceId);
    await ecs("ModifyPrepayInstanceSpec", { InstanceId, InstanceType: "ecs.g7.large" });
    assert.equal((await describeInstance(InstanceId)).InstanceType, "ecs.g7.large");
  });

  it("an instance gets a public address with its bandwidth, and loses it with it", async () => {
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const address = async () => at(await describeInstance(InstanceId), "PublicIpAddress.IpAddress");
    const allocation = () => ecs("AllocatePublicIpAddress", { InstanceId });
    assert.equal(await readCode(allocation()), "InvalidInternetMaxBandwidthOut.Zero");
    const change = { InstanceId, InternetMaxBandwidthOut: "50", NetworkChargeType: "PayByBandwidth" };
    await ecs("ModifyInstanceNetworkSpec", change);
    assert.deepEqual(await address(), []);
    const ip = textAt(await allocation(), "IpAddress");
    assert.deepEqual(await address(), [ip]);
    assert.equal(await readCode(allocation()), "AllocatedAlready");
    const { InternetChargeType } = await describeInstance(InstanceId);
    assert.equal(InternetChargeType, "PayByBandwidth");
    const wide = ecs("ModifyInstanceNetworkSpec", { InstanceId, InternetMaxBandwidthOut: "150" });
    assert.equal(await readCode(wide), "InvalidInternetMaxBandwidthOut.ValueNotSupported");
    await ecs("ModifyInstanceNetworkSpec", { InstanceId, InternetMaxBandwidthOut: "0" });
    assert.deepEqual(await address(), []);
  });

  it("a stopped instance moves to another vSwitch of its zone", async () => {
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const vswitch = { VpcId: network.vpcId, ZoneId: "cn-hangzhou-h", CidrBlock: "10.0.1.0/24" };
    const VSwitchId = textAt(await cloud.call(versions.vpc, "CreateVSwitch", vswitch), "VSwitchId");
    const move = (change: Record<string, string> = {}) =>
      ecs("ModifyInstanceVpcAttribute", { InstanceId, VSwitchId, ...change });
    assert.equal(await readCode(move()), "IncorrectInstanceStatus");
    await stop(InstanceId);
    assert.equal(await readCode(move({ PrivateIpAddress: "10.0.2.5" })), "InvalidPrivateIpAddress.Malformed");
    await move({ PrivateIpAddress: "10.0.1.5" });
    const instance = cloud.store.instances.get(InstanceId);
    assert.deepEqual([instance?.vswitchId, instance?.privateIp], [VSwitchId, "10.0.1.5"]);
    const far = { VpcId: network.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.3.0/24" };
    const elsewhere = textAt(await cloud.call(versions.vpc, "CreateVSwitch", far), "VSwitchId");
    assert.equal(await readCode(move({ VSwitchId: elsewhere })), "InvalidVSwitchId.Mismatch");
  });

  it("an instance is released at its time, unless the time is removed", async () => {
    const { instanceId: kept } = await addInstance(cloud, network);
    const { instanceId: released } = await addInstance(cloud, network);
    const time = `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
    for (const InstanceId of [kept, released])
      await ecs("ModifyInstanceAutoReleaseTime", { InstanceId, AutoReleaseTime: time });
    assert.equal((await describeInstance(kept)).AutoReleaseTime, `${time.slice(0, 16)}Z`);
    await ecs("ModifyInstanceAutoReleaseTime", { InstanceId: kept });
    assert.equal(statusOf(released), "Running");
    await cloud.close();
    cloud = await startTestCloud({ dir, clock: () => new Date(Date.now() + 7_200_000) });
    await until("it is released", () => statusOf(released) === undefined);
    assert.equal(statusOf(kept), "Running");
  });

  it("instances share a deployment set, which is deleted when it is empty", async () => {
    const set = { DeploymentSetName: "spread", Strategy: "Availability" };
    const DeploymentSetId = textAt(await ecs("CreateDeploymentSet", set), "DeploymentSetId");
    const answer = await ecs("RunInstances", { ...launchParameters(network), DeploymentSetId });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    await until("it runs", () => statusOf(InstanceId) === "Running");
    const seen = await ecs("DescribeDeploymentSets", { DeploymentSetIds: JSON.stringify([DeploymentSetId]) });
    assert.deepEqual(at(seen, "DeploymentSets.DeploymentSet.0.InstanceIds.InstanceId"), [InstanceId]);
    assert.equal(
      await readCode(ecs("DeleteDeploymentSet", { DeploymentSetId })),
      "DeploymentSet.InstanceExist",
    );
    const many = { ...launchParameters(network), DeploymentSetId, Amount: "20" };
    assert.equal(await readCode(ecs("RunInstances", many)), "InvalidOperation.DeploymentSetQuotaFull");
    const leave = { InstanceId, DeploymentSetId, RemoveFromDeploymentSet: "true" };
    await ecs("ModifyInstanceDeployment", leave);
    await ecs("DeleteDeploymentSet", { DeploymentSetId });
  });

  it("instances share an HPC cluster, which takes another name", async () => {
    const HpcClusterId = textAt(await ecs("CreateHpcCluster", { Name: "fast" }), "HpcClusterId");
    await ecs("RunInstances", { ...launchParameters(network), HpcClusterId });
    await ecs("ModifyHpcClusterAttribute", { HpcClusterId, Name: "faster" });
    const seen = await ecs("DescribeHpcClusters", { HpcClusterIds: JSON.stringify([HpcClusterId]) });
    assert.equal(at(seen, "HpcClusters.HpcCluster.0.Name"), "faster");
    assert.equal(await readCode(ecs("DeleteHpcCluster", { HpcClusterId })), "HpcCluster.InstanceExist");
  });

  it("an existing interface becomes the primary one, and is kept if it does not end with the instance", async () => {
    const eni = await ecs("CreateNetworkInterface", {
      VSwitchId: network.vswitchId,
      SecurityGroupId: network.securityGroupId,
      PrimaryIpAddress: "10.0.0.50",
      NetworkInterfaceName: "mine",
      DeleteOnRelease: "false",
    });
    const id = textAt(eni, "NetworkInterfaceId");
    const { VSwitchId: _vswitch, "SecurityGroupIds.1": _group, ...others } = launchParameters(network);
    const primary = {
      "NetworkInterface.1.InstanceType": "Primary",
      "NetworkInterface.1.NetworkInterfaceId": id,
    };
    const answer = await ecs("RunInstances", { ...others, ...primary });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    await until("it runs", () => statusOf(InstanceId) === "Running");
    const find = async () =>
      at(
        await ecs("DescribeNetworkInterfaces", { "NetworkInterfaceId.1": id }),
        "NetworkInterfaceSets.NetworkInterfaceSet.0",
      ) as Record<string, unknown>;
    const { Type, NetworkInterfaceName, PrivateIpAddress } = await find();
    assert.deepEqual([Type, NetworkInterfaceName, PrivateIpAddress], ["Primary", "mine", "10.0.0.50"]);
    await ecs("DeleteInstance", { InstanceId, Force: "true" });
    const after = await find();
    assert.deepEqual(
      [after.Type, after.Status, after.NetworkInterfaceName],
      ["Secondary", "Available", "mine"],
    );
  });
});
