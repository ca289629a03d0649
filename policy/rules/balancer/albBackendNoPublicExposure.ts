import { type Evaluation, stackRule } from "../../core/rule";
import {
  albBackEnds,
  albType,
  backEndReads,
  evaluateBackEnds,
  indexByBalancer,
  vpcAccessType,
} from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { checkPublicAccess, publicAccessReads } from "./publicAccess";
import { checkAttachments, publicAttachmentReads } from "./publicAttachments";

export const albBackendNoPublicExposure = stackRule({
  name: "alb-backend-no-public-exposure",
  title: "ALB behind the gateway has no public access",
  description:
    "An ALB that a VPC access authorization names has no public IPv6 address, no EIP and no Internet " +
    "bandwidth.",
  why:
    "An intranet ALB that gets a public address in another way can still be called without the " +
    "authentication and throttling of the gateway.",
  severity: "high",
  level: "mandatory",
  tags: ["alb-address-type-check"],
  hint: "Remove what makes the ALB public.",
  argument: 'balancer: { kind: "alb" }',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    ...publicAttachmentReads,
    [albType]: [...backEndReads[albType], ...publicAccessReads],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const backEnds = albBackEnds(stack);
    return [
      ...evaluateBackEnds(backEnds, ({ balancer }) => checkPublicAccess(balancer)),
      ...checkAttachments(stack, indexByBalancer(backEnds)),
    ];
  },
  examples: {
    fails: [
      alb({ addressIpVersion: "DualStack", ipv6AddressType: "Internet" }),
      accessTo({ ref: "alb", output: "dnsName" }),
    ],
    passes: [
      alb({ addressIpVersion: "DualStack", ipv6AddressType: "Intranet" }),
      accessTo({ ref: "alb", output: "dnsName" }),
    ],
  },
});
