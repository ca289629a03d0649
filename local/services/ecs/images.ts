import type { CustomImage, ImageDisk, Snapshot } from "../../store/model";
import { type Call, ecsOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId, requireRegion } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { type Image, instanceTypes, images as publicImages } from "./catalogue";
import { describeType, nameMatches } from "./catalogueOperations";
import { checkKey, listDataDisks, maxDataDisks } from "./diskRecords";
import { ecsError } from "./errors";
import { findCustomImage, listCustomImages, systemDiskSize } from "./imageRecords";
import { findInstance } from "./instances";
import { takeSnapshot } from "./snapshots";

const imageId = { type: "string", required: true } as const;
const named = (pattern: RegExp) =>
  ({
    type: "string",
    pattern,
    form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
  }) as const;
const imageName = named(/^(?!aliyun|acs:|https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_.-]+$/u);
const imageFamily = imageName;
const imageDescription = { type: "string", maxLength: 256 } as const;
const dryRun = { type: "boolean", implemented: [false] } as const;
const bootMode = { type: "string", enum: ["BIOS", "UEFI", "UEFI-Preferred"] } as const;
const accounts = {
  type: "list",
  item: { type: "string", pattern: /^\d{1,32}$/, form: "an account ID" },
  max: 10,
} as const;

const systemDevice = "/dev/xvda";
/** Size of an empty data disk in GiB. Source: DiskDeviceMapping.N.Size of CreateImage. */
const emptyDiskSize = 20;

function describeDisk({ device, size, snapshotId, type, encrypted }: ImageDisk) {
  return {
    Device: device,
    Size: String(size),
    SnapshotId: snapshotId,
    Type: type,
    Encrypted: encrypted,
    Format: "",
    // Only an import has a progress and a source.
    Progress: "",
    RemainTime: 0,
    ImportOSSBucket: "",
    ImportOSSObject: "",
  };
}

/** Fields that all images have. */
const everyImage = {
  OSType: "linux",
  Progress: "100%",
  ProductCode: "",
  SupplierName: "",
  LoginAsNonRootSupported: false,
  IsSelfShared: "",
  IsSubscribed: false,
  IsSupportIoOptimized: true,
  IsSupportCloudinit: true,
};

const describePublic = (image: Image) => ({
  ...everyImage,
  ImageId: image.id,
  ImageName: image.id,
  ImageFamily: image.family,
  ImageOwnerAlias: "system",
  ImageVersion: "1.0",
  Architecture: "x86_64",
  OSName: image.osName,
  OSNameEn: image.osName,
  Platform: image.platform,
  Size: image.size,
  Status: "Available",
  Usage: "none",
  Description: "",
  CreationTime: image.creationTime,
  ResourceGroupId: "",
  IsCopied: false,
  IsPublic: true,
  DiskDeviceMappings: {
    DiskDeviceMapping: [
      describeDisk({
        type: "system",
        device: systemDevice,
        size: image.size,
        snapshotId: "",
        encrypted: false,
      }),
    ],
  },
  Tags: { Tag: [] },
});

const findUser = (call: Call, image: CustomImage) =>
  call.store.instances.find((instance) => instance.imageId === image.id);

function describeOwn(call: Call, image: CustomImage) {
  const osName = publicImages.find(({ id }) => id === image.baseImageId)?.osName ?? "";
  return {
    ...everyImage,
    ImageId: image.id,
    ImageName: image.name,
    ImageFamily: image.family,
    ImageOwnerAlias: "self",
    ImageOwnerId: Number(accountId),
    ImageVersion: image.version,
    Architecture: image.architecture,
    BootMode: image.bootMode,
    Features: { NvmeSupport: image.nvmeSupport, ImdsSupport: image.imdsSupport },
    LicenseType: image.licenseType,
    OSName: osName,
    OSNameEn: osName,
    Platform: image.platform,
    Size: systemDiskSize(image),
    Status: image.status,
    Usage: findUser(call, image) ? "instance" : "none",
    Description: image.description,
    CreationTime: image.createdTime,
    ResourceGroupId: image.resourceGroupId,
    IsCopied: image.isCopied,
    IsPublic: false,
    DiskDeviceMappings: { DiskDeviceMapping: image.disks.map(describeDisk) },
    Tags: { Tag: tagKeyValueTags(image.tags) },
  };
}

