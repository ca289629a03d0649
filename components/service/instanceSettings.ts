import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type { InstanceArgs } from "./args";
import { unencrypted } from "./diskEncryption";

export const defaultInstanceType = "ecs.e-c1m1.large";

const isPlain = (type: pulumi.Input<string> | undefined): type is string | undefined =>
  type === undefined || typeof type === "string";

export function checkInstanceSettings(settings: InstanceArgs, problems: Problems): void {
  const { image, imageId, instanceType, systemDisk = {} } = settings;
  if (image !== undefined && imageId !== undefined) {
    problems.add("image", "is set together with imageId.", "Remove one of them.");
  }
  if (typeof instanceType === "string" && !/^ecs\.[\w.-]+$/.test(instanceType)) {
    const problem = `"${instanceType}" is not an instance type.`;
    problems.add("instanceType", problem, "Use for example ecs.g8i.large.");
  }
  if (systemDisk.encrypted && isPlain(instanceType)) {
    const refused = unencrypted({ category: systemDisk.category, instanceType });
    const hint = "Use another category or instanceType, or remove it.";
    if (refused) problems.add("systemDisk.encrypted", `is true, but ${refused}`, hint);
  }
}

/** Properties of an existing instance that do not change with the arguments of new ones. */
export const listIgnoredChanges = (settings: InstanceArgs): string[] => [
  ...(isPinned(settings) ? ["imageId"] : []),
  ...(settings.systemDisk?.encrypted === undefined ? ["systemDiskEncrypted"] : []),
];

/** Whether existing instances keep their image when a newer one is released. */
const isPinned = ({ imageId, image = "pinned" }: InstanceArgs): boolean =>
  imageId === undefined && image === "pinned";

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
