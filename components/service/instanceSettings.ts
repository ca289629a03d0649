import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type { InstanceArgs } from "./args";

export const defaultInstanceType = "ecs.e-c1m1.large";

export function checkInstanceSettings(settings: InstanceArgs, problems: Problems): void {
  const { image, imageId, instanceType, systemDisk = {} } = settings;
  if (image !== undefined && imageId !== undefined) {
    problems.add("image", "is set together with imageId.", "Remove one of them.");
  }
  if (typeof instanceType === "string" && !/^ecs\.[\w.-]+$/.test(instanceType)) {
    const problem = `"${instanceType}" is not an instance type.`;
    problems.add("instanceType", problem, "Use for example ecs.g8i.large.");
  }
  if (systemDisk.encrypted && (instanceType === undefined || typeof instanceType === "string")) {
    const refused = unencrypted({ category: systemDisk.category, instanceType });
    const hint = "Use another category or instanceType, or remove it.";
    if (refused) problems.add("systemDisk.encrypted", `is true, but ${refused}`, hint);
  }
}

/** Properties of an existing instance that do not change with the arguments of new ones. */
export const listIgnoredChanges = ({ imageId, image = "pinned", systemDisk }: InstanceArgs): string[] => [
  // Existing instances keep their image when a newer one is released.
  ...(imageId === undefined && image === "pinned" ? ["imageId"] : []),
  ...(systemDisk?.encrypted === undefined ? ["systemDiskEncrypted"] : []),
];

/** Image of new instances: that of the arguments, else the newest public one. */
export function findImage({ imageId }: InstanceArgs, parent: pulumi.Resource): pulumi.Input<string> {
  if (imageId !== undefined) return imageId;
  const images = alicloud.ecs.getImagesOutput(
    { owners: "system", nameRegex: "^aliyun_3_x64_20G", mostRecent: true, status: "Available" },
    { parent },
  );
  return images.images.apply(([newest]) => {
    if (newest) return newest.id;
    throw new ProgramError("imageId: the region has no public image of Alibaba Cloud Linux 3. Set imageId.");
  });
}

/** Categories of system disks that can be encrypted at creation. Source: "Encrypt cloud disks", limits. */
const encryptedCategories = ["cloud_essd", "cloud_essd_entry", "cloud_auto"];

/** Instance families that do not support encrypted system disks. Source: the same. */
const plainFamilies = ["ebmg5", "ebmgn5t", "ebmi3", "sccg5", "scch5", "ebmc4", "ebmhfg5"];

/** Prefixes of regions and zones without encryption. Source: the same, and RunInstances, SystemDisk.Encrypted. */
const plainPlaces = ["ap-northeast-2", "cn-nanjing", "cn-hongkong-d", "ap-southeast-1a"];

/** Reason why a new system disk cannot be encrypted. Undefined if it can. Undefined values are not checked. */
function unencrypted({
  category,
  instanceType,
  zoneId,
}: Partial<Record<"category" | "instanceType" | "zoneId", string>>): string | undefined {
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
