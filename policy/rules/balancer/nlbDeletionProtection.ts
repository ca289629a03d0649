import { nlbType as type } from "./backEnds";
import { deletionProtectionRule } from "./deletionProtection";
import { nlb } from "./exampleResources";

export const nlbDeletionProtection = deletionProtectionRule(
  {
    name: "nlb-deletion-protection",
    title: "An NLB cannot be deleted by mistake",
    kind: "An NLB",
    tags: [],
    type,
  },
  nlb,
);
