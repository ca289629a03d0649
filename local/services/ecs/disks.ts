import type { Disk, Instance } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { nextToken, pageFields, paging, takePage, tokenPage, tokenPaging } from "../common/paging";
import { requireRegion } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { diskCategories } from "./catalogue";
import {
  type AnyDisk,
  attachDisk,
  autoPerformance,
  checkAutoPerformance,
  describeDataDisk,
  describeSystemDisk,
  detachDisk,
  findDisk,
  listDataDisks,
  newDiskId,
  planDisk,
  readProperties,
} from "./diskRecords";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

const diskId = { type: "string", required: true } as const;
const instanceId = { type: "string", required: true } as const;
const clientToken = { type: "string", maxLength: 64 } as const;
export const diskName = { type: "string", maxLength: 128 } as const;
export const diskDescription = { type: "string", maxLength: 256 } as const;
export const performanceLevels = ["PL0", "PL1", "PL2", "PL3"] as const;
export const provisionedIops = { type: "integer", min: 0, max: 50_000 } as const;

/** Sizes of a system disk in GiB. Source: NewSize of ResizeDisk. The minimum depends on the performance level. */
const largestSystemDisk = 2048;
const largestDataDisk = 65_536;
const smallestByLevel: Readonly<Record<string, number>> = { PL2: 461, PL3: 1261 };

/** The instance of a disk. Undefined for a disk that is not attached. */
const findInstanceOfDisk = (call: Call, found: AnyDisk): Instance | undefined =>
  found.kind === "system" ? found.instance : call.store.instances.get(found.disk.instanceId ?? "");

/** Rejects a disk change unless the instance is running or stopped. */
function requireStableInstance(instance: Instance | undefined, id: string): void {
  if (!instance || instance.status === "Running" || instance.status === "Stopped") return;
  throw ecsError(
    "IncorrectInstanceStatus",
    instance.id,
    instance.status,
    `Running or Stopped to change disk ${id}`,
  );
}

function findDataDisk(call: Call, id: string): Disk {
  const found = findDisk(call, id);
  if (found.kind === "system") throw ecsError("InvalidDiskId.OperationNotSupported", id);
  return found.disk;
}

