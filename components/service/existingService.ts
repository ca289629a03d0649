import ipaddr from "ipaddr.js";
import { checkId } from "../validation/names";
import type { Problems } from "../validation/problems";
import type { ExistingInstance, ExistingService, ExistingTarget } from "./args";

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
