import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { albBackEnds, albType, backEndReads, evaluateBackEnds, vpcAccessType } from "./backEnds";
import { accessTo, alb } from "./exampleResources";
import { NamingIndex } from "./naming";

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
  evaluate(stack): Evaluation[] {
    const attachments = new Attachments(stack);
    return evaluateBackEnds(albBackEnds(stack), ({ balancer, access }) =>
      attachments.check(balancer, access),
    );
  },
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

class Attachments {
  private readonly groups: NamingIndex;
  private readonly listeners: NamingIndex;
  private readonly lists: NamingIndex;

  constructor(stack: Stack) {
    this.groups = new NamingIndex(stack, groupAttachmentType, "loadBalancerId", albType);
    this.listeners = new NamingIndex(stack, listenerType, "loadBalancerId", albType);
    this.lists = new NamingIndex(stack, listAttachmentType, "listenerId", listenerType);
  }

  check(balancer: StackResource, access: StackResource): Verdict {
    const groups = this.groups.find(balancer);
    if (groups.certain.length > 0) return complies;
    const lists = this.listeners.find(balancer).certain.map((listener) => this.lists.find(listener));
    if (lists.length > 0 && lists.every(({ certain }) => certain.some(isAllowList))) return complies;
    if (groups.isPossible || lists.some(({ isPossible }) => isPossible))
      return undecided("an attachment of the stack may belong to it");
    return violates({
      property: "security group",
      actual: undefined,
      expected: `a security group or allow lists, because ${access.name} authorizes the gateway to call it`,
    });
  }
}

const isAllowList = (list: StackResource): boolean => list.get("aclType") === "White";
