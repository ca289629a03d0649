import { resourceRule } from "../../core/rule";
import { readProperty, setProperty } from "../../core/values";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType as formerType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "modificationProtectionStatus";
const expected = "ConsoleProtection";
const reads = ["addressType", property];

export const clbBackendChangeProtected = resourceRule({
  name: "clb-backend-change-protected",
  title: "CLB behind the gateway is protected from changes",
  description: "A CLB that a VPC access authorization names is protected from changes in the console.",
  why: "A listener or server that is changed by hand interrupts traffic from the gateway until the next update.",
  severity: "low",
  level: "advisory",
  tags: ["slb-modify-protection-check"],
  hint: 'Set modificationProtectionStatus to "ConsoleProtection".',
  argument: 'transform: { clb: { modificationProtectionStatus: "ConsoleProtection" } }',
  type,
  formerType,
  reads: { [type]: reads, [formerType]: reads },
  options: {},
  evaluate(balancer) {
    if (balancer.get("addressType") === "internet") return complies;
    return whenKnown(property, balancer.get(property), (actual) =>
      actual === expected ? complies : violates({ property, actual, expected: `"${expected}"` }),
    );
  },
  remediate: (inputs) =>
    readProperty(inputs, "addressType") !== "internet" && setProperty(inputs, property, expected),
  examples: { fails: [clb()], passes: [clb({ modificationProtectionStatus: expected })] },
});
