import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { checkOneOf, checkWholeNumber } from "../validation/names";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import { encryptionOf, unencrypted } from "./diskEncryption";

/** What an instance is made from, whatever runs on it. */
export interface InstanceArgs {
  /**
   * ECS instance type. A change stops all instances at once, changes them and starts them again: calls fail meanwhile,
   * for some minutes. Where it fails, instances stay stopped: `pulumi up --refresh` starts them again.
   *
   * @default "ecs.e-c1m1.large"
   */
  instanceType?: pulumi.Input<string>;
  /**
   * Image with cloud-init 23.2.2 or later and, for Nginx, a package of it. A change replaces the instances, as new
   * `pages` do: the provider alone would wipe the system disk of those that are there.
   *
   * @default the newest public image of Alibaba Cloud Linux 3, see `image`
   */
  imageId?: pulumi.Input<string>;
  /**
   * What becomes of the instances when a newer public image comes out: `pinned` keeps the one that they were made
   * with, for new ones too; `latest` replaces them, in the next update, by ones with the newer image. Only without
   * `imageId`. @default "pinned"
   */
  image?: "pinned" | "latest";
  /**
   * Name of a key pair that exists, for logging in as root from inside the VPC; the security group lets nobody in
   * there by itself. A change restarts all instances at once: calls fail until they run again.
   *
   * @default none: nobody logs in
   */
  keyPairName?: pulumi.Input<string>;
  /** The system disk. @default an ESSD of the size that the cloud chooses, encrypted where that is sold */
  systemDisk?: SystemDisk;
}

/** The system disk of an instance. */
export interface SystemDisk {
  /**
   * Whether it is encrypted with the account's own key of ECS, for which KMS must have been activated once. A change
   * replaces the instances, the new ones first. Left out, disks that exist stay as they are.
   *
   * Left out, new disks are encrypted where the cloud sells that: not those of category `cloud_efficiency` or
   * `cloud_ssd`, nor with a few old bare metal families, nor in South Korea (Seoul), Nanjing, Hong Kong zone D and
   * Singapore zone A. `true` is refused for such a category or family. Source: "Encrypt cloud disks" and RunInstances.
   *
   * @default true, where it is sold
   */
  encrypted?: boolean;
  /** Category. A change replaces the instances. @default "cloud_essd" */
  category?: DiskCategory;
  /** Size in GiB, 20 to 2048, not below the image's. Grows in place; a smaller one is refused. @default 40 */
  size?: number;
}

/** Disk categories that a system disk can have. */
export type DiskCategory = (typeof diskCategories)[number];

const diskCategories = [
  "cloud_essd",
  "cloud_essd_entry",
  "cloud_auto",
  "cloud_efficiency",
  "cloud_ssd",
] as const;

export const defaultInstanceType = "ecs.e-c1m1.large";

const isPlain = (type: pulumi.Input<string> | undefined): type is string | undefined =>
  type === undefined || typeof type === "string";

/** Notes every problem in what an instance is made from. */
export function checkInstanceSettings(settings: InstanceArgs, problems: Problems): void {
  const { image, imageId, instanceType, keyPairName, systemDisk = {} } = settings;
  if (
    image !== undefined &&
    checkOneOf(image, ["pinned", "latest"], problems, "image") &&
    imageId !== undefined
  ) {
    problems.add(
      "image",
      "is given together with imageId.",
      "Leave one of them out: an image by id is followed.",
    );
  }
  if (typeof instanceType === "string" && !/^ecs\.[\w.-]+$/.test(instanceType)) {
    problems.add(
      "instanceType",
      `"${instanceType}" is not an instance type.`,
      "Use for example ecs.g8i.large.",
    );
  }
  if (typeof imageId === "string" && !/^\S+$/.test(imageId)) {
    problems.add("imageId", `"${imageId}" is not an image's id.`, "Name an image, or leave it out.");
  }
  if (keyPairName === "") problems.add("keyPairName", "is empty.", "Name a key pair, or leave it out.");
  if (systemDisk.category !== undefined) {
    checkOneOf(systemDisk.category, diskCategories, problems, "systemDisk.category");
  }
  if (systemDisk.encrypted && isPlain(instanceType)) {
    const refused = unencrypted({ category: systemDisk.category, instanceType });
    const hint = "Use another category or instanceType, or leave it out.";
    if (refused) problems.add("systemDisk.encrypted", `is true, but ${refused}`, hint);
  }
  if (systemDisk.size !== undefined) {
    checkWholeNumber(systemDisk.size, { from: 20, to: 2048, unit: "GiB" }, problems, "systemDisk.size");
  }
}

/** The provider's arguments that follow from the settings, as far as they are given. */
export function instanceArgs(
  { keyPairName, systemDisk = {}, instanceType = defaultInstanceType }: InstanceArgs,
  zoneId: pulumi.Input<string> | undefined,
  service: pulumi.Resource,
): Pick<
  alicloud.ecs.InstanceArgs,
  "keyName" | "systemDiskCategory" | "systemDiskSize" | "systemDiskEncrypted"
> {
  const { encrypted, category = "cloud_essd", size } = systemDisk;
  const systemDiskEncrypted = encryptionOf(encrypted, category, instanceType, zoneId, service);
  return {
    systemDiskCategory: category,
    ...(size === undefined ? {} : { systemDiskSize: size }),
    systemDiskEncrypted,
    ...(keyPairName === undefined ? {} : { keyName: keyPairName }),
  };
}

/** What of an instance that exists stays as it is, whatever a new one would be made with. */
export const kept = (settings: InstanceArgs): string[] => [
  ...(isPinned(settings) ? ["imageId"] : []),
  ...(settings.systemDisk?.encrypted === undefined ? ["systemDiskEncrypted"] : []),
];

/** The image that instances are made from. */
export const imageOf = ({ imageId }: InstanceArgs, parent: pulumi.Resource): pulumi.Input<string> =>
  imageId ?? newestImage(parent);

/** Whether a newer image leaves instances that are there alone. */
const isPinned = ({ imageId, image = "pinned" }: InstanceArgs): boolean =>
  imageId === undefined && image === "pinned";

function newestImage(parent: pulumi.Resource): pulumi.Output<string> {
  const images = alicloud.ecs.getImagesOutput(
    { owners: "system", nameRegex: "^aliyun_3_x64_20G", mostRecent: true, status: "Available" },
    { parent },
  );
  return images.images.apply(([newest]) => {
    if (newest) return newest.id;
    throw new ProgramError(
      "imageId: the region has no public image of Alibaba Cloud Linux 3. Give an imageId.",
    );
  });
}
