import type { Disk, DiskProperties, Instance, Tag } from "../../store/model";
import type { Store } from "../../store/store";
import type { Call, Cloud } from "../common/call";
import { newResourceId } from "../common/ids";
import { tagKeyValueTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { ecsError } from "./errors";

/** A disk: a data disk, or the system disk of an instance. */
export type AnyDisk = { kind: "data"; disk: Disk } | { kind: "system"; instance: Instance };

/** Number of data disks of an instance. Source: DataDisk of RunInstances. */
export const maxDataDisks = 16;

/** Sizes of data disks in GiB. Source: Size of CreateDisk. The minimum of an ESSD depends on its performance level. */
const sizes: Readonly<Record<string, readonly [min: number, max: number]>> = {
  cloud_efficiency: [20, 32_768],
  cloud_ssd: [20, 32_768],
  cloud_essd: [20, 65_536],
  cloud_auto: [1, 65_536],
  cloud_essd_entry: [10, 32_768],
};
const smallestByLevel: Readonly<Record<string, number>> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };

/** Finds a disk of any kind by ID. */
export function findDisk(call: Call, id: string): AnyDisk {
  const disk = call.store.disks.get(id);
  if (disk) return { kind: "data", disk };
  const instance = call.store.instances.find(({ systemDisk }) => systemDisk.diskId === id);
  if (!instance) throw ecsError("InvalidDiskId.NotFound", id);
  return { kind: "system", instance };
}

/** The properties that both kinds of disks have. */
export const readProperties = (found: AnyDisk): DiskProperties =>
  found.kind === "data" ? found.disk : found.instance.systemDisk;

/** The data disks of an instance. */
export const listDataDisks = (store: Store, instanceId: string): Disk[] =>
  store.disks.filter((disk) => disk.instanceId === instanceId);

/** What a call wants for a new data disk. */
export interface WantedDisk {
  Size?: number;
  Category?: string;
  DiskName?: string;
  Description?: string;
  Encrypted?: boolean;
  KMSKeyId?: string;
  SnapshotId?: string;
  PerformanceLevel?: string;
  AutoSnapshotPolicyId?: string;
  ProvisionedIops?: number;
  BurstingEnabled?: boolean;
}

/** Checks a new data disk, and returns its properties. */
export function planDisk(call: Call, wanted: WantedDisk, defaultCategory: string) {
  const snapshot = wanted.SnapshotId ? call.store.snapshots.get(wanted.SnapshotId) : undefined;
  if (wanted.SnapshotId && !snapshot) throw ecsError("InvalidSnapshotId.NotFound", wanted.SnapshotId);
  const category = wanted.Category || defaultCategory;
  const performanceLevel = category === "cloud_essd" ? (wanted.PerformanceLevel ?? "PL1") : "";
  const [least = 1, largest = 65_536] = sizes[category] ?? [];
  const smallest = smallestByLevel[performanceLevel] ?? least;
  // A disk is never smaller than its snapshot. Source: SnapshotId of CreateDisk.
  const size = Math.max(wanted.Size ?? 0, snapshot?.diskSize ?? 0);
  if (size < smallest || size > largest)
    throw ecsError("InvalidDiskSize.ValueNotSupported", size, category, smallest, largest);
  const encrypted = wanted.Encrypted || snapshot?.encrypted || false;
  if (wanted.KMSKeyId) checkKey(call, wanted.KMSKeyId, encrypted);
  if (wanted.AutoSnapshotPolicyId) findPolicy(call, wanted.AutoSnapshotPolicyId);
  checkAutoPerformance(category, wanted);
  return {
    category,
    size,
    encrypted,
    performanceLevel,
    ...(wanted.DiskName && { name: wanted.DiskName }),
    ...(wanted.Description && { description: wanted.Description }),
    ...((wanted.KMSKeyId || snapshot?.kmsKeyId) && { kmsKeyId: wanted.KMSKeyId || snapshot?.kmsKeyId }),
    ...(snapshot && { sourceSnapshotId: snapshot.id }),
    ...(wanted.AutoSnapshotPolicyId && { autoSnapshotPolicyId: wanted.AutoSnapshotPolicyId }),
    ...autoPerformance(wanted),
  };
}