/** Takes snapshots of all disks of an instance. */
function disksOfInstance(call: Call, id: string, name: string): ImageDisk[] {
  const instance = findInstance(call, id);
  if (instance.status !== "Running" && instance.status !== "Stopped")
    throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Running or Stopped");
  const take = (diskId: string, device: string): ImageDisk => {
    const snapshot = takeSnapshot(call, diskId, {
      name: `for_${name}`,
      description: "",
      category: "standard",
      resourceGroupId: "",
      tags: [],
    });
    const { diskType: type, diskSize: size, encrypted } = snapshot;
    return { type, device, size, snapshotId: snapshot.id, encrypted };
  };
  return [
    take(instance.systemDisk.diskId, systemDevice),
    ...listDataDisks(call.store, instance.id).map((disk) => take(disk.id, disk.device ?? "")),
  ];
}

function findSnapshot(call: Call, id: string): Snapshot {
  const snapshot = call.store.snapshots.get(id);
  if (snapshot?.regionId !== call.regionId) throw ecsError("InvalidSnapshotId.NotFound", id);
  return snapshot;
}

interface Mapping {
  SnapshotId?: string;
  Size?: number;
  Device?: string;
  DiskType?: "system" | "data";
}

/** The disks of DiskDeviceMapping, the system disk first. */
function disksOfMappings(call: Call, mappings: readonly Mapping[]): ImageDisk[] {
  const disks = mappings.map(({ SnapshotId, Size, Device = "", DiskType }): ImageDisk => {
    const snapshot = SnapshotId ? findSnapshot(call, SnapshotId) : undefined;
    const size = Size || snapshot?.diskSize || emptyDiskSize;
    if (snapshot && size < snapshot.diskSize)
      throw ecsError("InvalidDiskDeviceMapping.Size", size, snapshot.id, snapshot.diskSize);
    return {
      type: DiskType ?? snapshot?.diskType ?? "data",
      device: Device,
      size,
      snapshotId: SnapshotId ?? "",
      encrypted: snapshot?.encrypted ?? false,
    };
  });
  const [system, second] = disks.filter(({ type }) => type === "system");
  if (!system?.snapshotId || second)
    throw ecsError("InvalidDiskDeviceMapping.SystemDisk", second ? "two" : "none");
  const dataDisks = disks.filter((disk) => disk !== system);
  const used = dataDisks.map(({ device }) => device).filter((device) => device !== "");
  const isFree = (device: string) => !used.includes(device);
  for (const disk of dataDisks) {
    if (disk.device !== "") continue;
    disk.device = dataDevices.find(isFree) ?? "";
    used.push(disk.device);
  }
  const wrong =
    dataDisks.find(({ device }) => !dataDevices.includes(device)) ??
    dataDisks.find(({ device }, index) => dataDisks.findIndex((one) => one.device === device) !== index);
  if (wrong) throw ecsError("InvalidDiskDeviceMapping.Device", wrong.device, "data");
  if (system.device !== "" && system.device !== systemDevice)
    throw ecsError("InvalidDiskDeviceMapping.Device", system.device, "system");
  return [{ ...system, device: systemDevice }, ...dataDisks];
}

/** `/dev/xvdb` to `/dev/xvdz`. Source: DiskDeviceMapping.N.Device of CreateImage. */
const dataDevices = Array.from({ length: 25 }, (_, index) => `/dev/xvd${String.fromCharCode(98 + index)}`);

