import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates } from "../../core/verdict";
import { clbType, formerClbType } from "./backEnds";
import { clb } from "./exampleResources";

const type = "alicloud:slb/listener:Listener";
const auditType = "alicloud:log/audit:Audit";
const rosType = "alicloud:ros/stack:Stack";
/** Source: Resource Orchestration Service, "ALIYUN::SLB::AccessLogsAddition". */
const logType = "ALIYUN::SLB::AccessLogsAddition";
const templateProperties = ["templateBody", "templateUrl", "parameters"];

const listener = {
  type,
  name: "listener",
  props: {
    loadBalancerId: { ref: "clb" },
    protocol: "http",
    frontendPort: 80,
    backendPort: 80,
    bandwidth: -1,
  },
};
const audit = {
  type: auditType,
  name: "audit",
  props: {
    displayName: "audit",
    aliuid: "1234567890123456",
    variableMap: { slb_access_enabled: "true", slb_access_ttl: "180" },
  },
};

export const clbAccessLog = stackRule({
  name: "clb-access-log",
  title: "CLB with HTTP listeners has an access log",
  description:
    "A CLB with an HTTP or HTTPS listener writes its access log to Simple Log Service. Other listeners have none.",
  why:
    "The log of the gateway does not contain requests that bypass the gateway. Only the access log of the load " +
    "balancer shows who sent them. The provider has no resource for the log of one CLB: it is enabled for all of " +
    "them by Log Audit Service, by a ROS template, or in the console.",
  severity: "low",
  level: "advisory",
  tags: ["slb-instance-log-enabled"],
  hint: `Create a log.Audit with slb_access_enabled, a ROS stack with ${logType}, or list the CLB in loggedElsewhere.`,
  type,
  reads: {
    [type]: ["loadBalancerId", "protocol"],
    [clbType]: ["loadBalancerName"],
    [formerClbType]: ["loadBalancerName"],
    [auditType]: ["variableMap"],
    [rosType]: templateProperties,
  },
  options: {
    loggedElsewhere: strings(
      [],
      "CLBs whose access log is enabled outside of this stack, by loadBalancerName or resource name.",
    ),
  },
  evaluate(stack, { loggedElsewhere }): Evaluation[] {
    const audits = checkAudits(stack);
    const templates = new LogTemplates(stack);
    return [...findServingHttp(stack)].map(([resource, isCertain]) => {
      const names = { loadBalancerName: resource.get("loadBalancerName"), name: resource.name };
      const verdict = unlessListed("loggedElsewhere", loggedElsewhere, names, () =>
        checkLog(resource, audits, templates),
      );
      return { resource, ...decideIf(isCertain, verdict, "its listeners are unknown at preview") };
    });
  },
  examples: { fails: [clb(), listener], passes: [clb(), listener, audit] },
});

/** Finds the CLBs with HTTP or HTTPS listeners, and whether each certainly has one. */
function findServingHttp(stack: Stack): ReadonlyMap<StackResource, boolean> {
  const found = new Map<StackResource, boolean>();
  for (const each of stack.ofType(type)) {
    const protocol = each.get("protocol");
    if (!isUnknown(protocol) && protocol !== "http" && protocol !== "https") continue;
    const { isCertain, targets } = resolveReference(stack, each, "loadBalancerId", {
      [clbType]: ["id"],
      [formerClbType]: ["id"],
    });
    for (const target of targets)
      found.set(target, found.get(target) === true || (isCertain && !isUnknown(protocol)));
  }
  return found;
}

/** Whether Log Audit Service collects the access logs of all CLBs; undefined while that is unknown at preview. */
function checkAudits(stack: Stack): boolean | undefined {
  const answers = stack.ofType(auditType).map((audit) => {
    const variables = audit.get("variableMap");
    if (isUnknown(variables)) return undefined;
    const enabled = (variables as Readonly<Record<string, unknown>> | undefined)?.slb_access_enabled;
    return isUnknown(enabled) ? undefined : enabled === "true";
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function checkLog(balancer: StackResource, audits: boolean | undefined, templates: LogTemplates): Verdict {
  const isInTemplate = templates.enableLog(balancer);
  if (audits === true || isInTemplate === true) return complies;
  if (audits === undefined || isInTemplate === undefined)
    return undecided("a resource that may enable it is unknown at preview");
  return violates({ property: "access log", actual: undefined, expected: "a Logstore with the access log" });
}

/** Indexes the ROS templates that enable access logs. */
class LogTemplates {
  private readonly enabled = new Set<StackResource>();
  /** Texts that may be IDs of CLBs. */
  private readonly texts = new Set<string>();
  /** CLBs that a stack with an unknown template depends on. */
  private readonly possible = new Set<StackResource>();

  constructor(stack: Stack) {
    for (const template of stack.ofType(rosType)) {
      const body = template.get("templateBody");
      if (typeof body === "string" && !body.includes(logType)) continue;
      const isKnown = typeof body === "string";
      for (const property of templateProperties)
        for (const each of template.dependencies(property))
          (isKnown ? this.enabled : this.possible).add(each);
      for (const text of isKnown ? [body, ...collectStrings(template.get("parameters"))] : [])
        for (const part of [text, ...(text.match(/[\w-]+/g) ?? [])]) this.texts.add(part);
    }
  }

  /** Whether a template enables the access log of a CLB; undefined while that is unknown. */
  enableLog(balancer: StackResource): boolean | undefined {
    if (this.enabled.has(balancer) || this.texts.has(String(balancer.get("id")))) return true;
    return this.possible.has(balancer) ? undefined : false;
  }
}