export type DiskPlan = ReturnType<typeof planDisk>;

export function checkKey(call: Call, id: string, encrypted: boolean): void {
  if (!encrypted) throw ecsError("InvalidParameter.KMSKeyIdForEncrypted");
  if (call.store.kmsKeys.get(id)?.enabled !== true) throw ecsError("InvalidKMSKeyId.NotFound", id);
}

/** Finds an automatic snapshot policy. */
export function findPolicy(call: Call, id: string) {
  const policy = call.store.autoSnapshotPolicies.get(id);
  if (!policy) throw ecsError("InvalidAutoSnapshotPolicyId.NotFound", id);
  return policy;
}

type AutoPerformance = Pick<WantedDisk, "ProvisionedIops" | "BurstingEnabled">;

/** Provisioned IOPS and bursting, if the call sets them. */
export const autoPerformance = (p: AutoPerformance) => ({
  ...(p.ProvisionedIops !== undefined && { provisionedIops: p.ProvisionedIops }),
  ...(p.BurstingEnabled !== undefined && { burstingEnabled: p.BurstingEnabled }),
});

/** Only cloud_auto disks have provisioned IOPS and can burst. */
export function checkAutoPerformance(category: string, p: AutoPerformance): void {
  if (category === "cloud_auto") return;
  if (p.ProvisionedIops) throw ecsError("InvalidParameter.DiskCategory", "ProvisionedIops", category);
  if (p.BurstingEnabled) throw ecsError("InvalidParameter.DiskCategory", "BurstingEnabled", category);
}

/** Device names from `/dev/xvdb`, as an instance with I/O optimization reports them. */
export function freeDevice(store: Store, instanceId: string): string {
  const used = new Set(listDataDisks(store, instanceId).map(({ device }) => device));
  const letters = Array.from({ length: maxDataDisks }, (_, index) => String.fromCharCode(98 + index));
  return letters.map((letter) => `/dev/xvd${letter}`).find((device) => !used.has(device)) ?? "/dev/xvdb";
}

/** Attaches a disk to an instance in its zone that has a free place for it. */
export function attachDisk(
  call: Call,
  disk: Disk,
  instance: Instance,
  device?: string,
  deleteWithInstance = disk.deleteWithInstance,
): void {
  if (disk.instanceId) throw ecsError("IncorrectDiskStatus", disk.id, "In_use", "Available");
  if (disk.zoneId !== instance.zoneId)
    throw ecsError("ResourcesNotInSameZone", disk.id, disk.zoneId, instance.id, instance.zoneId);
  if (listDataDisks(call.store, instance.id).length >= maxDataDisks)
    throw ecsError("InstanceDiskLimitExceeded", instance.id, maxDataDisks);
  disk.device = device || freeDevice(call.store, instance.id);
  disk.instanceId = instance.id;
  disk.attachedTime = isoSeconds(call.cloud.clock());
  disk.deleteWithInstance = deleteWithInstance;
}

export function detachDisk(cloud: Cloud, disk: Disk): void {
  delete disk.instanceId;
  delete disk.device;
  disk.detachedTime = isoSeconds(cloud.clock());
}

/** Detaches the data disks of a released instance, or deletes those that end with it. */
export function leaveDisks(cloud: Cloud, instanceId: string): void {
  for (const disk of listDataDisks(cloud.store, instanceId)) {
    if (disk.deleteWithInstance) cloud.store.disks.delete(disk.id);
    else detachDisk(cloud, disk);
  }
}

export const newDiskId = (regionId: string): string => newResourceId("d", regionId);

