import { type Evaluation, stackRule } from "../../core/rule";
import { backEndReads, clbBackEnds, evaluateUnseen, indexByBalancer, vpcAccessType } from "./backEnds";
import { accessTo, clb } from "./exampleResources";
import { checkAttachments, eipAssociationType, publicAttachmentReads } from "./publicAttachments";

const association = {
  type: eipAssociationType,
  name: "public",
  props: { allocationId: "eip-1", instanceId: { ref: "clb" }, instanceType: "SlbInstance" },
};

export const clbBackendNoPublicExposure = stackRule({
  name: "clb-backend-no-public-exposure",
  title: "CLB behind the gateway has no public access",
  description:
    "A CLB that a VPC access authorization names has no EIP, no anycast address and no Internet bandwidth.",
  why:
    "An intranet CLB with an EIP can be called without the authentication and throttling of the gateway, " +
    "although its address type is intranet.",
  severity: "high",
  level: "mandatory",
  tags: ["slb-no-public-ip"],
  hint: "Remove what makes the CLB public.",
  argument: 'balancer: { kind: "clb" }',
  type: vpcAccessType,
  reads: { ...backEndReads, ...publicAttachmentReads },
  options: {},
  evaluate(stack): Evaluation[] {
    const backEnds = clbBackEnds(stack);
    return [...checkAttachments(stack, indexByBalancer(backEnds)), ...evaluateUnseen(backEnds.unseen)];
  },
  examples: {
    fails: [clb(), accessTo({ ref: "clb" }), association],
    passes: [clb(), accessTo({ ref: "clb" })],
  },
});
