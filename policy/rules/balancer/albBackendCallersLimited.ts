import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { albBackEnds, backEndReads, evaluateBackEnds, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { findNaming } from "./naming";

const groupAttachmentType =
  "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment";
const listenerType = "alicloud:alb/listener:Listener";
const listAttachmentType = "alicloud:alb/listenerAclAttachment:ListenerAclAttachment";

export const albBackendCallersLimited = stackRule({
  name: "alb-backend-callers-limited",
  title: "ALB behind the gateway limits its callers",
  description:
    "An ALB that a VPC access authorization names has a security group, or an allow list on each listener.",
  why:
    "Without one, every resource in the VPC can call the ALB and bypass the authentication and throttling of the " +
    "gateway. The security group of the instances cannot prevent this: it sees the addresses of the ALB.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Attach a security group that admits the egress addresses of the gateway, or an access control list of type White to each listener.",
  argument: 'balancer: { kind: "alb" } (VpcApi attaches a security group by default)',
  type: vpcAccessType,
  reads: {
    ...backEndReads,
    [groupAttachmentType]: ["loadBalancerId"],
    [listenerType]: ["loadBalancerId"],
    [listAttachmentType]: ["listenerId", "aclType"],
  },
  options: {},
  evaluate: (stack): Evaluation[] =>
    evaluateBackEnds(albBackEnds(stack), ({ balancer, access }) => checkCallers(stack, balancer, access)),
  examples: {
    fails: [alb(), accessTo({ ref: "alb" })],
    passes: [
      alb(),
      accessTo({ ref: "alb" }),
      {
        type: groupAttachmentType,
        name: "callers",
        props: { loadBalancerId: { ref: "alb" }, securityGroupId: "sg-1" },
      },
    ],
  },
});

function checkCallers(stack: Stack, balancer: StackResource, access: StackResource): Verdict {
  const groups = findNaming(stack, groupAttachmentType, "loadBalancerId", balancer);
  const listeners = findNaming(stack, listenerType, "loadBalancerId", balancer);
  const lists = listeners.certain.map((listener) => {
    const { certain, possible } = findNaming(stack, listAttachmentType, "listenerId", listener);
    const isAllowList = (list: StackResource) => list.get("aclType") === "White";
    return { isLimited: certain.some(isAllowList), isPossible: possible.length > 0 };
  });
  if (groups.certain.length > 0) return complies;
  if (lists.length > 0 && lists.every(({ isLimited }) => isLimited)) return complies;
  if (groups.possible.length > 0 || lists.some(({ isPossible }) => isPossible))
    return undecided("an attachment of the stack may belong to it");
  return violates({
    property: "security group",
    actual: undefined,
    expected: `a security group or allow lists, because ${access.name} authorizes the gateway to call it`,
  });
}
