import type * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { checkId } from "../validation/names";
import type { Problems } from "../validation/problems";

/** An existing back end that the gateway calls directly. */
export interface ExistingTarget {
  /**
   * Target that the gateway calls: the ID of an ECS instance (`i-…`) or intranet CLB (`lb-…`), or the private
   * IPv4 address of one or of an intranet ALB, in `network.existing.vpcId`. A change of target or port
   * replaces the authorization. Calls fail for some seconds, until the APIs are published with the new one.
   */
  target: pulumi.Input<string>;
  /** Port of the instance or of the balancer's listener. @range 1 to 65535 */
  port: number;
  /** Port of the service on its instances, which the rule opens. @range 1 to 65535 @default `port` */
  servicePort?: number;
  /**
   * Security group of the instances. The component adds a rule that allows the gateway. Not required behind
   * an HTTP listener of a CLB or behind an ALB, because the instances do not see the gateway.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
}

/** An existing ECS instance. */
export interface ExistingInstance {
  /** ID of the instance, `i-…`. */
  id: pulumi.Input<string>;
}

/** Existing ECS instances in `network.existing.vpcId`, behind a new balancer. */
export interface ExistingInstances {
  /**
   * The instances: 1 to 20. The component does not read them, so the state does not contain their user data.
   */
  instances: ExistingInstance[];
  /** Port of the service on the instances. @range 1 to 65535 */
  port: number;
  /**
   * Security group of the instances. The component adds a rule that allows the callers.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
}

/** An existing service. The component only adds a rule to `securityGroupId`. */
export type ExistingService = ExistingTarget | ExistingInstances;

/** Whether the whole back end exists, with or without a balancer. */
export const isTarget = (existing: ExistingService): existing is ExistingTarget => "target" in existing;

export function checkExistingService(existing: ExistingService, problems: Problems): void {
  if (isTarget(existing)) checkTarget(existing, problems);
  else checkInstances(existing.instances, problems);
}

function checkTarget({ target }: ExistingTarget, problems: Problems): void {
  if (typeof target !== "string" || /^(i|lb)-/.test(target)) return;
  if (/^(alb|nlb)-/.test(target)) {
    const hint =
      "API Gateway documents only instances and CLBs. For an intranet ALB, use its fixed private address.";
    problems.add("target", `"${target}" is the ID of an ALB or NLB.`, hint);
  } else if (!isVpcAddress(target)) {
    const hint = "Use the ID of an ECS instance (i-…) or CLB (lb-…), or a private IPv4 address.";
    problems.add("target", `"${target}" is not an instance, a CLB or an IPv4 address of a VPC.`, hint);
  }
}

/** Whether an instance in a VPC can have the address. VPCs may have public blocks too. Source: CreateVpc. */
const isVpcAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) &&
  ["private", "unicast"].includes(ipaddr.IPv4.parse(text).range());

function checkInstances(instances: readonly ExistingInstance[], problems: Problems): void {
  if (instances.length < 1 || instances.length > 20) {
    problems.add("instances", `has ${instances.length} instances.`, "Use 1 to 20.");
  }
  const ids = instances.map(({ id }) => id);
  instances.forEach(({ id }, index) => {
    checkId("ECS instance", id, problems, `instances[${index}].id`);
    if (typeof id === "string" && ids.indexOf(id) < index) {
      problems.add(`instances[${index}].id`, `"${id}" is listed twice.`, "Remove one of the two.");
    }
  });
}
