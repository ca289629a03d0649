import { resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, undecided, violates } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

const config = "accessLogConfig";
const fields = ["logProject", "logStore"] as const;

export const albAccessLog = resourceRule({
  name: "alb-access-log",
  title: "ALB has an access log",
  description: "An ALB writes its access log to a Logstore of Simple Log Service.",
  why:
    "The log of the gateway does not contain requests that bypass the gateway. Only the access log of the load " +
    "balancer shows who sent them.",
  severity: "low",
  level: "advisory",
  tags: [],
  hint: "Set accessLogConfig.logProject and accessLogConfig.logStore.",
  argument: 'transform: { alb: { accessLogConfig: { logProject: "…", logStore: "…" } } }',
  type,
  reads: { [type]: fields.map((field) => `${config}.${field}`) },
  options: {},
  evaluate(balancer) {
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
  },
  examples: {
    fails: [alb()],
    passes: [alb({ [config]: { logProject: "shop", logStore: "alb" } })],
  },
});
