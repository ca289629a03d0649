import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";
import { NamingIndex } from "./naming";

const config = "accessLogConfig";
const fields = ["logProject", "logStore"] as const;

export const logAttachmentType =
  "alicloud:alb/loadBalancerAccessLogConfigAttachment:LoadBalancerAccessLogConfigAttachment";

export const albAccessLog = stackRule({
  name: "alb-access-log",
  title: "ALB has an access log",
  description: "An ALB writes its access log to a Logstore of Simple Log Service.",
  why:
    "The log of the gateway does not contain requests that bypass the gateway. Only the access log of the load " +
    "balancer shows who sent them.",
  severity: "low",
  level: "advisory",
  tags: [],
  hint: "Set accessLogConfig.logProject and accessLogConfig.logStore, or create a LoadBalancerAccessLogConfigAttachment.",
  argument: 'transform: { alb: { accessLogConfig: { logProject: "…", logStore: "…" } } }',
  type,
  reads: {
    [type]: fields.map((field) => `${config}.${field}`),
    [logAttachmentType]: ["loadBalancerId"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const attachments = new NamingIndex(stack, logAttachmentType, "loadBalancerId", type);
    return stack.ofType(type).map((resource) => {
      const { certain, isPossible } = attachments.find(resource);
      if (certain.length > 0) return { resource, ...complies };
      const verdict = checkConfig(resource);
      return { resource, ...decideIf(!isPossible, verdict, "an access log of the stack may belong to it") };
    });
  },
  examples: {
    fails: [alb()],
    passes: [alb({ [config]: { logProject: "shop", logStore: "alb" } })],
  },
});

function checkConfig(balancer: StackResource): Verdict {
  const values = fields.map((field) => {
    const property = `${config}.${field}`;
    return { property, actual: balancer.get(property) };
  });
  // An unknown config may lack a field. An unknown name counts as set.
  if (values.some(({ actual }) => isUnknown(actual) && actual.path === config))
    return undecided(`${config} is unknown at preview`);
  // One finding, also if both are missing: the hint names both.
  const missing = values.find(({ actual }) => actual === undefined || actual === "");
  return missing ? violates({ ...missing, expected: "a name" }) : complies;
}
