import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child, uniqueChild } from "../component/children";
import type { Tags } from "../component/tags";

/** Input of {@link createAlbSecurityGroup}. */
interface AlbSecurityGroupArgs {
  vpcId: pulumi.Input<string>;
  loadBalancerId: pulumi.Input<string>;
  ipv6: boolean;
  /** Whether every address in the VPC may call the ALB. */
  openToVpc: boolean;
  tags: Tags;
}

/** The security group of an ALB. */
interface AlbSecurityGroup {
  group: alicloud.ecs.SecurityGroup;
  attachment: alicloud.alb.LoadBalancerSecurityGroupAttachment;
}

/**
 * Creates a security group for an ALB and attaches it. The listeners of an ALB accept all traffic that no
 * rule drops. Unless the ALB is open, the group has rules with the lowest priority that drop all traffic, so
 * a rule that accepts the gateway precedes them. An open ALB also has the group, so that the rule that
 * accepts the gateway always exists.
 */
export function createAlbSecurityGroup(
  name: string,
  args: AlbSecurityGroupArgs,
  parent: pulumi.Resource,
): AlbSecurityGroup {
  const { vpcId, loadBalancerId, ipv6, openToVpc, tags } = args;
  const group = child(parent, "securityGroup", alicloud.ecs.SecurityGroup, "alb-security-group", {
    securityGroupName: `${name}-alb`,
    description: "An ALB behind API Gateway",
    vpcId,
    tags,
  });
  const everybody = [everybodyIpv4, ...(ipv6 ? [everybodyIpv6] : [])];
  const drops = (openToVpc ? [] : everybody).map(({ suffix, source }) =>
    // The cloud rejects a second identical rule.
    uniqueChild(parent, "securityGroupRule", alicloud.ecs.SecurityGroupRule, `alb-drop${suffix}`, {
      securityGroupId: group.id,
      type: "ingress",
      ipProtocol: "all",
      nicType: "intranet",
      policy: "drop",
      portRange: "-1/-1",
      priority: 100,
      ...source,
      description: "All other callers",
    }),
  );
  // The cloud cannot tell a second identical attachment from the first.
  const attachment = uniqueChild(
    parent,
    "albSecurityGroupAttachment",
    alicloud.alb.LoadBalancerSecurityGroupAttachment,
    "alb-security-group-attachment",
    { loadBalancerId, securityGroupId: group.id },
    { dependsOn: drops },
  );
  return { group, attachment };
}

const everybodyIpv4 = { suffix: "", source: { cidrIp: "0.0.0.0/0" } };
const everybodyIpv6 = { suffix: "-ipv6", source: { ipv6CidrIp: "::/0" } };
