import { factAt, isUnknown, put } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { alb } from "./exampleResources";

const type = "alicloud:alb/loadBalancer:LoadBalancer";
const property = "deletionProtectionEnabled";

export const albDeletionProtection = resourceRule({
  name: "alb-deletion-protection",
  title: "An ALB cannot be deleted by mistake",
  description: "An ALB has deletion protection, in either of the two ways to say so.",
  why: "A balancer that is deleted by mistake takes its address with it, and the gateway's way into the VPC.",
  severity: "medium",
  level: "advisory",
  tags: ["alb-delete-protection-enabled"],
  remedy: "Let deletionProtectionEnabled be true.",
  argument: "transform: { alb: { deletionProtectionEnabled: true } }, or protect: true",
  type,
  reads: { [type]: ["deletionProtectionEnabled", "deletionProtectionConfig.enabled"] },
  options: {},
  judge: (balancer) => {
    const ways = [property, "deletionProtectionConfig.enabled"].map((path) => balancer.at(path));
    if (ways.includes(true)) return complies;
    return whenKnown(property, ways.find(isUnknown) ?? ways[0], (seen) =>
      violates({ property, seen, wanted: "true" }),
    );
  },
  mend: (inputs) =>
    factAt(inputs, "deletionProtectionConfig.enabled") !== true && put(inputs, property, true),
  examples: { fails: [alb()], passes: [alb({ deletionProtectionEnabled: true })] },
});
