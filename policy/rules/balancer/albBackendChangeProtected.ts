import { type Evaluation, type ResourceView, stackRule } from "../../core/rule";
import { all, complies, requireValue, type Verdict, violates } from "../../core/verdict";
import { albBackEnds, albType, backEndReads, evaluateBackEnds, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";

const property = "modificationProtectionConfig.status";
const isProtected = { modificationProtectionConfig: { status: "ConsoleProtection", reason: "Back end" } };

export const albBackendChangeProtected = stackRule({
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
  type: vpcAccessType,
  reads: { ...backEndReads, [albType]: [...backEndReads[albType], property] },
  options: {},
  evaluate: (stack): Evaluation[] =>
    evaluateBackEnds(albBackEnds(stack), ({ balancer }) =>
      all([
        requireValue(property, balancer.get(property), "ConsoleProtection"),
        checkIgnoreChanges(balancer),
      ]),
    ),
  examples: {
    fails: [alb(), accessTo({ ref: "alb" })],
    passes: [alb(isProtected), accessTo({ ref: "alb" })],
  },
});

function checkIgnoreChanges(balancer: ResourceView): Verdict {
  const { ignoreChanges } = balancer.opts;
  if (!ignoreChanges.some((path) => path === "addressType" || path === "*")) return complies;
  return violates({
    property: "ignoreChanges",
    actual: ignoreChanges,
    expected: "a list without addressType",
    hint: "Remove addressType from ignoreChanges of the resource.",
  });
}
