import { groupType as type } from "../../binders/bindings";
import { isUnknown } from "../../core/facts";
import { flag } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates } from "../../core/verdict";
import { group } from "./exampleResources";

const logType = "alicloud:apigateway/logConfig:LogConfig";
const log = {
  type: logType,
  name: "log",
  props: { logType: "PROVIDER", slsProject: "shop-log", slsLogStore: "api-gateway" },
};

export const apiLogStoreConfigured = stackRule({
  name: "api-log-store-configured",
  title: "Calls are logged",
  description:
    "A stack with API groups says where the gateway of its region logs calls, or that another one does.",
  why:
    "Without a log nobody can tell afterwards who called what, nor why a call failed. A region has one log for all " +
    "groups, so one stack makes it for all.",
  severity: "medium",
  level: "advisory",
  tags: [
    "api-gateway-group-log-enabled",
    "AwsSolutions-APIG1",
    "AwsSolutions-APIG6",
    "APIGateway.1",
    "APIGateway.9",
  ],
  remedy: "Make a LogConfig, or set logConfigManagedElsewhere.",
  argument: "accessLog: {}",
  type,
  reads: { [type]: [], [logType]: ["logType", "slsProject", "slsLogStore"] },
  options: { logConfigManagedElsewhere: flag(false, "Whether another stack makes the region's LogConfig.") },
  judge(stack, { logConfigManagedElsewhere }): Judgement[] {
    if (logConfigManagedElsewhere) return [];
    const logs = stack.ofType(logType);
    // Each group by itself, so that an exemption is for one of them.
    return stack.ofType(type).map((resource) => {
      // A region has one log, and where a region is not told it may be this one.
      const verdicts = logs
        .filter((log) => log.isNear(resource) !== false)
        .map((log) => (log.isNear(resource) ? verdictOf(log) : all([verdictOf(log), elsewhere(log)])));
      const isLogged = verdicts.some(
        ({ violations, undecided: open }) => violations.length + open.length === 0,
      );
      const open = verdicts.find(({ violations }) => violations.length === 0);
      return { resource, ...(isLogged ? complies : (open ?? verdicts[0] ?? none)) };
    });
  },
  examples: { fails: [group()], passes: [group(), log] },
});

const wanted = "the project of a LogConfig of type PROVIDER that also has slsLogStore";
const none = violates({ property: "slsProject", seen: undefined, wanted });

const elsewhere = (log: Node): Verdict => undecided(`the region of ${log.name} is not known`);

function verdictOf(log: Node): Verdict {
  const kind = log.at("logType");
  if (isUnknown(kind)) return undecided(`logType of ${log.name} is not known yet`);
  if (kind !== "PROVIDER")
    return violates({ property: `logType of ${log.name}`, seen: kind, wanted: '"PROVIDER"' });
  // Set is enough: what comes from a project and a Logstore of the stack is known later.
  const empty = ["slsProject", "slsLogStore"].filter(
    (path) => log.at(path) === undefined || log.at(path) === "",
  );
  return all(
    empty.map((path) =>
      violates({ property: `${path} of ${log.name}`, seen: log.at(path), wanted: "a name in Log Service" }),
    ),
  );
}
