import type { CustomImage, ImageDisk, Instance } from "../../store/model";
import type { Call } from "../common/call";
import { images } from "./catalogue";
import { ecsError } from "./errors";

/** An image that an instance can start from. */
export interface StartImage {
  id: string;
  /** As in CustomImage. A public image is its own base. */
  baseImageId: string;
  /** Size of the system disk in GiB. */
  size: number;
  dataDisks: readonly ImageDisk[];
}

/** Size of the system disk of an image in GiB. */
export const systemDiskSize = ({ disks }: CustomImage): number => disks[0]?.size ?? 0;

/** The images of the account in the region of the call, the newest first. */
export const listCustomImages = (call: Call): CustomImage[] =>
  call.store.customImages.filter(({ regionId }) => regionId === call.regionId).reverse();

export function findCustomImage(call: Call, id: string): CustomImage {
  const image = call.store.customImages.get(id);
  if (image?.regionId !== call.regionId) throw ecsError("InvalidImageId.NotFound", id, listImages(call));
  return image;
}

/** Finds an image by ID, or the newest available image of a family. */
export function findStartImage(call: Call, p: { ImageId?: string; ImageFamily?: string }): StartImage {
  if (!p.ImageId && !p.ImageFamily) throw ecsError("MissingImageId");
  const own = listCustomImages(call).find((image) =>
    p.ImageId ? image.id === p.ImageId : image.family === p.ImageFamily && image.status === "Available",
  );
  if (own) {
    const { id, baseImageId, disks } = own;
    return { id, baseImageId, size: systemDiskSize(own), dataDisks: disks.slice(1) };
  }
  const image = images.find(({ id, family }) => (p.ImageId ? id === p.ImageId : family === p.ImageFamily));
  if (!image) throw ecsError("InvalidImageId.NotFound", p.ImageId || p.ImageFamily, listImages(call));
  return { id: image.id, baseImageId: image.id, size: image.size, dataDisks: [] };
}

/** What the record of an instance keeps of its image. A forced deletion of the image does not change it. */
export const imageOfInstance = ({
  id,
  baseImageId,
}: StartImage): Pick<Instance, "imageId" | "baseImageId"> => ({
  imageId: id,
  ...(baseImageId !== id && { baseImageId }),
});

const listImages = (call: Call): string =>
  [...images, ...listCustomImages(call)]
    .map(({ id, family }) => (family ? `${id} (${family})` : id))
    .join(", ");
