import * as pulumi from "@pulumi/pulumi";

/** Zone, instance type and disk category of an instance. Undefined values are not checked. */
type DiskPlace = Partial<Record<"category" | "instanceType" | "zoneId", string | undefined>>;

/** Categories of system disks that can be encrypted at creation. Source: "Encrypt cloud disks", limits. */
const encryptedCategories = ["cloud_essd", "cloud_essd_entry", "cloud_auto"];

/** Instance families that do not support encrypted system disks. Source: the same. */
const plainFamilies = ["ebmg5", "ebmgn5t", "ebmi3", "sccg5", "scch5", "ebmc4", "ebmhfg5"];

/**
 * Prefixes of regions and zones that do not support encryption. Source: the same, and SystemDisk.Encrypted of
 * RunInstances.
 */
const plainPlaces = ["ap-northeast-2", "cn-nanjing", "cn-hongkong-d", "ap-southeast-1a"];

/** Reason why a new system disk cannot be encrypted. Undefined if it can. */
export function unencrypted({ category, instanceType, zoneId }: DiskPlace): string | undefined {
  if (category !== undefined && !encryptedCategories.includes(category)) {
    return `the cloud only encrypts system disks of the categories ${encryptedCategories.join(", ")}.`;
  }
  const family = instanceType?.split(".")[1] ?? "";
  if (plainFamilies.includes(family))
    return `the cloud does not encrypt system disks of the family ecs.${family}.`;
  if (plainPlaces.some((place) => zoneId?.startsWith(place)))
    return `zone ${zoneId} does not offer encrypted system disks.`;
  return undefined;
}

/** Encryption of a new instance: the value of the argument, or true where encryption is available. */
export function planEncryption(
  encrypted: boolean | undefined,
  category: string,
  instanceType: pulumi.Input<string>,
  zoneId: pulumi.Input<string> | undefined,
  service: pulumi.Resource,
): pulumi.Input<boolean> | undefined {
  if (encrypted === false) return false;
  const place = pulumi.all([instanceType, zoneId]);
  const reason = place.apply(([type, zone]) => unencrypted({ category, instanceType: type, zoneId: zone }));
  if (encrypted === undefined) {
    // The Output may resolve to undefined, which the type of an optional argument cannot express.
    return reason.apply((refused) => (refused ? undefined : true)) as pulumi.Output<boolean>;
  }
  return reason.apply((refused) => {
    // A warning only: an existing instance proves that encryption is available, and the program cannot know
    // whether it exists.
    if (refused)
      pulumi.log.warn(`systemDisk.encrypted: is true, but ${refused} RunInstances may reject it.`, service);
    return true;
  });
}
