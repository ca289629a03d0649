import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "imageId";

export const ecsImagePinned = resourceRule({
  name: "ecs-image-pinned",
  title: "Image is pinned",
  description:
    "The image of an instance does not change by itself: it is a custom image, an image ID in which the " +
    "date is fixed, or one whose changes are ignored.",
  why:
    "Most programs look up the newest public image. When a new one is published, the next update replaces " +
    "the system disk of all instances at the same time, with all data on it.",
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
    return whenKnown(property, instance.get(property), (actual) =>
      // A custom image has an ID of its own, which never refers to a newer image.
      actual === undefined ||
      (typeof actual === "string" && (actual.startsWith("m-") || images.includes(actual)))
        ? complies
        : violates({ property, actual, expected: "an image that does not change by itself" }),
    );
  },
  examples: { fails: [ecs()], passes: [{ ...ecs(), opts: { ignoreChanges: [property] } }] },
});
