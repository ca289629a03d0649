import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "imageId";

export const ecsImagePinned = resourceRule({
  name: "ecs-image-pinned",
  title: "Images change on purpose alone",
  description:
    "An instance's image is the team's own, or one that it has named, or changes to it are ignored.",
  why:
    "A program mostly looks up the newest public image. Once the cloud publishes another one, the next update " +
    "exchanges the system disk of every instance, with what is on it, at the same time.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Put imageId into the resource's ignoreChanges, or the image into the rule's option images.",
  argument: 'service.image: "pinned", which is the default',
  type,
  reads: { [type]: [property] },
  options: { images: strings([], "Ids of public images that the team has chosen.") },
  judge(instance, { images }) {
    const { ignoreChanges } = instance.opts;
    if (ignoreChanges.some((path) => path === property || path === "*")) return complies;
    return whenKnown(property, instance.at(property), (seen) =>
      // An image of an own account has an id that nothing newer takes over.
      seen === undefined || (typeof seen === "string" && (seen.startsWith("m-") || images.includes(seen)))
        ? complies
        : violates({ property, seen, wanted: "an image that does not change by itself" }),
    );
  },
  examples: { fails: [ecs()], passes: [{ ...ecs(), opts: { ignoreChanges: [property] } }] },
});
