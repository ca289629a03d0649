import type { Instance } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { pageFields, pageOf, paging } from "../common/paging";
import { ecsError } from "./errors";

const diskId = { type: "string", required: true } as const;
const clientToken = { type: "string", maxLength: 64 } as const;

/** Sizes of a system disk in GiB. Source: NewSize of ResizeDisk. The minimum depends on the performance level. */
const largestSystemDisk = 2048;
const smallestByLevel: Readonly<Record<string, number>> = { PL2: 461, PL3: 1261 };

function findDisk(call: Call, id: string): Instance {
  const [instance] = call.store.instances.filter(({ systemDisk }) => systemDisk.diskId === id);
  if (!instance) throw ecsError("InvalidDiskId.NotFound", id);
  return instance;
}

/** Rejects a disk change unless the instance is running or stopped. */
function requireStableInstance({ id, status, systemDisk }: Instance): void {
  if (status === "Running" || status === "Stopped") return;
  throw ecsError(
    "IncorrectInstanceStatus",
    id,
    status,
    `Running or Stopped to change disk ${systemDisk.diskId}`,
  );
}

/** System disks. Instances of the local cloud have no other disks. */
export const disks = [
  ecsOperation({
    action: "DescribeDisks",
    parameters: {
      InstanceId: { type: "string" },
      DiskIds: { type: "jsonStrings", max: 100 },
      DiskType: { type: "string", enum: ["all", "system", "data"] },
      ZoneId: { type: "string" },
      ...paging,
    },
    handle(call, p) {
      const found = call.store.instances.filter(
        (instance) =>
          inScope(call, instance) &&
          p.DiskType !== "data" &&
          (!p.InstanceId || instance.id === p.InstanceId) &&
          (!p.DiskIds || p.DiskIds.includes(instance.systemDisk.diskId)) &&
          (!p.ZoneId || instance.zoneId === p.ZoneId),
      );
      const page = pageOf(found, p);
      return { ...pageFields(page), NextToken: "", Disks: { Disk: page.items.map(describeSystemDisk) } };
    },
  }),
  ecsOperation({
    action: "ResizeDisk",
    parameters: {
      DiskId: diskId,
      NewSize: { type: "integer", required: true, min: 1, max: largestSystemDisk },
      Type: { type: "string", enum: ["offline", "online"] },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const instance = findDisk(call, p.DiskId);
      requireStableInstance(instance);
      const { size } = instance.systemDisk;
      if (p.NewSize <= size) throw ecsError("InvalidDiskSize.TooSmall", p.NewSize, p.DiskId, size);
      instance.systemDisk.size = p.NewSize;
      return { OrderId: "" };
    },
  }),
  ecsOperation({
    action: "ModifyDiskAttribute",
    parameters: {
      DiskId: diskId,
      DiskName: { type: "string", maxLength: 128 },
      Description: { type: "string", maxLength: 256 },
    },
    handle(call, p) {
      const { systemDisk } = findDisk(call, p.DiskId);
      systemDisk.name = p.DiskName ?? systemDisk.name ?? "";
      systemDisk.description = p.Description ?? systemDisk.description ?? "";
      return {};
    },
  }),
  ecsOperation({
    action: "ModifyDiskSpec",
    parameters: {
      DiskId: diskId,
      PerformanceLevel: { type: "string", required: true, enum: ["PL0", "PL1", "PL2", "PL3"] },
      DryRun: { type: "boolean" },
    },
    handle(call, p) {
      const instance = findDisk(call, p.DiskId);
      const { systemDisk } = instance;
      requireStableInstance(instance);
      if (systemDisk.category !== "cloud_essd") {
        throw ecsError("InvalidDiskCategory.NotSupported", p.DiskId, systemDisk.category);
      }
      const smallest = smallestByLevel[p.PerformanceLevel] ?? 0;
      // The level of pay-as-you-go disks can be lowered, but not to PL0. Source: ModifyDiskSpec, usage notes.
      if (systemDisk.size < smallest || p.PerformanceLevel === "PL0") {
        throw ecsError("InvalidPerformanceLevel.Malformed", p.PerformanceLevel, p.DiskId, systemDisk.size);
      }
      if (p.DryRun) throw ecsError("DryRunOperation");
      systemDisk.performanceLevel = p.PerformanceLevel;
      return { TaskId: "", OrderId: "" };
    },
  }),
];

function describeSystemDisk(instance: Instance) {
  const { systemDisk } = instance;
  return {
    DiskId: systemDisk.diskId,
    InstanceId: instance.id,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    Type: "system",
    Category: systemDisk.category,
    Size: systemDisk.size,
    Encrypted: systemDisk.encrypted,
    PerformanceLevel: systemDisk.performanceLevel,
    DiskName: systemDisk.name ?? "",
    Description: systemDisk.description ?? "",
    AutoSnapshotPolicyId: "",
    StorageClusterId: "",
    KMSKeyId: systemDisk.kmsKeyId ?? "",
    Device: "/dev/xvda",
    DeleteWithInstance: true,
    Portable: false,
    Status: "In_use",
    DiskChargeType: "PostPaid",
    CreationTime: instance.createdTime,
    ImageId: instance.imageId,
    AttachedTime: instance.createdTime,
    DetachedTime: "",
    ExpiredTime: "2099-12-31T15:59Z",
    Attachments: {
      Attachment: [{ InstanceId: instance.id, Device: "/dev/xvda", AttachedTime: instance.createdTime }],
    },
    MountInstances: { MountInstance: [] },
    MountInstanceNum: 1,
    MultiAttach: "Disabled",
    DeleteAutoSnapshot: false,
    EnableAutoSnapshot: false,
    EnableAutomatedSnapshotPolicy: false,
    SourceSnapshotId: "",
    BurstingEnabled: false,
    ProvisionedIops: 0,
    ProductCode: "",
    ResourceGroupId: instance.resourceGroupId,
    StorageSetId: "",
    StorageSetPartitionNumber: 0,
    OperationLocks: { OperationLock: [] },
    Tags: { Tag: [] },
  };
}
