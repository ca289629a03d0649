import { nlbType as type } from "./backEnds";
import { deletionProtectionRule } from "./deletionProtection";
import { nlb } from "./exampleResources";

export const nlbDeletionProtection = deletionProtectionRule(
  {
    name: "nlb-deletion-protection",
    title: "NLB has deletion protection",
    kind: "An NLB",
    tags: [],
    type,
  },
  nlb,
);
