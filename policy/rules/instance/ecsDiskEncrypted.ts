import { isUnknown } from "../../core/facts";
import { type ResourceFacts, resourceRule } from "../../core/rule";
import { all, undecided, type Verdict, wants } from "../../core/verdict";
import { cis } from "../cis";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

export const ecsDiskEncrypted = resourceRule({
  name: "ecs-disk-encrypted",
  title: "Disks are encrypted",
  description: "The system disk of an instance and each of its data disks are encrypted.",
  why: "Certificates, logs and pages on a disk outlive the instance in snapshots and images, which can be shared.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-disk-encrypted", "cis_v200_4_2"],
  framework: cis("4.2"),
  remedy: "Let systemDiskEncrypted, and encrypted of each data disk, be true; the instance is replaced.",
  argument: "service.systemDisk.encrypted",
  type,
  reads: { [type]: ["systemDiskEncrypted", "dataDisks[].encrypted"] },
  options: {},
  judge: (instance) =>
    all([wants("systemDiskEncrypted", instance.at("systemDiskEncrypted"), true), ...dataDisksOf(instance)]),
  examples: {
    fails: [ecs({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: false }] })],
    passes: [ecs({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: true }] })],
  },
});

function dataDisksOf(instance: ResourceFacts): Verdict[] {
  const disks = instance.at("dataDisks");
  if (isUnknown(disks)) return [undecided("dataDisks is not known yet")];
  return (Array.isArray(disks) ? (disks as unknown[]) : []).map((disk, index) =>
    isUnknown(disk)
      ? undecided(`dataDisks[${index}] is not known yet`)
      : wants(`dataDisks[${index}].encrypted`, (disk as { encrypted?: unknown }).encrypted, true),
  );
}
