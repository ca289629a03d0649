import { factAt, put } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType as formerType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "modificationProtectionStatus";
const wanted = "ConsoleProtection";
const reads = ["addressType", property];

export const clbBackendChangeProtected = resourceRule({
  name: "clb-backend-change-protected",
  title: "An intranet CLB is changed by Pulumi alone",
  description: "An intranet CLB is protected from changes in the console.",
  why: "What is changed by hand, a listener or its servers, cuts the way from the gateway until the next update.",
  severity: "low",
  level: "advisory",
  tags: ["slb-modify-protection-check"],
  remedy: "Let modificationProtectionStatus be ConsoleProtection.",
  argument: 'transform: { clb: { modificationProtectionStatus: "ConsoleProtection" } }',
  type,
  formerType,
  reads: { [type]: reads, [formerType]: reads },
  options: {},
  judge(balancer) {
    if (balancer.at("addressType") === "internet") return complies;
    return whenKnown(property, balancer.at(property), (seen) =>
      seen === wanted ? complies : violates({ property, seen, wanted: `"${wanted}"` }),
    );
  },
  mend: (inputs) => factAt(inputs, "addressType") !== "internet" && put(inputs, property, wanted),
  examples: { fails: [clb()], passes: [clb({ modificationProtectionStatus: wanted })] },
});
