import assert from "node:assert/strict";
import {
  DeleteInstanceRequest,
  DescribeInstancesRequest,
  RunInstancesRequest,
  RunInstancesRequestTag,
} from "@alicloud/ecs20140526";
import { at, readCode, startTestCloud, type TestCloud, textAt, until, versions } from "../support/localCloud";
import { addInstance, addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

describe("ECS instances", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const statusOf = (id: string) => cloud.store.instances.get(id)?.status;

  describe("instances", () => {
    const run = (change: Record<string, string> = {}) =>
      ecs("RunInstances", { ...launchParameters(network), ...change });

    it("run with the SDK, from Pending to gone", async () => {
      const userData = Buffer.from("#cloud-config\npackages: [nginx]\n").toString("base64");
      let open = () => {};
      cloud.machines.gate = new Promise((resolve) => {
        open = resolve;
      });
      const made = await cloud.ecs.runInstances(
        new RunInstancesRequest({
          regionId: "cn-hangzhou",
          instanceType: "ecs.g7.large",
          imageFamily: "acs:ubuntu_24_04_x64",
          vSwitchId: network.vswitchId,
          securityGroupIds: [network.securityGroupId],
          instanceName: "web",
          userData,
          httpTokens: "required",
          tag: [new RunInstancesRequestTag({ key: "role", value: "web" })],
        }),
      );
      const id = made.body?.instanceIdSets?.instanceIdSet?.[0] ?? "";
      await until("it is starting", () => statusOf(id) === "Starting");
      assert.equal(
        await readCode(ecs("DeleteInstance", { InstanceId: id, Force: "true" })),
        "IncorrectInstanceStatus.Initializing",
      );
      open();
      await until("it runs", () => statusOf(id) === "Running");
      const instanceIds = JSON.stringify([id]);
      const seen = await cloud.ecs.describeInstances(
        new DescribeInstancesRequest({ regionId: "cn-hangzhou", instanceIds }),
      );
      const instance = seen.body?.instances?.instance?.[0];
      assert.equal(instance?.instanceName, "web");
      assert.equal(instance?.vpcAttributes?.privateIpAddress?.ipAddress?.[0], "10.0.0.1");
      assert.equal(instance?.metadataOptions?.httpTokens, "required");
      assert.equal(instance?.tags?.tag?.[0]?.tagKey, "role");
      assert.equal((await ecs("DescribeUserData", { InstanceId: id })).UserData, userData);
      await cloud.ecs.deleteInstance(new DeleteInstanceRequest({ instanceId: id, force: true }));
      assert.deepEqual(cloud.machines.removed, [id]);
      assert.equal(
        at(await ecs("DescribeInstances", { InstanceIds: instanceIds }), "Instances.Instance.0"),
        undefined,
      );
    });

    it("have every part that the provider reads", async () => {
      const { instanceId } = await addInstance(cloud, network);
      const ids = JSON.stringify([instanceId]);
      const disk = await ecs("DescribeDisks", {
        RegionId: "cn-hangzhou",
        InstanceId: instanceId,
        DiskType: "system",
      });
      assert.equal(at(disk, "Disks.Disk.0.InstanceId"), instanceId);
      assert.equal(at(disk, "Disks.Disk.0.Size"), 40);
      const instances = await ecs("DescribeInstances", {
        InstanceIds: ids,
        "AdditionalAttributes.1": "META_OPTIONS",
      });
      const eni = textAt(
        instances,
        "Instances.Instance.0.NetworkInterfaces.NetworkInterface.0.NetworkInterfaceId",
      );
      const interfaces = await ecs("DescribeNetworkInterfaces", { "NetworkInterfaceId.1": eni });
      assert.equal(
        at(interfaces, "NetworkInterfaceSets.NetworkInterfaceSet.0.PrivateIpSets.PrivateIpSet.0.Primary"),
        true,
      );
      const maintenance = await ecs("DescribeInstanceMaintenanceAttributes", { "InstanceId.1": instanceId });
      assert.equal(
        at(maintenance, "MaintenanceAttributes.MaintenanceAttribute.0.NotifyOnMaintenance"),
        false,
      );
      const attachment = await ecs("DescribeInstanceAttachmentAttributes", { InstanceIds: ids });
      assert.equal(at(attachment, "Instances.Instance.0.InstanceId"), instanceId);
      const attribute = await ecs("DescribeInstanceAttribute", { InstanceId: instanceId });
      assert.equal(attribute.EnableJumboFrame, false);
      const role = await ecs("DescribeInstanceRamRole", { InstanceIds: ids });
      assert.equal(at(role, "InstanceRamRoleSets.InstanceRamRoleSet.0.RamRoleName"), "");
      const status = await ecs("DescribeInstanceStatus", { "InstanceId.1": instanceId });
      assert.equal(at(status, "InstanceStatuses.InstanceStatus.0.Status"), "Running");
    });

    it("come page by page, by token as well", async () => {
      await run({ Amount: "3" });
      const seen: string[] = [];
      let token = "";
      do {
        const page = await ecs("DescribeInstances", { MaxResults: "2", ...(token && { NextToken: token }) });
        for (let i = 0; at(page, `Instances.Instance.${i}`) !== undefined; i++)
          seen.push(textAt(page, `Instances.Instance.${i}.InstanceId`));
        token = textAt(page, "NextToken");
      } while (token !== "" && seen.length < 10);
      assert.deepEqual(
        seen,
        cloud.store.instances.all().map(({ id }) => id),
      );
      assert.equal((await ecs("DescribeInstances", { PageSize: "2" })).NextToken, "");
    });

    it("are all or none, also when the public addresses run out", async () => {
      const more = { InternetMaxBandwidthOut: "5", Amount: "100" };
      await run(more);
      await run(more);
      assert.equal(await readCode(run(more)), "InvalidVSwitch.IpNotEnough");
      assert.equal(cloud.store.instances.all().length, 200);
    });

    it("stop with the mode that the provider read from a running one", async () => {
      const { instanceId } = await addInstance(cloud, network);
      const seen = await ecs("DescribeInstances", { InstanceIds: JSON.stringify([instanceId]) });
      const StoppedMode = textAt(seen, "Instances.Instance.0.StoppedMode");
      await ecs("StopInstance", { InstanceId: instanceId, StoppedMode });
      await until("it is stopped", () => statusOf(instanceId) === "Stopped");
    });

    it("stop without charges and show it until they start", async () => {
      const { instanceId } = await addInstance(cloud, network);
      const mode = async () =>
        at(
          await ecs("DescribeInstances", { InstanceIds: JSON.stringify([instanceId]) }),
          "Instances.Instance.0.StoppedMode",
        );
      await ecs("StopInstance", { InstanceId: instanceId, StoppedMode: "StopCharging" });
      await until("it is stopped", () => statusOf(instanceId) === "Stopped");
      assert.equal(await mode(), "StopCharging");
      await ecs("StartInstance", { InstanceId: instanceId });
      assert.equal(await mode(), "Not-applicable");
    });

    it("stop, take new user data, start and reboot", async () => {
      const { instanceId: id } = await addInstance(cloud, network);
      const userData = Buffer.from("#!/bin/sh\n").toString("base64");
      assert.equal(await readCode(ecs("StartInstance", { InstanceId: id })), "IncorrectInstanceStatus");
      await ecs("StopInstance", { InstanceId: id, ForceStop: "false" });
      await until("it is stopped", () => statusOf(id) === "Stopped");
      assert.equal(cloud.machines.running.has(id), false);
      await ecs("ModifyInstanceAttribute", { InstanceId: id, UserData: userData });
      await ecs("StartInstance", { InstanceId: id });
      await until("it runs", () => statusOf(id) === "Running");
      await ecs("RebootInstance", { InstanceId: id });
      await until("it runs again", () => statusOf(id) === "Running");
      assert.equal((await ecs("DescribeUserData", { InstanceId: id })).UserData, userData);
    });

    it("are Stopped when their machine does not start, with the reason in the log", async () => {
      cloud.machines.failure = new Error("no Nginx here");
      const id = textAt(await run(), "InstanceIdSets.InstanceIdSet.0");
      await until("it is stopped", () => statusOf(id) === "Stopped");
      assert.ok(cloud.lines.some((line) => line.includes(id) && line.includes("no Nginx here")));
    });

    it("get different addresses, and all or none of them are made", async () => {
      const small = await cloud.call(versions.vpc, "CreateVSwitch", {
        VpcId: network.vpcId,
        ZoneId: "cn-hangzhou-i",
        CidrBlock: "10.0.9.0/29",
      });
      const VSwitchId = textAt(small, "VSwitchId");
      // Of eight addresses the first and the last three are the platform's.
      assert.equal(await readCode(run({ VSwitchId, Amount: "5" })), "InvalidVSwitch.IpNotEnough");
      assert.equal(cloud.store.instances.all().length, 0);
      await run({ VSwitchId, Amount: "4" });
      const addresses = cloud.store.instances.all().map(({ privateIp }) => privateIp);
      assert.deepEqual(addresses, ["10.0.9.1", "10.0.9.2", "10.0.9.3", "10.0.9.4"]);
    });

    const refusals: [Record<string, string>, string][] = [
      [{ ImageId: "win2022" }, "InvalidImageId.NotFound"],
      [{ InstanceType: "ecs.huge" }, "InvalidInstanceType.NotFound"],
      [{ ZoneId: "cn-hangzhou-k" }, "InvalidZoneId.Mismatch"],
      [{ VSwitchId: "vsw-none" }, "InvalidVSwitchId.NotFound"],
      [{ "SecurityGroupIds.1": "sg-none" }, "InvalidSecurityGroupId.NotFound"],
      [{ PrivateIpAddress: "10.0.0.254" }, "InvalidPrivateIpAddress.Malformed"],
      [{ PrivateIpAddress: "10.9.0.1" }, "InvalidPrivateIpAddress.Malformed"],
      [{ UserData: "not base64!" }, "InvalidUserData.Base64FormatInvalid"],
      [{ UserData: Buffer.alloc(32 * 1024 + 1).toString("base64") }, "InvalidUserData.SizeExceeded"],
      [{ KeyPairName: "mine" }, "InvalidKeyPair.NotFound"],
      [{ InstanceName: "1st" }, "InvalidInstanceName.Malformed"],
      [{ InstanceChargeType: "PrePaid" }, "MissingPeriod"],
      [{ "PrivatePoolOptions.MatchCriteria": "Target" }, "InvalidPrivatePoolOptions.NotFound"],
      [{ RamRoleName: "none" }, "InvalidRamRole.NotFound"],
      [{ HpcClusterId: "hpc-none" }, "NotExists.HpcCluster"],
      [{ DeploymentSetId: "ds-none" }, "InvalidDeploymentSetId.NotFound"],
      [{ LaunchTemplateId: "lt-none" }, "InvalidLaunchTemplate.NotFound"],
      [{ "DataDisk.1.Size": "10" }, "InvalidDiskSize.ValueNotSupported"],
      [{ "DataDisk.1.Size": "20", "DataDisk.1.SnapshotId": "s-none" }, "InvalidSnapshotId.NotFound"],
      [{ "SystemDisk.ProvisionedIops": "100" }, "InvalidParameter.DiskCategory"],
      [{ "SystemDisk.AutoSnapshotPolicyId": "sp-none" }, "InvalidAutoSnapshotPolicyId.NotFound"],
      [{ CreditSpecification: "Unlimited" }, "InvalidParameter.CreditSpecification"],
      [{ "CpuOptions.Core": "64" }, "InvalidCpuOptions.ValueNotSupported"],
      [{ AutoReleaseTime: "2020-01-01T00:00:00Z" }, "InvalidAutoReleaseTime.Malformed"],
      [{ Password: "short" }, "InvalidPassword.Malformed"],
      [{ "SystemDisk.KMSKeyId": "key-none" }, "InvalidParameter.KMSKeyIdForEncrypted"],
      [{ "SystemDisk.KMSKeyId": "key-none", "SystemDisk.Encrypted": "true" }, "InvalidKMSKeyId.NotFound"],
      [{ ResourceGroupId: "rg-none" }, "InvalidResourceGroup.NotFound"],
      [{ DryRun: "true" }, "DryRunOperation"],
      [
        { "SystemDisk.Encrypted": "true", "SystemDisk.Category": "cloud_ssd" },
        "InvalidParameter.EncryptedIllegal",
      ],
    ];
    for (const [change, code] of refusals) {
      it(`are refused with ${Object.keys(change).join(", ")} of ${Object.values(change)[0]?.slice(0, 20)}`, async () => {
        assert.equal(await readCode(run(change)), code);
        assert.equal(cloud.store.instances.all().length, 0);
      });
    }

    it("are refused with an encrypted disk in a zone that has none, and made without", async () => {
      for (const vswitch of cloud.store.vswitches.all()) vswitch.zoneId = "cn-hongkong-d";
      const encrypted = { "SystemDisk.Encrypted": "true" };
      assert.equal(await readCode(run(encrypted)), "InvalidParameter.EncryptedNotSupported");
      await run({ "SystemDisk.Encrypted": "false" });
    });

    it("accept 32 KB of user data and the requested address, once", async () => {
      const UserData = Buffer.alloc(32 * 1024).toString("base64");
      await run({ UserData, PrivateIpAddress: "10.0.0.77" });
      assert.equal(
        await readCode(run({ PrivateIpAddress: "10.0.0.77" })),
        "InvalidPrivateIpAddress.Duplicated",
      );
    });

    it("are not deleted while protected", async () => {
      const { instanceId } = await addInstance(cloud, network);
      await ecs("ModifyInstanceAttribute", { InstanceId: instanceId, DeletionProtection: "true" });
      const refused = ecs("DeleteInstance", { InstanceId: instanceId, Force: "true" });
      assert.equal(await readCode(refused), "InvalidOperation.DeletionProtection");
      assert.equal(statusOf(instanceId), "Running");
    });

    it("are not deleted when they were made with protection, until it is taken away", async () => {
      const InstanceId = textAt(await run({ DeletionProtection: "true" }), "InstanceIdSets.InstanceIdSet.0");
      await until("it runs", () => statusOf(InstanceId) === "Running");
      const remove = () => ecs("DeleteInstance", { InstanceId, Force: "true" });
      assert.equal(await readCode(remove()), "InvalidOperation.DeletionProtection");
      await ecs("ModifyInstanceAttribute", { InstanceId, DeletionProtection: "false" });
      await remove();
      await until("it is gone", () => statusOf(InstanceId) === undefined);
    });

    it("join and leave security groups", async () => {
      const { instanceId: InstanceId } = await addInstance(cloud, network);
      const group = async (change: Record<string, string>) =>
        textAt(await ecs("CreateSecurityGroup", { VpcId: network.vpcId, ...change }), "SecurityGroupId");
      const other = await group({});
      const enterprise = await group({ SecurityGroupType: "enterprise" });
      await ecs("JoinSecurityGroup", { InstanceId, SecurityGroupId: other });
      const mixed = ecs("JoinSecurityGroup", { InstanceId, SecurityGroupId: enterprise });
      assert.equal(await readCode(mixed), "InvalidSecurityGroup.TypeMismatch");
      assert.equal(
        await readCode(ecs("DeleteSecurityGroup", { SecurityGroupId: other })),
        "DependencyViolation",
      );
      await ecs("LeaveSecurityGroup", { InstanceId, SecurityGroupId: network.securityGroupId });
      const last = ecs("LeaveSecurityGroup", { InstanceId, SecurityGroupId: other });
      assert.equal(await readCode(last), "InstanceLastSecurityGroup");
    });

    it("keep their vSwitch from being deleted", async () => {
      await addInstance(cloud, network);
      const refused = cloud.call(versions.vpc, "DeleteVSwitch", { VSwitchId: network.vswitchId });
      assert.equal(await readCode(refused), "DependencyViolation");
    });
  });
});
