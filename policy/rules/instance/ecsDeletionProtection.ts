import { factAt, put } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { complies, wants } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "deletionProtection";
/** The cloud protects none that is paid for in advance: that one cannot be released early. */
const prepaid = "PrePaid";

export const ecsDeletionProtection = resourceRule({
  name: "ecs-deletion-protection",
  title: "Instances are not released by mistake",
  description: "A pay-as-you-go instance is protected from being released.",
  why: "What is released in the console is gone with its disks, and the service with it.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-instance-deletion-protection-enabled"],
  remedy: "Let deletionProtection be true.",
  argument: "protect: true",
  type,
  reads: { [type]: [property, "instanceChargeType"] },
  options: {},
  judge: (instance) =>
    instance.at("instanceChargeType") === prepaid ? complies : wants(property, instance.at(property), true),
  mend: (inputs) => factAt(inputs, "instanceChargeType") !== prepaid && put(inputs, property, true),
  examples: { fails: [ecs()], passes: [ecs({ deletionProtection: true })] },
});
