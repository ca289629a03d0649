import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { cis } from "../cis";
import { flowLog, vpc } from "./exampleResources";

const type = "alicloud:vpc/network:Network";
const vswitchType = "alicloud:vpc/switch:Switch";
const flowLogType = "alicloud:vpc/flowLog:FlowLog";
/** Properties of a flow log with its destination. */
const stores = ["projectName", "logStoreName"] as const;

export const vpcFlowLogActive = stackRule({
  name: "vpc-flow-log-active",
  title: "VPC has a flow log",
  description: "A VPC, or each of its vSwitches, has an active flow log with a log project and a Logstore.",
  why: "After an attack, only a record of connections shows who bypassed the gateway, and from where.",
  severity: "low",
  level: "advisory",
  tags: ["vpc-flow-logs-enabled", "vpc_flow_logs_disabled", "cis_v200_3_3"],
  framework: cis("3.3"),
  hint: "Add a vpc.FlowLog with a log project and a Logstore.",
  type,
  reads: { [type]: [], [vswitchType]: ["vpcId"], [flowLogType]: ["resourceId", "status", ...stores] },
  options: {},
  evaluate(stack): Evaluation[] {
    const logs = stack.ofType(flowLogType);
    // A log with an unknown resource that has no dependency may belong to any VPC.
    const unresolvedLog = logs.find(
      (log) =>
        log.dependencies("resourceId").length === 0 &&
        !resolveReference(stack, log, "resourceId", { [type]: ["id"], [vswitchType]: ["id"] }).isCertain,
    );
    const vpcLogs = groupByTarget(stack, logs, type);
    const vswitchLogs = groupByTarget(stack, logs, vswitchType);
    const switches = new Map<StackResource, StackResource[]>();
    for (const vswitch of stack.ofType(vswitchType)) {
      for (const network of stack.findReferenced(vswitch, "vpcId", type)) {
        addToList(switches, network, vswitch);
      }
    }
    return stack.ofType(type).map((network) => {
      const logsByVswitch = (switches.get(network) ?? []).map((vswitch) => vswitchLogs.get(vswitch) ?? []);
      const isCovered = logsByVswitch.length > 0 && logsByVswitch.every((own) => own.length > 0);
      const own = vpcLogs.get(network) ?? (isCovered ? logsByVswitch.flat() : []);
      return { resource: network, ...checkFlowLogs(own, unresolvedLog) };
    });
  },
  examples: {
    fails: [vpc(), flowLog({ resourceId: { ref: "shop" }, status: "Inactive" })],
    passes: [vpc(), flowLog({ resourceId: { ref: "shop" } })],
  },
});

function groupByTarget(
  stack: Stack,
  logs: readonly StackResource[],
  ofType: string,
): ReadonlyMap<StackResource, readonly StackResource[]> {
  const found = new Map<StackResource, StackResource[]>();
  for (const log of logs) {
    for (const target of stack.findReferenced(log, "resourceId", ofType)) {
      addToList(found, target, log);
    }
  }
  return found;
}

function checkFlowLogs(own: readonly StackResource[], unresolvedLog: StackResource | undefined): Verdict {
  if (own.length === 0) {
    return unresolvedLog
      ? undecided(`the resource of ${unresolvedLog.name} is unknown at preview`)
      : violates({
          property: "flow log",
          actual: undefined,
          expected: "a flow log of the VPC or of each vSwitch",
        });
  }
  return all(own.flatMap((log) => [checkActive(log), ...stores.map((property) => checkName(log, property))]));
}

const checkActive = (log: StackResource): Verdict =>
  whenKnown("status", log.get("status"), (actual) =>
    actual === "Inactive"
      ? violates({
          property: `status of ${log.name}`,
          actual,
          expected: '"Active"',
          hint: 'Set status to "Active".',
        })
      : complies,
  );

/** Requires a name; an unknown value counts as set. */
function checkName(log: StackResource, property: (typeof stores)[number]): Verdict {
  const actual = log.get(property);
  if (actual !== undefined && actual !== "") return complies;
  const hint = `Set ${property} of ${log.name}.`;
  return violates({ property: `${property} of ${log.name}`, actual, expected: "a name", hint });
}
