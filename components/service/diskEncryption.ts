import * as pulumi from "@pulumi/pulumi";

/** Where an instance is to be, and on what; what is left out is not looked at. */
export interface DiskPlace {
  category?: string | undefined;
  instanceType?: string | undefined;
  zoneId?: string | undefined;
}

/** Categories of system disks that are encrypted when an instance is made. Source: "Encrypt cloud disks", limits. */
const encryptedCategories = ["cloud_essd", "cloud_essd_entry", "cloud_auto"];

/** Families whose system disks are not encrypted. Source: the same. */
const plainFamilies = ["ebmg5", "ebmgn5t", "ebmi3", "sccg5", "scch5", "ebmc4", "ebmhfg5"];

/** Regions and zones without it, as zones begin. Source: the same, and SystemDisk.Encrypted of RunInstances. */
const plainPlaces = ["ap-northeast-2", "cn-nanjing", "cn-hongkong-d", "ap-southeast-1a"];

/** Why a new system disk cannot be encrypted; undefined when it can. */
export function unencrypted({ category, instanceType, zoneId }: DiskPlace): string | undefined {
  if (category !== undefined && !encryptedCategories.includes(category)) {
    return `the cloud encrypts system disks of category ${encryptedCategories.join(", ")} only.`;
  }
  const family = instanceType?.split(".")[1] ?? "";
  if (plainFamilies.includes(family)) return `the cloud encrypts no system disk of family ecs.${family}.`;
  if (plainPlaces.some((place) => zoneId?.startsWith(place)))
    return `zone ${zoneId} sells no encrypted system disk.`;
  return undefined;
}

/** What a new instance is told: what was said, or that its disk is encrypted where that is sold. */
export function encryptionOf(
  said: boolean | undefined,
  category: string,
  instanceType: pulumi.Input<string>,
  zoneId: pulumi.Input<string> | undefined,
  service: pulumi.Resource,
): pulumi.Input<boolean> | undefined {
  if (said === false) return false;
  const place = pulumi.all([instanceType, zoneId]);
  const judged = place.apply(([type, zone]) => unencrypted({ category, instanceType: type, zoneId: zone }));
  if (said === undefined) {
    // An output may resolve to nothing, which its type cannot say where an argument is left out.
    return judged.apply((refused) => (refused ? undefined : true)) as pulumi.Output<boolean>;
  }
  return judged.apply((refused) => {
    // No error: an instance that exists proves otherwise, and the program cannot know of it.
    if (refused)
      pulumi.log.warn(`systemDisk.encrypted: is true, but ${refused} RunInstances may refuse it.`, service);
    return true;
  });
}
