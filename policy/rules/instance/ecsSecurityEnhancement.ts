import { resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, decideIf, requireValue } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { scalingConfigurationType } from "./scalingGroups";

const property = "securityEnhancementStrategy";
/** Prefix of the ID of a custom image. */
const customImage = /^m-/;

export const ecsSecurityEnhancement = resourceRule({
  name: "ecs-security-enhancement",
  title: "Instance has the agent of Security Center",
  description:
    "An instance with a public image installs the agent of Security Center when it is created. Custom images contain their own agent.",
  why:
    "The agent reports malware, brute-force logins and known vulnerabilities of an instance. An instance that is created " +
    "without the agent stays unprotected until somebody installs it.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-instance-enabled-security-protection"],
  hint: 'Set securityEnhancementStrategy to "Active". For an existing instance, install the agent in Security Center: the change replaces the instance.',
  argument: 'transform: { instance: { securityEnhancementStrategy: "Active" } }',
  type,
  otherTypes: [scalingConfigurationType],
  reads: { [type]: [property, "imageId"], [scalingConfigurationType]: [property, "imageId"] },
  options: {},
  evaluate(instance) {
    const image = instance.get("imageId");
    if (typeof image === "string" && customImage.test(image)) return complies;
    const verdict = requireValue(property, instance.get(property), "Active");
    return decideIf(!isUnknown(image), verdict, "imageId is unknown at preview, and may be a custom image");
  },
  examples: { fails: [ecs({ [property]: "Deactive" })], passes: [ecs({ [property]: "Active" })] },
});
