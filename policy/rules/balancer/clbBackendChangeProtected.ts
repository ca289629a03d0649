import { type Evaluation, stackRule } from "../../core/rule";
import { requireValue } from "../../core/verdict";
import {
  backEndReads,
  clbBackEnds,
  clbType,
  evaluateBackEnds,
  formerClbType,
  vpcAccessType,
} from "./backEnds";
import { accessTo, clb } from "./exampleResources";

const property = "modificationProtectionStatus";

export const clbBackendChangeProtected = stackRule({
  name: "clb-backend-change-protected",
  title: "CLB behind the gateway is protected from changes",
  description: "A CLB that a VPC access authorization names is protected from changes in the console.",
  why:
    "A listener or server that is changed by hand interrupts traffic from the gateway until the next " +
    "update.",
  severity: "low",
  level: "advisory",
  tags: ["slb-modify-protection-check"],
  hint: 'Set modificationProtectionStatus to "ConsoleProtection".',
  argument: 'transform: { clb: { modificationProtectionStatus: "ConsoleProtection" } }',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    [clbType]: [...backEndReads[clbType], property],
    [formerClbType]: [...backEndReads[formerClbType], property],
  },
  options: {},
  evaluate: (stack): Evaluation[] =>
    evaluateBackEnds(clbBackEnds(stack), ({ balancer }) =>
      requireValue(property, balancer.get(property), "ConsoleProtection"),
    ),
  examples: {
    fails: [clb(), accessTo({ ref: "clb" })],
    passes: [clb({ [property]: "ConsoleProtection" }), accessTo({ ref: "clb" })],
  },
});
