import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance, imageId, launchParameters, type TestNetwork } from "../support/localNetwork";

describe("Custom images", () => {
  let cloud: TestCloud;
  let network: TestNetwork & { instanceId: string };
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addInstance(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string> = {}) =>
    cloud.call(versions.ecs, action, { RegionId: "cn-hangzhou", ...query });
  const create = async (query: Record<string, string> = {}) =>
    textAt(await ecs("CreateImage", { InstanceId: network.instanceId, ...query }), "ImageId");
  const find = async (query: Record<string, string>) => {
    const { Images } = (await ecs("DescribeImages", query)) as {
      Images: { Image: Record<string, unknown>[] };
    };
    return Images.Image;
  };
  const run = async (query: Record<string, string>) =>
    textAt(
      await ecs("RunInstances", { ...launchParameters(network), ...query }),
      "InstanceIdSets.InstanceIdSet.0",
    );
  const addSnapshot = async () => {
    const systemDisk = cloud.store.instances.get(network.instanceId)?.systemDisk.diskId ?? "";
    return textAt(await ecs("CreateSnapshot", { DiskId: systemDisk }), "SnapshotId");
  };
  const addDataSnapshot = async () => {
    const zone = { ZoneId: "cn-hangzhou-h", DiskCategory: "cloud_efficiency", Size: "30" };
    const DiskId = textAt(await ecs("CreateDisk", zone), "DiskId");
    return textAt(await ecs("CreateSnapshot", { DiskId }), "SnapshotId");
  };
  const mappings = (...disks: Record<string, string>[]) =>
    Object.fromEntries(
      disks.flatMap((disk, index) =>
        Object.entries(disk).map(([name, value]) => [`DiskDeviceMapping.${index + 1}.${name}`, value]),
      ),
    );

  it("are created from an instance, with a snapshot of each disk", async () => {
    const zone = { ZoneId: "cn-hangzhou-h", DiskCategory: "cloud_efficiency", Size: "30" };
    const DiskId = textAt(await ecs("CreateDisk", zone), "DiskId");
    await ecs("AttachDisk", { DiskId, InstanceId: network.instanceId });
    const ImageId = await create({ ImageName: "web", Description: "first", "Tag.1.Key": "for" });
    const [image] = await find({ ImageId });
    assert.deepEqual(
      [image?.ImageName, image?.ImageOwnerAlias, image?.Platform, image?.Size, image?.Status],
      ["web", "self", "Aliyun", 40, "Available"],
    );
    assert.deepEqual(at(image, "Tags.Tag"), [{ TagKey: "for", TagValue: "" }]);
    const disks = at(image, "DiskDeviceMappings.DiskDeviceMapping") as Record<string, string>[];
    assert.deepEqual(
      disks.map(({ Type, Device, Size }) => [Type, Device, Size]),
      [
        ["system", "/dev/xvda", "40"],
        ["data", "/dev/xvdb", "30"],
      ],
    );
    const snapshots = await ecs("DescribeSnapshots", { Usage: "image" });
    assert.equal(at(snapshots, "TotalCount"), 2);
  });

  it("are created from the snapshot of a system disk", async () => {
    const ImageId = await create({ InstanceId: "", SnapshotId: await addSnapshot() });
    const [image] = await find({ ImageId });
    assert.deepEqual([image?.ImageName, image?.Platform, image?.Size], [ImageId, "Aliyun", 40]);
  });

  it("are created from disk mappings", async () => {
    const disks = mappings(
      { SnapshotId: await addDataSnapshot(), Size: "50" },
      { SnapshotId: await addSnapshot() },
      { Size: "0" },
    );
    const [image] = await find({ ImageId: await create({ InstanceId: "", ...disks }) });
    const seen = at(image, "DiskDeviceMappings.DiskDeviceMapping") as Record<string, string>[];
    assert.deepEqual(
      seen.map(({ Type, Device, Size }) => [Type, Device, Size]),
      [
        ["system", "/dev/xvda", "40"],
        ["data", "/dev/xvdb", "50"],
        ["data", "/dev/xvdc", "20"],
      ],
    );
  });

  it("need exactly one source", async () => {
    assert.equal(await readCode(ecs("CreateImage")), "MissingImageSource");
    assert.equal(await readCode(create({ SnapshotId: await addSnapshot() })), "MissingImageSource");
  });

  it("need one system disk with a snapshot in their mappings", async () => {
    const data = { SnapshotId: await addDataSnapshot() };
    const system = { SnapshotId: await addSnapshot() };
    const attempt = (...disks: Record<string, string>[]) =>
      readCode(create({ InstanceId: "", ...mappings(...disks) }));
    assert.equal(await attempt(data), "InvalidDiskDeviceMapping.SystemDisk");
    assert.equal(await attempt(system, system), "InvalidDiskDeviceMapping.SystemDisk");
    assert.equal(await attempt({ ...system, Size: "30" }), "InvalidDiskDeviceMapping.Size");
    assert.equal(await attempt({ ...system, Device: "/dev/xvdb" }), "InvalidDiskDeviceMapping.Device");
    const twice = { ...data, Device: "/dev/xvdb" };
    assert.equal(await attempt(system, twice, twice), "InvalidDiskDeviceMapping.Device");
  });

  it("have a name that no other image of the region has", async () => {
    await create({ ImageName: "web" });
    assert.equal(await readCode(create({ ImageName: "web" })), "InvalidImageName.Duplicated");
  });

  it("are listed beside the public ones, by owner, name, snapshot and tag", async () => {
    const ImageId = await create({ ImageName: "web", "Tag.1.Key": "for", "Tag.1.Value": "test" });
    const [image] = await find({ ImageId });
    const SnapshotId = textAt(image, "DiskDeviceMappings.DiskDeviceMapping.0.SnapshotId");
    const all = await find({ PageSize: "100" });
    assert.deepEqual(new Set(all.map((one) => one.ImageOwnerAlias)), new Set(["system", "self"]));
    const filters: Record<string, string>[] = [
      { ImageOwnerAlias: "self" },
      { ImageName: "we*" },
      { SnapshotId },
      { "Tag.1.Key": "for" },
      { IsPublic: "false" },
      { ImageOwnerId: "1234567890123456" },
    ];
    for (const filter of filters) {
      const found = await find(filter);
      assert.deepEqual([filter, found.map((one) => one.ImageId)], [filter, [ImageId]]);
    }
    assert.equal((await find({ ImageId, Status: "Deprecated" })).length, 0);
    assert.equal((await find({ ImageId, RegionId: "cn-shanghai" })).length, 0);
  });

  it("start instances that behave as the public image at their origin", async () => {
    const ImageId = await create();
    const InstanceId = await run({ ImageId });
    const seen = await ecs("DescribeInstances", { InstanceIds: JSON.stringify([InstanceId]) });
    assert.equal(at(seen, "Instances.Instance.0.ImageId"), ImageId);
    assert.equal(at(seen, "Instances.Instance.0.OSType"), "linux");
    assert.match(textAt(seen, "Instances.Instance.0.OSName"), /^Alibaba Cloud Linux 3/);
    assert.equal(cloud.store.instances.get(InstanceId)?.baseImageId, imageId);
    assert.equal((await find({ ImageId }))[0]?.Usage, "instance");
  });

  it("start instances with the data disks of the image", async () => {
    const disks = mappings(
      { SnapshotId: await addSnapshot() },
      { SnapshotId: await addDataSnapshot(), Device: "/dev/xvdc" },
    );
    const InstanceId = await run({ ImageId: await create({ InstanceId: "", ...disks }) });
    const seen = await ecs("DescribeDisks", { InstanceId, DiskType: "data" });
    assert.deepEqual([at(seen, "TotalCount"), at(seen, "Disks.Disk.0.Device")], [1, "/dev/xvdc"]);
    assert.equal(at(seen, "Disks.Disk.0.Size"), 30);
  });

  it("need a system disk that is large enough", async () => {
    const disks = mappings({ SnapshotId: await addSnapshot(), Size: "100" });
    const ImageId = await create({ InstanceId: "", ...disks });
    const small = run({ ImageId, "SystemDisk.Size": "60" });
    assert.equal(await readCode(small), "InvalidSystemDiskSize.LessThanImageSize");
    const InstanceId = await run({ ImageId });
    assert.equal(cloud.store.instances.get(InstanceId)?.systemDisk.size, 100);
  });

  it("start instances by their family, the newest available image first", async () => {
    const first = await create({ ImageFamily: "web" });
    const second = await create({ ImageFamily: "web" });
    const imageOf = async (InstanceId: string) => cloud.store.instances.get(InstanceId)?.imageId;
    const byFamily = { ImageId: "", ImageFamily: "web" };
    assert.equal(await imageOf(await run(byFamily)), second);
    await ecs("ModifyImageAttribute", { ImageId: second, Status: "Deprecated" });
    assert.equal(await imageOf(await run(byFamily)), first);
  });

  it("replace the system disk of a stopped instance", async () => {
    const ImageId = await create();
    const { instanceId: InstanceId } = network;
    await ecs("StopInstance", { InstanceId });
    await ecs("ReplaceSystemDisk", { InstanceId, ImageId });
    assert.equal(cloud.store.instances.get(InstanceId)?.baseImageId, imageId);
    await ecs("ReplaceSystemDisk", { InstanceId, ImageId: imageId });
    assert.equal(cloud.store.instances.get(InstanceId)?.baseImageId, undefined);
  });

  it("change their attributes, resource group and tags", async () => {
    const ImageId = await create();
    await ecs("ModifyImageAttribute", {
      ...{ ImageId, ImageName: "shop", ImageFamily: "web", Description: "second", BootMode: "UEFI" },
      ...{ LicenseType: "BYOL", "Features.NvmeSupport": "unsupported" },
    });
    const ResourceGroupId = "rg-acfm00000second";
    await ecs("JoinResourceGroup", { ResourceType: "image", ResourceId: ImageId, ResourceGroupId });
    const tag = { "Tag.1.Key": "for", "Tag.1.Value": "test" };
    await ecs("TagResources", { ResourceType: "image", "ResourceId.1": ImageId, ...tag });
    const [image] = await find({ ImageId, ResourceGroupId });
    assert.deepEqual(
      [image?.ImageName, image?.ImageFamily, image?.Description, image?.BootMode, image?.LicenseType],
      ["shop", "web", "second", "UEFI", "BYOL"],
    );
    assert.equal(at(image, "Features.NvmeSupport"), "unsupported");
    assert.deepEqual(at(image, "Tags.Tag"), [{ TagKey: "for", TagValue: "test" }]);
  });

  it("are copied to another region with their snapshots", async () => {
    const ImageId = await create({ ImageName: "web" });
    const copy = { DestinationRegionId: "cn-shanghai", DestinationImageName: "web", Encrypted: "true" };
    const CopyId = textAt(await ecs("CopyImage", { ImageId, ...copy }), "ImageId");
    const [image] = await find({ ImageId: CopyId, RegionId: "cn-shanghai" });
    assert.deepEqual([image?.IsCopied, image?.Platform], [true, "Aliyun"]);
    assert.equal(at(image, "DiskDeviceMappings.DiskDeviceMapping.0.Encrypted"), true);
    const snapshots = await ecs("DescribeSnapshots", { RegionId: "cn-shanghai" });
    assert.equal(at(snapshots, "TotalCount"), 1);
  });

  it("are not deleted while an instance uses them, unless by force", async () => {
    const ImageId = await create();
    const InstanceId = await run({ ImageId });
    assert.equal(await readCode(ecs("DeleteImage", { ImageId })), "ImageUsingByInstance");
    await ecs("DeleteImage", { ImageId, Force: "true" });
    assert.deepEqual(await find({ ImageId }), []);
    assert.equal(cloud.store.instances.get(InstanceId)?.baseImageId, imageId);
    await ecs("DeleteImage", { ImageId });
  });

  it("keep their snapshots until they are deleted", async () => {
    const SnapshotId = await addSnapshot();
    const ImageId = await create({ InstanceId: "", SnapshotId });
    const attempt = readCode(ecs("DeleteSnapshot", { SnapshotId, Force: "true" }));
    assert.equal(await attempt, "SnapshotCreatedImage");
    await ecs("DeleteImage", { ImageId });
    await ecs("DeleteSnapshot", { SnapshotId });
  });

  it("are shared with other accounts, and neither deleted nor deprecated meanwhile", async () => {
    const ImageId = await create();
    await ecs("ModifyImageSharePermission", { ImageId, "AddAccount.1": "22", "AddAccount.2": "33" });
    await ecs("ModifyImageSharePermission", { ImageId, "RemoveAccount.1": "33" });
    const seen = await ecs("DescribeImageSharePermission", { ImageId });
    assert.deepEqual([at(seen, "TotalCount"), at(seen, "Accounts.Account.0.AliyunId")], [1, "22"]);
    const deprecate = () => ecs("ModifyImageAttribute", { ImageId, Status: "Deprecated" });
    assert.equal(await readCode(deprecate()), "ImageUseShared");
    assert.equal(await readCode(ecs("DeleteImage", { ImageId, Force: "true" })), "ImageUseShared");
    await ecs("ModifyImageSharePermission", { ImageId, "RemoveAccount.1": "22" });
    await deprecate();
    const share = ecs("ModifyImageSharePermission", { ImageId, "AddAccount.1": "22" });
    assert.equal(await readCode(share), "IncorrectImageStatus");
    assert.equal(await readCode(ecs("CopyImage", { ImageId })), "IncorrectImageStatus");
  });
});
