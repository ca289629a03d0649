import { resourceRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { cis } from "../cis";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "vswitchId";

export const ecsInVpc = resourceRule({
  name: "ecs-in-vpc",
  title: "Instances stand in a VPC",
  description: "An instance has a vSwitch, and so a VPC.",
  why: "The gateway reaches a private back end through its VPC. The classic network has neither one nor security of its own.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instances-in-vpc", "cis_v200_3_1"],
  framework: cis("3.1"),
  remedy: "Let vswitchId be a vSwitch of the service's VPC.",
  argument: "network makes the vSwitches, and service puts the instances there",
  type,
  reads: { [type]: [property, "launchTemplateId", "launchTemplateName", "networkInterfaceId"] },
  options: {},
  judge(instance) {
    // A vSwitch that is not made yet is one: that it is named is enough.
    const seen = instance.at(property);
    if (seen !== undefined && seen !== "") return complies;
    const elsewhere = ["networkInterfaceId", "launchTemplateId", "launchTemplateName"];
    const from = elsewhere.find((path) => instance.at(path) !== undefined);
    return from === undefined
      ? violates({ property, seen, wanted: "a vSwitch" })
      : undecided(`${from} may name the vSwitch`);
  },
  examples: { fails: [ecs({ vswitchId: "" })], passes: [ecs()] },
});
