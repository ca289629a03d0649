import { type Judgement, stackRule } from "../../core/rule";
import { albBackEnds, albType, backEndReads, judgedBackEnds, leadingTo, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { attachedTo, publicAddressReads } from "./publicAddresses";
import { otherWaysVerdict, waysInReads } from "./waysIn";

export const albBackendNoPublicExposure = stackRule({
  name: "alb-backend-no-public-exposure",
  title: "An ALB behind the gateway has no way in from the Internet",
  description:
    "An ALB that a VPC access authorization leads to has no public IPv6 address, no EIP and no Internet bandwidth.",
  why:
    "An intranet ALB can still be called past the gateway, without its authentication and throttling, when it gets a " +
    "public address in another way than by its network type.",
  severity: "high",
  level: "mandatory",
  tags: ["alb-address-type-check"],
  remedy: "Remove what makes the ALB public.",
  argument: 'balancer: { kind: "alb" } makes an intranet ALB',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    ...publicAddressReads,
    [albType]: [...backEndReads[albType], ...waysInReads],
  },
  options: {},
  judge(stack): Judgement[] {
    const backEnds = albBackEnds(stack);
    return [
      ...judgedBackEnds(backEnds, ({ balancer }) => otherWaysVerdict(balancer)),
      ...attachedTo(stack, leadingTo(backEnds)),
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
