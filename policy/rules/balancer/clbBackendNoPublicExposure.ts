import { type Judgement, stackRule } from "../../core/rule";
import { clbBackEndReads, clbBackEnds, leadingTo, vpcAccessType } from "./backEnds";
import { accessTo, clb } from "./exampleResources";
import { attachedTo, eipAssociationType, publicAddressReads } from "./publicAddresses";

const association = {
  type: eipAssociationType,
  name: "public",
  props: { allocationId: "eip-1", instanceId: { ref: "clb" }, instanceType: "SlbInstance" },
};

export const clbBackendNoPublicExposure = stackRule({
  name: "clb-backend-no-public-exposure",
  title: "A CLB behind the gateway has no way in from the Internet",
  description:
    "A CLB that a VPC access authorization leads to has no EIP, no anycast address and no Internet bandwidth.",
  why:
    "An intranet CLB with an EIP can be called past the gateway, without its authentication and throttling, though its " +
    "address type is still intranet.",
  severity: "high",
  level: "mandatory",
  tags: ["slb-no-public-ip"],
  remedy: "Remove what makes the CLB public.",
  argument: 'balancer: { kind: "clb" } makes one without EIP',
  type: vpcAccessType,
  reads: { ...clbBackEndReads, ...publicAddressReads },
  options: {},
  judge: (stack): Judgement[] => attachedTo(stack, leadingTo(clbBackEnds(stack))),
  examples: {
    fails: [clb(), accessTo({ ref: "clb" }), association],
    passes: [clb(), accessTo({ ref: "clb" })],
  },
});
