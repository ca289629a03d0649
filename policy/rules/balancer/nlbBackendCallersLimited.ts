import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { backEndReads, evaluateBackEnds, nlbBackEnds, nlbType, vpcAccessType } from "./backEnds";
import { accessTo, nlb } from "./exampleResources";
import { NamingIndex } from "./naming";

const property = "securityGroupIds";
const attachmentType = "alicloud:nlb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment";

export const nlbBackendCallersLimited = stackRule({
  name: "nlb-backend-callers-limited",
  title: "NLB behind the gateway limits its callers",
  description: "An NLB that a VPC access authorization names has a security group.",
  why:
    "Without one, an NLB accepts every connection in the VPC: each resource there can bypass the authentication and " +
    "throttling of the gateway.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Set securityGroupIds to a security group that admits the egress addresses of the gateway.",
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    [nlbType]: [...backEndReads[nlbType], property],
    [attachmentType]: ["loadBalancerId"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const attachments = new NamingIndex(stack, attachmentType, "loadBalancerId", nlbType);
    return evaluateBackEnds(nlbBackEnds(stack), ({ balancer, access }) =>
      checkCallers(balancer, access, attachments),
    );
  },
  examples: {
    fails: [nlb(), accessTo({ ref: "nlb", output: "dnsName" })],
    passes: [nlb({ [property]: ["sg-1"] }), accessTo({ ref: "nlb", output: "dnsName" })],
  },
});

function checkCallers(balancer: StackResource, access: StackResource, attachments: NamingIndex): Verdict {
  const groups = balancer.get(property);
  const { certain, isPossible } = attachments.find(balancer);
  if ((Array.isArray(groups) && groups.length > 0) || certain.length > 0) return complies;
  if (isUnknown(groups)) return undecided(`${property} is unknown at preview`);
  if (isPossible) return undecided("an attachment of the stack may belong to it");
  return violates({
    property,
    actual: groups,
    expected: `a security group, because ${access.name} authorizes the gateway to call it`,
  });
}
