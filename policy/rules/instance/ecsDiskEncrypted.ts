import { type ResourceView, resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { all, requireValue, undecided, type Verdict } from "../../core/verdict";
import { cis } from "../cis";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { scalingConfigurationType } from "./scalingGroups";

const paths = ["systemDiskEncrypted", "dataDisks[].encrypted"];

export const ecsDiskEncrypted = resourceRule({
  name: "ecs-disk-encrypted",
  title: "Disks are encrypted",
  description: "The system disk and each data disk of an instance are encrypted.",
  why:
    "Snapshots and images keep the certificates, logs and web pages of a disk after the instance is " +
    "released, and can be shared.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-disk-encrypted", "cis_v200_4_2"],
  framework: cis("4.2"),
  hint: "Set systemDiskEncrypted, and encrypted of each data disk, to true. This replaces the instance.",
  argument: "service.systemDisk.encrypted",
  type,
  otherTypes: [scalingConfigurationType],
  reads: { [type]: paths, [scalingConfigurationType]: paths },
  options: {},
  evaluate: (instance) =>
    all([
      requireValue("systemDiskEncrypted", instance.get("systemDiskEncrypted"), true),
      ...checkDataDisks(instance),
    ]),
  examples: {
    fails: [ecs({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: false }] })],
    passes: [ecs({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: true }] })],
  },
});

function checkDataDisks(instance: ResourceView): Verdict[] {
  const disks = instance.get("dataDisks");
  if (isUnknown(disks)) return [undecided("dataDisks is unknown at preview")];
  return (Array.isArray(disks) ? (disks as unknown[]) : []).map((disk, index) =>
    isUnknown(disk)
      ? undecided(`dataDisks[${index}] is unknown at preview`)
      : requireValue(`dataDisks[${index}].encrypted`, (disk as { encrypted?: unknown }).encrypted, true),
  );
}
