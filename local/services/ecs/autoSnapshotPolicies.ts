import type { AutoSnapshotPolicy } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { requireRegion } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { findDisk, findPolicy, readProperties } from "./diskRecords";
import { ecsError } from "./errors";

/** These actions spell some parameters with a small letter, also the region. */
const regionId = { type: "string" } as const;
const policyId = { type: "string", required: true } as const;
const policyName = {
  type: "string",
  // The documents do not name periods, which an acceptance test of the provider uses.
  pattern: /^(?!https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
const retention = { type: "integer", min: 1, max: 65_535, also: [-1] } as const;
const copyParameters = {
  EnableCrossRegionCopy: { type: "boolean" },
  TargetCopyRegions: { type: "jsonStrings", max: 1 },
  CopiedSnapshotsRetentionDays: retention,
  CopyEncryptionConfiguration: {
    type: "object",
    fields: { Encrypted: { type: "boolean" }, KMSKeyId: { type: "string" } },
  },
} as const;
const diskIds = { type: "jsonStrings", required: true, max: 100 } as const;

/** Rejects hours outside of 0 to 23, or weekdays outside of 1 to 7. */
function checkNumbers(name: string, values: readonly string[] | undefined, min: number, max: number): void {
  const wrong = values?.find((value) => !/^\d+$/.test(value) || Number(value) < min || Number(value) > max);
  if (wrong !== undefined)
    throw ecsError("InvalidAutoSnapshotPolicy.ValueNotSupported", name, wrong, min, max);
}

/** Properties of all disks in the account. */
const diskProperties = (store: Store) => [
  ...store.instances.all().map(({ systemDisk }) => systemDisk),
  ...store.disks.all(),
];

const describePolicy = ({ store }: Call, policy: AutoSnapshotPolicy) => ({
  AutoSnapshotPolicyId: policy.id,
  AutoSnapshotPolicyName: policy.name,
  RegionId: policy.regionId,
  TimePoints: JSON.stringify(policy.timePoints),
  RepeatWeekdays: JSON.stringify(policy.repeatWeekdays),
  RetentionDays: policy.retentionDays,
  EnableCrossRegionCopy: policy.enableCrossRegionCopy,
  TargetCopyRegions: JSON.stringify(policy.targetCopyRegions),
  CopiedSnapshotsRetentionDays: policy.copiedSnapshotsRetentionDays,
  // The provider takes values that were never set for a change.
  ...((policy.copyEncryption.encrypted || policy.copyEncryption.kmsKeyId) && {
    CopyEncryptionConfiguration: {
      Encrypted: policy.copyEncryption.encrypted,
      KMSKeyId: policy.copyEncryption.kmsKeyId,
    },
  }),
  AssociationType: "AssociatedWithDisk",
  Status: "Normal",
  Type: "Custom",
  DiskNums: diskProperties(store).filter(({ autoSnapshotPolicyId }) => autoSnapshotPolicyId === policy.id)
    .length,
  VolumeNums: 0,
  CreationTime: policy.createdTime,
  ResourceGroupId: policy.resourceGroupId,
  Tags: { Tag: tagKeyValueTags(policy.tags) },
  TargetTags: { TargetTag: [] },
});

/** Automatic snapshot policies. The local cloud creates no snapshots by itself. */
export const autoSnapshotPolicies = [
  ecsOperation({
    action: "CreateAutoSnapshotPolicy",
    parameters: {
      regionId,
      autoSnapshotPolicyName: policyName,
      timePoints: { type: "jsonStrings", required: true, max: 24 },
      repeatWeekdays: { type: "jsonStrings", required: true, max: 7 },
      retentionDays: { ...retention, required: true },
      ...copyParameters,
      AssociationType: { type: "string", implemented: ["AssociatedWithDisk"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      checkNumbers("timePoints", p.timePoints, 0, 23);
      checkNumbers("repeatWeekdays", p.repeatWeekdays, 1, 7);
      const region = requireRegion(p.regionId || call.regionId).id;
      const { id } = call.store.autoSnapshotPolicies.put({
        id: newResourceId("sp", region),
        regionId: region,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.autoSnapshotPolicyName ?? "",
        timePoints: p.timePoints,
        repeatWeekdays: p.repeatWeekdays,
        retentionDays: p.retentionDays,
        enableCrossRegionCopy: p.EnableCrossRegionCopy ?? false,
        targetCopyRegions: p.TargetCopyRegions ?? [],
        copiedSnapshotsRetentionDays: p.CopiedSnapshotsRetentionDays ?? -1,
        copyEncryption: {
          encrypted: p.CopyEncryptionConfiguration.Encrypted ?? false,
          kmsKeyId: p.CopyEncryptionConfiguration.KMSKeyId ?? "",
        },
        // A policy without a group has none: the provider takes the default one for a change.
        resourceGroupId: p.ResourceGroupId ? checkResourceGroup(call, p.ResourceGroupId) : "",
      });
      return { AutoSnapshotPolicyId: id };
    },
  }),
  ecsOperation({
    action: "DescribeAutoSnapshotPolicyEx",
    parameters: {
      AutoSnapshotPolicyId: { type: "string" },
      AutoSnapshotPolicyName: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.autoSnapshotPolicies.filter(
        (policy) =>
          inScope(call, policy) &&
          (!p.AutoSnapshotPolicyId || policy.id === p.AutoSnapshotPolicyId) &&
          (!p.AutoSnapshotPolicyName || policy.name === p.AutoSnapshotPolicyName) &&
          (!p.ResourceGroupId || policy.resourceGroupId === p.ResourceGroupId) &&
          hasTags(policy, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((policy) => describePolicy(call, policy));
      return { ...pageFields(page), AutoSnapshotPolicies: { AutoSnapshotPolicy: rows } };
    },
  }),
  ecsOperation({
    action: "ModifyAutoSnapshotPolicyEx",
    parameters: {
      regionId,
      autoSnapshotPolicyId: policyId,
      autoSnapshotPolicyName: policyName,
      timePoints: { type: "jsonStrings", max: 24 },
      repeatWeekdays: { type: "jsonStrings", max: 7 },
      retentionDays: retention,
      ...copyParameters,
    },
    handle(call, p) {
      const policy = findPolicy(call, p.autoSnapshotPolicyId);
      checkNumbers("timePoints", p.timePoints, 0, 23);
      checkNumbers("repeatWeekdays", p.repeatWeekdays, 1, 7);
      policy.name = p.autoSnapshotPolicyName ?? policy.name;
      policy.timePoints = p.timePoints ?? policy.timePoints;
      policy.repeatWeekdays = p.repeatWeekdays ?? policy.repeatWeekdays;
      policy.retentionDays = p.retentionDays ?? policy.retentionDays;
      policy.enableCrossRegionCopy = p.EnableCrossRegionCopy ?? policy.enableCrossRegionCopy;
      policy.targetCopyRegions = p.TargetCopyRegions ?? policy.targetCopyRegions;
      policy.copiedSnapshotsRetentionDays =
        p.CopiedSnapshotsRetentionDays ?? policy.copiedSnapshotsRetentionDays;
      policy.copyEncryption = {
        encrypted: p.CopyEncryptionConfiguration.Encrypted ?? policy.copyEncryption.encrypted,
        kmsKeyId: p.CopyEncryptionConfiguration.KMSKeyId ?? policy.copyEncryption.kmsKeyId,
      };
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteAutoSnapshotPolicy",
    parameters: { regionId, autoSnapshotPolicyId: policyId },
    handle(call, p) {
      const { id } = findPolicy(call, p.autoSnapshotPolicyId);
      // The policy leaves its disks. Source: DeleteAutoSnapshotPolicy.
      for (const disk of diskProperties(call.store)) {
        if (disk.autoSnapshotPolicyId === id) delete disk.autoSnapshotPolicyId;
      }
      call.store.autoSnapshotPolicies.delete(id);
      return {};
    },
  }),
  ecsOperation({
    action: "ApplyAutoSnapshotPolicy",
    parameters: { regionId, autoSnapshotPolicyId: policyId, diskIds },
    handle(call, p) {
      const { id } = findPolicy(call, p.autoSnapshotPolicyId);
      const found = p.diskIds.map((diskId) => readProperties(findDisk(call, diskId)));
      for (const disk of found) disk.autoSnapshotPolicyId = id;
      return {};
    },
  }),
  ecsOperation({
    action: "CancelAutoSnapshotPolicy",
    parameters: { regionId, autoSnapshotPolicyId: { type: "string" }, diskIds },
    handle(call, p) {
      const found = p.diskIds.map((diskId) => readProperties(findDisk(call, diskId)));
      for (const disk of found) {
        if (!p.autoSnapshotPolicyId || disk.autoSnapshotPolicyId === p.autoSnapshotPolicyId)
          delete disk.autoSnapshotPolicyId;
      }
      return {};
    },
  }),
];
