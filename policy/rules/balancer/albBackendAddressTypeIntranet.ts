import { type Evaluation, stackRule } from "../../core/rule";
import { albBackEnds, albType, backEndReads, evaluateBackEnds, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { checkAddressType } from "./publicAccess";

export const albBackendAddressTypeIntranet = stackRule({
  name: "alb-backend-address-type-intranet",
  title: "ALB behind the gateway is intranet",
  description:
    "An ALB that a VPC access authorization names has the network type VPC (address type Intranet).",
  why:
    "The gateway calls a back end in a VPC by its private address. If the network type of the ALB is " +
    "switched to Internet after the authorization, requests may fail, and clients can bypass the gateway.",
  severity: "critical",
  level: "mandatory",
  tags: ["alb-address-type-check", "alb-address-type-intranet"],
  hint: 'Set addressType to "Intranet".',
  argument: 'balancer: { kind: "alb" }',
  type: vpcAccessType,
  reads: { ...backEndReads, [albType]: [...backEndReads[albType], "addressType"] },
  options: {},
  evaluate: (stack): Evaluation[] =>
    evaluateBackEnds(albBackEnds(stack), ({ balancer, access }) =>
      checkAddressType(balancer, `, because ${access.name} authorizes the gateway to call it`),
    ),
  examples: { fails: program("Internet"), passes: program("Intranet") },
});

function program(addressType: string) {
  return [alb({ addressType }), accessTo({ ref: "alb" })];
}
