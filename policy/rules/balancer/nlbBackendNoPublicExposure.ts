import { type Judgement, stackRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { judgedBackEnds, leadingTo, nlbBackEndReads, nlbBackEnds, nlbType, vpcAccessType } from "./backEnds";
import { accessTo, nlb } from "./exampleResources";
import { attachedTo, publicAddressReads } from "./publicAddresses";
import { addressTypeVerdict, otherWaysVerdict, waysInReads } from "./waysIn";

export const nlbBackendNoPublicExposure = stackRule({
  name: "nlb-backend-no-public-exposure",
  title: "An NLB behind the gateway has no way in from the Internet",
  description:
    "An NLB that a VPC access authorization leads to is intranet, and has no public IPv6 address, no EIP and no Internet " +
    "bandwidth.",
  why: "With a public address it can be called past the gateway, without its authentication and throttling.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy: "Let addressType be Intranet, and remove what else makes the NLB public.",
  type: vpcAccessType,
  reads: {
    ...nlbBackEndReads,
    ...publicAddressReads,
    [nlbType]: [...nlbBackEndReads[nlbType], ...waysInReads],
  },
  options: {},
  judge(stack): Judgement[] {
    const backEnds = nlbBackEnds(stack);
    return [
      ...judgedBackEnds(backEnds, ({ balancer, access }) =>
        all([
          addressTypeVerdict(balancer, `, because ${access.name} leads the gateway to it`),
          otherWaysVerdict(balancer),
        ]),
      ),
      ...attachedTo(stack, leadingTo(backEnds)),
    ];
  },
  examples: {
    fails: [nlb({ addressType: "Internet" }), accessTo({ ref: "nlb", output: "dnsName" })],
    passes: [nlb(), accessTo({ ref: "nlb", output: "dnsName" })],
  },
});
