import { type Evaluation, stackRule } from "../../core/rule";
import { all } from "../../core/verdict";
import {
  backEndReads,
  evaluateBackEnds,
  indexByBalancer,
  nlbBackEnds,
  nlbType,
  vpcAccessType,
} from "./backEnds";
import { accessTo, nlb } from "./exampleResources";
import { checkAddressType, checkPublicAccess, publicAccessReads } from "./publicAccess";
import { checkAttachments, publicAttachmentReads } from "./publicAttachments";

export const nlbBackendNoPublicExposure = stackRule({
  name: "nlb-backend-no-public-exposure",
  title: "NLB behind the gateway has no public access",
  description:
    "An NLB that a VPC access authorization names is intranet, and has no public IPv6 address, no EIP and " +
    "no Internet bandwidth.",
  why: "An NLB with a public address can be called without the authentication and throttling of the gateway.",
  severity: "high",
  level: "mandatory",
  tags: [],
  hint: 'Set addressType to "Intranet", and remove everything else that makes the NLB public.',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    ...publicAttachmentReads,
    [nlbType]: [...backEndReads[nlbType], ...publicAccessReads],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const backEnds = nlbBackEnds(stack);
    return [
      ...evaluateBackEnds(backEnds, ({ balancer, access }) =>
        all([
          checkAddressType(balancer, `, because ${access.name} authorizes the gateway to call it`),
          checkPublicAccess(balancer),
        ]),
      ),
      ...checkAttachments(stack, indexByBalancer(backEnds)),
    ];
  },
  examples: {
    fails: [nlb({ addressType: "Internet" }), accessTo({ ref: "nlb", output: "dnsName" })],
    passes: [nlb(), accessTo({ ref: "nlb", output: "dnsName" })],
  },
});