/** Fields of every disk. */
const describeProperties = (disk: DiskProperties) => ({
  Category: disk.category,
  Size: disk.size,
  Encrypted: disk.encrypted,
  KMSKeyId: disk.kmsKeyId ?? "",
  PerformanceLevel: disk.performanceLevel,
  DiskName: disk.name ?? "",
  Description: disk.description ?? "",
  AutoSnapshotPolicyId: disk.autoSnapshotPolicyId ?? "",
  EnableAutomatedSnapshotPolicy: disk.autoSnapshotPolicyId !== undefined,
  EnableAutoSnapshot: disk.enableAutoSnapshot ?? true,
  DeleteAutoSnapshot: disk.deleteAutoSnapshot ?? false,
  // Only cloud_auto disks have them.
  ...(disk.provisionedIops !== undefined && { ProvisionedIops: disk.provisionedIops }),
  ...(disk.burstingEnabled !== undefined && { BurstingEnabled: disk.burstingEnabled }),
  StorageClusterId: "",
  StorageSetId: "",
  StorageSetPartitionNumber: 0,
  ProductCode: "",
  OperationLocks: { OperationLock: [] },
});

/** Where a disk is attached. Only shared disks have a list of MountInstances, which the local cloud does not have. */
const describeAttachment = (instanceId = "", device = "", attachedTime = "", detachedTime = "") => ({
  InstanceId: instanceId,
  Device: device,
  Status: instanceId ? "In_use" : "Available",
  AttachedTime: attachedTime,
  DetachedTime: detachedTime,
  Attachments: {
    Attachment: instanceId ? [{ InstanceId: instanceId, Device: device, AttachedTime: attachedTime }] : [],
  },
  MountInstanceNum: instanceId ? 1 : 0,
  MountInstances: { MountInstance: [] },
});

export const describeSystemDisk = (instance: Instance) => ({
  ...describeProperties(instance.systemDisk),
  ...describeAttachment(instance.id, "/dev/xvda", instance.createdTime),
  DiskId: instance.systemDisk.diskId,
  RegionId: instance.regionId,
  ZoneId: instance.zoneId,
  Type: "system",
  DeleteWithInstance: true,
  Portable: false,
  MultiAttach: "Disabled",
  DiskChargeType: instance.subscription ? "PrePaid" : "PostPaid",
  ExpiredTime: instance.subscription?.expiredTime ?? "2099-12-31T15:59Z",
  CreationTime: instance.createdTime,
  ImageId: instance.imageId,
  SourceSnapshotId: "",
  ResourceGroupId: instance.resourceGroupId,
  Tags: { Tag: tagKeyValueTags(instance.systemDisk.tags ?? []) },
});

export const describeDataDisk = (disk: Disk) => ({
  ...describeProperties(disk),
  ...describeAttachment(disk.instanceId, disk.device, disk.attachedTime, disk.detachedTime),
  DiskId: disk.id,
  RegionId: disk.regionId,
  ZoneId: disk.zoneId,
  Type: "data",
  DeleteWithInstance: disk.deleteWithInstance,
  // A disk of a subscription instance cannot be detached.
  Portable: disk.subscription === undefined,
  MultiAttach: disk.multiAttach,
  DiskChargeType: disk.subscription ? "PrePaid" : "PostPaid",
  ExpiredTime: disk.subscription?.expiredTime ?? "2999-09-08T16:00Z",
  CreationTime: disk.createdTime,
  ImageId: "",
  SourceSnapshotId: disk.sourceSnapshotId ?? "",
  ResourceGroupId: disk.resourceGroupId,
  Tags: { Tag: tagKeyValueTags(disk.tags) },
});

/** A disk as the tag actions see it. The tags of a system disk are a part of its instance. */
export interface TaggedDisk {
  id: string;
  regionId: string;
  tags: Tag[];
}

/** All disks of the account, with tags that can be assigned. */
export function taggedDisks(store: Store): TaggedDisk[] {
  const system = store.instances.all().map(({ systemDisk, regionId }) => ({
    id: systemDisk.diskId,
    regionId,
    get tags() {
      return systemDisk.tags ?? [];
    },
    set tags(tags: Tag[]) {
      systemDisk.tags = tags;
    },
  }));
  return [...system, ...store.disks.all()];
}
