import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, undecided, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "imageId";

/** Public images have the date of their release in the ID, such as `aliyun_3_x64_20G_alibase_20240528.vhd`. */
const dated = /_20\d{6}\.\w+$/;

export const ecsImagePinned = resourceRule({
  name: "ecs-image-pinned",
  title: "Image is pinned",
  description:
    "The image of an instance does not change by itself: changes of imageId are ignored, the image is a custom " +
    "one, or the option images lists it.",
  why:
    "Many programs look up the newest public image. When a new one is published, the next update replaces " +
    "the system disk of all instances at the same time, with all data on it. A public image ID with a date " +
    "may be a fixed value or the result of such a lookup, which a policy cannot see, so it is undecided.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Add imageId to ignoreChanges of the resource, or the image to the option images.",
  argument: 'service.image: "pinned" (the default)',
  type,
  reads: { [type]: [property] },
  options: { images: strings([], "IDs of public images that instances may use.") },
  evaluate(instance, { images }) {
    const { ignoreChanges } = instance.opts;
    if (ignoreChanges.some((path) => path === property || path === "*")) return complies;
    return whenKnown(property, instance.get(property), (actual) => {
      if (actual === undefined) return complies;
      const image = String(actual);
      // A custom image has an ID of its own, which never refers to a newer image.
      if (image.startsWith("m-") || images.includes(image)) return complies;
      return dated.test(image)
        ? undecided(
            `${image} may be the result of a lookup: list it in images, or add imageId to ignoreChanges`,
          )
        : violates({ property, actual, expected: "a custom image, or a public image ID with a date" });
    });
  },
  examples: {
    fails: [ecs({ imageId: "ubuntu_22_04_x64" })],
    passes: [{ ...ecs(), opts: { ignoreChanges: [property] } }],
  },
});
