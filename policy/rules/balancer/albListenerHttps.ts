import { flag } from "../../core/options";
import { resolveReference } from "../../core/reference";
import { type Evaluation, type ExampleResource, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { albType } from "../backEndTypes";
import { alb } from "./exampleResources";

const type = "alicloud:alb/listener:Listener";
const ruleType = "alicloud:alb/rule:Rule";
const property = "listenerProtocol";

const listener: ExampleResource = {
  type,
  name: "listener",
  props: {
    loadBalancerId: { ref: "alb" },
    listenerPort: 80,
    listenerProtocol: "HTTP",
    defaultActions: [
      { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: "sgp-1" }] } },
    ],
  },
};
const redirect: ExampleResource = {
  type: ruleType,
  name: "redirect",
  props: {
    listenerId: { ref: "listener" },
    ruleName: "redirect",
    priority: 1,
    ruleConditions: [{ type: "Path", pathConfig: { values: ["/*"] } }],
    ruleActions: [{ type: "Redirect", order: 1, redirectConfig: { protocol: "HTTPS", port: "443" } }],
  },
};

export const albListenerHttps = stackRule({
  name: "alb-listener-https",
  title: "Public ALB does not serve HTTP",
  description: "An HTTP listener of a public ALB redirects all paths to HTTPS.",
  why:
    "Over HTTP, everybody on the network path can read and change requests. An intranet ALB behind the gateway " +
    "usually serves HTTP within its VPC; the option intranet includes it.",
  severity: "medium",
  level: "advisory",
  tags: ["alb_listening_on_http"],
  hint: "Use an HTTPS listener, or add a rule that redirects /* to HTTPS.",
  type,
  reads: {
    [type]: [property, "loadBalancerId"],
    [ruleType]: [
      "listenerId",
      "ruleConditions[].type",
      "ruleConditions[].pathConfig.values",
      "ruleActions[].type",
      "ruleActions[].redirectConfig.protocol",
    ],
    [albType]: ["addressType"],
  },
  options: { intranet: flag(false, "Whether the rule also applies to intranet ALBs.") },
  evaluate(stack, { intranet }): Evaluation[] {
    const redirects = new Redirects(stack);
    return stack.ofType(type).map((resource) => ({
      resource,
      ...whenKnown(property, resource.get(property), (actual) => {
        if (actual !== "HTTP") return complies;
        const violation = violates({ property, actual, expected: '"HTTPS", or a redirect to HTTPS' });
        return checkPublic(stack, resource, intranet, redirects.check(resource, violation));
      }),
    }));
  },
  examples: {
    fails: [alb({ addressType: "Internet" }), listener],
    passes: [alb({ addressType: "Internet" }), listener, redirect],
  },
});

/** Makes a verdict conditional on the network type of the ALB of a listener. */
function checkPublic(stack: Stack, listener: StackResource, intranet: boolean, verdict: Verdict): Verdict {
  if (intranet) return verdict;
  const { isCertain, targets } = resolveReference(stack, listener, "loadBalancerId", { [albType]: ["id"] });
  const [balancer] = targets;
  if (!isCertain) return decideIf(false, verdict, "loadBalancerId is unknown at preview");
  if (!balancer) return decideIf(false, verdict, "its load balancer is not in this stack");
  const addressType = balancer.get("addressType");
  if (isUnknown(addressType))
    return decideIf(false, verdict, `addressType of ${balancer.name} is unknown at preview`);
  return addressType === "Intranet" ? complies : verdict;
}

/** Indexes rules that redirect all paths to HTTPS. */
class Redirects {
  private readonly certain = new Set<StackResource>();
  private readonly possible = new Set<StackResource>();
  private readonly unresolved: StackResource[] = [];

  constructor(stack: Stack) {
    for (const rule of stack.ofType(ruleType)) {
      const isRedirect = redirectsAll(rule);
      if (isRedirect === false) continue;
      const { isCertain, targets } = resolveReference(stack, rule, "listenerId", { [type]: ["id"] });
      if (!isCertain && targets.length === 0) this.unresolved.push(rule);
      for (const target of targets) (isRedirect && isCertain ? this.certain : this.possible).add(target);
    }
  }

  check(listener: StackResource, violation: Verdict): Verdict {
    if (this.certain.has(listener)) return complies;
    const [rule] = this.unresolved;
    if (rule) return undecided(`listenerId of ${rule.name} is unknown at preview`);
    return decideIf(!this.possible.has(listener), violation, "a rule of the listener is unknown at preview");
  }
}

/** Whether a rule redirects every path to HTTPS; undefined while that is unknown at preview. */
function redirectsAll(rule: StackResource): boolean | undefined {
  const [conditions, actions] = [rule.get("ruleConditions"), rule.get("ruleActions")];
  const answers = [hasEvery(conditions, isEveryPath), hasSome(actions, isHttpsRedirect)];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

type Item = Readonly<Record<string, unknown>>;
type Test = (item: Item) => boolean | undefined;

function testAll(list: unknown, test: Test): (boolean | undefined)[] | undefined {
  if (isUnknown(list)) return undefined;
  return (Array.isArray(list) ? (list as unknown[]) : []).map((item) =>
    isUnknown(item) ? undefined : test(item as Item),
  );
}

function hasSome(list: unknown, test: Test): boolean | undefined {
  const answers = testAll(list, test);
  if (!answers || answers.includes(true)) return answers && true;
  return answers.includes(undefined) ? undefined : false;
}

function hasEvery(list: unknown, test: Test): boolean | undefined {
  const answers = testAll(list, test);
  if (!answers || answers.includes(false)) return answers && false;
  return answers.includes(undefined) ? undefined : true;
}

/** Conditions of a rule must all match, so each must match every path. */
function isEveryPath({ type: kind, pathConfig }: Item): boolean | undefined {
  if (isUnknown(kind) || isUnknown(pathConfig)) return undefined;
  const values = (pathConfig as Item | undefined)?.values;
  if (isUnknown(values)) return undefined;
  const list = Array.isArray(values) ? (values as unknown[]) : [];
  if (kind !== "Path") return false;
  if (list.includes("/*")) return true;
  return list.some(isUnknown) ? undefined : false;
}

function isHttpsRedirect({ type: kind, redirectConfig }: Item): boolean | undefined {
  if (isUnknown(kind) || isUnknown(redirectConfig)) return undefined;
  if (kind !== "Redirect") return false;
  const protocol = (redirectConfig as Item | undefined)?.protocol;
  return isUnknown(protocol) ? undefined : protocol === "HTTPS";
}