function checkName(call: Call, regionId: string, name: string): void {
  if (call.store.customImages.find((image) => image.regionId === regionId && image.name === name))
    throw ecsError("InvalidImageName.Duplicated", name);
}

/** The public image that the snapshot of a system disk comes from. */
const findBase = (call: Call, disks: readonly ImageDisk[]): string =>
  call.store.snapshots.get(disks[0]?.snapshotId ?? "")?.baseImageId ?? "";

/** Public images, and images of the account. The local cloud copies no data, so that an image is complete at once. */
export const images = [
  ecsOperation({
    action: "DescribeImages",
    parameters: {
      ImageId: { type: "string" },
      ImageName: { type: "string" },
      ImageFamily: { type: "string" },
      ImageOwnerAlias: { type: "string" },
      OSType: { type: "string" },
      Architecture: { type: "string" },
      InstanceType: { type: "string" },
      Status: { type: "string" },
      Usage: { type: "string" },
      IsPublic: { type: "boolean" },
      IsSupportIoOptimized: { type: "boolean" },
      IsSupportCloudinit: { type: "boolean" },
      SnapshotId: { type: "string" },
      ImageOwnerId: { type: "string", pattern: /^\d+$/, form: "an account ID" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ActionType: { type: "string", enum: ["CreateEcs", "ChangeOS"] },
      ShowExpired: { type: "boolean" },
      DryRun: dryRun,
      ...paging,
    },
    handle(call, p) {
      const ids = p.ImageId ? p.ImageId.split(",") : [];
      const own = listCustomImages(call).filter(
        (image) =>
          hasTags(image, p.Tag) &&
          (!p.SnapshotId || image.disks.some(({ snapshotId }) => snapshotId === p.SnapshotId)),
      );
      // Public images have no snapshot, owner, resource group or tags.
      const ofAccount = p.SnapshotId || p.ImageOwnerId || p.ResourceGroupId || p.Tag.length > 0;
      const rows = [
        ...(ofAccount ? [] : publicImages.map(describePublic)),
        ...(!p.ImageOwnerId || p.ImageOwnerId === accountId
          ? own.map((image) => describeOwn(call, image))
          : []),
      ];
      const found = rows.filter(
        (row) =>
          (ids.length === 0 || ids.includes(row.ImageId)) &&
          (!p.ImageName || nameMatches(p.ImageName, row.ImageName)) &&
          (!p.ImageFamily || row.ImageFamily === p.ImageFamily) &&
          (!p.ImageOwnerAlias || row.ImageOwnerAlias === p.ImageOwnerAlias) &&
          (!p.OSType || row.OSType === p.OSType) &&
          (!p.Architecture || row.Architecture === p.Architecture) &&
          (!p.InstanceType || instanceTypes.some(({ id }) => id === p.InstanceType)) &&
          (p.Status || "Available").split(",").includes(row.Status) &&
          (!p.Usage || row.Usage === p.Usage) &&
          (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId) &&
          (p.IsPublic === undefined || row.IsPublic === p.IsPublic) &&
          p.IsSupportIoOptimized !== false &&
          p.IsSupportCloudinit !== false,
      );
      const page = takePage(found, p);
      return { ...pageFields(page), RegionId: call.regionId, Images: { Image: page.items } };
    },
  }),
  ecsOperation({
    action: "DescribeImageSupportInstanceTypes",
    parameters: {
      ImageId: { type: "string" },
      ActionType: { type: "string", enum: ["CreateEcs", "ChangeOS"] },
    },
    handle(call, p) {
      const all = [...publicImages, ...listCustomImages(call)];
      const supported = !p.ImageId || all.some(({ id }) => id === p.ImageId);
      return {
        RegionId: call.regionId,
        ImageId: p.ImageId ?? "",
        InstanceTypes: { InstanceType: supported ? instanceTypes.map(describeType) : [] },
      };
    },
  }),
  ecsOperation({
    action: "CreateImage",
    parameters: {
      InstanceId: { type: "string" },
      SnapshotId: { type: "string" },
      DiskDeviceMapping: {
        type: "objects",
        max: maxDataDisks + 1,
        fields: {
          SnapshotId: { type: "string" },
          Size: { type: "integer", min: 5, max: 32_768, also: [0] },
          Device: { type: "string" },
          DiskType: { type: "string", enum: ["system", "data"] },
        },
      },
      ImageName: imageName,
      ImageFamily: imageFamily,
      ImageVersion: { type: "string", maxLength: 128 },
      Description: imageDescription,
      Platform: { type: "string", maxLength: 64 },
      Architecture: { type: "string", enum: ["i386", "x86_64", "arm64"] },
      BootMode: bootMode,
      Features: { type: "object", fields: { ImdsSupport: { type: "string", enum: ["v1", "v2"] } } },
      ResourceGroupId: { type: "string" },
      DryRun: dryRun,
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const id = newResourceId("m", call.regionId);
      const name = p.ImageName || id;
      checkName(call, call.regionId, name);
      const resourceGroupId = checkResourceGroup(call, p.ResourceGroupId);
      const mappings = p.SnapshotId
        ? [{ SnapshotId: p.SnapshotId, DiskType: "system" } as const]
        : p.DiskDeviceMapping;
      if (Boolean(p.InstanceId) === mappings.length > 0) throw ecsError("MissingImageSource");
      if (p.SnapshotId && p.DiskDeviceMapping.length > 0) throw ecsError("MissingImageSource");
      const disks = p.InstanceId
        ? disksOfInstance(call, p.InstanceId, name)
        : disksOfMappings(call, mappings);
      const baseImageId = findBase(call, disks);
      const base = publicImages.find((image) => image.id === baseImageId);
      call.store.customImages.put({
        id,
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name,
        description: p.Description ?? "",
        family: p.ImageFamily ?? "",
        version: p.ImageVersion ?? "",
        architecture: p.Architecture ?? "x86_64",
        platform: p.Platform || (base?.platform ?? "Others Linux"),
        bootMode: p.BootMode ?? "BIOS",
        licenseType: "",
        // The public images contain the NVMe driver.
        nvmeSupport: base ? "supported" : "unsupported",
        imdsSupport: p.Features.ImdsSupport ?? "v1",
        status: "Available",
        baseImageId,
        isCopied: false,
        disks,
        sharedWith: [],
        resourceGroupId,
      });
      return { ImageId: id };
    },
  }),
  ecsOperation({
    action: "CopyImage",
    parameters: {
      ImageId: imageId,
      DestinationRegionId: { type: "string" },
      DestinationImageName: imageName,
      DestinationDescription: imageDescription,
      Encrypted: { type: "boolean" },
      EncryptAlgorithm: { type: "string", implemented: ["aes-256", "AES-256"] },
      KMSKeyId: { type: "string" },
      ResourceGroupId: { type: "string" },
      DryRun: dryRun,
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const source = findCustomImage(call, p.ImageId);
      if (source.status !== "Available")
        throw ecsError("IncorrectImageStatus", source.id, source.status, "Available");
      const { id: regionId } = requireRegion(p.DestinationRegionId || call.regionId);
      const id = newResourceId("m", regionId);
      const name = p.DestinationImageName || id;
      checkName(call, regionId, name);
      const resourceGroupId = checkResourceGroup(call, p.ResourceGroupId);
      if (p.KMSKeyId) checkKey(call, p.KMSKeyId, p.Encrypted ?? false);
      const createdTime = isoSeconds(call.cloud.clock());
      const disks = source.disks.map((disk): ImageDisk => {
        const encrypted = p.Encrypted || disk.encrypted;
        const snapshot = call.store.snapshots.get(disk.snapshotId);
        if (!snapshot) return { ...disk, encrypted };
        const copy = call.store.snapshots.put({
          ...snapshot,
          id: newResourceId("s", regionId),
          regionId,
          createdTime,
          tags: [],
          encrypted,
          kmsKeyId: p.KMSKeyId || snapshot.kmsKeyId,
        });
        return { ...disk, snapshotId: copy.id, encrypted };
      });
      call.store.customImages.put({
        ...source,
        id,
        regionId,
        createdTime,
        tags: createTags(p.Tag),
        name,
        description: p.DestinationDescription ?? "",
        family: "",
        isCopied: true,
        disks,
        sharedWith: [],
        resourceGroupId,
      });
      return { ImageId: id };
    },
  }),
  ecsOperation({
    action: "ModifyImageAttribute",
    parameters: {
      ImageId: imageId,
      ImageName: imageName,
      ImageFamily: imageFamily,
      Description: imageDescription,
      BootMode: bootMode,
      LicenseType: { type: "string", enum: ["BYOL"] },
      Features: {
        type: "object",
        fields: { NvmeSupport: { type: "string", enum: ["supported", "unsupported"] } },
      },
      Status: { type: "string", enum: ["Available", "Deprecated"] },
      DryRun: dryRun,
    },
    handle(call, p) {
      const image = findCustomImage(call, p.ImageId);
      const [shared] = image.sharedWith;
      if (p.Status === "Deprecated" && shared) throw ecsError("ImageUseShared", image.id, shared.accountId);
      if (p.ImageName && p.ImageName !== image.name) checkName(call, image.regionId, p.ImageName);
      image.name = p.ImageName || image.name;
      image.family = p.ImageFamily ?? image.family;
      image.description = p.Description ?? image.description;
      image.bootMode = p.BootMode ?? image.bootMode;
      image.licenseType = p.LicenseType ?? image.licenseType;
      image.nvmeSupport = p.Features.NvmeSupport ?? image.nvmeSupport;
      image.status = p.Status ?? image.status;
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteImage",
    parameters: { ImageId: imageId, Force: { type: "boolean" }, DryRun: dryRun },
    handle(call, p) {
      const image = listCustomImages(call).find(({ id }) => id === p.ImageId);
      // The request is ignored. Source: ImageId of DeleteImage.
      if (!image) return {};
      const [shared] = image.sharedWith;
      if (shared) throw ecsError("ImageUseShared", image.id, shared.accountId);
      const user = findUser(call, image);
      if (user && !p.Force) throw ecsError("ImageUsingByInstance", image.id, user.id);
      call.store.customImages.delete(image.id);
      return {};
    },
  }),
  ecsOperation({
    action: "ModifyImageSharePermission",
    parameters: {
      ImageId: imageId,
      AddAccount: accounts,
      RemoveAccount: accounts,
      IsPublic: { type: "boolean", implemented: [false] },
      DryRun: dryRun,
    },
    handle(call, p) {
      const image = findCustomImage(call, p.ImageId);
      if (p.AddAccount.length > 0 && image.status !== "Available")
        throw ecsError("IncorrectImageStatus", image.id, image.status, "Available");
      const sharedTime = isoSeconds(call.cloud.clock());
      const kept = image.sharedWith.filter((one) => !p.RemoveAccount.includes(one.accountId));
      const added = [...new Set(p.AddAccount)].filter((id) => !kept.some((one) => one.accountId === id));
      image.sharedWith = [...kept, ...added.map((id) => ({ accountId: id, sharedTime }))];
      return {};
    },
  }),
  ecsOperation({
    action: "DescribeImageSharePermission",
    parameters: { ImageId: imageId, ...paging },
    handle(call, p) {
      const image = findCustomImage(call, p.ImageId);
      const page = takePage(image.sharedWith, p);
      return {
        ...pageFields(page),
        ImageId: image.id,
        RegionId: image.regionId,
        Accounts: {
          Account: page.items.map((one) => ({ AliyunId: one.accountId, SharedTime: one.sharedTime })),
        },
        ShareGroups: { ShareGroup: [] },
      };
    },
  }),
];
