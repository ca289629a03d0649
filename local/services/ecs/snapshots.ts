import type { Snapshot } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { nextToken, pageFields, paging, takePage, tokenPage, tokenPaging } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { findDisk, readProperties } from "./diskRecords";
import { ecsError } from "./errors";

const snapshotId = { type: "string", required: true } as const;
const snapshotName = {
  type: "string",
  pattern: /^(?!auto|https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first, not beginning with auto",
} as const;
const snapshotDescription = { type: "string", maxLength: 256 } as const;
const retentionDays = { type: "integer", min: 1, max: 65_536 } as const;

function findSnapshot(call: Call, id: string): Snapshot {
  const snapshot = call.store.snapshots.get(id);
  if (!snapshot) throw ecsError("InvalidSnapshotId.NotFound", id);
  return snapshot;
}

const bytesPerGiB = 1024 ** 3;

/** What a new snapshot has apart from its disk. */
type NewSnapshot = Pick<
  Snapshot,
  "name" | "description" | "category" | "retentionDays" | "resourceGroupId" | "tags"
>;

/** Creates a snapshot of a disk. */
export function takeSnapshot(call: Call, diskId: string, given: NewSnapshot): Snapshot {
  const disk = findDisk(call, diskId);
  const { size, encrypted, kmsKeyId } = readProperties(disk);
  const { regionId } = disk.kind === "data" ? disk.disk : disk.instance;
  return call.store.snapshots.put({
    ...given,
    id: newResourceId("s", regionId),
    regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    diskId,
    diskType: disk.kind,
    diskSize: size,
    encrypted,
    kmsKeyId: kmsKeyId ?? "",
    ...(disk.kind === "system" && { baseImageId: disk.instance.baseImageId ?? disk.instance.imageId }),
  });
}

/** What was created from a snapshot, by the values of Usage. */
function describeUsage(call: Call, { id }: Snapshot): "image" | "disk" | "image_disk" | "none" {
  const disk = call.store.disks.find(({ sourceSnapshotId }) => sourceSnapshotId === id);
  const image = call.store.customImages.find(({ disks }) =>
    disks.some(({ snapshotId }) => snapshotId === id),
  );
  if (image) return disk ? "image_disk" : "image";
  return disk ? "disk" : "none";
}

function describeSnapshot(call: Call, snapshot: Snapshot) {
  return {
    SnapshotId: snapshot.id,
    SnapshotName: snapshot.name,
    Description: snapshot.description,
    RegionId: snapshot.regionId,
    SourceDiskId: snapshot.diskId,
    SourceDiskType: snapshot.diskType,
    SourceDiskSize: String(snapshot.diskSize),
    SourceStorageType: "disk",
    // Only a copy of a snapshot has a source.
    SourceRegionId: "",
    SourceSnapshotId: "",
    FullSnapshotSizeInBytes: snapshot.diskSize * bytesPerGiB,
    SnapshotType: "user",
    SnapshotLinkId: snapshot.diskId.replace(/^d-/, "sl-"),
    SnapshotSN: snapshot.id,
    Category: snapshot.category,
    Encrypted: snapshot.encrypted,
    KMSKeyId: snapshot.kmsKeyId,
    InstantAccess: false,
    InstantAccessRetentionDays: 0,
    Available: true,
    Status: "accomplished",
    Progress: "100%",
    RemainTime: 0,
    Usage: describeUsage(call, snapshot),
    ProductCode: "",
    CreationTime: snapshot.createdTime,
    LastModifiedTime: snapshot.createdTime,
    // A snapshot that is kept until it is deleted has none.
    ...(snapshot.retentionDays !== undefined && { RetentionDays: snapshot.retentionDays }),
    ResourceGroupId: snapshot.resourceGroupId,
    Tags: { Tag: tagKeyValueTags(snapshot.tags) },
  };
}

/** Snapshots of disks. The local cloud copies no data, so that a snapshot is complete at once. */
export const snapshots = [
  ecsOperation({
    action: "CreateSnapshot",
    parameters: {
      DiskId: { type: "string", required: true },
      SnapshotName: snapshotName,
      Description: snapshotDescription,
      RetentionDays: retentionDays,
      Category: { type: "string", implemented: ["Standard", "standard"] },
      InstantAccess: { type: "boolean" },
      InstantAccessRetentionDays: retentionDays,
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { id } = takeSnapshot(call, p.DiskId, {
        tags: createTags(p.Tag),
        name: p.SnapshotName ?? "",
        description: p.Description ?? "",
        category: (p.Category ?? "standard").toLowerCase(),
        ...(p.RetentionDays !== undefined && { retentionDays: p.RetentionDays }),
        // A snapshot without a group has none: the provider takes the default one for a change.
        resourceGroupId: p.ResourceGroupId ? checkResourceGroup(call, p.ResourceGroupId) : "",
      });
      return { SnapshotId: id };
    },
  }),
  ecsOperation({
    action: "DescribeSnapshots",
    parameters: {
      SnapshotIds: { type: "jsonStrings", max: 100 },
      SnapshotName: { type: "string" },
      SnapshotLinkId: { type: "string" },
      SnapshotType: { type: "string", enum: ["auto", "user", "all"] },
      DiskId: { type: "string" },
      InstanceId: { type: "string" },
      SourceDiskType: { type: "string", enum: ["system", "data", "System", "Data"] },
      Category: { type: "string" },
      Encrypted: { type: "boolean" },
      KMSKeyId: { type: "string" },
      Status: { type: "string", enum: ["progressing", "accomplished", "failed", "all"] },
      Usage: { type: "string", enum: ["image", "disk", "image_disk", "none"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      DryRun: { type: "boolean", implemented: [false] },
      ...paging,
      ...tokenPaging,
    },
    handle(call, p) {
      const instance = p.InstanceId ? call.store.instances.get(p.InstanceId) : undefined;
      const diskIds = new Set([
        ...(instance ? [instance.systemDisk.diskId] : []),
        ...call.store.disks.filter(({ instanceId }) => instanceId === p.InstanceId).map(({ id }) => id),
      ]);
      const rows = call.store.snapshots
        .filter((snapshot) => inScope(call, snapshot) && hasTags(snapshot, p.Tag))
        .map((snapshot) => describeSnapshot(call, snapshot));
      const found = rows.filter(
        (row) =>
          (!p.SnapshotIds || p.SnapshotIds.includes(row.SnapshotId)) &&
          (!p.SnapshotName || row.SnapshotName === p.SnapshotName) &&
          (!p.SnapshotLinkId || row.SnapshotLinkId === p.SnapshotLinkId) &&
          (!p.SnapshotType || p.SnapshotType === "all" || row.SnapshotType === p.SnapshotType) &&
          (!p.DiskId || row.SourceDiskId === p.DiskId) &&
          (!p.InstanceId || diskIds.has(row.SourceDiskId)) &&
          (!p.SourceDiskType || row.SourceDiskType === p.SourceDiskType.toLowerCase()) &&
          (!p.Category || row.Category === p.Category.toLowerCase()) &&
          (!p.Encrypted || row.Encrypted) &&
          (!p.KMSKeyId || row.KMSKeyId === p.KMSKeyId) &&
          (!p.Status || p.Status === "all" || row.Status === p.Status) &&
          (!p.Usage || row.Usage === p.Usage) &&
          (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId),
      );
      const page = takePage(found, tokenPage(p));
      return { ...pageFields(page), NextToken: nextToken(page, p), Snapshots: { Snapshot: page.items } };
    },
  }),
  ecsOperation({
    action: "ModifySnapshotAttribute",
    parameters: {
      SnapshotId: snapshotId,
      SnapshotName: snapshotName,
      Description: snapshotDescription,
      RetentionDays: retentionDays,
      DisableInstantAccess: { type: "boolean" },
    },
    handle(call, p) {
      const snapshot = findSnapshot(call, p.SnapshotId);
      snapshot.name = p.SnapshotName ?? snapshot.name;
      snapshot.description = p.Description ?? snapshot.description;
      if (p.RetentionDays !== undefined) snapshot.retentionDays = p.RetentionDays;
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteSnapshot",
    parameters: { SnapshotId: snapshotId, Force: { type: "boolean" } },
    handle(call, p) {
      const snapshot = findSnapshot(call, p.SnapshotId);
      const usage = describeUsage(call, snapshot);
      // An image must be deleted before its snapshots. Source: DeleteSnapshot.
      if (usage === "image" || usage === "image_disk") throw ecsError("SnapshotCreatedImage", snapshot.id);
      // A snapshot of a disk can be deleted only by force. Source: Force of DeleteSnapshot.
      if (usage === "disk" && !p.Force) throw ecsError("SnapshotCreatedDisk", snapshot.id);
      call.store.snapshots.delete(snapshot.id);
      return {};
    },
  }),
];
