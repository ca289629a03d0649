import { resourceRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { cis } from "../cis";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "vswitchId";

export const ecsInVpc = resourceRule({
  name: "ecs-in-vpc",
  title: "Instance is in a VPC",
  description: "An instance has a vSwitch, and is therefore in a VPC.",
  why: "The gateway reaches a private back end through its VPC. The classic network is not isolated.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instances-in-vpc", "cis_v200_3_1"],
  framework: cis("3.1"),
  hint: "Set vswitchId to a vSwitch of the VPC of the service.",
  argument: "network and service",
  type,
  reads: { [type]: [property, "launchTemplateId", "launchTemplateName", "networkInterfaceId"] },
  options: {},
  evaluate(instance) {
    // An unknown vSwitch counts as set.
    const actual = instance.get(property);
    if (actual !== undefined && actual !== "") return complies;
    const elsewhere = ["networkInterfaceId", "launchTemplateId", "launchTemplateName"];
    const from = elsewhere.find((path) => instance.get(path) !== undefined);
    return from === undefined
      ? violates({ property, actual, expected: "a vSwitch" })
      : undecided(`${from} may set the vSwitch`);
  },
  examples: { fails: [ecs({ vswitchId: "" })], passes: [ecs()] },
});
