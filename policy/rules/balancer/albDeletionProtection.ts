import { albType as type } from "./backEnds";
import { deletionProtectionRule } from "./deletionProtection";
import { alb } from "./exampleResources";

export const albDeletionProtection = deletionProtectionRule(
  {
    name: "alb-deletion-protection",
    title: "ALB has deletion protection",
    kind: "An ALB",
    tags: ["alb-delete-protection-enabled"],
    argument: "transform: { alb: { deletionProtectionEnabled: true } } or protect: true",
    type,
  },
  alb,
);
