import { type ResourceView, resourceRule } from "../../core/rule";
import { readProperty, setProperty } from "../../core/values";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

const property = "modificationProtectionConfig.status";
const expected = "ConsoleProtection";

export const albBackendChangeProtected = resourceRule({
  name: "alb-backend-change-protected",
  title: "ALB behind the gateway is protected from changes",
  description:
    "An ALB that a VPC access authorization names is protected from changes in the console, and Pulumi " +
    "does not ignore changes of its network type.",
  why:
    "Switching the network type of an ALB to Internet takes one click in the console. With modification " +
    "protection, the console refuses it. Without ignoreChanges, the next update reverts it.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-modify-protection-check"],
  hint: 'Set modificationProtectionConfig.status to "ConsoleProtection".',
  argument: 'transform: { alb: { modificationProtectionConfig: { status: "ConsoleProtection" } } }',
  type,
  reads: { [type]: ["addressType", property] },
  options: {},
  evaluate(balancer) {
    if (balancer.get("addressType") === "Internet") return complies;
    const protection = whenKnown(property, balancer.get(property), (actual) =>
      actual === expected ? complies : violates({ property, actual, expected: `"${expected}"` }),
    );
    return all([protection, ...checkIgnoreChanges(balancer)]);
  },
  remediate(inputs) {
    return readProperty(inputs, "addressType") !== "Internet" && setProperty(inputs, property, expected);
  },
  examples: {
    fails: [alb()],
    passes: [alb({ modificationProtectionConfig: { status: expected, reason: "Back end" } })],
  },
});

function checkIgnoreChanges(balancer: ResourceView): Verdict[] {
  const { ignoreChanges } = balancer.opts;
  if (!ignoreChanges.some((path) => path === "addressType" || path === "*")) return [];
  const violation = {
    property: "ignoreChanges",
    actual: ignoreChanges,
    expected: "a list without addressType",
    hint: "Remove addressType from ignoreChanges of the resource.",
  };
  return [violates(violation)];
}