/** System disks and data disks. They hold no data in the local cloud. */
export const disks = [
  ecsOperation({
    action: "CreateDisk",
    parameters: {
      ZoneId: { type: "string" },
      InstanceId: { type: "string" },
      // The real service takes `cloud` for a disk without a category, which no zone of the local cloud offers.
      DiskCategory: { type: "string", required: true, implemented: diskCategories },
      Size: { type: "integer", min: 1, max: largestDataDisk },
      SnapshotId: { type: "string" },
      DiskName: diskName,
      Description: diskDescription,
      Encrypted: { type: "boolean" },
      EncryptAlgorithm: { type: "string", implemented: ["aes-256", "AES-256"] },
      KMSKeyId: { type: "string" },
      PerformanceLevel: { type: "string", enum: performanceLevels },
      MultiAttach: { type: "string", implemented: ["Disabled"] },
      ProvisionedIops: provisionedIops,
      BurstingEnabled: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      ClientToken: clientToken,
      Tag: tagParameter,
    },
    handle(call, p) {
      if (p.ZoneId && p.InstanceId) throw ecsError("InvalidParameter.Conflict", "ZoneId", "InstanceId");
      const instance = p.InstanceId ? findInstance(call, p.InstanceId) : undefined;
      // Only a subscription instance gets a disk in this way. Source: InstanceId of CreateDisk.
      if (instance && !instance.subscription)
        throw ecsError("InvalidInstanceChargeType.NotSupport", instance.id, "PrePaid");
      const zones = requireRegion(call.regionId).zones;
      const zoneId = instance?.zoneId ?? p.ZoneId ?? "";
      if (!zoneId) throw ecsError("MissingZoneId");
      if (!zones.includes(zoneId))
        throw ecsError("InvalidZoneId.NotFound", zoneId, call.regionId, zones.join(", "));
      if (p.Size === undefined && !p.SnapshotId) throw ecsError("MissingSize");
      const plan = planDisk(call, { ...p, Category: p.DiskCategory }, p.DiskCategory);
      const disk = call.store.disks.put({
        ...plan,
        id: newDiskId(call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        zoneId,
        deleteWithInstance: false,
        multiAttach: "Disabled",
        ...(instance?.subscription && { subscription: { expiredTime: instance.subscription.expiredTime } }),
        resourceGroupId: p.ResourceGroupId ? checkResourceGroup(call, p.ResourceGroupId) : "",
      });
      if (instance) attachDisk(call, disk, instance);
      return { DiskId: disk.id, OrderId: "" };
    },
  }),
  ecsOperation({
    action: "DescribeDisks",
    parameters: {
      InstanceId: { type: "string" },
      DiskIds: { type: "jsonStrings", max: 100 },
      DiskName: { type: "string" },
      DiskType: { type: "string", enum: ["all", "system", "data"] },
      DiskChargeType: { type: "string", enum: ["PrePaid", "PostPaid"] },
      Category: { type: "string" },
      Status: {
        type: "string",
        enum: ["In_use", "Available", "Attaching", "Detaching", "Creating", "ReIniting", "All"],
      },
      ZoneId: { type: "string" },
      SnapshotId: { type: "string" },
      AutoSnapshotPolicyId: { type: "string" },
      Encrypted: { type: "boolean" },
      KMSKeyId: { type: "string" },
      Portable: { type: "boolean" },
      DeleteWithInstance: { type: "boolean" },
      DeleteAutoSnapshot: { type: "boolean" },
      EnableAutoSnapshot: { type: "boolean" },
      EnableAutomatedSnapshotPolicy: { type: "boolean" },
      EnableShared: { type: "boolean", implemented: [false] },
      MultiAttach: { type: "string", enum: ["Disabled", "Enabled", "LegacyShared"] },
      ResourceGroupId: { type: "string" },
      // The answer always contains all attributes.
      AdditionalAttributes: { type: "list", item: { type: "string" } },
      Tag: tagParameter,
      DryRun: { type: "boolean", implemented: [false] },
      ...paging,
      ...tokenPaging,
    },
    handle(call, p) {
      const { store } = call;
      const system = store.instances
        .filter(
          (instance) => inScope(call, instance) && hasTags({ tags: instance.systemDisk.tags ?? [] }, p.Tag),
        )
        .map(describeSystemDisk);
      const data = store.disks
        .filter((disk) => inScope(call, disk) && hasTags(disk, p.Tag))
        .map(describeDataDisk);
      const found = [...system, ...data].filter(
        (row) =>
          (!p.DiskType || p.DiskType === "all" || row.Type === p.DiskType) &&
          (!p.InstanceId || row.InstanceId === p.InstanceId) &&
          (!p.DiskIds || p.DiskIds.includes(row.DiskId)) &&
          (!p.DiskName || row.DiskName === p.DiskName) &&
          (!p.DiskChargeType || row.DiskChargeType === p.DiskChargeType) &&
          (!p.Category || p.Category === "all" || row.Category === p.Category) &&
          (!p.Status || p.Status === "All" || row.Status === p.Status) &&
          (!p.ZoneId || row.ZoneId === p.ZoneId) &&
          (!p.SnapshotId || row.SourceSnapshotId === p.SnapshotId) &&
          (!p.AutoSnapshotPolicyId || row.AutoSnapshotPolicyId === p.AutoSnapshotPolicyId) &&
          (!p.Encrypted || row.Encrypted) &&
          (!p.KMSKeyId || row.KMSKeyId === p.KMSKeyId) &&
          (p.Portable === undefined || row.Portable === p.Portable) &&
          (p.DeleteWithInstance === undefined || row.DeleteWithInstance === p.DeleteWithInstance) &&
          (p.DeleteAutoSnapshot === undefined || row.DeleteAutoSnapshot === p.DeleteAutoSnapshot) &&
          (p.EnableAutoSnapshot === undefined || row.EnableAutoSnapshot === p.EnableAutoSnapshot) &&
          (p.EnableAutomatedSnapshotPolicy === undefined ||
            row.EnableAutomatedSnapshotPolicy === p.EnableAutomatedSnapshotPolicy) &&
          (!p.MultiAttach || row.MultiAttach === p.MultiAttach) &&
          (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId),
      );
      const page = takePage(found, tokenPage(p));
      return { ...pageFields(page), NextToken: nextToken(page, p), Disks: { Disk: page.items } };
    },
  }),
  ecsOperation({
    action: "AttachDisk",
    parameters: {
      DiskId: diskId,
      InstanceId: instanceId,
      Device: { type: "string" },
      DeleteWithInstance: { type: "boolean" },
      Bootable: { type: "boolean", implemented: [false] },
      Force: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStableInstance(instance, p.DiskId);
      attachDisk(call, findDataDisk(call, p.DiskId), instance, p.Device, p.DeleteWithInstance ?? false);
      return {};
    },
  }),
  ecsOperation({
    action: "DetachDisk",
    parameters: { DiskId: diskId, InstanceId: instanceId, DeleteWithInstance: { type: "boolean" } },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      const disk = findDataDisk(call, p.DiskId);
      requireStableInstance(instance, p.DiskId);
      if (disk.instanceId !== instance.id)
        throw ecsError("IncorrectDiskStatus", disk.id, disk.instanceId ? "In_use" : "Available", "In_use");
      if (disk.subscription) throw ecsError("DiskNotPortable", disk.id);
      detachDisk(call.cloud, disk);
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteDisk",
    parameters: { DiskId: diskId },
    handle(call, p) {
      const disk = findDataDisk(call, p.DiskId);
      if (disk.instanceId) throw ecsError("IncorrectDiskStatus", disk.id, "In_use", "Available");
      call.store.disks.delete(disk.id);
      return {};
    },
  }),
  ecsOperation({
    action: "ResizeDisk",
    parameters: {
      DiskId: diskId,
      NewSize: { type: "integer", required: true, min: 1, max: largestDataDisk },
      Type: { type: "string", enum: ["offline", "online"] },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const found = findDisk(call, p.DiskId);
      requireStableInstance(findInstanceOfDisk(call, found), p.DiskId);
      const disk = readProperties(found);
      if (p.NewSize <= disk.size) throw ecsError("InvalidDiskSize.TooSmall", p.NewSize, p.DiskId, disk.size);
      if (found.kind === "system" && p.NewSize > largestSystemDisk)
        throw ecsError("InvalidDiskSize.ValueNotSupported", p.NewSize, disk.category, 1, largestSystemDisk);
      disk.size = p.NewSize;
      return { OrderId: "" };
    },
  }),
  ecsOperation({
    action: "ModifyDiskAttribute",
    parameters: {
      DiskId: { type: "string" },
      DiskIds: { type: "list", item: { type: "string" }, max: 100 },
      DiskName: diskName,
      Description: diskDescription,
      BurstingEnabled: { type: "boolean" },
      DeleteWithInstance: { type: "boolean" },
      DeleteAutoSnapshot: { type: "boolean" },
      EnableAutoSnapshot: { type: "boolean" },
    },
    handle(call, p) {
      if (!p.DiskId && p.DiskIds.length === 0) throw ecsError("MissingDiskId");
      const found = (p.DiskId ? [p.DiskId] : p.DiskIds).map((id) => findDisk(call, id));
      for (const one of found) {
        checkAutoPerformance(readProperties(one).category, p);
        // The local cloud keeps no system disk without its instance.
        if (one.kind === "system" && p.DeleteWithInstance === false)
          throw ecsError("InvalidDiskId.OperationNotSupported", one.instance.systemDisk.diskId);
      }
      for (const one of found) {
        const disk = readProperties(one);
        disk.name = p.DiskName ?? disk.name ?? "";
        disk.description = p.Description ?? disk.description ?? "";
        disk.enableAutoSnapshot = p.EnableAutoSnapshot ?? disk.enableAutoSnapshot ?? true;
        disk.deleteAutoSnapshot = p.DeleteAutoSnapshot ?? disk.deleteAutoSnapshot ?? false;
        if (p.BurstingEnabled !== undefined && disk.category === "cloud_auto")
          disk.burstingEnabled = p.BurstingEnabled;
        if (one.kind === "data")
          one.disk.deleteWithInstance = p.DeleteWithInstance ?? one.disk.deleteWithInstance;
      }
      return {};
    },
  }),
  ecsOperation({
    action: "ModifyDiskSpec",
    parameters: {
      DiskId: diskId,
      DiskCategory: { type: "string", implemented: diskCategories },
      PerformanceLevel: { type: "string", enum: performanceLevels },
      ProvisionedIops: provisionedIops,
      DryRun: { type: "boolean" },
    },
    handle(call, p) {
      const found = findDisk(call, p.DiskId);
      const disk = readProperties(found);
      requireStableInstance(findInstanceOfDisk(call, found), p.DiskId);
      const category = p.DiskCategory ?? disk.category;
      // The category of a disk can only be raised. Source: DiskCategory of ModifyDiskSpec.
      if (category !== disk.category && !["cloud_essd", "cloud_auto"].includes(category))
        throw ecsError("InvalidDiskCategory.NotSupported", p.DiskId, disk.category);
      if (p.PerformanceLevel && category !== "cloud_essd")
        throw ecsError("InvalidDiskCategory.NotSupported", p.DiskId, category);
      checkAutoPerformance(category, p);
      const smallest = smallestByLevel[p.PerformanceLevel ?? ""] ?? 0;
      // The level of pay-as-you-go disks can be lowered, but not to PL0. Source: ModifyDiskSpec, usage notes.
      const obstacle =
        disk.size < smallest
          ? `it has ${disk.size} GiB, and the level needs ${smallest} GiB`
          : p.PerformanceLevel === "PL0" && "no disk can be lowered to PL0";
      if (obstacle)
        throw ecsError("InvalidPerformanceLevel.Malformed", p.DiskId, p.PerformanceLevel, obstacle);
      if (p.DryRun) throw ecsError("DryRunOperation");
      disk.category = category;
      const level = p.PerformanceLevel ?? (disk.performanceLevel || "PL1");
      disk.performanceLevel = category === "cloud_essd" ? level : "";
      Object.assign(disk, autoPerformance(p));
      return { TaskId: "", OrderId: "" };
    },
  }),
  ecsOperation({
    action: "ModifyDiskChargeType",
    parameters: {
      InstanceId: instanceId,
      DiskIds: { type: "jsonStrings", max: 16 },
      DiskChargeType: { type: "string", enum: ["PrePaid", "PostPaid"] },
      AutoPay: { type: "boolean", implemented: [true] },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      const present = listDataDisks(call.store, instance.id);
      const wanted = p.DiskIds ? p.DiskIds.map((id) => findDataDisk(call, id)) : present;
      for (const { id } of wanted) {
        if (!present.some((disk) => disk.id === id)) throw ecsError("InvalidDiskId.NotFound", id);
      }
      const type = p.DiskChargeType ?? "PrePaid";
      // A subscription disk ends with its instance, which must be a subscription too.
      if (type === "PrePaid" && !instance.subscription)
        throw ecsError("InvalidInstanceChargeType.NotSupport", instance.id, "PrePaid");
      for (const disk of wanted) {
        if (type === "PrePaid" && instance.subscription)
          disk.subscription = { expiredTime: instance.subscription.expiredTime };
        else delete disk.subscription;
      }
      return { OrderId: "" };
    },
  }),
];
