import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { uniqueChild } from "./children";

/** Creates a rule that allows callers on one TCP port. The cloud rejects a second identical rule. */
export const allowIngress = (
  parent: pulumi.Resource,
  name: string,
  port: number,
  callers: Pick<
    alicloud.ecs.SecurityGroupRuleArgs,
    "securityGroupId" | "cidrIp" | "prefixListId" | "description"
  >,
): alicloud.ecs.SecurityGroupRule =>
  uniqueChild(parent, "securityGroupRule", alicloud.ecs.SecurityGroupRule, name, {
    ...callers,
    type: "ingress",
    ipProtocol: "tcp",
    nicType: "intranet",
    policy: "accept",
    portRange: `${port}/${port}`,
    priority: 1,
  });
