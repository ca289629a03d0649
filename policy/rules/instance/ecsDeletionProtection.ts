import { resourceRule } from "../../core/rule";
import { readProperty, setProperty } from "../../core/values";
import { complies, requireValue } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "deletionProtection";
/** Subscription instances do not support deletion protection: they cannot be released early. */
const prepaid = "PrePaid";

export const ecsDeletionProtection = resourceRule({
  name: "ecs-deletion-protection",
  title: "Instance has deletion protection",
  description: "A pay-as-you-go instance has deletion protection.",
  why: "Releasing an instance in the console by accident also deletes its disks.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-instance-deletion-protection-enabled"],
  hint: "Set deletionProtection to true.",
  argument: "protect: true",
  type,
  reads: { [type]: [property, "instanceChargeType"] },
  options: {},
  evaluate: (instance) =>
    instance.get("instanceChargeType") === prepaid
      ? complies
      : requireValue(property, instance.get(property), true),
  remediate: (inputs) =>
    readProperty(inputs, "instanceChargeType") !== prepaid && setProperty(inputs, property, true),
  examples: { fails: [ecs()], passes: [ecs({ deletionProtection: true })] },
});
