import { flag } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { all, complies, undecided, type Verdict, violates } from "../../core/verdict";
import { groupType as type } from "../../domains/bindings";
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
    "A stack with API groups configures the log of API Gateway for its region, or declares that another " +
    "stack does.",
  why:
    "Without a log, nobody can find out later who called an API, or why a call failed. A region has one " +
    "log for all API groups, so one stack configures it.",
  severity: "medium",
  level: "advisory",
  tags: [
    "api-gateway-group-log-enabled",
    "AwsSolutions-APIG1",
    "AwsSolutions-APIG6",
    "APIGateway.1",
    "APIGateway.9",
  ],
  hint: "Create a LogConfig, or set logConfigManagedElsewhere to true.",
  argument: "accessLog: {}",
  type,
  reads: { [type]: [], [logType]: ["logType", "slsProject", "slsLogStore"] },
  options: {
    logConfigManagedElsewhere: flag(false, "Whether another stack creates the LogConfig of the region."),
  },
  evaluate(stack, { logConfigManagedElsewhere }): Evaluation[] {
    if (logConfigManagedElsewhere) return [];
    const logs = stack.ofType(logType);
    const byProvider = new Map<string | undefined, Verdict>();
    // One result for each group, so that a group can be exempt by itself.
    return stack.ofType(type).map((resource) => {
      const provider = resource.provider?.urn;
      const verdict = byProvider.get(provider) ?? checkRegion(logs, resource);
      byProvider.set(provider, verdict);
      return { resource, ...verdict };
    });
  },
  examples: { fails: [group()], passes: [group(), log] },
});

const expected = "a LogConfig of type PROVIDER with slsProject and slsLogStore";
const missingLog = violates({ property: "slsProject", actual: undefined, expected });

/** Checks the log of the region of a group. A log of an unknown region may be the log of this one. */
function checkRegion(logs: readonly StackResource[], group: StackResource): Verdict {
  const verdicts = logs
    .filter((log) => log.isSameRegion(group) !== false)
    .map((log) => (log.isSameRegion(group) ? checkLog(log) : all([checkLog(log), unknownRegion(log)])));
  const isLogged = verdicts.some(({ violations, undecided: open }) => violations.length + open.length === 0);
  const open = verdicts.find(({ violations }) => violations.length === 0);
  return isLogged ? complies : (open ?? verdicts[0] ?? missingLog);
}

const unknownRegion = (log: StackResource): Verdict => undecided(`the region of ${log.name} is unknown`);

function checkLog(log: StackResource): Verdict {
  const kind = log.get("logType");
  if (isUnknown(kind)) return undecided(`logType of ${log.name} is unknown at preview`);
  if (kind !== "PROVIDER")
    return violates({ property: `logType of ${log.name}`, actual: kind, expected: '"PROVIDER"' });
  // It is enough that the values are set: those of a project and Logstore of the stack are unknown at preview.
  const empty = ["slsProject", "slsLogStore"].filter(
    (path) => log.get(path) === undefined || log.get(path) === "",
  );
  return all(
    empty.map((path) =>
      violates({
        property: `${path} of ${log.name}`,
        actual: log.get(path),
        expected: "a name",
      }),
    ),
  );
}
