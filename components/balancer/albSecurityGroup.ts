import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child } from "../component/children";
import type { Tags } from "../component/tags";

/** What a security group of an ALB is made from. */
export interface AlbSecurityGroupArgs {
  vpcId: pulumi.Input<string>;
  loadBalancerId: pulumi.Input<string>;
  ipv6: boolean;
  /** Whether everything in the VPC may call it. */
  openToVpc: boolean;
  tags: Tags;
}

/** A security group that an ALB is in. */
export interface AlbSecurityGroup {
  group: alicloud.ecs.SecurityGroup;
  attachment: alicloud.alb.LoadBalancerSecurityGroupAttachment;
}

/**
 * Creates a security group for an ALB and attaches it. The listeners of an ALB accept all traffic that no rule drops.
 * Unless the ALB is open, the group has rules that drop all traffic, with the lowest priority, so that a rule that accepts
 * the gateway precedes them. An open ALB has the group as well: the rule that accepts the gateway then exists at any time.
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
    child(
      parent,
      "securityGroupRule",
      alicloud.ecs.SecurityGroupRule,
      `alb-drop${suffix}`,
      {
        securityGroupId: group.id,
        type: "ingress",
        ipProtocol: "all",
        nicType: "intranet",
        policy: "drop",
        portRange: "-1/-1",
        priority: 100,
        ...source,
        description: "Everybody else",
      },
      {
        // The cloud refuses a second rule that is the same.
        deleteBeforeReplace: true,
      },
    ),
  );
  const attachment = child(
    parent,
    "albSecurityGroupAttachment",
    alicloud.alb.LoadBalancerSecurityGroupAttachment,
    "alb-security-group-attachment",
    { loadBalancerId, securityGroupId: group.id },
    {
      // The cloud takes a second attachment for the first.
      deleteBeforeReplace: true,
      dependsOn: drops,
    },
  );
  return { group, attachment };
}

const everybodyIpv4 = { suffix: "", source: { cidrIp: "0.0.0.0/0" } };
const everybodyIpv6 = { suffix: "-ipv6", source: { ipv6CidrIp: "::/0" } };
