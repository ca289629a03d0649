import { factAt, put } from "../../core/facts";
import { type ResourceFacts, resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

const property = "modificationProtectionConfig.status";
const wanted = "ConsoleProtection";

export const albBackendChangeProtected = resourceRule({
  name: "alb-backend-change-protected",
  title: "An intranet ALB stays one",
  description:
    "An intranet ALB is protected from changes in the console, and Pulumi may set its network type back.",
  why:
    "To switch a back end's ALB to the Internet is one click in the console and a change in place. With modification " +
    "protection the console refuses it; without ignoreChanges, the next update takes it back.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-modify-protection-check"],
  remedy: "Let modificationProtectionConfig.status be ConsoleProtection.",
  argument: 'transform: { alb: { modificationProtectionConfig: { status: "ConsoleProtection" } } }',
  type,
  reads: { [type]: ["addressType", property] },
  options: {},
  judge(balancer) {
    if (balancer.at("addressType") === "Internet") return complies;
    const ofConsole = whenKnown(property, balancer.at(property), (seen) =>
      seen === wanted ? complies : violates({ property, seen, wanted: `"${wanted}"` }),
    );
    return all([ofConsole, ...hidden(balancer)]);
  },
  mend(inputs) {
    return factAt(inputs, "addressType") !== "Internet" && put(inputs, property, wanted);
  },
  examples: {
    fails: [alb()],
    passes: [alb({ modificationProtectionConfig: { status: wanted, reason: "Back end" } })],
  },
});

function hidden(balancer: ResourceFacts): Verdict[] {
  const { ignoreChanges } = balancer.opts;
  if (!ignoreChanges.some((path) => path === "addressType" || path === "*")) return [];
  const violation = {
    property: "ignoreChanges",
    seen: ignoreChanges,
    wanted: "a list without addressType",
    remedy: "Take addressType out of the resource's ignoreChanges.",
  };
  return [violates(violation)];
}
