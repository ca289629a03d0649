import type * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { checkPort } from "../validation/names";
import type { Problems } from "../validation/problems";

/** A back end that exists as a whole: the gateway calls it, and nothing is put in front of it. */
export interface ExistingTarget {
  /**
   * What the gateway calls: id of an ECS instance (`i-…`) or intranet CLB (`lb-…`), or the private IPv4 address of
   * one or of an intranet ALB. It lies in `network.existing.vpcId`. A change of target or port replaces the authorization:
   * calls fail until the APIs are published with the new one, some seconds later.
   */
  target: pulumi.Input<string>;
  /** Port that the instance or the balancer's listener has; 1 to 65535. */
  port: number;
  /** Port of the service on its instances, the one that is opened; 1 to 65535. @default `port` */
  servicePort?: number;
  /**
   * Security group of the instances, which is to let in the gateway. Not needed behind a CLB's HTTP listener or an
   * ALB, where the instances do not see the gateway. @default no rule is made
   */
  securityGroupId?: pulumi.Input<string>;
}

/** An ECS instance that exists. */
export interface ExistingInstance {
  /** Id of the instance, `i-…`. */
  id: pulumi.Input<string>;
  /** Its private IPv4 address, which an ALB names beside the id. @default needed with `balancer.kind` "alb" only */
  privateIp?: pulumi.Input<string>;
}

/** ECS instances that exist, behind a new balancer. They lie in `network.existing.vpcId`. */
export interface ExistingInstances {
  /** The instances; 1 to 20. They are not looked up: what is in their user data stays out of the state. */
  instances: ExistingInstance[];
  /** Port of the service on the instances; 1 to 65535. */
  port: number;
  /** Security group of the instances, which is to let in whoever calls them. @default no rule is made */
  securityGroupId?: pulumi.Input<string>;
}

/** A service that exists: nothing of it is changed, but for a rule in the security group that is named. */
export type ExistingService = ExistingTarget | ExistingInstances;

/** Whether the whole back end exists, balancer or not. */
export const isTarget = (existing: ExistingService): existing is ExistingTarget => "target" in existing;

/** Notes every problem in what is said about an existing service. */
export function checkExistingService(existing: ExistingService, problems: Problems): void {
  checkPort(existing.port, problems, "port");
  if (isTarget(existing)) checkTarget(existing, problems);
  else checkInstances(existing.instances, problems);
}

function checkTarget({ target, servicePort }: ExistingTarget, problems: Problems): void {
  if (servicePort !== undefined) checkPort(servicePort, problems, "servicePort");
  if (typeof target !== "string" || /^(i|lb)-/.test(target)) return;
  if (/^(alb|nlb)-/.test(target)) {
    problems.add(
      "target",
      `"${target}" is the id of an ALB or NLB.`,
      "API Gateway documents instances and CLBs only: give the fixed private address of an intranet ALB.",
    );
  } else if (!isVpcAddress(target)) {
    problems.add(
      "target",
      `"${target}" is not an instance, a CLB or an IPv4 address of a VPC.`,
      "Use the ID of an ECS instance (i-…) or CLB (lb-…), or a private IPv4 address.",
    );
  }
}

/** Whether an instance in a VPC can have an address: a VPC may have other blocks than the private ones. Source: CreateVpc. */
const isVpcAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) &&
  ["private", "unicast"].includes(ipaddr.IPv4.parse(text).range());

function checkInstances(instances: readonly ExistingInstance[], problems: Problems): void {
  if (instances.length < 1 || instances.length > 20) {
    problems.add("instances", `has ${instances.length} instances.`, "Use 1 to 20.");
  }
  const ids = instances.map(({ id }) => id);
  instances.forEach(({ id, privateIp }, index) => {
    const at = `instances[${index}]`;
    if (typeof id === "string" && !id.startsWith("i-")) {
      problems.add(`${at}.id`, `"${id}" is no id of an ECS instance.`, "Use i-….");
    }
    if (typeof id === "string" && ids.indexOf(id) < index) {
      problems.add(`${at}.id`, `"${id}" is given twice.`, "Give each instance once.");
    }
    if (typeof privateIp === "string" && !isVpcAddress(privateIp)) {
      problems.add(
        `${at}.privateIp`,
        `"${privateIp}" is not an IPv4 address of a VPC.`,
        "Use for example 10.0.0.5.",
      );
    }
  });
}

/** Notes instances without the address that an ALB needs. */
export function checkAddresses({ instances = [] }: Partial<ExistingInstances>, problems: Problems): void {
  instances.forEach(({ privateIp }, index) => {
    if (privateIp !== undefined) return;
    problems.add(`instances[${index}].privateIp`, "is missing.", "An ALB names it beside the id.");
  });
}
