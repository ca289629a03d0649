import { type Judgement, stackRule } from "../../core/rule";
import { albBackEnds, albType, backEndReads, judgedBackEnds, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { addressTypeVerdict } from "./waysIn";

export const albBackendAddressTypeIntranet = stackRule({
  name: "alb-backend-address-type-intranet",
  title: "An ALB behind the gateway is intranet",
  description:
    "An ALB that a VPC access authorization leads to has the network type VPC, which is address type Intranet.",
  why:
    "The gateway reaches a back end in a VPC by its private address. When an ALB's network type is switched to " +
    "Internet after the authorization, requests to the back end may fail; and the service can be called past the gateway.",
  severity: "critical",
  level: "mandatory",
  tags: ["alb-address-type-check", "alb-address-type-intranet"],
  remedy: "Let addressType be Intranet, and leave it so.",
  argument: 'balancer: { kind: "alb" } makes an intranet ALB',
  type: vpcAccessType,
  reads: { ...backEndReads, [albType]: [...backEndReads[albType], "addressType"] },
  options: {},
  judge: (stack): Judgement[] =>
    judgedBackEnds(albBackEnds(stack), ({ balancer, access }) =>
      addressTypeVerdict(balancer, `, because ${access.name} leads the gateway to it`),
    ),
  examples: { fails: program("Internet"), passes: program("Intranet") },
});

function program(addressType: string) {
  return [alb({ addressType }), accessTo({ ref: "alb" })];
}
