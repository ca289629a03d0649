import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, until, versions } from "../support/localCloud";
import { addInstance, addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

describe("Data disks, snapshots and automatic snapshot policies", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const zone = { ZoneId: "cn-hangzhou-h" };
  const disk = { ...zone, DiskCategory: "cloud_efficiency", Size: "20" };
  const newDisk = async (change: Record<string, string> = {}) =>
    textAt(await ecs("CreateDisk", { ...disk, ...change }), "DiskId");
  const describeDisk = async (DiskId: string) => {
    const seen = await ecs("DescribeDisks", { DiskIds: JSON.stringify([DiskId]) });
    return at(seen, "Disks.Disk.0") as Record<string, unknown>;
  };

  it("attach to an instance in their zone, detach and are deleted", async () => {
    const DiskId = await newDisk({ DiskName: "data", "Tag.1.Key": "for", "Tag.1.Value": "test" });
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const elsewhere = await newDisk({ ZoneId: "cn-hangzhou-i" });
    assert.equal(
      await readCode(ecs("AttachDisk", { DiskId: elsewhere, InstanceId })),
      "ResourcesNotInSameZone",
    );
    await ecs("AttachDisk", { DiskId, InstanceId });
    const { Status, Device, DiskName, DeleteWithInstance } = await describeDisk(DiskId);
    assert.deepEqual(
      { Status, Device, DiskName, DeleteWithInstance },
      { Status: "In_use", Device: "/dev/xvdb", DiskName: "data", DeleteWithInstance: false },
    );
    assert.equal(await readCode(ecs("DeleteDisk", { DiskId })), "IncorrectDiskStatus");
    assert.equal(await readCode(ecs("AttachDisk", { DiskId, InstanceId })), "IncorrectDiskStatus");
    await ecs("DetachDisk", { DiskId, InstanceId });
    await ecs("DeleteDisk", { DiskId });
    assert.equal(await describeDisk(DiskId), undefined);
  });

  it("show when and where they were attached and detached", async () => {
    const DiskId = await newDisk();
    const before = await describeDisk(DiskId);
    assert.deepEqual([before.AttachedTime, before.DetachedTime, before.MountInstanceNum], ["", "", 0]);
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    await ecs("AttachDisk", { DiskId, InstanceId });
    const { AttachedTime, Attachments, MountInstanceNum } = await describeDisk(DiskId);
    assert.deepEqual(Attachments, { Attachment: [{ InstanceId, Device: "/dev/xvdb", AttachedTime }] });
    assert.equal(MountInstanceNum, 1);
    await ecs("DetachDisk", { DiskId, InstanceId });
    const after = await describeDisk(DiskId);
    assert.deepEqual([after.AttachedTime, after.Attachments], [AttachedTime, { Attachment: [] }]);
    assert.match(String(after.DetachedTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it("are created with an instance, and deleted or kept when it is released", async () => {
    const answer = await ecs("RunInstances", {
      ...launchParameters(network),
      "DataDisk.1.Size": "40",
      "DataDisk.1.Category": "cloud_ssd",
      "DataDisk.2.Size": "100",
      "DataDisk.2.Category": "cloud_auto",
      "DataDisk.2.ProvisionedIops": "200",
      "DataDisk.2.BurstingEnabled": "true",
      "DataDisk.2.DeleteWithInstance": "false",
    });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    await until("it runs", () => cloud.store.instances.get(InstanceId)?.status === "Running");
    const seen = await ecs("DescribeDisks", { InstanceId, DiskType: "data" });
    assert.deepEqual(
      [at(seen, "Disks.Disk.0.Device"), at(seen, "Disks.Disk.1.Device")],
      ["/dev/xvdb", "/dev/xvdc"],
    );
    assert.equal(at(seen, "Disks.Disk.1.ProvisionedIops"), 200);
    await ecs("DeleteInstance", { InstanceId, Force: "true" });
    const [kept, ...others] = cloud.store.disks.all();
    assert.deepEqual([kept?.category, kept?.instanceId, others.length], ["cloud_auto", undefined, 0]);
  });

  it("leave nothing behind when the instance cannot be created", async () => {
    const many = { ...launchParameters(network), Amount: "2", "DataDisk.1.Size": "20" };
    await ecs("RunInstances", { ...launchParameters(network), PrivateIpAddress: "10.0.0.9" });
    const taken = { "NetworkInterface.1.PrimaryIpAddress": "10.0.0.9" };
    assert.equal(
      await readCode(ecs("RunInstances", { ...many, ...taken })),
      "InvalidPrivateIpAddress.Duplicated",
    );
    assert.equal(cloud.store.disks.all().length, 0);
  });

  const refusals: [Record<string, string>, string][] = [
    [{ Size: "10" }, "InvalidDiskSize.ValueNotSupported"],
    [
      { DiskCategory: "cloud_essd", PerformanceLevel: "PL2", Size: "100" },
      "InvalidDiskSize.ValueNotSupported",
    ],
    [{ DiskCategory: "cloud" }, "LocalCloud.ValueNotImplemented"],
    [{ ZoneId: "cn-beijing-a" }, "InvalidZoneId.NotFound"],
    [{ ZoneId: "" }, "MissingZoneId"],
    [{ KMSKeyId: "key-none" }, "InvalidParameter.KMSKeyIdForEncrypted"],
    [{ BurstingEnabled: "true" }, "InvalidParameter.DiskCategory"],
    [{ SnapshotId: "s-none" }, "InvalidSnapshotId.NotFound"],
  ];
  for (const [change, code] of refusals) {
    it(`are refused with ${JSON.stringify(change)}`, async () => {
      assert.equal(await readCode(ecs("CreateDisk", { ...disk, ...change })), code);
    });
  }

  it("grow, change their category and level, and do not shrink", async () => {
    const DiskId = await newDisk();
    assert.equal(await readCode(ecs("ResizeDisk", { DiskId, NewSize: "20" })), "InvalidDiskSize.TooSmall");
    await ecs("ResizeDisk", { DiskId, NewSize: "500" });
    await ecs("ModifyDiskSpec", { DiskId, DiskCategory: "cloud_essd", PerformanceLevel: "PL2" });
    const { Size, Category, PerformanceLevel } = await describeDisk(DiskId);
    assert.deepEqual([Size, Category, PerformanceLevel], [500, "cloud_essd", "PL2"]);
    const change = ecs("ModifyDiskSpec", { DiskId, ProvisionedIops: "100" });
    assert.equal(await readCode(change), "InvalidParameter.DiskCategory");
  });

  const newSystemDisk = async () => {
    const { instanceId } = await addInstance(cloud, network);
    return cloud.store.instances.get(instanceId)?.systemDisk.diskId ?? "";
  };
  for (const [kind, create] of [
    ["data disk", () => newDisk()],
    ["system disk of an instance", newSystemDisk],
  ] as const) {
    it(`get and lose tags: a ${kind}`, async () => {
      const id = await create();
      const resource = { ResourceType: "disk", "ResourceId.1": id };
      await ecs("TagResources", { ...resource, "Tag.1.Key": "k", "Tag.1.Value": "v" });
      assert.deepEqual((await describeDisk(id)).Tags, { Tag: [{ TagKey: "k", TagValue: "v" }] });
      await ecs("UntagResources", { ...resource, "TagKey.1": "k" });
      assert.deepEqual((await describeDisk(id)).Tags, { Tag: [] });
    });
  }

  it("get a new system disk with another image, while the instance is stopped", async () => {
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const before = cloud.store.instances.get(InstanceId)?.systemDisk.diskId;
    const change = {
      InstanceId,
      ImageId: "ubuntu_22_04_x64_20G_alibase_20260101.vhd",
      "SystemDisk.Size": "80",
    };
    assert.equal(await readCode(ecs("ReplaceSystemDisk", change)), "IncorrectInstanceStatus");
    await ecs("StopInstance", { InstanceId });
    await until("it is stopped", () => cloud.store.instances.get(InstanceId)?.status === "Stopped");
    const DiskId = textAt(await ecs("ReplaceSystemDisk", change), "DiskId");
    assert.notEqual(DiskId, before);
    const { ImageId, Size } = await describeDisk(DiskId);
    assert.deepEqual([ImageId, Size], [change.ImageId, 80]);
  });

  it("are copied from snapshots, which record their size", async () => {
    const DiskId = await newDisk({ Size: "60" });
    const SnapshotId = textAt(
      await ecs("CreateSnapshot", { DiskId, SnapshotName: "before", RetentionDays: "5" }),
      "SnapshotId",
    );
    const seen = await ecs("DescribeSnapshots", { SnapshotIds: JSON.stringify([SnapshotId]) });
    assert.equal(at(seen, "Snapshots.Snapshot.0.SourceDiskSize"), "60");
    assert.equal(at(seen, "Snapshots.Snapshot.0.RetentionDays"), 5);
    const copy = await newDisk({ SnapshotId, Size: "20" });
    assert.equal((await describeDisk(copy)).Size, 60);
    assert.equal(await readCode(ecs("DeleteSnapshot", { SnapshotId })), "SnapshotCreatedDisk");
    await ecs("DeleteSnapshot", { SnapshotId, Force: "true" });
    const wrong = ecs("CreateSnapshot", { DiskId, SnapshotName: "auto1" });
    assert.equal(await readCode(wrong), "InvalidSnapshotName.Malformed");
  });

  it("follow an automatic snapshot policy until it is deleted", async () => {
    const policy = {
      regionId: "cn-hangzhou",
      autoSnapshotPolicyName: "daily",
      timePoints: '["1"]',
      repeatWeekdays: '["1","7"]',
      retentionDays: "-1",
      EnableCrossRegionCopy: "true",
      TargetCopyRegions: '["cn-beijing"]',
      "CopyEncryptionConfiguration.Encrypted": "true",
      "CopyEncryptionConfiguration.KMSKeyId": "key-1",
    };
    const wrong = ecs("CreateAutoSnapshotPolicy", { ...policy, repeatWeekdays: '["8"]' });
    assert.equal(await readCode(wrong), "InvalidAutoSnapshotPolicy.ValueNotSupported");
    const id = textAt(await ecs("CreateAutoSnapshotPolicy", policy), "AutoSnapshotPolicyId");
    const DiskId = await newDisk();
    const diskIds = JSON.stringify([DiskId]);
    await ecs("ApplyAutoSnapshotPolicy", { autoSnapshotPolicyId: id, diskIds });
    const change = { autoSnapshotPolicyId: id, retentionDays: "7" };
    await ecs("ModifyAutoSnapshotPolicyEx", change);
    const seen = await ecs("DescribeAutoSnapshotPolicyEx", { AutoSnapshotPolicyId: id });
    const row = at(seen, "AutoSnapshotPolicies.AutoSnapshotPolicy.0") as Record<string, unknown>;
    assert.deepEqual(
      [row.DiskNums, row.RetentionDays, row.RepeatWeekdays, row.TimePoints],
      [1, 7, '["1","7"]', '["1"]'],
    );
    assert.deepEqual(row.CopyEncryptionConfiguration, { Encrypted: true, KMSKeyId: "key-1" });
    await ecs("DeleteAutoSnapshotPolicy", { autoSnapshotPolicyId: id });
    assert.equal((await describeDisk(DiskId)).AutoSnapshotPolicyId, "");
  });
});
